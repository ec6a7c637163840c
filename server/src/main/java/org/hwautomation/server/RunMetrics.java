package org.hwautomation.server;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.store.RunCount;
import org.hwautomation.store.RunFeed.Change;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What runs do, for Prometheus: how many stand how, how long steps take, what is tried again and
 * why. Counted from the journal as it grows, so that runs of other processes count, too.
 */
final class RunMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(RunMetrics.class);

  private static final Duration FRESH = Duration.ofMillis(500);

  private final WorkflowManager manager;
  private final MeterRegistry registry;
  private @Nullable List<RunCount> counted; // guarded by this
  private long countedAt; // guarded by this

  /** When the attempts began that are under way; read and written by the feed's reader alone. */
  private final Map<String, Instant> begun = new HashMap<>();

  RunMetrics(WorkflowManager manager, MeterRegistry registry) {
    this.manager = manager;
    this.registry = registry;
    for (var status : WorkflowStatus.values()) {
      Gauge.builder("hwauto.runs", () -> count(found -> found.status() == status))
          .description("Runs by status")
          .tag("status", status.wireName())
          .register(registry);
    }
    for (var phase : List.of(Phase.HELD, Phase.PARKED)) {
      Gauge.builder("hwauto.runs.waiting", () -> count(found -> found.phase() == phase))
          .description("Runs that wait for a person, by phase")
          .tag("phase", phase.wireName())
          .register(registry);
    }
    Gauge.builder("hwauto.runs.executing", () -> manager.engine().executing())
        .description("Runs that this process executes")
        .register(registry);
    Gauge.builder("hwauto.store.waiting.writes", () -> manager.store().waitingWrites())
        .description("Writes that wait for the thread that writes to the database")
        .register(registry);
    Gauge.builder("hwauto.runs.queued", () -> manager.store().lockWaits().size())
        .description("Waits for a server that another run has")
        .register(registry);
  }

  private double count(Predicate<RunCount> wanted) {
    return counts().stream().filter(wanted).mapToDouble(RunCount::runs).sum();
  }

  /** All that one scrape asks for is asked of the database once. */
  private synchronized List<RunCount> counts() {
    var now = System.nanoTime();
    if (counted == null || now - countedAt > FRESH.toNanos()) {
      counted = manager.store().countRuns();
      countedAt = now;
    }
    return counted;
  }

  /** What was added to journals, each once. */
  void changed(List<Change> changes) {
    var first = new LinkedHashMap<String, Long>();
    var last = new HashMap<String, Long>();
    for (var change : changes) {
      first.putIfAbsent(change.runId(), change.firstSeq());
      last.put(change.runId(), change.lastSeq());
    }
    try {
      first.forEach(
          (run, from) ->
              manager.store().entries(run, from - 1).stream()
                  .filter(entry -> entry.seq() <= last.getOrDefault(run, 0L))
                  .forEach(this::added));
    } catch (StoreException e) {
      LOG.warn("some events are missing from the metrics: {}", e.getMessage());
    }
  }

  private void added(JournalEntry entry) {
    var step = entry.payload().text("step").orElse("");
    switch (entry.type()) {
      case "attempt_started" -> begun.put(entry.runId() + " " + step, entry.at());
      case "step_completed" ->
          Optional.ofNullable(begun.remove(entry.runId() + " " + step))
              .ifPresent(at -> took(step, Duration.between(at, entry.at())));
      case "attempt_failed" -> {
        begun.remove(entry.runId() + " " + step);
        registry
            .counter(
                "hwauto.step.failures",
                "class",
                entry.payload().text("error_class").orElse("unknown"),
                "retried",
                String.valueOf(entry.payload().get("retry_at").isPresent()))
            .increment();
      }
      case "run_ended" -> {
        begun.keySet().removeIf(key -> key.startsWith(entry.runId() + " "));
        registry
            .counter(
                "hwauto.runs.ended", "status", entry.payload().text("status").orElse("unknown"))
            .increment();
      }
      case "step_slow", "point_overdue", "run_parked" ->
          registry.counter("hwauto.events", "type", entry.type()).increment();
      default -> {}
    }
  }

  private void took(String step, Duration time) {
    Timer.builder("hwauto.step.time")
        .description("How long the last attempt of completed steps took")
        .tag("step", step)
        .register(registry)
        .record(time);
  }
}
