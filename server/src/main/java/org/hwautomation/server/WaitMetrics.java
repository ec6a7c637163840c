package org.hwautomation.server;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.hardware.CallObserver;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.store.StoreObserver;

/**
 * How long this process waits for others, for Prometheus: for the database, and for BMCs, hosts and
 * MAAS, by how each exchange ended. Thread-safe.
 */
final class WaitMetrics {
  private static final Duration[] STORE_BUCKETS = {
    Duration.ofNanos(500_000),
    Duration.ofMillis(1),
    Duration.ofMillis(2),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5)
  };
  private static final Duration[] CALL_BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2_500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10),
    Duration.ofSeconds(30),
    Duration.ofMinutes(1)
  };

  private final MeterRegistry registry;
  private final Map<StoreObserver.Operation, Timer> store =
      new EnumMap<>(StoreObserver.Operation.class);

  private WaitMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (var operation : StoreObserver.Operation.values()) {
      store.put(
          operation,
          Timer.builder("hwauto.store.time")
              .description("How long callers waited for the database, until a write was synced")
              .tag("operation", word(operation))
              .serviceLevelObjectives(STORE_BUCKETS)
              .register(registry));
    }
    for (var protocol : CallObserver.Protocol.values()) {
      calls(protocol, Optional.empty()); // there from the beginning, so that a graph is, too
    }
  }

  /** Begins to measure. */
  static void of(WorkflowManager manager, MeterRegistry registry) {
    var metrics = new WaitMetrics(registry);
    manager.store().observedBy(metrics::waited);
    manager.connections().observedBy(metrics::called);
  }

  private void waited(StoreObserver.Operation operation, Duration took) {
    var timer = store.get(operation);
    if (timer != null) {
      timer.record(took);
    }
  }

  private void called(CallObserver.Protocol protocol, Optional<Kind> failure, Duration took) {
    calls(protocol, failure).record(took);
  }

  private Timer calls(CallObserver.Protocol protocol, Optional<Kind> failure) {
    return Timer.builder("hwauto.calls")
        .description("Exchanges with BMCs, hosts and MAAS by protocol and outcome")
        .tag("protocol", word(protocol))
        .tag("outcome", failure.map(WaitMetrics::word).orElse("answered"))
        .serviceLevelObjectives(CALL_BUCKETS)
        .register(registry);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
