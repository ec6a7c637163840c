package org.hwautomation.provisioning.firmware;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hwautomation.hardware.redfish.FirmwareComponent;

/** Sorts of components that can be updated, in the order in which they are. */
public enum FirmwareType {
  BMC(360, Disruption.BMC_RESET),
  BIOS(480, Disruption.HOST_REBOOT),
  UEFI(300, Disruption.HOST_REBOOT),
  NIC(120, Disruption.HOST_REBOOT),
  STORAGE(180, Disruption.HOST_REBOOT),
  CPLD(240, Disruption.AC_CYCLE),
  PSU(600, Disruption.AC_CYCLE);

  private final Duration usualTime;
  private final Disruption usualDisruption;

  FirmwareType(int seconds, Disruption usualDisruption) {
    this.usualTime = Duration.ofSeconds(seconds);
    this.usualDisruption = usualDisruption;
  }

  /** How long an update takes where the catalog does not say, restart included. */
  public Duration usualTime() {
    return usualTime;
  }

  /** What an update interrupts where the catalog does not say. */
  public Disruption usualDisruption() {
    return usualDisruption;
  }

  /** True for what is written only with an approval of its own (safety rule 9). */
  public boolean needsApproval() {
    return this == CPLD || this == PSU;
  }

  /** The name in files and options, lower case. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of a name in files and options, in any case. */
  public static Optional<FirmwareType> named(String text) {
    return Arrays.stream(values()).filter(type -> type.name().equalsIgnoreCase(text)).findFirst();
  }

  /** All names in files and options. */
  public static List<String> names() {
    return Arrays.stream(values()).map(FirmwareType::wireName).toList();
  }

  /** Of an item of a BMC's inventory; empty for what is never planned, such as a TPM or a GPU. */
  public static Optional<FirmwareType> of(FirmwareComponent component) {
    return switch (component) {
      case BMC -> Optional.of(BMC);
      case BIOS -> Optional.of(BIOS);
      case NIC -> Optional.of(NIC);
      case STORAGE_CONTROLLER, DRIVE, BACKPLANE -> Optional.of(STORAGE);
      case CPLD -> Optional.of(CPLD);
      case POWER_SUPPLY -> Optional.of(PSU);
      case GPU, TPM, OTHER -> Optional.empty();
    };
  }
}
