package org.hwautomation.hardware.redfish;

/** For how long a boot override holds: {@code BootSourceOverrideEnabled}. */
public enum BootDuration {
  /** For the next boot. */
  ONCE("Once"),
  /** Until it is cleared. */
  CONTINUOUS("Continuous");

  private final String wireName;

  BootDuration(String wireName) {
    this.wireName = wireName;
  }

  /** As it stands in a request. */
  public String wireName() {
    return wireName;
  }
}
