package org.hwautomation.simulator.maas;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hwautomation.simulator.MaasStatus;
import org.jspecify.annotations.Nullable;

/**
 * Machines made, changed and deleted through the API, and the checks of their forms. Power
 * parameters that are not given stay as they are, unless the power type changes.
 */
final class MachineEdits {

  private static final Set<String> POWER_TYPES =
      Set.of("ipmi", "redfish", "manual", "webhook", "virsh", "");

  private final Machines machines;
  private final MachineOperations operations;
  private final MachineLife life;

  MachineEdits(Machines machines, MachineOperations operations, MachineLife life) {
    this.machines = machines;
    this.operations = operations;
    this.life = life;
  }

  /** {@code POST machines/}. */
  Map<String, @Nullable Object> create(Form form) {
    synchronized (machines) {
      List<String> macs = form.all("mac_addresses");
      Map<String, List<String>> wrong = new LinkedHashMap<>();
      if (macs.isEmpty() && !form.last("power_type", "").equals("ipmi")) {
        wrong.put("mac_addresses", List.of("This field is required."));
      }
      for (String mac : macs) {
        if (!mac.matches("(?i)([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
          wrong.put("mac_addresses", List.of("'" + mac + "' is not a valid MAC address."));
        } else if (machines.registered(mac)) {
          wrong.put("mac_addresses", List.of("MAC address " + mac + " already in use."));
        }
      }
      if (!form.has("architecture")) {
        wrong.put("architecture", List.of("Architecture must be defined for installable nodes."));
      }
      String hostname = form.last("hostname", "new-machine-" + (machines.all().size() + 1));
      checkHostname(null, hostname, wrong);
      checkPower(form, form.last("power_type", ""), Map.of(), wrong);
      if (!wrong.isEmpty()) {
        throw MaasRefusal.invalid(wrong);
      }
      Machine machine = machines.add(hostname, macs);
      machines.move(machine, MaasStatus.NEW, "");
      apply(machine, form);
      if (form.flag("commission")) {
        operations.commission(machine, form);
      }
      return machines.json(machine);
    }
  }

  /** {@code PUT machines/{id}/}. */
  Map<String, @Nullable Object> update(Machine machine, Form form) {
    synchronized (machines) {
      if (machine.locked()) {
        throw MaasRefusal.forbidden();
      }
      Map<String, List<String>> wrong = new LinkedHashMap<>();
      form.last("hostname").ifPresent(name -> checkHostname(machine, name, wrong));
      String type = form.last("power_type", machine.powerType());
      Map<String, String> kept =
          type.equals(machine.powerType()) ? machine.powerParameters() : Map.of();
      checkPower(form, type, kept, wrong);
      if (!wrong.isEmpty()) {
        throw MaasRefusal.invalid(wrong);
      }
      apply(machine, form);
      return machines.json(machine);
    }
  }

  void delete(Machine machine) {
    synchronized (machines) {
      if (machine.locked()) {
        throw MaasRefusal.forbidden();
      }
      life.end(machine);
      machines.remove(machine);
    }
  }

  private static void apply(Machine machine, Form form) {
    form.last("hostname").ifPresent(value -> machine.hostname = value);
    form.last("description").ifPresent(value -> machine.description = value);
    form.last("architecture")
        .ifPresent(
            value -> machine.architecture = value.contains("/") ? value : value + "/generic");
    String type = form.last("power_type", machine.powerType());
    Map<String, String> given = powerParameters(form);
    if (type.equals(machine.powerType()) && given.isEmpty()) {
      return;
    }
    Map<String, String> parameters = new TreeMap<>();
    if (type.equals(machine.powerType())) {
      parameters.putAll(machine.powerParameters());
    }
    parameters.putAll(given);
    machine.power(type, parameters);
  }

  private void checkHostname(
      @Nullable Machine machine, String name, Map<String, List<String>> wrong) {
    if (!name.matches("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")) {
      wrong.put("hostname", List.of("Enter a valid hostname (alphanumeric)."));
    } else if (machines.all().stream()
        .anyMatch(each -> each != machine && each.hostname.equals(name))) {
      wrong.put("hostname", List.of("MAAS Node hostname '" + name + "' already exists."));
    }
  }

  private static void checkPower(
      Form form, String type, Map<String, String> kept, Map<String, List<String>> wrong) {
    if (!POWER_TYPES.contains(type)) {
      wrong.put("power_type", List.of("'" + type + "' is not a valid power type."));
      return;
    }
    boolean skip = form.flag("power_parameters_skip_check");
    if (skip || !PowerDriver.drives(type)) {
      return;
    }
    Map<String, String> given = powerParameters(form);
    List<String> needed =
        type.equals("redfish")
            ? List.of("power_address", "power_user", "power_pass")
            : List.of("power_address");
    List<String> missing =
        needed.stream()
            .filter(key -> given.getOrDefault(key, kept.getOrDefault(key, "")).isEmpty())
            .map(key -> key + ": This field is required.")
            .toList();
    if (!missing.isEmpty()) {
      wrong.put("power_parameters", missing);
    }
  }

  private static Map<String, String> powerParameters(Form form) {
    Map<String, String> given = new TreeMap<>();
    for (String key : form.values().keySet()) {
      String name = key.startsWith("power_parameters_") ? key.substring(17) : "";
      if (!name.isEmpty() && !name.equals("skip_check")) {
        given.put(name, form.last(key, ""));
      }
    }
    return given;
  }
}
