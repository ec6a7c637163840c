package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.maas.Machine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists MAAS's machines. */
@Command(name = "machines", description = "List the machines of MAAS.")
final class MaasMachinesCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("maas machines");
        var maas = manager.connections().maas(MutationGuard.OPEN)) {
      var machines =
          maas.machines().stream().sorted(Comparator.comparing(Machine::hostname)).toList();
      var list = new ArrayList<Map<String, Object>>();
      machines.forEach(machine -> list.add(fields(machine)));
      screen.result(
          Map.of("machines", list),
          () ->
              screen.table(
                  List.of("HOSTNAME", "SYSTEM ID", "STATUS", "POWER", "TYPE", "CPUS", "MEMORY"),
                  machines.stream().map(MaasMachinesCommand::row).toList()));
      return ExitCodes.DONE;
    }
  }

  private static Map<String, Object> fields(Machine machine) {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("hostname", machine.hostname());
    fields.put("system_id", machine.systemId());
    fields.put("status", machine.statusName());
    fields.put("locked", machine.locked());
    fields.put("in_use", machine.inUse());
    fields.put("power_state", machine.powerState().name().toLowerCase(Locale.ROOT));
    fields.put("power_type", machine.powerType());
    fields.put("owner", machine.owner());
    fields.put("cpu_count", machine.cpuCount());
    fields.put("memory_mib", machine.memoryMib());
    fields.put("ip_addresses", machine.ipAddresses());
    fields.put("tags", machine.tagNames());
    return fields;
  }

  private static List<String> row(Machine machine) {
    return List.of(
        machine.hostname(),
        machine.systemId(),
        machine.statusName() + (machine.locked() ? " (locked)" : ""),
        machine.powerState().name().toLowerCase(Locale.ROOT),
        machine.powerType(),
        Integer.toString(machine.cpuCount()),
        machine.memoryMib() / 1024 + " GiB");
  }
}
