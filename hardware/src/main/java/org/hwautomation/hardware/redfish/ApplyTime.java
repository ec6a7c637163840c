package org.hwautomation.hardware.redfish;

import java.util.Locale;
import java.util.Optional;

/** When a BMC applies an update (DSP0268 Settings, {@code OperationApplyTime}). */
public enum ApplyTime {
  /** As soon as it can. Some BMCs restart the host for it: an iDRAC does. */
  IMMEDIATE("Immediate"),
  /** At the next reset of the host, which the client causes. */
  ON_RESET("OnReset"),
  /** When {@link UpdateService#proceed} orders it. */
  ON_START_UPDATE_REQUEST("OnStartUpdateRequest");

  private final String wireName;

  ApplyTime(String wireName) {
    this.wireName = wireName;
  }

  /** As the protocol spells it. */
  public String wireName() {
    return wireName;
  }

  static Optional<ApplyTime> of(String text) {
    for (var time : values()) {
      if (time.wireName.toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
        return Optional.of(time);
      }
    }
    return Optional.empty();
  }
}
