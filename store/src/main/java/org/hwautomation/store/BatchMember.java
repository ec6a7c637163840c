package org.hwautomation.store;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A server of a batch. Immutable.
 *
 * @param server host name or MAAS system id, as the file has it
 * @param position its place in the batch's order, from 1
 * @param rack where it stands
 * @param address the one its BMC is to get: given, or handed out
 * @param inputs texts by the input's name; they go before the batch's
 * @param attempt how often the batch began it, from 1
 * @param message why it was skipped or refused
 */
public record BatchMember(
    String batch,
    String server,
    int position,
    Optional<String> rack,
    Optional<String> deviceType,
    Optional<String> address,
    Map<String, String> inputs,
    State state,
    int attempt,
    Optional<String> message,
    Instant changedAt) {
  public BatchMember {
    inputs = Map.copyOf(inputs);
  }

  /** How far the batch is with a server; how its run stands, the run says. */
  public enum State {
    WAITING,
    /** Its run may have been started, or not: whoever finds it so looks. */
    STARTING,
    STARTED,
    /** It was ready. */
    SKIPPED,
    /** Its run could not be started. */
    REFUSED,
    CANCELLED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    static State of(String name) {
      return valueOf(name.toUpperCase(Locale.ROOT));
    }
  }

  /** What its run is called; the same whoever starts it, so that it is started once. */
  public String workflowId() {
    return workflowId(batch, server, attempt);
  }

  /** A batch's name has no dot, so two members never share one. */
  static String workflowId(String batch, String server, int attempt) {
    return "%s.%s.%d".formatted(batch, server, attempt);
  }

  /**
   * A server that is to be in a batch.
   *
   * @param address the one its BMC is to get; empty for none, or one of a range
   */
  public record Draft(
      String server,
      Optional<String> rack,
      Optional<String> deviceType,
      Optional<String> address,
      Map<String, String> inputs) {
    public Draft {
      inputs = Map.copyOf(inputs);
    }
  }
}
