package org.hwautomation.workflow;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The timers of one attempt: its own limit, which stands still inside points of no return; how long
 * a point should take; and how long an interrupted attempt may live on. Guarded by its attempt.
 */
final class AttemptClock {
  private final WorkflowTime time;
  private final Runnable timedOut;
  private Duration remaining;
  private long runningSince;
  private WorkflowTime.@Nullable Timer limit;
  private WorkflowTime.@Nullable Timer point;
  private WorkflowTime.@Nullable Timer grace;
  private WorkflowTime.@Nullable Timer slow;
  private WorkflowTime.@Nullable Timer closing;

  AttemptClock(WorkflowTime time, Duration limit, Runnable timedOut) {
    this.time = time;
    this.remaining = limit;
    this.timedOut = timedOut;
  }

  /** Lets the limit run, with what is left of it. */
  void run() {
    runningSince = time.nanos();
    limit = time.schedule(remaining, timedOut);
  }

  /** Lets the limit stand still. */
  void pause() {
    if (limit != null) {
      limit.cancel();
      limit = null;
      remaining = remaining.minusNanos(time.nanos() - runningSince);
      if (remaining.isNegative()) {
        remaining = Duration.ZERO;
      }
    }
  }

  void enterPoint(Duration expected, Runnable overdue) {
    pause();
    point = time.schedule(expected, overdue);
  }

  /** Tells once if the attempt takes longer than it usually does, points included. */
  void watch(Duration usual, Runnable tooSlow) {
    slow = time.schedule(usual, tooSlow);
  }

  void leavePoint() {
    cancel(point);
  }

  /** The attempt was interrupted: from here on only the grace period counts. */
  void beginGrace(Duration length, Runnable over) {
    pause();
    grace = time.schedule(length, over);
  }

  /** How long what the attempt waits for may take to be closed before its thread is interrupted. */
  void closing(Duration length, Runnable over) {
    closing = time.schedule(length, over);
  }

  void stop() {
    pause();
    cancel(closing);
    cancel(point);
    cancel(slow);
    cancel(grace);
  }

  private static void cancel(WorkflowTime.@Nullable Timer timer) {
    if (timer != null) {
      timer.cancel();
    }
  }
}
