package org.hwautomation.workflow;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * What somebody wants of a run; its owner applies it, whichever process gave it.
 *
 * @param expectedSeq if given, the command is dropped when the journal has moved on from there
 */
public record Command(
    String commandId,
    String runId,
    Kind kind,
    OptionalLong expectedSeq,
    String actor,
    String reason,
    Instant at) {

  /** The commands. */
  public enum Kind {
    CANCEL
  }
}
