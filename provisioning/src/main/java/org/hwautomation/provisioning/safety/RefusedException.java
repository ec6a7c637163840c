package org.hwautomation.provisioning.safety;

/**
 * A safety rule forbids what was asked, or the request itself is unsafe. Nothing has been written.
 * The program ends with exit code 2.
 */
public final class RefusedException extends RuntimeException {
  private final int rule;

  /**
   * Makes one.
   *
   * @param rule the number of the safety rule, 1 to 15
   * @param message what is refused, why, and what to do; the rule is added
   */
  public RefusedException(int rule, String message) {
    super(message + " (safety rule " + rule + ")");
    this.rule = rule;
  }

  /** 1 to 15. */
  public int rule() {
    return rule;
  }
}
