package org.hwautomation.provisioning.original;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.YamlNode;

/** Finds keys that have no meaning here, wherever they stand, and says why once for each. */
final class IdleKeys {
  private static final String METHOD =
      "each run finds out itself by which way it reaches a BIOS (docs/bios.md, Methods)";
  private static final String FLASHING =
      "how an image is sent is what the BMC itself offers, and how often a step is tried is the step's own retry policy";
  private static final String IMAGES =
      "images are those that the catalog lists with a checksum; none is fetched from a vendor";
  private static final String READ = "which version runs is read from the server itself";

  /** In files of device types. */
  static final Map<String, String> OF_DEVICES =
      Map.ofEntries(
          Map.entry("version", "the version of the file's own format"),
          Map.entry("last_updated", "a date for people"),
          Map.entry("global_settings", FLASHING),
          Map.entry("support_url", "an address for people"),
          Map.entry("tools", "programs of the vendors are looked for on the host itself"),
          Map.entry("download_url", IMAGES),
          Map.entry("file_pattern", IMAGES),
          Map.entry("checksum_file", IMAGES),
          Map.entry("update_method", FLASHING),
          Map.entry("fallback_methods", FLASHING),
          Map.entry(
              "estimated_time",
              "how long a flash usually takes stands with the image in the catalog"),
          Map.entry("requires_reboot", "what an image restarts stands with it in the catalog"),
          Map.entry("current_version", READ),
          Map.entry("update_available", READ),
          Map.entry("files", IMAGES),
          Map.entry("redfish_capable", METHOD),
          Map.entry("preferred_bios_method", METHOD),
          Map.entry("fallback_bios_method", METHOD),
          Map.entry("bios_setting_methods", METHOD),
          Map.entry("method_performance", METHOD),
          Map.entry("redfish_compatibility", METHOD),
          Map.entry("default_bios_method", METHOD));

  /** In {@code firmware_repository.yaml}. */
  static final Map<String, String> OF_FIRMWARE =
      Map.ofEntries(
          Map.entry("download_enabled", IMAGES),
          Map.entry("download_url", IMAGES),
          Map.entry("file_pattern", IMAGES),
          Map.entry("checksum_file", IMAGES),
          Map.entry("cache_duration", IMAGES),
          Map.entry("max_concurrent_downloads", IMAGES),
          Map.entry("auto_verify", "an image's checksum is always compared"),
          Map.entry("auto_download", IMAGES),
          Map.entry("auto_install", "nothing is installed without a run that somebody started"),
          Map.entry("security_override", "a policy takes what its severities say"),
          Map.entry("global_settings", FLASHING),
          Map.entry("update_method", FLASHING),
          Map.entry("fallback_methods", FLASHING),
          Map.entry("tools", "programs of the vendors are looked for on the host itself"),
          Map.entry("support_url", "an address for people"),
          Map.entry(
              "firmware_profiles",
              "which versions a device type must run stands with the type (firmware)"),
          Map.entry("firmware_profile", "as firmware_profiles"),
          Map.entry("model_family", "servers are told by their boards and device types"),
          Map.entry("current_version", READ),
          Map.entry("update_available", READ),
          Map.entry("mock_vendor_responses", "made up: no images of any maker"));

  private record Seen(Position first, int times) {}

  private IdleKeys() {}

  static List<Remark> in(YamlNode root, Map<String, String> reasons) {
    var seen = new LinkedHashMap<String, Seen>();
    walk(root, reasons, seen);
    var remarks = new ArrayList<Remark>();
    seen.forEach(
        (key, place) ->
            remarks.add(
                new Remark(
                    Remark.Verdict.WITHOUT_MEANING,
                    place.first,
                    key,
                    reasons.getOrDefault(key, ""),
                    place.times)));
    return remarks;
  }

  private static void walk(YamlNode node, Map<String, String> reasons, Map<String, Seen> seen) {
    switch (node) {
      case YamlNode.Mapping mapping -> {
        for (var entry : mapping.entries()) {
          if (reasons.containsKey(entry.key())) {
            seen.merge(
                entry.key(),
                new Seen(entry.position(), 1),
                (before, _) -> new Seen(before.first, before.times + 1));
          } else if (!entry.key().equals("bios_settings")) {
            walk(entry.value(), reasons, seen);
          }
        }
      }
      case YamlNode.Sequence list -> list.items().forEach(item -> walk(item, reasons, seen));
      case YamlNode.Scalar _ -> {}
    }
  }
}
