package org.hwautomation.simulator.maas;

import java.util.List;

/**
 * What commissioning learns about a machine.
 *
 * @param cpuSpeed MHz
 * @param memory MiB
 * @param uefi whether it boots by UEFI
 */
record MachineHardware(
    String vendor,
    String product,
    String serial,
    String uuid,
    String boardVendor,
    String boardProduct,
    String firmwareVersion,
    String firmwareDate,
    String cpuModel,
    int cpuCount,
    int cpuSpeed,
    int memory,
    boolean uefi,
    List<Disk> disks,
    List<Nic> nics) {

  /** A disk; {@code size} in bytes. */
  record Disk(String name, String model, String serial, long size) {}

  /** A network interface of the host. */
  record Nic(String name, String mac, String vendor, String product) {}
}
