package org.hwautomation.simulator.maas;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Machines and their interfaces as MAAS 3.5 prints them; the shapes are those of real answers
 * (canonical/gomaasclient, test data {@code machine.json} and {@code interfaces.json}).
 */
final class MachineJson {

  static final String BASE = "/MAAS/api/2.0/";

  private static final Map<String, @Nullable Object> DOMAIN =
      ordered(
          "authoritative",
          true,
          "ttl",
          null,
          "name",
          "maas",
          "resource_record_count",
          0,
          "id",
          0,
          "is_default",
          true,
          "resource_uri",
          BASE + "domains/0/");
  private static final Map<String, @Nullable Object> ZONE =
      ordered(
          "name", "default", "description", "", "id", 1, "resource_uri", BASE + "zones/default/");
  static final Map<String, @Nullable Object> POOL =
      ordered(
          "name",
          "default",
          "description",
          "Default pool",
          "id",
          0,
          "resource_uri",
          BASE + "resourcepool/0/");
  private static final Map<String, @Nullable Object> VLAN =
      ordered(
          "vid",
          0,
          "mtu",
          1500,
          "dhcp_on",
          true,
          "external_dhcp",
          null,
          "relay_vlan",
          null,
          "name",
          "untagged",
          "space",
          "undefined",
          "primary_rack",
          "rack01",
          "secondary_rack",
          null,
          "fabric",
          "fabric-0",
          "fabric_id",
          0,
          "id",
          5001,
          "resource_uri",
          BASE + "vlans/5001/");

  private MachineJson() {}

  /** A machine; call with the lock of its {@link Machines} held. */
  static Map<String, @Nullable Object> of(Machine machine, List<String> addresses) {
    @Nullable MachineHardware hardware = machine.hardware;
    List<Map<String, @Nullable Object>> interfaces = interfaces(machine);
    List<Map<String, @Nullable Object>> disks = disks(machine);
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("system_id", machine.systemId);
    json.put("hostname", machine.hostname);
    json.put("description", machine.description);
    json.put("hardware_uuid", hardware == null ? null : hardware.uuid());
    json.put("domain", DOMAIN);
    json.put("fqdn", machine.hostname + ".maas");
    json.put("owner", machine.owner);
    json.put("owner_data", Map.of());
    json.put("locked", machine.locked());
    json.put("cache_sets", List.of());
    json.put("bcaches", List.of());
    json.put("bios_boot_method", hardware == null ? null : hardware.uefi() ? "uefi" : "pxe");
    json.put("boot_interface", interfaces.isEmpty() ? null : interfaces.getFirst());
    json.put("architecture", machine.architecture);
    json.put("min_hwe_kernel", "");
    json.put("hwe_kernel", null);
    json.put("cpu_count", hardware == null ? 0 : hardware.cpuCount());
    json.put("cpu_speed", hardware == null ? 0 : hardware.cpuSpeed());
    json.put("memory", hardware == null ? 0 : hardware.memory());
    json.put("swap_size", null);
    json.put(
        "storage",
        hardware == null
            ? 0.0
            : hardware.disks().stream().mapToLong(MachineHardware.Disk::size).sum() / 1e6);
    json.put("status", machine.status().code());
    json.put("status_name", machine.status().label());
    json.put("status_action", machine.statusAction);
    json.put("status_message", machine.statusMessage);
    json.put("osystem", machine.osystem);
    json.put("distro_series", machine.distroSeries);
    json.put("netboot", machine.netboot);
    json.put("power_type", machine.powerType());
    json.put("power_state", machine.powerState);
    json.put("tag_names", List.copyOf(machine.tags));
    json.put("address_ttl", null);
    json.put("ip_addresses", addresses);
    json.put("interface_set", interfaces);
    json.put("zone", ZONE);
    json.put("pool", POOL);
    json.put("disable_ipv4", false);
    json.put("boot_disk", disks.isEmpty() ? null : disks.getFirst());
    json.put("blockdevice_set", disks);
    json.put("physicalblockdevice_set", disks);
    json.put("virtualblockdevice_set", List.of());
    json.put("iscsiblockdevice_set", List.of());
    json.put("volume_groups", List.of());
    json.put("raids", List.of());
    json.put("node_type", 0);
    json.put("node_type_name", "Machine");
    json.put("special_filesystems", List.of());
    json.put("pod", null);
    json.put(
        "default_gateways",
        ordered(
            "ipv4", ordered("gateway_ip", null, "link_id", null),
            "ipv6", ordered("gateway_ip", null, "link_id", null)));
    results(machine, json);
    json.put("hardware_info", hardwareInfo(hardware));
    json.put("numanode_set", List.of());
    json.put("virtualmachine_id", null);
    json.put("workload_annotations", Map.of());
    json.put("resource_uri", BASE + "machines/" + machine.systemId + "/");
    return json;
  }

  private static void results(Machine machine, Map<String, @Nullable Object> json) {
    json.put("current_commissioning_result_id", machine.commissioningResult);
    json.put("current_testing_result_id", machine.testingResult);
    json.put("current_installation_result_id", machine.installationResult);
    ScriptSet.@Nullable State commissioning = machine.state(machine.commissioningResult);
    ScriptSet.@Nullable State testing = machine.state(machine.testingResult);
    status(json, "commissioning_status", commissioning);
    status(json, "testing_status", testing);
    status(json, "cpu_test_status", null);
    status(json, "memory_test_status", null);
    status(json, "network_test_status", null);
    status(json, "storage_test_status", testing);
    status(json, "other_test_status", null);
    status(json, "interface_test_status", null);
  }

  private static void status(
      Map<String, @Nullable Object> json, String key, ScriptSet.@Nullable State state) {
    json.put(key, state == null ? -1 : state.code);
    json.put(key + "_name", state == null ? "Unknown" : state.display);
  }

  static List<Map<String, @Nullable Object>> interfaces(Machine machine) {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    for (int i = 0; i < machine.nics.size(); i++) {
      MachineHardware.Nic nic = machine.nics.get(i);
      int id = machine.number * 100 + i + 1;
      all.add(
          ordered(
              "id",
              id,
              "system_id",
              machine.systemId,
              "name",
              nic.name(),
              "type",
              "physical",
              "mac_address",
              nic.mac(),
              "vlan",
              VLAN,
              "parents",
              List.of(),
              "children",
              List.of(),
              "tags",
              List.of(),
              "enabled",
              true,
              "links",
              List.of(),
              "params",
              "",
              "discovered",
              List.of(),
              "effective_mtu",
              1500,
              "vendor",
              nic.vendor().isEmpty() ? null : nic.vendor(),
              "product",
              nic.product().isEmpty() ? null : nic.product(),
              "firmware_version",
              null,
              "link_connected",
              true,
              "link_speed",
              25000,
              "interface_speed",
              25000,
              "numa_node",
              0,
              "sriov_max_vf",
              0,
              "resource_uri",
              BASE + "nodes/" + machine.systemId + "/interfaces/" + id + "/"));
    }
    return all;
  }

  private static List<Map<String, @Nullable Object>> disks(Machine machine) {
    @Nullable MachineHardware hardware = machine.hardware;
    if (hardware == null) {
      return List.of();
    }
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    for (int i = 0; i < hardware.disks().size(); i++) {
      MachineHardware.Disk disk = hardware.disks().get(i);
      int id = machine.number * 100 + i + 1;
      all.add(
          ordered(
              "id",
              id,
              "system_id",
              machine.systemId,
              "name",
              disk.name(),
              "type",
              "physical",
              "path",
              "/dev/disk/by-dname/" + disk.name(),
              "id_path",
              "/dev/disk/by-id/" + disk.model().replace(' ', '_') + "_" + disk.serial(),
              "model",
              disk.model(),
              "serial",
              disk.serial(),
              "size",
              disk.size(),
              "block_size",
              512,
              "available_size",
              disk.size(),
              "used_size",
              0,
              "used_for",
              "Unused",
              "partition_table_type",
              null,
              "partitions",
              List.of(),
              "filesystem",
              null,
              "firmware_version",
              null,
              "storage_pool",
              null,
              "uuid",
              null,
              "tags",
              List.of("ssd"),
              "resource_uri",
              BASE + "nodes/" + machine.systemId + "/blockdevices/" + id + "/"));
    }
    return all;
  }

  private static Map<String, @Nullable Object> hardwareInfo(@Nullable MachineHardware hardware) {
    if (hardware == null) {
      Map<String, @Nullable Object> unknown = new LinkedHashMap<>();
      for (String key :
          List.of(
              "system_vendor",
              "system_product",
              "system_family",
              "system_version",
              "system_sku",
              "system_serial",
              "cpu_model",
              "mainboard_vendor",
              "mainboard_product",
              "mainboard_serial",
              "mainboard_version",
              "mainboard_firmware_vendor",
              "mainboard_firmware_version",
              "mainboard_firmware_date",
              "chassis_vendor",
              "chassis_type",
              "chassis_serial",
              "chassis_version")) {
        unknown.put(key, "Unknown");
      }
      return unknown;
    }
    return ordered(
        "system_vendor", hardware.vendor(),
        "system_product", hardware.product(),
        "system_family", "Unknown",
        "system_version", "Unknown",
        "system_sku", "Unknown",
        "system_serial", hardware.serial(),
        "cpu_model", hardware.cpuModel(),
        "mainboard_vendor", hardware.boardVendor(),
        "mainboard_product", hardware.boardProduct(),
        "mainboard_serial", "Unknown",
        "mainboard_version", "Unknown",
        "mainboard_firmware_vendor", hardware.boardVendor(),
        "mainboard_firmware_version", hardware.firmwareVersion(),
        "mainboard_firmware_date", hardware.firmwareDate(),
        "chassis_vendor", hardware.vendor(),
        "chassis_type", "Rack Mount Chassis",
        "chassis_serial", hardware.serial(),
        "chassis_version", "Unknown");
  }

  /** A JSON object with its keys in the order given; values may be null. */
  static Map<String, @Nullable Object> ordered(@Nullable Object... keysAndValues) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put(String.valueOf(keysAndValues[i]), keysAndValues[i + 1]);
    }
    return map;
  }
}
