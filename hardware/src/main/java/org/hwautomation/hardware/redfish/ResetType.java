package org.hwautomation.hardware.redfish;

import java.util.Optional;

/** What to do to a system's or a manager's power: {@code Resource.ResetType}. */
public enum ResetType {
  ON("On"),
  FORCE_OFF("ForceOff"),
  GRACEFUL_SHUTDOWN("GracefulShutdown"),
  GRACEFUL_RESTART("GracefulRestart"),
  FORCE_RESTART("ForceRestart"),
  NMI("Nmi"),
  FORCE_ON("ForceOn"),
  PUSH_POWER_BUTTON("PushPowerButton"),
  POWER_CYCLE("PowerCycle"),
  FULL_POWER_CYCLE("FullPowerCycle"),
  SUSPEND("Suspend"),
  PAUSE("Pause"),
  RESUME("Resume");

  private final String wireName;

  ResetType(String wireName) {
    this.wireName = wireName;
  }

  /** As it stands in a request. */
  public String wireName() {
    return wireName;
  }

  static Optional<ResetType> of(String text) {
    for (var type : values()) {
      if (type.wireName.equalsIgnoreCase(text)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
