package org.hwautomation.simulator;

import java.util.List;

/** The firmware that a server of each personality has. */
final class FirmwareList {
  private FirmwareList() {}

  static List<FirmwareItem> of(Personality personality) {
    return switch (personality) {
      case DELL ->
          List.of(
              new FirmwareItem("BIOS", "BIOS", personality.biosVersion(), true)
                  .withPrevious("1.2.4"),
              new FirmwareItem(
                  "BMC",
                  "Integrated Dell Remote Access Controller",
                  personality.bmcVersion(),
                  true),
              new FirmwareItem("CPLD", "System CPLD", "1.0.5", true),
              new FirmwareItem("NIC.1", "Broadcom Gigabit Ethernet BCM57414", "21.80.9", true),
              new FirmwareItem("PSU.1", "Power Supply.Slot.1", "00.2A.2B", true),
              new FirmwareItem("DISK.1", "PCIe SSD in Slot 0 in Bay 1", "2.1.3", true));
      case HPE ->
          List.of(
              new FirmwareItem("BIOS", "System ROM", personality.biosVersion(), true),
              new FirmwareItem("BMC", "iLO 5", "2.72 Sep 04 2022", true),
              new FirmwareItem("CPLD", "System Programmable Logic Device", "0x0E", true),
              new FirmwareItem("NIC.1", "BCM57414 NetXtreme-E", "221.0.0.0", true),
              new FirmwareItem("PSU.1", "Power Supply Firmware", "1.00", false),
              new FirmwareItem("DISK.1", "NVMe Drive", "GDC5A02Q", true));
      case SUPERMICRO ->
          List.of(
              new FirmwareItem("BIOS", "BIOS", personality.biosVersion(), true),
              new FirmwareItem("BMC", "BMC", personality.bmcVersion(), true),
              new FirmwareItem("CPLD", "CPLD_Motherboard", "F0.22.E4", true),
              new FirmwareItem("NIC.1", "NIC1", "221.0.0.0", false),
              new FirmwareItem("PSU.1", "PowerSupply1", "1.2", false),
              new FirmwareItem("DISK.1", "NVMeSSD1", "GDC5A02Q", false));
    };
  }
}
