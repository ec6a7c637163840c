package org.hwautomation.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.schedule.ScheduleDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists schedules. */
@Command(name = "list", description = "List schedules, and when each fires next.")
final class ScheduleListCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("schedule list")) {
      var now = manager.engine().time().now();
      var firings = manager.store().firings();
      var schedules = manager.store().schedules().list();
      var documents =
          schedules.stream()
              .map(
                  schedule ->
                      ScheduleDocument.of(
                          schedule, firings.of(schedule.name(), 1).stream().findFirst(), now))
              .toList();
      screen.result(
          Map.of("schedules", documents, "schedulers", firings.schedulers()),
          () -> {
            if (schedules.isEmpty()) {
              screen.line("no schedules; make one with: " + options.next("schedule add NAME"));
              return;
            }
            for (var schedule : schedules) {
              var terms = schedule.terms();
              var servers = terms.work().servers();
              screen.line(
                  "%s  '%s' %s  %s%s"
                      .formatted(
                          screen.strong(schedule.name()),
                          terms.cron(),
                          terms.zone(),
                          terms.work().template(),
                          servers.isEmpty()
                              ? ""
                              : servers.size() == 1
                                  ? " on " + servers.getFirst()
                                  : " on %d servers".formatted(servers.size())));
              if (schedule.paused()) {
                screen.line("  " + screen.warn("paused") + " by " + schedule.changedBy());
              }
              ScheduleViews.next(screen, ScheduleDocument.next(schedule, now), terms.zone(), now);
              firings.of(schedule.name(), 1).stream()
                  .findFirst()
                  .ifPresent(
                      last ->
                          screen.line(
                              screen.faint(
                                  "  last %s  %s"
                                      .formatted(
                                          ScheduleViews.time(last.fireAt(), terms.zone()),
                                          ScheduleDocument.outcome(last)))));
            }
            ScheduleViews.schedulers(screen, manager);
          });
      return ExitCodes.DONE;
    }
  }
}
