package org.hwautomation.provisioning.safety;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a machine may be written to, so that nobody who uses it is hurt (safety rule 2). To be
 * asked before the first write, right before each point of no return, and when a run is taken over.
 *
 * @param reason half a sentence for people and the audit
 */
public record UseVerdict(Decision decision, String reason) {
  /** What was decided. */
  public enum Decision {
    /** Nobody uses it. */
    FREE,
    /** Somebody does, and a person allowed it with a reason: to be audited. */
    OVERRIDDEN,
    REFUSED
  }

  /** Statuses of MAAS in which nobody but us has the machine. Anything else is in use. */
  private static final Set<String> FREE =
      Set.of(
          "new",
          "commissioning",
          "failed commissioning",
          "missing",
          "ready",
          "retired",
          "broken",
          "failed deployment",
          "failed releasing",
          "releasing failed",
          "failed disk erasing",
          "testing",
          "failed testing");

  /** MAAS keeps in them what the machine was before, so it may be deployed. */
  private static final Set<String> RESCUE =
      Set.of(
          "rescue mode",
          "entering rescue mode",
          "exiting rescue mode",
          "failed to enter rescue mode",
          "failed to exit rescue mode",
          "failed entering rescue mode",
          "failed exiting rescue mode");

  /**
   * Judges.
   *
   * @param allowInUse the reason that a person gave with {@code --allow-in-use}; it overrules a
   *     status or a lock, never an unreachable MAAS
   * @param rescueIsOurs true if this run put the machine into rescue mode, from a free status
   */
  public static UseVerdict of(MaasView view, Optional<String> allowInUse, boolean rescueIsOurs) {
    return switch (view) {
      case MaasView.NotManaged _ -> new UseVerdict(Decision.FREE, "it is none of MAAS's machines");
      case MaasView.Unreachable(String why) ->
          new UseVerdict(Decision.REFUSED, "MAAS cannot be asked whether somebody uses it: " + why);
      case MaasView.Known(String status, boolean locked) -> {
        var name = status.strip().toLowerCase(Locale.ROOT);
        var free = FREE.contains(name) || (rescueIsOurs && RESCUE.contains(name));
        if (free && !locked) {
          yield new UseVerdict(Decision.FREE, "MAAS calls it " + status);
        }
        var why = "MAAS calls it " + status + (locked ? ", and it is locked" : "");
        var reason = allowInUse.map(String::strip).filter(text -> !text.isEmpty());
        yield reason
            .map(text -> new UseVerdict(Decision.OVERRIDDEN, why + "; allowed: " + text))
            .orElseGet(() -> new UseVerdict(Decision.REFUSED, why));
      }
    };
  }

  /** True unless refused. */
  public boolean isAllowed() {
    return decision != Decision.REFUSED;
  }

  /**
   * Returns if writing is allowed.
   *
   * @param server its name, for the message
   * @throws RefusedException if not
   */
  public void require(String server) {
    if (!isAllowed()) {
      throw new RefusedException(
          2,
          server
              + " is not written to: "
              + reason
              + ". If it may be, release it in MAAS first, or use --allow-in-use --reason TEXT");
    }
  }
}
