package org.hwautomation.provisioning.firmware;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is planned only where a person allowed it, with a reason (safety rule 9). */
public enum Approval {
  /** An older version than the one that runs. */
  DOWNGRADE,
  /** The image of a CPLD. */
  CPLD,
  /** The image of a power supply. */
  PSU;

  /** The name in files and options, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The approval of a name in files and options, in any case. */
  public static Optional<Approval> named(String text) {
    return Arrays.stream(values()).filter(each -> each.name().equalsIgnoreCase(text)).findFirst();
  }

  /** All names in files and options. */
  public static List<String> names() {
    return Arrays.stream(values()).map(Approval::wireName).toList();
  }

  static Optional<Approval> of(FirmwareType type) {
    return type.needsApproval() ? named(type.name()) : Optional.empty();
  }
}
