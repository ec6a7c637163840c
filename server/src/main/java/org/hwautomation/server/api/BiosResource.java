package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.flag;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.bios.BiosPlanDocument;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.device.DeviceType;
import org.hwautomation.provisioning.plan.ManagedBmc;
import org.hwautomation.provisioning.steps.BiosWords;
import org.hwautomation.provisioning.steps.BiosWords.ReadBios;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Route;
import org.hwautomation.server.RouteParameter;
import org.hwautomation.server.access.Role;
import org.jspecify.annotations.Nullable;

/** BIOS settings, read from the BMC now; nothing is written. */
public final class BiosResource {
  private static final RouteParameter TYPE =
      RouteParameter.query("device_type", text(100), "as the inventory knows it if not given");

  private final WorkflowManager manager;

  public BiosResource(WorkflowManager manager) {
    this.manager = manager;
  }

  /** What was read of a server. */
  private record Reading(Machine machine, ReadBios bios) {}

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/servers/{server}/bios", "showBios", "Its settings; asks the BMC")
            .role(Role.OPERATOR)
            .with(Shapes.SERVER_NAME)
            .gives(
                object(
                    required("hostname", text(), "the server"),
                    required("attributes", map(any()), "in effect"),
                    required("pending", map(any()), "staged for the next reset")))
            .by(this::show),
        Route.get(
                "/api/v1/servers/{server}/bios/plan",
                "planBios",
                "How they get to be as the device type wants; asks the BMC")
            .role(Role.OPERATOR)
            .with(Shapes.SERVER_NAME, TYPE)
            .gives(map(any()))
            .by(this::plan),
        Route.get(
                "/api/v1/servers/{server}/bios/drift",
                "biosDrift",
                "Whether they still are; asks the BMC")
            .role(Role.OPERATOR)
            .with(Shapes.SERVER_NAME, TYPE)
            .gives(
                object(
                    required("hostname", text(), "the server"),
                    required("device_type", text(), "what it is compared with"),
                    required("drifted", flag(), "true if one differs or can't be judged"),
                    required("differs", list(any()), "setting by setting"),
                    optional("refused", list(any()), "what can't be judged, and why")))
            .by(this::drift));
  }

  private Reading read(Call call) {
    var machine = manager.machine(call.in("server"));
    return new Reading(
        machine,
        ManagedBmc.of(manager, machine).read(manager, bmc -> BiosWords.read(bmc.client().bios())));
  }

  private Answer show(Call call) {
    var reading = read(call);
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("hostname", reading.machine().hostname());
    document.put("attributes", plain(reading.bios().current()));
    document.put("pending", plain(reading.bios().pending()));
    return Answer.of(document);
  }

  private static Map<String, @Nullable Object> plain(Map<String, BiosValue> values) {
    var plain = new LinkedHashMap<String, @Nullable Object>();
    values.forEach((name, value) -> plain.put(name, value.json()));
    return plain;
  }

  private DeviceType type(Call call, Machine machine) {
    return DeviceTypeOf.server(manager, machine, call.query("device_type"));
  }

  private Answer plan(Call call) {
    var reading = read(call);
    var type = type(call, reading.machine());
    var document =
        new LinkedHashMap<String, @Nullable Object>(
            BiosPlanDocument.of(reading.bios().plan(type.bios(), Set.of())));
    document.put("hostname", reading.machine().hostname());
    document.put("device_type", type.name());
    return Answer.of(document);
  }

  private Answer drift(Call call) {
    var reading = read(call);
    var type = type(call, reading.machine());
    var plan = reading.bios().plan(type.bios(), Set.of());
    var differs = BiosPlanDocument.differences(plan, reading.bios().current());
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("hostname", reading.machine().hostname());
    document.put("device_type", type.name());
    document.put("drifted", !differs.isEmpty() || !plan.problems().isEmpty());
    document.put("as_wanted", plan.alreadyRight().size());
    document.put("differs", differs);
    document.put("refused", BiosPlanDocument.refusals(plan.problems()));
    return Answer.of(document);
  }
}
