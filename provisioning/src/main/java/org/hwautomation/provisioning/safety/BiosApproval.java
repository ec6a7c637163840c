package org.hwautomation.provisioning.safety;

import java.util.Set;

/**
 * A person's leave to change BIOS settings that can cut us off (safety rule 10). It names each; it
 * is audited, and nobody gives it by an input or a default. Immutable.
 *
 * @param settings names as the device type or the BIOS has them; none for no leave at all
 * @param reason why; empty only where no setting is named
 */
public record BiosApproval(Set<String> settings, String reason) {
  /** No leave. */
  public static final BiosApproval NONE = new BiosApproval(Set.of(), "");

  /**
   * Makes one.
   *
   * @throws IllegalArgumentException if settings are named without a reason, or a reason is given
   *     for none
   */
  public BiosApproval {
    settings = Set.copyOf(settings);
    reason = reason.strip();
    if (settings.isEmpty() != reason.isEmpty()) {
      throw new IllegalArgumentException(
          "an approval names BIOS settings and says why (safety rule 10)");
    }
  }

  /** For the audit and for people: the settings, and why. */
  public String text() {
    return String.join(", ", settings.stream().sorted().toList()) + ": " + reason;
  }
}
