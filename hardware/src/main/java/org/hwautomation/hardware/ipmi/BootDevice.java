package org.hwautomation.hardware.ipmi;

import java.util.Locale;

/** From where to boot (IPMI 2.0, table 28-14, parameter 5). */
public enum BootDevice {
  /** No override. */
  NONE("no override"),
  PXE("force pxe"),
  DISK("force boot from default hard-drive"),
  SAFE("force boot from default hard-drive, request safe-mode"),
  DIAG("force boot from diagnostic partition"),
  CDROM("force boot from cd/dvd"),
  BIOS("force boot into bios setup"),
  FLOPPY("force boot from floppy/primary removable media"),
  /** Another one, such as a remote medium. */
  OTHER("");

  private final String selector;

  BootDevice(String selector) {
    this.selector = selector;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** By the words after "Boot Device Selector". */
  static BootDevice ofSelector(String text) {
    var plain = text.strip().toLowerCase(Locale.ROOT);
    for (var device : values()) {
      if (device.selector.equals(plain)) {
        return device;
      }
    }
    return OTHER;
  }
}
