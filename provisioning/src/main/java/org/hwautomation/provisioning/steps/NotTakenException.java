package org.hwautomation.provisioning.steps;

import org.hwautomation.workflow.StepRejectedException;

/** A peer said yes, and a fresh read shows no effect (safety rule 11). */
final class NotTakenException extends StepRejectedException {
  private static final long serialVersionUID = 1L;

  NotTakenException(String message) {
    super(message);
  }
}
