package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Optional;

/**
 * A person must say yes before a step is tried.
 *
 * @param role who may, such as {@code operator}; shown, and checked by the front door that knows
 *     who asks
 * @param expires after how long without an answer the step fails; empty for never
 */
public record Approval(String role, Optional<Duration> expires) {
  public Approval {
    Node.checkName("role", role);
    if (expires.filter(limit -> limit.isNegative() || limit.isZero()).isPresent()) {
      throw new InvalidValueException("approval.expires", "is not positive");
    }
  }
}
