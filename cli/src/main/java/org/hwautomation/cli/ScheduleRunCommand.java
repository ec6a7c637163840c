package org.hwautomation.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.schedule.ScheduleDocument;
import org.hwautomation.store.FiringRecord;
import org.hwautomation.store.ScheduleRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has a schedule fire now. */
@Command(
    name = "run",
    description = {
      "Have a schedule fire now, paused or not; the service that runs on this database starts it.",
      "Waits until it has, 30 seconds at most. Audited."
    })
final class ScheduleRunCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(200);

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Parameters(paramLabel = "NAME", description = "Its name.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why; audited.")
  private String reason = "";

  @Option(names = "--no-wait", description = "Ask for it and return.")
  private boolean noWait;

  @Override
  public Integer call() throws InterruptedException {
    var screen = options.screen();
    try (var manager = options.manager("schedule run")) {
      var schedule = ScheduleViews.find(manager, name);
      requireScheduler(manager, schedule);
      var at =
          manager
              .store()
              .firings()
              .ask(name, GlobalOptions.actor(), reason.strip())
              .orElseThrow(() -> new IllegalArgumentException("schedule " + name + " is gone"));
      var firing = noWait ? find(manager, at) : settled(manager, at);
      screen.result(
          ScheduleDocument.of(firing),
          () -> {
            ScheduleViews.firing(screen, firing, schedule.terms().zone());
            if (firing.status() != FiringRecord.Status.DONE) {
              screen.line("see: " + options.next("schedule show " + name));
            }
          });
      return firing.starts().stream().allMatch(start -> start.runId().isPresent())
          ? ExitCodes.DONE
          : ExitCodes.FAILED;
    }
  }

  private void requireScheduler(WorkflowManager manager, ScheduleRecord schedule) {
    if (!manager.store().firings().schedulers().isEmpty()) {
      return;
    }
    var work = schedule.terms().work();
    var start = new StringBuilder("start " + work.template());
    if (!work.servers().isEmpty()) {
      start.append(" --server ").append(work.servers().getFirst());
    }
    work.deviceType().ifPresent(type -> start.append(" --device-type ").append(type));
    work.inputs().forEach((input, text) -> start.append(" --set '%s=%s'".formatted(input, text)));
    throw new IllegalArgumentException(
        "no service runs on this database, so nobody would start it, and nothing was asked for; here that is: "
            + options.next(start.toString()));
  }

  private FiringRecord find(WorkflowManager manager, Instant at) {
    return manager
        .store()
        .firings()
        .find(name, at)
        .orElseThrow(() -> new IllegalArgumentException("schedule " + name + " is gone"));
  }

  private FiringRecord settled(WorkflowManager manager, Instant at) throws InterruptedException {
    var time = manager.engine().time();
    for (var left = PATIENCE; left.isPositive(); left = left.minus(LOOK)) {
      var firing = find(manager, at);
      if (firing.status() == FiringRecord.Status.DONE) {
        return firing;
      }
      time.sleep(LOOK);
    }
    return find(manager, at);
  }
}
