package org.hwautomation.provisioning.steps;

import java.time.Duration;
import org.hwautomation.workflow.Durations;

/**
 * For how long something has been as it is, and whether that is too long. In a simulated world both
 * pass as much faster as it does. Belongs to one attempt.
 */
final class Patience {
  private final ServerWork work;
  private final long limit;
  private long since;

  /** Begins now. */
  Patience(ServerWork work, Duration limit) {
    this.work = work;
    this.limit = work.connections().pace().every(limit).toNanos();
    this.since = work.context().time().nanos();
  }

  /** Something is new: it begins again. */
  void renew() {
    since = work.context().time().nanos();
  }

  boolean isOver() {
    return passed() > limit;
  }

  /** For people, such as {@code 30m}. */
  String text() {
    return Durations.text(Duration.ofNanos(passed()));
  }

  private long passed() {
    return work.context().time().nanos() - since;
  }
}
