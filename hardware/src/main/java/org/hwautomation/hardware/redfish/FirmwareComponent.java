package org.hwautomation.hardware.redfish;

import java.util.List;
import java.util.Locale;

/** What a firmware belongs to, guessed from what the BMC calls it. */
public enum FirmwareComponent {
  BIOS,
  BMC,
  CPLD,
  POWER_SUPPLY,
  NIC,
  STORAGE_CONTROLLER,
  DRIVE,
  BACKPLANE,
  GPU,
  TPM,
  OTHER;

  static FirmwareComponent guess(String id, String name, String description, List<String> related) {
    var text = (id + " " + name + " " + description).toLowerCase(Locale.ROOT);
    if (has(text, "cpld", "programmable logic")) {
      return CPLD;
    }
    if (has(text, "power supply", "powersuppl", "psu.")) {
      return POWER_SUPPLY;
    }
    if (has(text, "backplane", "enclosure.") && !has(text, "disk.")) {
      return BACKPLANE;
    }
    if (has(text, "tpm", "trusted platform")) {
      return TPM;
    }
    if (has(text, "gpu_", "gpu ", "nvswitch", "hgx_")) {
      return GPU;
    }
    if (has(text, "disk.", "ssd", "drive", "hdd") && !has(text, "driver")) {
      return DRIVE;
    }
    if (has(text, "raid", "storage", "smart array", "nvmecontroller", "hba", "ahci")) {
      return STORAGE_CONTROLLER;
    }
    if (has(text, "nic", "ethernet", "infiniband", "network adapter", "connectx", "bluefield")
        || has(text, "eth adptr", "netxtreme")) {
      return NIC;
    }
    if (id.toLowerCase(Locale.ROOT).endsWith("bios_me") || has(text, "power management")) {
      return OTHER;
    }
    if (has(text, "bios", "system rom") || ends(related, "/bios")) {
      return BIOS;
    }
    if (has(text, "bmc", "idrac", "ilo ", "remote access controller")
        && !has(text, "service module")) {
      return BMC;
    }
    return OTHER;
  }

  private static boolean has(String text, String... words) {
    for (var word : words) {
      if (text.contains(word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean ends(List<String> uris, String end) {
    return uris.stream().anyMatch(uri -> uri.toLowerCase(Locale.ROOT).endsWith(end));
  }
}
