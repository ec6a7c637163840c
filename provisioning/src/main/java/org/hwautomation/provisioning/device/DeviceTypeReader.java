package org.hwautomation.provisioning.device;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.provisioning.bios.BiosTemplate;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.hwautomation.provisioning.discovery.ExpectedHardware;
import org.hwautomation.provisioning.discovery.VendorName;
import org.hwautomation.provisioning.firmware.FirmwareBaseline;
import org.hwautomation.workflow.Spelling;
import org.jspecify.annotations.Nullable;

/** Reads one file of device types. Not thread-safe; use once. */
final class DeviceTypeReader {
  private static final String ROOT = "device_configuration";

  /** At the top of the Python version's {@code device_mappings.yaml}. */
  private static final String MAPPINGS = "device_types";

  /** In a device type; those without effect here are known to the Python version. */
  private static final Set<String> KEYS =
      Set.of(
          "description",
          "hardware_specs",
          "expected_hardware",
          "boot_configs",
          "cpu_configs",
          "memory_configs",
          "bios_settings",
          "preserve_settings",
          "firmware",
          "redfish_capable",
          "preferred_bios_method",
          "fallback_bios_method",
          "bios_setting_methods",
          "method_performance",
          "redfish_compatibility",
          "motherboards");

  /** The Python version lists names without values here: nothing to set. */
  private static final Set<String> METHOD_LISTS =
      Set.of("redfish_preferred", "redfish_fallback", "vendor_only");

  private static final String UNKNOWN = "unknown";

  private final Map<String, DeviceType> types = new LinkedHashMap<>();
  private final Map<String, String> vendorNames = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();

  DeviceTypes read(YamlNode.Mapping file) {
    var preserve = new ArrayList<>(globs(file));
    var root = file.find(ROOT);
    if (root.isPresent()) {
      var inner = root.get().asMapping(ROOT);
      preserve.addAll(globs(inner));
      for (var vendor : mapping(inner, "vendors").entries()) {
        collecting(() -> vendor(vendor.key(), vendor.value(), preserve));
      }
    } else if (file.find(MAPPINGS).isPresent()) {
      for (var type : mapping(file, MAPPINGS).entries()) {
        collecting(() -> mapped(type, preserve));
      }
    } else {
      throw new ConfigurationException(
          file.position(),
          "has neither '%s' nor '%s' at the top; is this a file of device types?"
              .formatted(ROOT, MAPPINGS));
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new DeviceTypes(Collections.unmodifiableMap(types), warnings);
  }

  /** A type that says itself of which vendor and boards it is. */
  private void mapped(YamlNode.Entry type, List<String> preserve) {
    var node = type.value().asMapping("device type '" + type.key() + "'");
    var vendor = text(mapping(node, "hardware_specs"), "vendor");
    if (vendor == null) {
      warnings.add(
          "%s: device type '%s' has no hardware_specs.vendor, so no server is recognised as one"
              .formatted(type.position(), type.key()));
    }
    var boards = boards(node);
    var key = vendor == null ? UNKNOWN : VendorName.of(vendor);
    add(
        type,
        key,
        vendorNames.computeIfAbsent(key, _ -> vendor == null ? UNKNOWN : vendor),
        boards.isEmpty() ? UNKNOWN : boards.getFirst(),
        "",
        preserve,
        List.of());
  }

  private static List<String> boards(YamlNode.Mapping type) {
    return type
        .find("motherboards")
        .map(node -> node.asScalars("motherboards"))
        .orElse(List.of())
        .stream()
        .map(scalar -> scalar.text().strip())
        .filter(board -> !board.isEmpty())
        .distinct()
        .toList();
  }

  private void vendor(String vendor, YamlNode node, List<String> preserve) {
    var mapping = node.asMapping("vendor '" + vendor + "'");
    var name = text(mapping, "display_name");
    for (var board : mapping(mapping, "motherboards").entries()) {
      collecting(
          () -> {
            var inner = board.value().asMapping("motherboard '" + board.key() + "'");
            var model = text(inner, "model");
            var tracked = FirmwareVersions.tracked(inner);
            for (var type : mapping(inner, "device_types").entries()) {
              collecting(
                  () ->
                      add(
                          type,
                          vendor,
                          name == null ? vendor : name,
                          board.key(),
                          model == null ? "" : model,
                          preserve,
                          tracked));
            }
          });
    }
  }

  private void add(
      YamlNode.Entry entry,
      String vendor,
      String vendorName,
      String board,
      String model,
      List<String> preserve,
      List<FirmwareBaseline.Entry> tracked) {
    var name = entry.key();
    if (name.isBlank() || name.length() > 100 || name.chars().anyMatch(Character::isISOControl)) {
      throw new ConfigurationException(entry.position(), "a device type needs a name of one line");
    }
    var first = types.get(name);
    if (first != null) {
      warnings.add(
          "%s: device type '%s' stands twice; the one at %s is used"
              .formatted(entry.position(), name, first.position()));
      return;
    }
    var node = entry.value().asMapping("device type '" + name + "'");
    for (var key : node.entries()) {
      if (!KEYS.contains(key.key())) {
        warnings.add(
            "%s: device type '%s': unknown key '%s'%s; ignored"
                .formatted(key.position(), name, key.key(), Spelling.hint(key.key(), KEYS)));
      }
    }
    var description = text(node, "description");
    var kept = new ArrayList<>(preserve);
    kept.addAll(globs(node));
    var firmware = new ArrayList<>(FirmwareVersions.own(node));
    firmware.addAll(tracked);
    types.put(
        name,
        new DeviceType(
            name,
            description == null ? "" : description,
            vendor,
            vendorName,
            board,
            model,
            boards(node).stream().filter(other -> !other.equals(board)).toList(),
            specs(mapping(node, "hardware_specs")),
            expected(name, node),
            new BiosTemplate(settings(name, mapping(node, "bios_settings")), kept),
            new FirmwareBaseline(firmware),
            texts(mapping(node, "boot_configs")),
            texts(mapping(node, "cpu_configs")),
            texts(mapping(node, "memory_configs")),
            entry.position()));
  }

  private ExpectedHardware expected(String name, YamlNode.Mapping type) {
    return type.find("expected_hardware")
        .map(
            node ->
                ExpectedHardware.read(
                    "expected_hardware of '" + name + "'",
                    node,
                    (key, what) -> warnings.add(key.position() + ": " + what)))
        .orElse(ExpectedHardware.NOTHING);
  }

  private HardwareSpecs specs(YamlNode.Mapping specs) {
    return new HardwareSpecs(
        text(specs, "cpu_name"),
        number(specs, "cpu_cores"),
        text(specs, "cpu_frequency"),
        number(specs, "ram_gb"),
        text(specs, "storage"),
        text(specs, "network"));
  }

  private Map<String, BiosValue> settings(String type, YamlNode.Mapping settings) {
    var values = new LinkedHashMap<String, BiosValue>();
    for (var entry : settings.entries()) {
      switch (entry.value()) {
        case YamlNode.Scalar scalar when !scalar.isNull() -> values.put(entry.key(), value(scalar));
        case YamlNode.Scalar scalar ->
            problems.add(
                "%s: bios setting '%s' of '%s' has no value; write one or remove the line"
                    .formatted(scalar.position(), entry.key(), type));
        case YamlNode.Mapping _, YamlNode.Sequence _ -> {
          if (METHOD_LISTS.contains(entry.key())) {
            warnings.add(
                "%s: '%s' of '%s' names settings without values, so it changes nothing"
                    .formatted(entry.position(), entry.key(), type));
          } else {
            problems.add(
                "%s: bios setting '%s' of '%s' is %s; write a single value"
                    .formatted(entry.value().position(), entry.key(), type, entry.value().kind()));
          }
        }
      }
    }
    return values;
  }

  /** As YAML 1.2 reads it: {@code 8} is a number, {@code true} a flag, {@code "8"} and On texts. */
  static BiosValue value(YamlNode.Scalar scalar) {
    var text = scalar.text();
    if (scalar.plain() && text.matches("-?(0|[1-9][0-9]{0,17})")) {
      return BiosValue.of(Long.parseLong(text));
    }
    if (scalar.plain() && text.matches("true|True|TRUE|false|False|FALSE")) {
      return BiosValue.of(text.equalsIgnoreCase("true"));
    }
    return BiosValue.of(text);
  }

  private static List<String> globs(YamlNode.Mapping mapping) {
    return mapping
        .find("preserve_settings")
        .map(node -> node.asScalars("preserve_settings"))
        .orElse(List.of())
        .stream()
        .map(YamlNode.Scalar::text)
        .filter(glob -> !glob.isBlank())
        .toList();
  }

  private static YamlNode.Mapping mapping(YamlNode.Mapping parent, String key) {
    return parent
        .find(key)
        .map(node -> node.asMapping(key))
        .orElseGet(() -> new YamlNode.Mapping(List.of(), parent.position()));
  }

  private static @Nullable String text(YamlNode.Mapping parent, String key) {
    return parent
        .find(key)
        .map(node -> node.asScalar(key))
        .filter(scalar -> !scalar.isNull())
        .map(scalar -> scalar.text().strip())
        .filter(text -> !text.isEmpty())
        .orElse(null);
  }

  /** The Python version's files have free text here too; that is worth a warning, no more. */
  private @Nullable Integer number(YamlNode.Mapping parent, String key) {
    var text = text(parent, key);
    if (text == null || text.matches("[1-9][0-9]{0,6}")) {
      return text == null ? null : Integer.valueOf(text);
    }
    warnings.add(
        "%s: %s: '%s' is not a whole number; it is not used to recognise servers"
            .formatted(parent.find(key).orElseThrow().position(), key, text));
    return null;
  }

  private static Map<String, String> texts(YamlNode.Mapping mapping) {
    var texts = new LinkedHashMap<String, String>();
    for (var entry : mapping.entries()) {
      if (entry.value() instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
        texts.put(entry.key(), scalar.text());
      }
    }
    return texts;
  }

  private void collecting(Runnable reading) {
    try {
      reading.run();
    } catch (BadFileException e) {
      problems.addAll(e.problems());
    }
  }
}
