package org.hwautomation.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.schedule.ScheduleCheck;
import org.hwautomation.provisioning.schedule.ScheduleDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Makes a schedule. */
@Command(
    name = "add",
    description = {
      "Make a schedule. It is checked as a start would be, and fires from now on.",
      "Nobody is asked when it fires: what it starts may write to its servers."
    })
final class ScheduleAddCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private ScheduleOptions said = new ScheduleOptions();

  @Parameters(paramLabel = "NAME", description = "A name for it: a-z, 0-9, . _ -")
  private String name = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("schedule add")) {
      var terms = said.terms();
      var times = new ScheduleCheck(manager).require(name, terms);
      var now = manager.engine().time().now();
      var next = times.next(now, ScheduleDocument.NEXT);
      if (said.dryRun()) {
        screen.result(
            ScheduleNextCommand.document(times, next),
            () -> {
              screen.line("%s would fire:".formatted(name));
              ScheduleViews.next(screen, next, terms.zone(), now);
              screen.line("nothing was kept");
            });
        return ExitCodes.DONE;
      }
      if (!manager.store().schedules().add(name, terms, GlobalOptions.actor())) {
        throw new IllegalArgumentException(
            "there is a schedule %s already; change it with: %s"
                .formatted(name, options.next("schedule change " + name)));
      }
      var made = ScheduleViews.find(manager, name);
      screen.result(
          ScheduleDocument.of(made, Optional.empty(), now),
          () -> {
            screen.line("schedule %s is made, and fires:".formatted(name));
            ScheduleViews.next(screen, next, terms.zone(), now);
          });
      ScheduleViews.schedulers(screen, manager);
      return ExitCodes.DONE;
    }
  }
}
