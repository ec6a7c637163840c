package org.hwautomation.simulator;

import java.util.Locale;

/** What can be wrong with a server's firmware updates. */
public enum UpdateFault {
  /** The update ends as completed, and the old version runs on. */
  COMPLETED_UNCHANGED,
  /** The update ends as completed with status critical; nothing changed. */
  COMPLETED_CRITICAL,
  /** The BMC forgets the task when writing begins; writing goes on. */
  TASK_VANISHES,
  /** The BMC's own update puts users and LAN back to how the server was racked. */
  BMC_UPDATE_WIPES,
  /** After the BMC's own update it shows another self-signed certificate. */
  BMC_UPDATE_NEW_CERTIFICATE,
  /** The BMC's own update takes the rights of all accounts but that which it was racked with. */
  BMC_UPDATE_DEMOTES,
  /** A power supply fails half way; writing takes twice as long and ends well if left alone. */
  POWER_EVENT_MID_FLASH,
  /** Writing takes twenty times as long. */
  SLOW_WRITING;

  /** As in {@code --fault NAME@SERVER}, such as {@code task-vanishes}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The fault of this name.
   *
   * @throws IllegalArgumentException if there is none, with those there are
   */
  public static UpdateFault named(String name) {
    var names = new StringBuilder();
    for (var fault : values()) {
      if (fault.wireName().equals(name.toLowerCase(Locale.ROOT).replace('_', '-'))) {
        return fault;
      }
      names.append(names.isEmpty() ? "" : ", ").append(fault.wireName());
    }
    for (var fault : HardwareFault.values()) {
      names.append(", ").append(fault.wireName());
    }
    throw new IllegalArgumentException("there is no fault '" + name + "'; there are " + names);
  }
}
