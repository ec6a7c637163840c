package org.hwautomation.hardware.maas;

/**
 * What commissioning read from the firmware tables. A field that MAAS does not know, or knows as
 * "Unknown", is empty.
 */
public record HardwareInfo(
    String systemVendor,
    String systemProduct,
    String systemVersion,
    String systemSerial,
    String cpuModel,
    String mainboardVendor,
    String mainboardProduct,
    String mainboardSerial,
    String mainboardFirmwareVersion,
    String mainboardFirmwareDate,
    String chassisSerial) {}
