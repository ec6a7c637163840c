package org.hwautomation.hardware.maas;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A machine as MAAS described it at one moment. Texts that MAAS left out are empty.
 *
 * @param systemId MAAS's own name for it, such as {@code g8xyqs}; it never changes
 * @param statusName the status in MAAS's words, such as {@code Failed to exit rescue mode}
 * @param statusMessage what MAAS says about the status, often the last event
 * @param locked true if MAAS refuses changes until it is unlocked
 * @param powerState as MAAS last saw it, which may be minutes ago: {@link
 *     MaasClient#queryPowerState} asks the BMC now
 * @param powerType such as {@code ipmi}, {@code redfish} or {@code manual}
 * @param memoryMib MiB
 * @param storageMb MB (10^6 bytes)
 * @param currentCommissioningResultId the id of the latest commissioning's result set. MAAS makes a
 *     new one for each commissioning, which is how a new one is told from an old one
 * @param hardwareUuid the system's UUID in lower case as MAAS read it
 */
public record Machine(
    String systemId,
    String hostname,
    String fqdn,
    String description,
    MachineStatus status,
    String statusName,
    String statusMessage,
    boolean locked,
    PowerState powerState,
    String powerType,
    String owner,
    String pool,
    String zone,
    String domain,
    String architecture,
    int cpuCount,
    long memoryMib,
    double storageMb,
    String osystem,
    String distroSeries,
    boolean netboot,
    List<String> ipAddresses,
    List<String> tagNames,
    String bootInterfaceMac,
    List<NetworkInterface> interfaces,
    HardwareInfo hardwareInfo,
    String hardwareUuid,
    OptionalLong currentCommissioningResultId,
    OptionalLong currentTestingResultId,
    OptionalLong currentInstallationResultId) {

  public Machine {
    Objects.requireNonNull(systemId, "systemId is null");
    ipAddresses = List.copyOf(ipAddresses);
    tagNames = List.copyOf(tagNames);
    interfaces = List.copyOf(interfaces);
  }

  /**
   * True if the machine is somebody's: its status says so, or it is locked. No power, boot, BIOS,
   * BMC or firmware write goes to such a machine without being told to.
   */
  public boolean inUse() {
    return locked || status.inUse();
  }

  public boolean hasTag(String tag) {
    return tagNames.contains(tag);
  }

  /** The first IPv4 address MAAS knows, if any. */
  public Optional<String> firstIpv4() {
    return ipAddresses.stream().filter(address -> address.indexOf(':') < 0).findFirst();
  }

  /**
   * How far the commissioning has come that was asked for after {@code known} was the latest. Write
   * {@code known} down before asking; then an old Ready is never taken for a new one, not even
   * after a crash between asking and hearing the answer.
   *
   * @param known {@link #currentCommissioningResultId()} as it was before the commissioning was
   *     asked for; empty if there had been none
   */
  public CommissioningProgress commissioningSince(OptionalLong known) {
    if (currentCommissioningResultId.isEmpty() || currentCommissioningResultId.equals(known)) {
      return CommissioningProgress.NOT_STARTED;
    }
    return switch (status) {
      case COMMISSIONING -> CommissioningProgress.RUNNING;
      case TESTING -> CommissioningProgress.TESTING;
      case READY -> CommissioningProgress.READY;
      case FAILED_COMMISSIONING -> CommissioningProgress.FAILED;
      case FAILED_TESTING -> CommissioningProgress.FAILED_TESTING;
      case NEW -> CommissioningProgress.ABORTED;
      default -> CommissioningProgress.OVERTAKEN;
    };
  }
}
