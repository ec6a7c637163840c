package org.hwautomation.workflow;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
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
    Value.Fields arguments,
    OptionalLong expectedSeq,
    String actor,
    String reason,
    Instant at) {

  /** The commands, with the keys of their arguments. */
  public enum Kind {
    /** Ends the run; with {@code force: true} its clean-up too. */
    CANCEL,
    /** Makes no further attempt. */
    PAUSE,
    /** Goes on with a paused run. */
    RESUME,
    /** Lets {@code step} be tried. */
    APPROVE,
    /** Fails {@code step}, which asked for an approval. */
    REFUSE,
    /** Leaves {@code step} out. */
    SKIP,
    /** Waits for no maintenance window from here on. */
    OVERRIDE_WINDOW;

    /** The name on the wire, lower case. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The step that the command is about. */
  Optional<String> step() {
    return arguments.text("step");
  }
}
