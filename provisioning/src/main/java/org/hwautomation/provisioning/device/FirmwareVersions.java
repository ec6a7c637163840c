package org.hwautomation.provisioning.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.hwautomation.provisioning.firmware.FirmwareBaseline;
import org.hwautomation.provisioning.firmware.FirmwareType;
import org.hwautomation.provisioning.firmware.ItemPattern;
import org.hwautomation.workflow.Spelling;

/** Reads which firmware a device type wants. */
final class FirmwareVersions {
  /** What the Python version writes where it does not know. */
  private static final Set<String> NOTHING = Set.of("unknown", "none", "n/a", "");

  private FirmwareVersions() {}

  /**
   * Of a device type: {@code firmware: {bios: V, nic: {'*BCM57414*': V}}}.
   *
   * @throws ConfigurationException if a component or a version is none
   */
  static List<FirmwareBaseline.Entry> own(YamlNode.Mapping type) {
    var entries = new ArrayList<FirmwareBaseline.Entry>();
    for (var entry :
        type.find("firmware").map(node -> node.asMapping("firmware").entries()).orElse(List.of())) {
      var component =
          FirmwareType.named(entry.key())
              .orElseThrow(
                  () ->
                      new ConfigurationException(
                          entry.position(),
                          "firmware: unknown component '%s'%s; known: %s"
                              .formatted(
                                  entry.key(),
                                  Spelling.hint(entry.key(), FirmwareType.names()),
                                  String.join(", ", FirmwareType.names()))));
      if (entry.value() instanceof YamlNode.Mapping items) {
        for (var item : items.entries()) {
          entries.add(entry(component, new ItemPattern(item.key()), item));
        }
      } else {
        entries.add(entry(component, ItemPattern.ANY, entry));
      }
    }
    return entries;
  }

  private static FirmwareBaseline.Entry entry(
      FirmwareType component, ItemPattern items, YamlNode.Entry entry) {
    var scalar = entry.value().asScalar("the version of " + entry.key());
    if (scalar.isNull() || scalar.text().isBlank()) {
      throw new ConfigurationException(
          entry.position(),
          "the version of %s is missing; write one or remove the line".formatted(entry.key()));
    }
    return new FirmwareBaseline.Entry(component, items, scalar.text().strip(), scalar.position());
  }

  /** Of a motherboard: {@code firmware_tracking: {bios: {latest_version: V}}}. */
  static List<FirmwareBaseline.Entry> tracked(YamlNode.Mapping board) {
    var entries = new ArrayList<FirmwareBaseline.Entry>();
    var tracking = board.find("firmware_tracking").map(node -> node.asMapping("firmware_tracking"));
    for (var entry : tracking.map(YamlNode.Mapping::entries).orElse(List.of())) {
      var component = FirmwareType.named(entry.key());
      var latest = entry.value().asMapping(entry.key()).find("latest_version");
      if (component.isPresent() && latest.isPresent()) {
        var scalar = latest.get().asScalar("latest_version");
        var text = scalar.text().strip();
        if (!scalar.isNull() && !NOTHING.contains(text.toLowerCase(Locale.ROOT))) {
          entries.add(
              new FirmwareBaseline.Entry(
                  component.get(), ItemPattern.ANY, text, scalar.position()));
        }
      }
    }
    return entries;
  }
}
