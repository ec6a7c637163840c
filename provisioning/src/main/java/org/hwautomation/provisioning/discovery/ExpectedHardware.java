package org.hwautomation.provisioning.discovery;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.workflow.Spelling;
import org.jspecify.annotations.Nullable;

/**
 * What a server must be built of; null or empty where nothing is said.
 *
 * @param dimms how many memory modules
 * @param dimmGib the size of each, in GiB
 * @param dimmSlots slots that must hold one
 * @param disks how many
 * @param diskGb the size of each, in GB of 10^9 bytes
 * @param ports network ports of the host
 * @param portModel words that the model of each port must contain
 * @param powerSupplies how many
 * @param switchPorts kernel name or MAC address of a port to {@code SWITCH PORT}
 */
public record ExpectedHardware(
    @Nullable Integer dimms,
    @Nullable Integer dimmGib,
    List<String> dimmSlots,
    @Nullable Integer disks,
    @Nullable Integer diskGb,
    @Nullable Integer ports,
    @Nullable String portModel,
    @Nullable Integer powerSupplies,
    Map<String, String> switchPorts) {
  /** Expects nothing. */
  public static final ExpectedHardware NOTHING =
      new ExpectedHardware(null, null, List.of(), null, null, null, null, null, Map.of());

  private static final List<String> KEYS =
      List.of(
          "dimms",
          "dimm_gib",
          "dimm_slots",
          "disks",
          "disk_gb",
          "ports",
          "port_model",
          "power_supplies",
          "switch_ports");

  public ExpectedHardware {
    dimmSlots = List.copyOf(dimmSlots);
    switchPorts = Collections.unmodifiableMap(new LinkedHashMap<>(switchPorts));
  }

  /**
   * Reads a mapping.
   *
   * @param name of the mapping, for messages
   * @param unknown is told of keys that mean nothing, with a hint
   * @throws BadFileException if a value does not fit
   */
  public static ExpectedHardware read(
      String name, YamlNode node, BiConsumer<YamlNode.Entry, String> unknown) {
    var mapping = node.asMapping(name);
    for (var entry : mapping.entries()) {
      if (!KEYS.contains(entry.key())) {
        unknown.accept(
            entry,
            "%s: unknown key '%s'%s; ignored"
                .formatted(name, entry.key(), Spelling.hint(entry.key(), KEYS)));
      }
    }
    var switchPorts = new LinkedHashMap<String, String>();
    mapping
        .find("switch_ports")
        .ifPresent(
            ports -> {
              for (var port : ports.asMapping(name + ".switch_ports").entries()) {
                switchPorts.put(port.key(), text(name + ".switch_ports", port.value()));
              }
            });
    return new ExpectedHardware(
        number(mapping, name, "dimms"),
        number(mapping, name, "dimm_gib"),
        mapping.find("dimm_slots").map(list -> list.asScalars(name + ".dimm_slots")).stream()
            .flatMap(List::stream)
            .map(YamlNode.Scalar::text)
            .toList(),
        number(mapping, name, "disks"),
        number(mapping, name, "disk_gb"),
        number(mapping, name, "ports"),
        mapping.find("port_model").map(model -> text(name + ".port_model", model)).orElse(null),
        number(mapping, name, "power_supplies"),
        switchPorts);
  }

  private static @Nullable Integer number(YamlNode.Mapping mapping, String name, String key) {
    var found = mapping.find(key);
    if (found.isEmpty()) {
      return null;
    }
    var text = text(name + "." + key, found.get());
    if (!text.matches("0|[1-9][0-9]{0,6}")) {
      throw new BadFileException(
          found.get().position(), "%s.%s: '%s' is no whole number".formatted(name, key, text));
    }
    return Integer.valueOf(text);
  }

  private static String text(String name, YamlNode node) {
    var scalar = node.asScalar(name);
    if (scalar.isNull() || scalar.text().isBlank()) {
      throw new BadFileException(
          scalar.position(), name + " is empty; write a value or remove the key");
    }
    return scalar.text().strip();
  }

  /** The same, with what is said of one server in place of what its type says. */
  public ExpectedHardware with(ExpectedHardware server) {
    return new ExpectedHardware(
        server.dimms == null ? dimms : server.dimms,
        server.dimmGib == null ? dimmGib : server.dimmGib,
        server.dimmSlots.isEmpty() ? dimmSlots : server.dimmSlots,
        server.disks == null ? disks : server.disks,
        server.diskGb == null ? diskGb : server.diskGb,
        server.ports == null ? ports : server.ports,
        server.portModel == null ? portModel : server.portModel,
        server.powerSupplies == null ? powerSupplies : server.powerSupplies,
        server.switchPorts.isEmpty() ? switchPorts : server.switchPorts);
  }

  /** True if anything is. */
  public boolean saysSomething() {
    return !equals(NOTHING);
  }
}
