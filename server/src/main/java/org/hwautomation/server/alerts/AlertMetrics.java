package org.hwautomation.server.alerts;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.hwautomation.store.AlertDelivery.Status;
import org.hwautomation.store.Alerts;

/** What becomes of alerts, for Prometheus. Thread-safe. */
final class AlertMetrics {
  private final MeterRegistry registry;

  AlertMetrics(MeterRegistry registry, Alerts alerts) {
    this.registry = registry;
    Gauge.builder("hwauto.alerts.waiting", () -> alerts.count(Status.WAITING))
        .description("Alerts that are still to be sent")
        .register(registry);
    for (var kind : List.of("webhook", "mail")) {
      for (var outcome : List.of("sent", "failed", "undeliverable")) {
        counter(kind, outcome); // a rate needs the nought that it begins with
      }
    }
  }

  void sent(String kind) {
    counter(kind, "sent").increment();
  }

  /** A try that failed; there may be others. */
  void failed(String kind) {
    counter(kind, "failed").increment();
  }

  void undeliverable(String kind) {
    counter(kind, "undeliverable").increment();
  }

  private Counter counter(String kind, String outcome) {
    return Counter.builder("hwauto.alerts")
        .description("Tries to send an alert, by receiver's kind and outcome")
        .tag("kind", kind)
        .tag("outcome", outcome)
        .register(registry);
  }
}
