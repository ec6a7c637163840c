package org.hwautomation.server;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.hwautomation.provisioning.WorkflowManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes runs that are older than {@code retention.runs_days}, a while after the service's start
 * and then once in a while. Without that setting it does nothing. Used by one thread.
 */
final class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  private final WorkflowManager manager;
  private final Counter deleted;

  Retention(WorkflowManager manager, MeterRegistry registry) {
    this.manager = manager;
    this.deleted =
        Counter.builder("hwauto.runs.pruned")
            .description("Runs that were deleted because they were older than they are kept")
            .register(registry);
  }

  /** Deletes what is too old now. */
  void look() {
    manager.configuration().runsKept().ifPresent(this::prune);
  }

  private void prune(Duration kept) {
    var before = manager.store().time().now().minus(kept);
    var gone = manager.store().retention().prune(before, "service:retention");
    if (gone.runs() > 0) {
      deleted.increment((double) gone.runs());
      LOG.info(
          "{} runs and {} batches that ended before {} are deleted",
          gone.runs(),
          gone.batches(),
          before);
    }
  }
}
