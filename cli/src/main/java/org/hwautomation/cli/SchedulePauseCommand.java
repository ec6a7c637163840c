package org.hwautomation.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps a schedule from firing. */
@Command(
    name = "pause",
    description = "Keep a schedule from firing until it is resumed; what it started goes on.")
final class SchedulePauseCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; audited.")
  private String reason = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("schedule pause")) {
      var schedule = ScheduleViews.find(manager, name);
      var changed = manager.store().schedules().pause(name, GlobalOptions.actor(), reason.strip());
      screen.result(
          Map.of("name", schedule.name(), "paused", true, "changed", changed),
          () -> screen.line(name + (changed ? " is paused" : " was paused already")));
      return ExitCodes.DONE;
    }
  }
}
