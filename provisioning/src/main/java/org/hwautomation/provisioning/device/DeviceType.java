package org.hwautomation.provisioning.device;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
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
 * @param otherBoards other boards that servers of the type may have
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
    List<String> otherBoards,
    HardwareSpecs hardware,
    ExpectedHardware expected,
    BiosTemplate bios,
    FirmwareBaseline firmware,
    Map<String, String> bootConfigs,
    Map<String, String> cpuConfigs,
    Map<String, String> memoryConfigs,
    Position position) {
  private static final Comparator<FirmwareBaseline.Entry> BY_TYPE =
      Comparator.comparing(FirmwareBaseline.Entry::type);

  public DeviceType {
    otherBoards = List.copyOf(otherBoards);
    bootConfigs = Map.copyOf(bootConfigs);
    cpuConfigs = Map.copyOf(cpuConfigs);
    memoryConfigs = Map.copyOf(memoryConfigs);
  }

  /** True if a manufacturer, as SMBIOS or a BMC spells it, is this type's vendor. */
  public boolean vendorIs(@Nullable String manufacturer) {
    return manufacturer != null && VendorName.of(manufacturer).equals(VendorName.of(vendor));
  }

  /** True if both say the same, wherever they stand. */
  boolean sameAs(DeviceType other) {
    return unplaced().equals(other.unplaced())
        && List.copyOf(bios.settings().keySet())
            .equals(List.copyOf(other.bios.settings().keySet()));
  }

  /** Without places, and without versions that an earlier one of the same pattern hides. */
  private DeviceType unplaced() {
    var nowhere = new Position("", 0, 0);
    var seen = new LinkedHashMap<String, FirmwareBaseline.Entry>();
    for (var entry : firmware.entries()) {
      seen.putIfAbsent(
          entry.type() + " " + entry.items(),
          new FirmwareBaseline.Entry(entry.type(), entry.items(), entry.version(), nowhere));
    }
    return new DeviceType(
        name,
        description,
        vendor,
        vendorName,
        board,
        boardModel,
        otherBoards,
        hardware,
        expected,
        bios,
        new FirmwareBaseline(seen.values().stream().sorted(BY_TYPE).toList()),
        bootConfigs,
        cpuConfigs,
        memoryConfigs,
        nowhere);
  }

  /** The same, on the boards of another too. */
  DeviceType alsoOn(DeviceType other) {
    var boards = new LinkedHashSet<>(otherBoards);
    boards.add(other.board);
    boards.addAll(other.otherBoards);
    boards.remove(board);
    boards.remove("unknown");
    return copy(vendorName, boardModel, List.copyOf(boards), bios);
  }

  /** The same with another BIOS. */
  DeviceType with(BiosTemplate other) {
    return copy(vendorName, boardModel, otherBoards, other);
  }

  /** The same, with vendor and board called as another of that vendor calls them. */
  DeviceType namedAs(DeviceType known) {
    return copy(
        known.vendorName,
        known.board.equals(board) ? known.boardModel : boardModel,
        otherBoards,
        bios);
  }

  private DeviceType copy(String maker, String model, List<String> boards, BiosTemplate template) {
    return new DeviceType(
        name,
        description,
        vendor,
        maker,
        board,
        model,
        boards,
        hardware,
        expected,
        template,
        firmware,
        bootConfigs,
        cpuConfigs,
        memoryConfigs,
        position);
  }
}
