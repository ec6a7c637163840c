package org.hwautomation.provisioning.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code lsblk --json --bytes --nodeps --output NAME,KNAME,TYPE,SIZE,…} prints. */
public final class Lsblk {
  private static final JsonMapper JSON = new JsonMapper();

  private Lsblk() {}

  /**
   * Reads the disks: no partitions, loop or RAM devices, CD drives or disks of a BMC's virtual
   * media.
   *
   * @throws DiscoveryException if it is not lsblk's JSON
   */
  public static List<Disk> parse(String text) {
    JsonNode devices;
    try {
      devices = JSON.readTree(text).path("blockdevices");
    } catch (JacksonException e) {
      throw new DiscoveryException("lsblk printed no JSON; it needs util-linux 2.27 or newer", e);
    }
    if (!devices.isArray()) {
      throw new DiscoveryException("lsblk printed JSON without a list 'blockdevices'");
    }
    var disks = new ArrayList<Disk>();
    for (var device : devices) {
      disk(device).ifPresent(disks::add);
    }
    return List.copyOf(disks);
  }

  private static Optional<Disk> disk(JsonNode device) {
    var kernelName = text(device, "kname");
    var name = kernelName == null ? text(device, "name") : kernelName.replaceFirst("^/dev/", "");
    var type = text(device, "type");
    var model = text(device, "model");
    if (name == null
        || (type != null && !type.equals("disk"))
        || name.matches("(loop|ram|zram|sr|fd|md|dm-|nbd).*")
        || (model != null && model.matches("(?i).*virtual (floppy|cd|media|hdd?|disk).*"))) {
      return Optional.empty();
    }
    return Optional.of(
        new Disk(
            name,
            model,
            text(device, "serial"),
            bytes(device.path("size")),
            text(device, "tran"),
            rotational(device.path("rota"))));
  }

  /** Older versions print numbers as strings. */
  private static @Nullable Long bytes(JsonNode size) {
    var text = size.asString("");
    return text.matches("[0-9]{1,18}") ? Long.valueOf(text) : null;
  }

  /** Older versions print {@code "0"} and {@code "1"}. */
  private static @Nullable Boolean rotational(JsonNode rota) {
    return switch (rota.asString("")) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> null;
    };
  }

  private static @Nullable String text(JsonNode node, String field) {
    var text = node.path(field).asString("").strip();
    return text.isEmpty() || text.equals("null") ? null : text;
  }
}
