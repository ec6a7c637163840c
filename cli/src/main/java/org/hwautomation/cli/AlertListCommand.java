package org.hwautomation.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.alert.AlertDocument;
import org.hwautomation.store.AlertDelivery;
import org.hwautomation.store.AlertGroup;
import org.hwautomation.workflow.Durations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists causes that are open, receivers, and what did not reach them. */
@Command(
    name = "list",
    description = "List open causes, receivers, and alerts that wait or could not be delivered.")
final class AlertListCommand implements Callable<Integer> {
  private static final int LISTED = 100;

  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("alert list")) {
      screen.result(AlertDocument.of(manager), () -> show(screen, manager));
      return ExitCodes.DONE;
    }
  }

  private void show(Screen screen, WorkflowManager manager) {
    var alerts = manager.store().alerts();
    var now = manager.engine().time().now();
    var receivers = manager.configuration().alerts().receivers();
    for (var receiver : receivers) {
      screen.line(
          "%s  %s%s"
              .formatted(
                  screen.strong(receiver.id()),
                  receiver.place(),
                  alerts
                      .last(receiver.id())
                      .map(last -> ", last " + outcome(last, now))
                      .orElse(", nothing sent yet")));
    }
    if (receivers.isEmpty()) {
      screen.line(
          "nobody is told of anything; write alerts.webhooks or alerts.mail into the configuration");
    }
    var open = alerts.open();
    screen.line(open.isEmpty() ? "no cause is open" : "");
    open.forEach(group -> screen.line(line(group, now)));
    for (var delivery : alerts.unsent(LISTED)) {
      screen.line(
          "%s to %s: %s, %s"
              .formatted(
                  delivery.status() == AlertDelivery.Status.WAITING
                      ? "waits"
                      : screen.warn("undeliverable"),
                  delivery.receiver(),
                  delivery.facts().title(),
                  delivery.attempts() == 0
                      ? "not tried yet"
                      : "tried %d times, last: %s"
                          .formatted(delivery.attempts(), delivery.said().orElse("nothing"))));
    }
  }

  private static String line(AlertGroup group, Instant now) {
    return "%s  %s  %s"
        .formatted(
            group.facts().kind().replace('_', ' '),
            group.facts().title(),
            group
                .toldAt()
                .map(at -> "told %s ago of %d".formatted(ago(at, now), group.told()))
                .orElse("not told yet"));
  }

  private static String outcome(AlertDelivery last, Instant now) {
    return "%s %s ago: %s"
        .formatted(
            last.status().wireName(),
            ago(last.triedAt().orElse(now), now),
            last.said().orElse("nothing"));
  }

  private static String ago(Instant then, Instant now) {
    return Durations.text(Duration.between(then, now));
  }
}
