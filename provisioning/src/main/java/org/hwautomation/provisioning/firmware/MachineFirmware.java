package org.hwautomation.provisioning.firmware;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.provisioning.discovery.VendorName;
import org.hwautomation.provisioning.safety.Identity;
import org.jspecify.annotations.Nullable;

/**
 * What a server is, and the firmware that it has, at the moment of one read.
 *
 * @param server what people call it
 * @param vendor the manufacturer, as the BMC spells it
 * @param model the product, as the BMC spells it
 * @param boards every name that the BMC has for model and board, sorted
 * @param warnings members of the inventory that could not be read
 */
public record MachineFirmware(
    String server,
    @Nullable String vendor,
    @Nullable String model,
    Set<String> boards,
    Identity identity,
    List<InstalledItem> items,
    List<String> warnings) {
  /** Dell's part number ends in the board's revision, {@code 0WMWCRA01}; its name does not. */
  private static final Pattern DELL_REVISION = Pattern.compile("(0[A-Z0-9]{5})[A-Z]\\d\\d");

  public MachineFirmware {
    boards = Set.copyOf(boards);
    items = List.copyOf(items);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads it from a BMC.
   *
   * @param identity read in the same session
   * @throws HardwareException if the BMC can't be asked
   */
  public static MachineFirmware read(String server, RedfishClient client, Identity identity) {
    var system = client.system();
    var boards = new TreeSet<String>();
    add(boards, system.model());
    add(boards, system.partNumber());
    for (var chassis : client.chassis()) {
      if (system.chassisUris().contains(chassis.uri())) {
        add(boards, chassis.model());
        add(boards, chassis.partNumber());
      }
    }
    var inventory = client.firmware();
    return new MachineFirmware(
        server,
        system.manufacturer(),
        system.model(),
        boards,
        identity,
        inventory.items().stream().map(InstalledItem::of).toList(),
        inventory.warnings());
  }

  private static void add(Set<String> boards, @Nullable String name) {
    if (name != null && !name.isBlank()) {
      boards.add(name.strip());
      var dell = DELL_REVISION.matcher(name.strip());
      if (dell.matches()) {
        boards.add(dell.group(1));
      }
    }
  }

  /** True if a vendor's name, as a catalog spells it, is this server's. */
  public boolean vendorIs(String name) {
    return vendor != null && VendorName.of(vendor).equals(VendorName.of(name));
  }

  /** True if a name is one of this server's model or board; case and punctuation count nothing. */
  public boolean boardIs(String name) {
    var wanted = plain(name);
    return !wanted.isEmpty() && boards.stream().anyMatch(board -> plain(board).equals(wanted));
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /** What runs and could be planned. */
  public List<InstalledItem> running() {
    return items.stream().filter(item -> item.running() && item.type().isPresent()).toList();
  }

  /**
   * What every item is at, by id and sorted: {@code running 1.8.2}. Two reads of a server on which
   * nothing was installed or staged between them are equal here.
   */
  public Map<String, String> state() {
    var state = new TreeMap<String, String>();
    for (var item : items) {
      if (item.type().isPresent()) {
        state.put(
            item.id(),
            item.slot().name().toLowerCase(Locale.ROOT)
                + " "
                + (item.version() == null ? "-" : item.version()));
      }
    }
    return state;
  }

  /** SHA-256 over {@link #state}, 64 hexadecimal digits. */
  public String fingerprint() {
    return Sha256.of(state().toString());
  }
}
