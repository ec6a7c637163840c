package org.hwautomation.provisioning.bios;

import org.jspecify.annotations.Nullable;

/**
 * A value that is staged and that this template does not want. The next reset would apply it, and
 * on an iDRAC nothing can be staged next to it; so nothing is written while there is one.
 *
 * @param wanted what the template wants of this attribute; null if it wants nothing
 */
public record PendingConflict(String attribute, BiosValue staged, @Nullable BiosValue wanted) {
  /** What a person can do, for one or several. */
  public static final String ADVICE =
      "restart the host so that it takes effect, or drop what is staged (an iDRAC: delete the"
          + " BIOS.Setup job from its queue), then plan again";

  @Override
  public String toString() {
    return wanted == null
        ? attribute + ": " + staged + " was staged by somebody else; the next reset applies it"
        : attribute + ": " + staged + " is staged, and " + wanted + " is wanted";
  }
}
