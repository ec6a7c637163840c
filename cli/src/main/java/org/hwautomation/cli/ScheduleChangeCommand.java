package org.hwautomation.cli;

import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.schedule.ScheduleCheck;
import org.hwautomation.provisioning.schedule.ScheduleDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes a schedule. */
@Command(
    name = "change",
    description = {
      "Change a schedule: what is given replaces what there is, and the rest stays.",
      "--server replaces all of its servers; --set adds to its inputs."
    })
final class ScheduleChangeCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private ScheduleOptions said = new ScheduleOptions();

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("schedule change")) {
      var before = ScheduleViews.find(manager, name);
      var terms = said.over(before.terms());
      var differences = ScheduleOptions.differences(before.terms(), terms);
      if (differences.isEmpty()) {
        throw new IllegalArgumentException(
            "that is what schedule %s says already; see: %s"
                .formatted(name, options.next("schedule show " + name)));
      }
      var times = new ScheduleCheck(manager).require(name, terms);
      var now = manager.engine().time().now();
      var next = times.next(now, ScheduleDocument.NEXT);
      if (!said.dryRun()
          && !manager
              .store()
              .schedules()
              .change(name, OptionalLong.of(before.revision()), terms, GlobalOptions.actor())) {
        throw new IllegalArgumentException(
            "schedule %s was changed by somebody else just now; look at it and try again: %s"
                .formatted(name, options.next("schedule show " + name)));
      }
      screen.result(
          said.dryRun()
              ? ScheduleNextCommand.document(times, next)
              : ScheduleDocument.of(
                  ScheduleViews.find(manager, name),
                  manager.store().firings().of(name, 1).stream().findFirst(),
                  now),
          () -> {
            differences.forEach(screen::line);
            screen.line(said.dryRun() ? "nothing was kept; it would fire:" : "it fires:");
            if (before.paused()) {
              screen.line("  not while it is paused; else");
            }
            ScheduleViews.next(screen, next, terms.zone(), now);
          });
      return ExitCodes.DONE;
    }
  }
}
