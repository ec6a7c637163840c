package org.hwautomation.cli;

import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes a schedule away. */
@Command(name = "remove", description = "Take a schedule away; what it started goes on. Audited.")
final class ScheduleRemoveCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; audited.")
  private String reason = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("schedule remove")) {
      var schedule = ScheduleViews.find(manager, name);
      if (!manager
          .store()
          .schedules()
          .remove(
              name, OptionalLong.of(schedule.revision()), GlobalOptions.actor(), reason.strip())) {
        throw new IllegalArgumentException(
            "schedule %s was changed by somebody else just now; look at it and try again: %s"
                .formatted(name, options.next("schedule list")));
      }
      screen.result(
          Map.of("name", name, "removed", true),
          () -> screen.line("schedule " + name + " is gone"));
      return ExitCodes.DONE;
    }
  }
}
