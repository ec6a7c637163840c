package org.hwautomation.provisioning.steps;

import java.time.Duration;
import org.hwautomation.hardware.HardwareException;

/** How long a BMC has been silent. Belongs to one attempt. */
final class SilenceWatch {
  private final ServerWork work;
  private final Duration limit;
  private long heard;

  SilenceWatch(ServerWork work, Duration limit) {
    this.work = work;
    this.limit = limit;
    heard();
  }

  Duration limit() {
    return limit;
  }

  void heard() {
    heard = work.context().time().nanos();
  }

  /** Whether this error means that it has been silent for longer than the limit. */
  boolean isTooLong(HardwareException error) {
    return switch (error.kind()) {
      case CONNECTION, TIMEOUT ->
          work.context().time().nanos() - heard > work.connections().pace().every(limit).toNanos();
      default -> {
        heard(); // an answer, if a bad one
        yield false;
      }
    };
  }
}
