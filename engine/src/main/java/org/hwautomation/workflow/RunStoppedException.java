package org.hwautomation.workflow;

/** Leaves an execution with its run as the journal has it: another ownership goes on. */
final class RunStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RunStoppedException() {
    super(null, null, false, false);
  }
}
