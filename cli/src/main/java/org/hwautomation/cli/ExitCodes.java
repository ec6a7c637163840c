package org.hwautomation.cli;

/** What a command ends with. */
final class ExitCodes {
  static final int DONE = 0;

  /** The work was tried and failed. */
  static final int FAILED = 1;

  /** Bad input, or refused by a safety rule; nothing was done. */
  static final int BAD_INPUT = 2;

  /** Could not reach, or not let in. */
  static final int UNREACHABLE = 3;

  /** Ended by Ctrl-C. */
  static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
