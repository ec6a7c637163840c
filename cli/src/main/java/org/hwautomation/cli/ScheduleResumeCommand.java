package org.hwautomation.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a paused schedule fire again. */
@Command(
    name = "resume",
    description = "Let a paused schedule fire again; times that came meanwhile are left out.")
final class ScheduleResumeCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; audited.")
  private String reason = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("schedule resume")) {
      var schedule = ScheduleViews.find(manager, name);
      var changed = manager.store().schedules().resume(name, GlobalOptions.actor(), reason.strip());
      screen.result(
          Map.of("name", schedule.name(), "paused", false, "changed", changed),
          () -> screen.line(name + (changed ? " fires again" : " was not paused")));
      return ExitCodes.DONE;
    }
  }
}
