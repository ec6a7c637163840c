package org.hwautomation.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** How many requests there were, how they ended, and how long they took. Thread-safe. */
final class RequestMetrics {
  private final MeterRegistry registry;

  RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A request was answered; a stream of events counts when it ends. */
  void observed(Route route, int status, Duration took) {
    Timer.builder("hwauto.http.requests")
        .description("Requests by route and status")
        .tag("method", route.method().text())
        .tag("route", route.path())
        .tag("status", String.valueOf(status))
        .register(registry)
        .record(took);
  }
}
