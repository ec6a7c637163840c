package org.hwautomation.provisioning.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.device.DeviceType;
import org.hwautomation.provisioning.firmware.FirmwareBaseline;
import org.hwautomation.provisioning.firmware.FirmwareType;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.store.ServerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Which BIOS versions run in the fleet, against the baseline of each device type, as runs have read
 * them. No BMC is asked. Thread-safe.
 */
public final class Compliance {
  private final WorkflowManager manager;

  public Compliance(WorkflowManager manager) {
    this.manager = manager;
  }

  /** A row for each device type that a server is known to be of, as JSON has it. */
  public List<Map<String, @Nullable Object>> rows() {
    var byType = new TreeMap<String, List<ServerRecord>>();
    for (var server : manager.store().inventory().list()) {
      server
          .deviceType()
          .ifPresent(type -> byType.computeIfAbsent(type, key -> new ArrayList<>()).add(server));
    }
    var rows = new ArrayList<Map<String, @Nullable Object>>();
    byType.forEach(
        (name, servers) ->
            rows.add(
                row(
                    name,
                    manager.deviceTypes().find(name).flatMap(Compliance::wantedBios),
                    servers)));
    return rows;
  }

  private static Optional<String> wantedBios(DeviceType type) {
    return type.firmware().entries().stream()
        .filter(entry -> entry.type() == FirmwareType.BIOS)
        .map(FirmwareBaseline.Entry::version)
        .findFirst();
  }

  private static Map<String, @Nullable Object> row(
      String type, Optional<String> wanted, List<ServerRecord> servers) {
    var versions = new TreeMap<String, List<String>>();
    var unknown = 0;
    for (var server : servers) {
      if (server.firmwareVersion().isEmpty()) {
        unknown++;
      } else {
        versions
            .computeIfAbsent(server.firmwareVersion().get(), key -> new ArrayList<>())
            .add(RunNames.hostname(server));
      }
    }
    var known = servers.size() - unknown;
    var in = wanted.map(version -> versions.getOrDefault(version, List.of()).size()).orElse(known);
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("device_type", type);
    row.put("component", FirmwareType.BIOS.wireName());
    row.put("wanted", wanted.orElse(null));
    row.put("in_baseline", in);
    row.put("out_of_baseline", known - in);
    row.put("unknown", unknown);
    row.put(
        "versions",
        versions.entrySet().stream()
            .map(
                entry ->
                    Map.of(
                        "version",
                        entry.getKey(),
                        "count",
                        entry.getValue().size(),
                        "servers",
                        entry.getValue()))
            .toList());
    return row;
  }
}
