package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt says of itself while it runs: at once to this process's listeners, and at most
 * once a second, the newest last, to other processes. Thread-safe.
 */
final class LiveReport {
  private static final Duration GAP = Duration.ofSeconds(1);

  private final ScopedLock lock = new ScopedLock();
  private final RunScope scope;
  private final String step;
  private @Nullable LiveProgress last;
  private WorkflowTime.@Nullable Timer gap;
  private boolean unpublished;
  private boolean closed;

  LiveReport(RunScope scope, String step) {
    this.scope = scope;
    this.step = step;
  }

  void say(String text, OptionalInt percent) {
    var now = new LiveProgress(step, scope.secrets().redact(text), percent, scope.time().now());
    try (var _ = lock.hold()) {
      if (closed) {
        return;
      }
      last = now;
      scope.journal().report(now);
      if (gap != null) {
        unpublished = true;
        return;
      }
      gap = scope.time().schedule(GAP, this::gapOver);
    }
    publish(now);
  }

  private void gapOver() {
    LiveProgress now;
    try (var _ = lock.hold()) {
      gap = null;
      now = last;
      if (closed || !unpublished || now == null) {
        return;
      }
      unpublished = false;
      gap = scope.time().schedule(GAP, this::gapOver);
    }
    publish(now);
  }

  private void publish(LiveProgress now) {
    try {
      scope.store().publishProgress(scope.journal().state().runId(), now);
    } catch (WorkflowException e) {
      // only a courtesy to other processes: the step goes on
      WorkflowEngine.LOG.debug("progress can't be shown to others: {}", e.getMessage());
    }
  }

  Optional<String> last() {
    try (var _ = lock.hold()) {
      return Optional.ofNullable(last).map(LiveProgress::text);
    }
  }

  void close() {
    try (var _ = lock.hold()) {
      closed = true;
      if (gap != null) {
        gap.cancel();
      }
    }
  }
}
