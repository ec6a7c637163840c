package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.oneOf;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.firmware.FirmwareCatalog;
import org.hwautomation.provisioning.firmware.ImageDocument;
import org.hwautomation.provisioning.firmware.PlanDocument;
import org.hwautomation.provisioning.plan.Compliance;
import org.hwautomation.provisioning.plan.StartPlanner;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Route;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Role;

/** Firmware: the images there are, what a server would get, and who runs what. */
public final class FirmwareResource {
  private static final Shape COUNT = integer(0, Integer.MAX_VALUE);

  private final WorkflowManager manager;

  public FirmwareResource(WorkflowManager manager) {
    this.manager = manager;
  }

  public List<Route> routes() {
    var policies =
        Arrays.stream(UpdatePolicy.values())
            .filter(policy -> policy != UpdatePolicy.MANUAL)
            .map(UpdatePolicy::wireName)
            .toArray(String[]::new);
    return List.of(
        Route.get("/api/v1/firmware/catalog", "listImages", "The images of the catalog")
            .gives(Shapes.page(map(any())))
            .by(this::catalog),
        Route.get(
                "/api/v1/firmware/compliance",
                "firmwareCompliance",
                "Which versions run, by device type, against its baseline; as runs have read them")
            .gives(
                Shapes.page(
                    Shape.named(
                        "Compliance",
                        object(
                            required("device_type", text(), "the kind of server"),
                            required("component", text(), "such as bios"),
                            optional("wanted", text(), "the baseline's version; null for none"),
                            required("in_baseline", COUNT, "servers that run it"),
                            required("out_of_baseline", COUNT, "servers that run another"),
                            required("unknown", COUNT, "servers that nobody has read"),
                            required("versions", list(any()), "each with its servers")))))
            .by(call -> Pages.all(new Compliance(manager).rows())),
        Route.post(
                "/api/v1/firmware/plans",
                "planFirmware",
                "What firmware a server would get; asks its BMC, touches nothing")
            .role(Role.OPERATOR)
            .takes(
                object(
                    required("server", text(200), "host name or MAAS system id"),
                    optional("policy", oneOf(policies), "baseline if not given"),
                    optional("device_type", text(100), "as the inventory knows it if not given")))
            .gives(map(any()))
            .by(this::plan));
  }

  private Answer catalog(Call call) {
    var path = manager.configuration().firmwareCatalog();
    if (!Files.exists(path)) {
      return Pages.of(List.of(), Optional.empty(), Optional.of(0L));
    }
    return Pages.all(FirmwareCatalog.load(path).images().stream().map(ImageDocument::of).toList());
  }

  private Answer plan(Call call) {
    var policy =
        call.optionalText("policy")
            .flatMap(
                word ->
                    Arrays.stream(UpdatePolicy.values())
                        .filter(each -> each.wireName().equals(word))
                        .findFirst())
            .orElse(UpdatePolicy.BASELINE);
    var machine = manager.machine(call.text("server"));
    var type = DeviceTypeOf.server(manager, machine, call.words("device_type"));
    return Answer.of(
        PlanDocument.document(new StartPlanner(manager).firmware(machine, type, policy)));
  }
}
