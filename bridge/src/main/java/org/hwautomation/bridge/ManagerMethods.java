package org.hwautomation.bridge;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.device.DeviceType;
import org.hwautomation.provisioning.device.DeviceTypeVerdict;
import org.hwautomation.provisioning.discovery.HardwareInventory;
import org.hwautomation.store.ServerRecord;
import org.hwautomation.workflow.WorkflowException;
import org.jspecify.annotations.Nullable;

/** What a script may ask about how things are set up, about servers and machines. Thread-safe. */
final class ManagerMethods {
  private final WorkflowManager manager;

  ManagerMethods(WorkflowManager manager) {
    this.manager = manager;
  }

  void addTo(Methods.Taker methods) {
    methods.take("device_type.list", _ -> manager.deviceTypes().names());
    methods.take("device_type.show", params -> shown(type(params)));
    methods.take("device_type.match", this::match);
    methods.take("firmware.available", _ -> manager.isFirmwareAvailable());
    methods.take("configuration.status", _ -> manager.configurationStatus());
    methods.take("maas.machines", _ -> machines());
    methods.take("maas.machine", this::machine);
    methods.take("server.list", _ -> servers());
    methods.take("server.show", this::server);
    methods.take("server.update", this::update);
  }

  private DeviceType type(Params params) {
    return manager.deviceTypes().get(params.text("device_type"));
  }

  /** Under the original's keys. */
  private static Map<String, @Nullable Object> shown(DeviceType type) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("device_type", type.name());
    document.put("vendor", type.vendor());
    document.put("motherboard", type.board());
    document.put(
        "bios_config",
        Map.of(
            "bios_settings", texts(type),
            "preserve", type.bios().preserve(),
            "boot_configs", type.bootConfigs(),
            "cpu_configs", type.cpuConfigs(),
            "memory_configs", type.memoryConfigs()));
    document.put(
        "firmware_config",
        type.firmware().entries().stream()
            .map(
                entry ->
                    Map.of(
                        "firmware_type", entry.type().wireName(),
                        "version", entry.version()))
            .toList());
    var specs = new LinkedHashMap<String, @Nullable Object>();
    specs.put("cpu_name", type.hardware().cpuName());
    specs.put("cpu_cores", type.hardware().cpuCores());
    specs.put("cpu_frequency", type.hardware().cpuFrequency());
    specs.put("ram_gb", type.hardware().memoryGib());
    specs.put("storage", type.hardware().storage());
    specs.put("network", type.hardware().network());
    specs.put("vendor", type.vendorName());
    document.put("hardware_specs", specs);
    return document;
  }

  private static Map<String, String> texts(DeviceType type) {
    var texts = new LinkedHashMap<String, String>();
    type.bios().settings().forEach((name, value) -> texts.put(name, value.toString()));
    return texts;
  }

  /** By the original's {@code system_info}, or by what the engine's own discovery leaves. */
  private @Nullable Object match(Params params) {
    var discovery = params.fields("discovery");
    var system = discovery.has("system_info") ? discovery.fields("system_info") : discovery;
    var found =
        new HardwareInventory(
            first(system, "manufacturer", "vendor").orElse(null),
            first(system, "product_name", "product", "model").orElse(null),
            null,
            null,
            null,
            first(system, "motherboard", "board", "baseboard_product").orElse(null),
            null,
            null,
            null,
            null,
            first(system, "cpu_model", "cpu_name").orElse(null),
            null,
            whole(system, "cores", "cpu_cores").orElse(null),
            null,
            whole(system, "memory_gib", "memory_gb", "ram_gb").orElse(null),
            List.of(),
            List.of(),
            List.of());
    return switch (manager.deviceTypes().classify(found)) {
      case DeviceTypeVerdict.Sure(var match) -> match.type().name();
      case DeviceTypeVerdict.Ask _ -> null;
    };
  }

  private static Optional<String> first(Params params, String... names) {
    for (var name : names) {
      if (params.values().get(name) instanceof String text && !text.isBlank()) {
        return Optional.of(text);
      }
    }
    return Optional.empty();
  }

  private static Optional<Integer> whole(Params params, String... names) {
    for (var name : names) {
      if (params.values().get(name) instanceof Number number) {
        return Optional.of(number.intValue());
      }
    }
    return Optional.empty();
  }

  private Object machines() {
    try (var maas = manager.connections().maas(MutationGuard.OPEN)) {
      return maas.machines().stream().map(ManagerMethods::shown).toList();
    }
  }

  private Object machine(Params params) {
    return shown(manager.machine(params.text("name")));
  }

  /** Under MAAS's keys. */
  private static Map<String, @Nullable Object> shown(Machine machine) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("system_id", machine.systemId());
    document.put("hostname", machine.hostname());
    document.put("fqdn", machine.fqdn());
    document.put("status", machine.status().code());
    document.put("status_name", machine.statusName());
    document.put("locked", machine.locked());
    document.put("architecture", machine.architecture());
    document.put("cpu_count", machine.cpuCount());
    document.put("memory", machine.memoryMib());
    document.put("storage", machine.storageMb());
    document.put("power_type", machine.powerType());
    document.put("owner", machine.owner());
    document.put("ip_addresses", machine.ipAddresses());
    document.put("tag_names", machine.tagNames());
    document.put("first_ip", machine.firstIpv4().orElse(null));
    return document;
  }

  private Object servers() {
    return manager.store().inventory().list().stream().map(ManagerMethods::shown).toList();
  }

  private @Nullable Object server(Params params) {
    return manager
        .store()
        .inventory()
        .findByName(params.text("server_id"))
        .map(ManagerMethods::shown)
        .orElse(null);
  }

  private static Map<String, @Nullable Object> shown(ServerRecord server) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("server_id", server.serverId());
    document.putAll(server.columns());
    return document;
  }

  private Object update(Params params) {
    var inventory = manager.store().inventory();
    var server = params.text("server_id");
    if (inventory.find(server).isEmpty() && !params.flag("create")) {
      throw new WorkflowException("there is no server %s in the database".formatted(server));
    }
    inventory.update(server, params.fields("values").values());
    return Map.of();
  }
}
