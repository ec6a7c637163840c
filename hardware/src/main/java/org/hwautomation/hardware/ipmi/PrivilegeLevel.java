package org.hwautomation.hardware.ipmi;

import java.util.Arrays;
import java.util.Locale;

/** What an account may do on a channel (IPMI 2.0, section 6.8). */
public enum PrivilegeLevel {
  CALLBACK(1),
  USER(2),
  OPERATOR(3),
  ADMINISTRATOR(4),
  OEM(5),
  NO_ACCESS(15),
  /** Not set, or not known here. */
  UNKNOWN(0);

  private final int code;

  PrivilegeLevel(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  static PrivilegeLevel of(String name) {
    var plain = name.strip().toUpperCase(Locale.ROOT).replace(' ', '_');
    return Arrays.stream(values())
        .filter(level -> level.name().equals(plain))
        .findFirst()
        .orElse(UNKNOWN);
  }
}
