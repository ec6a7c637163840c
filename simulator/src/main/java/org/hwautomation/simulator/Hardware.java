package org.hwautomation.simulator;

import java.util.List;

/**
 * What a server is built of.
 *
 * @param cpuModel as {@code lscpu} prints it
 * @param coresPerSocket physical cores
 * @param threadsPerCore with simultaneous multithreading on
 * @param memoryMiB of all DIMMs together
 */
public record Hardware(
    String cpuModel,
    String cpuVendor,
    int sockets,
    int coresPerSocket,
    int threadsPerCore,
    int memoryMiB,
    List<Disk> disks,
    List<Nic> nics) {
  public Hardware {
    disks = List.copyOf(disks);
    nics = List.copyOf(nics);
  }

  /**
   * A disk.
   *
   * @param name kernel name, such as {@code nvme0n1}
   */
  public record Disk(String name, String model, String serial, long bytes) {}

  /**
   * A host network port.
   *
   * @param name kernel name, such as {@code eno1}
   * @param mac lower case with colons
   */
  public record Nic(String name, String mac, String model, int speedMbps) {}

  /** Physical cores of all sockets. */
  public int cores() {
    return sockets * coresPerSocket;
  }

  /** The disks that are there, all or all but the second. */
  public List<Disk> disks(boolean lost) {
    return lost ? disks.stream().filter(disk -> disks.indexOf(disk) != 1).toList() : disks;
  }

  static Hardware of(Personality personality, int index) {
    var oui =
        switch (personality) {
          case DELL -> "b0:26:28";
          case HPE -> "b8:3f:d2";
          case SUPERMICRO -> "3c:ec:ef";
        };
    var nics =
        List.of(
            new Nic(
                "eno1",
                ServerIdentity.mac(oui, 0x10_0000 + 2 * index),
                "BCM57414 NetXtreme-E 10Gb/25Gb",
                25_000),
            new Nic(
                "eno2",
                ServerIdentity.mac(oui, 0x10_0000 + 2 * index + 1),
                "BCM57414 NetXtreme-E 10Gb/25Gb",
                25_000));
    var disks =
        List.of(
            new Disk(
                "nvme0n1",
                "SAMSUNG MZQL2960HCJR-00A07",
                String.format("S64FNN0R%06d", 2 * index),
                960_197_124_096L),
            new Disk(
                "nvme1n1",
                "SAMSUNG MZQL2960HCJR-00A07",
                String.format("S64FNN0R%06d", 2 * index + 1),
                960_197_124_096L));
    return switch (personality) {
      case DELL ->
          new Hardware(
              "Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz",
              "GenuineIntel",
              2,
              32,
              2,
              512 * 1024,
              disks,
              nics);
      case HPE ->
          new Hardware(
              "AMD EPYC 7543 32-Core Processor",
              "AuthenticAMD",
              2,
              32,
              2,
              1024 * 1024,
              disks,
              nics);
      case SUPERMICRO ->
          new Hardware(
              "Intel(R) Xeon(R) Platinum 8468", "GenuineIntel", 2, 48, 2, 512 * 1024, disks, nics);
    };
  }
}
