package org.hwautomation.provisioning.bios;

/**
 * One wanted setting that will not be written.
 *
 * @param setting its name in the template
 * @param message what is wrong and what to do, without the setting's name in front
 */
public record BiosRefusal(String setting, Reason reason, String message) {
  /** Why. All but PRESERVED mean that the template cannot be fulfilled as it stands. */
  public enum Reason {
    /** A preserve pattern keeps it as it is; nothing is wrong. */
    PRESERVED,
    UNKNOWN_ATTRIBUTE,
    AMBIGUOUS,
    /** Closed, and nothing that this template sets opens it. */
    READ_ONLY,
    /** Another setting, as it is wanted, gives it another value. */
    OVERRIDDEN,
    /** It would undo another wanted setting. */
    CONFLICT,
    WRONG_TYPE,
    NOT_ALLOWED,
    OUT_OF_BOUNDS,
    /** Passwords are changed by an action of their own, never by a template. */
    PASSWORD,
    /** Safety rule 10. */
    NEEDS_APPROVAL
  }

  /** True unless it was left alone on purpose. */
  public boolean isProblem() {
    return reason != Reason.PRESERVED;
  }
}
