package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.flag;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Route;
import org.hwautomation.server.Shape;
import org.jspecify.annotations.Nullable;

/** What MAAS says, asked now. */
public final class MaasResource {
  private static final Shape MACHINE =
      Shape.named(
          "Machine",
          object(
              required("hostname", text(), "MAAS's name for it"),
              required("system_id", text(), "MAAS's id"),
              required("status", text(), "such as Ready"),
              required("locked", flag(), "true if somebody locked it"),
              required("in_use", flag(), "true if somebody uses it"),
              required("power_state", text(), "on, off or unknown"),
              required("serial", text(), "blank if not known to MAAS"),
              required("cpu_count", integer(0, Integer.MAX_VALUE), "cores"),
              required("memory_mib", integer(0, Long.MAX_VALUE), "of memory"),
              required("tags", list(text()), "its tags")));

  private final WorkflowManager manager;

  public MaasResource(WorkflowManager manager) {
    this.manager = manager;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/maas/machines", "listMachines", "The machines of MAAS, asked now")
            .gives(Shapes.page(MACHINE))
            .by(this::machines));
  }

  private Answer machines(Call call) {
    manager.configuration().requireMaasUrl();
    try (var maas = manager.connections().maas(MutationGuard.OPEN)) {
      return Pages.all(
          maas.machines().stream()
              .sorted(Comparator.comparing(Machine::hostname))
              .map(MaasResource::document)
              .toList());
    }
  }

  private static Map<String, @Nullable Object> document(Machine machine) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("hostname", machine.hostname());
    document.put("system_id", machine.systemId());
    document.put("status", machine.statusName());
    document.put("locked", machine.locked());
    document.put("in_use", machine.inUse());
    document.put("power_state", machine.powerState().name().toLowerCase(java.util.Locale.ROOT));
    document.put("power_type", machine.powerType());
    document.put("serial", machine.hardwareInfo().systemSerial());
    document.put("model", machine.hardwareInfo().systemProduct());
    document.put("vendor", machine.hardwareInfo().systemVendor());
    document.put("cpu_count", machine.cpuCount());
    document.put("memory_mib", machine.memoryMib());
    document.put("ip_addresses", machine.ipAddresses());
    document.put("tags", machine.tagNames());
    return document;
  }
}
