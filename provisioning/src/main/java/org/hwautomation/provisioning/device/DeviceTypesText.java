package org.hwautomation.provisioning.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.definitions.file.QuotedText;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.discovery.ExpectedHardware;
import org.hwautomation.provisioning.firmware.FirmwareBaseline;
import org.hwautomation.provisioning.firmware.ItemPattern;
import org.jspecify.annotations.Nullable;

/** Writes device types in the form that {@link DeviceTypes#load} reads. Use once. */
final class DeviceTypesText {
  private final StringBuilder text = new StringBuilder();

  static String of(DeviceTypes types) {
    return new DeviceTypesText().file(types);
  }

  private String file(DeviceTypes types) {
    text.append("device_configuration:\n");
    line(1, "vendors", types.all().isEmpty() ? "{}" : "");
    for (var vendor : groups(types.all().stream().map(DeviceType::vendor).toList())) {
      var ofVendor = types.all().stream().filter(t -> t.vendor().equals(vendor)).toList();
      line(2, QuotedText.of(vendor), "");
      line(3, "display_name", QuotedText.of(ofVendor.getFirst().vendorName()));
      line(3, "motherboards", "");
      for (var board : groups(ofVendor.stream().map(DeviceType::board).toList())) {
        var ofBoard = ofVendor.stream().filter(t -> t.board().equals(board)).toList();
        line(4, QuotedText.of(board), "");
        optional(5, "model", ofBoard.getFirst().boardModel());
        line(5, "device_types", "");
        ofBoard.forEach(this::type);
      }
    }
    return text.toString();
  }

  private static Set<String> groups(List<String> names) {
    return new LinkedHashSet<>(names);
  }

  private void type(DeviceType type) {
    line(6, QuotedText.of(type.name()), "");
    line(7, "description", QuotedText.of(type.description()));
    list("motherboards", type.otherBoards());
    var specs = new LinkedHashMap<String, @Nullable Object>();
    specs.put("cpu_name", type.hardware().cpuName());
    specs.put("cpu_cores", type.hardware().cpuCores());
    specs.put("cpu_frequency", type.hardware().cpuFrequency());
    specs.put("ram_gb", type.hardware().memoryGib());
    specs.put("storage", type.hardware().storage());
    specs.put("network", type.hardware().network());
    mapping("hardware_specs", specs);
    expected(type.expected());
    mapping("boot_configs", new LinkedHashMap<>(type.bootConfigs()));
    mapping("cpu_configs", new LinkedHashMap<>(type.cpuConfigs()));
    mapping("memory_configs", new LinkedHashMap<>(type.memoryConfigs()));
    firmware(type.firmware());
    var settings = new LinkedHashMap<String, @Nullable Object>();
    type.bios()
        .settings()
        .forEach(
            (name, value) ->
                settings.put(
                    name, value instanceof BiosValue.Text(String plain) ? plain : value.json()));
    mapping("bios_settings", settings);
    list("preserve_settings", type.bios().preserve());
  }

  private void expected(ExpectedHardware expected) {
    var values = new LinkedHashMap<String, @Nullable Object>();
    values.put("dimms", expected.dimms());
    values.put("dimm_gib", expected.dimmGib());
    values.put("dimm_slots", expected.dimmSlots().isEmpty() ? null : expected.dimmSlots());
    values.put("disks", expected.disks());
    values.put("disk_gb", expected.diskGb());
    values.put("ports", expected.ports());
    values.put("port_model", expected.portModel());
    values.put("power_supplies", expected.powerSupplies());
    values.put("switch_ports", expected.switchPorts().isEmpty() ? null : expected.switchPorts());
    mapping("expected_hardware", values);
  }

  /** The first for an item counts, so a second of the same pattern says nothing. */
  private void firmware(FirmwareBaseline firmware) {
    var components = new LinkedHashMap<String, @Nullable Object>();
    for (var entry : firmware.entries()) {
      var component = entry.type().wireName();
      var items = new LinkedHashMap<String, String>();
      if (components.get(component) instanceof Map<?, ?> before) {
        before.forEach((pattern, version) -> items.put((String) pattern, (String) version));
      }
      items.putIfAbsent(entry.items().glob(), entry.version());
      components.put(component, items);
    }
    components.replaceAll(
        (_, items) ->
            items instanceof Map<?, ?> patterns
                    && patterns.size() == 1
                    && patterns.containsKey(ItemPattern.ANY.glob())
                ? patterns.get(ItemPattern.ANY.glob())
                : items);
    mapping("firmware", components);
  }

  private void mapping(String key, Map<String, @Nullable Object> values) {
    values.values().removeIf(value -> value == null);
    if (!values.isEmpty()) {
      line(7, key, "");
      values.forEach((name, value) -> line(8, QuotedText.of(name), inline(value)));
    }
  }

  private void list(String key, List<String> values) {
    if (!values.isEmpty()) {
      line(7, key, inline(values));
    }
  }

  private void optional(int depth, String key, String value) {
    if (!value.isEmpty()) {
      line(depth, key, QuotedText.of(value));
    }
  }

  private static String inline(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case String plain -> QuotedText.of(plain);
      case List<?> list -> {
        var items = new ArrayList<String>();
        list.forEach(item -> items.add(inline(item)));
        yield "[" + String.join(", ", items) + "]";
      }
      case Map<?, ?> map -> {
        var items = new ArrayList<String>();
        map.forEach((key, inner) -> items.add(inline(key) + ": " + inline(inner)));
        yield "{" + String.join(", ", items) + "}";
      }
      default -> value.toString();
    };
  }

  private void line(int depth, String key, String value) {
    text.append("  ".repeat(depth)).append(key).append(':');
    if (!value.isEmpty()) {
      text.append(' ').append(value);
    }
    text.append('\n');
  }
}
