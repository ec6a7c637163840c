package org.hwautomation.provisioning.device;

import java.util.Map;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.provisioning.bios.BiosTemplate;
import org.hwautomation.provisioning.discovery.ExpectedHardware;
import org.hwautomation.provisioning.discovery.VendorName;
import org.hwautomation.provisioning.firmware.FirmwareBaseline;
import org.jspecify.annotations.Nullable;

/**
 * A kind of server.
 *
 * @param name such as {@code a1.c5.large}
 * @param description one line; may be empty
 * @param vendor key of the vendor, {@code hpe}
 * @param vendorName as people write it, {@code HPE}
 * @param board key of the motherboard; {@code unknown} where the file does not know it
 * @param boardModel the model that the file gives with the board; may be empty
 * @param expected what it must be built of, {@code expected_hardware} in the file
 * @param bios what its BIOS must be
 * @param firmware the versions that it must run: the type's own {@code firmware}, then {@code
 *     latest_version} of the board's {@code firmware_tracking}
 * @param bootConfigs {@code boot_configs} of the file, not written: a template's {@code
 *     bios_settings} say what is set. {@code boot_mode} and {@code secure_boot} are checked at the
 *     end
 * @param cpuConfigs {@code cpu_configs} of the file, likewise
 * @param memoryConfigs {@code memory_configs} of the file, likewise
 * @param position where the file defines it
 */
public record DeviceType(
    String name,
    String description,
    String vendor,
    String vendorName,
    String board,
    String boardModel,
    HardwareSpecs hardware,
    ExpectedHardware expected,
    BiosTemplate bios,
    FirmwareBaseline firmware,
    Map<String, String> bootConfigs,
    Map<String, String> cpuConfigs,
    Map<String, String> memoryConfigs,
    Position position) {
  public DeviceType {
    bootConfigs = Map.copyOf(bootConfigs);
    cpuConfigs = Map.copyOf(cpuConfigs);
    memoryConfigs = Map.copyOf(memoryConfigs);
  }

  /** True if a manufacturer, as SMBIOS or a BMC spells it, is this type's vendor. */
  public boolean vendorIs(@Nullable String manufacturer) {
    return manufacturer != null && VendorName.of(manufacturer).equals(VendorName.of(vendor));
  }
}
