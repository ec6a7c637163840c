package org.hwautomation.simulator;

/** A boot override. {@link Lasting#ONCE} is used up by the next boot. */
public record BootOverride(BootTarget target, Lasting lasting, boolean uefi) {
  /** No override, UEFI. */
  public static final BootOverride NONE = new BootOverride(BootTarget.NONE, Lasting.DISABLED, true);

  /** For how long an override holds. */
  public enum Lasting {
    DISABLED,
    ONCE,
    CONTINUOUS
  }
}
