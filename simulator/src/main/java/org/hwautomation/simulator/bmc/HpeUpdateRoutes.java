package org.hwautomation.simulator.bmc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.FirmwareUpdate;
import org.hwautomation.simulator.UpdateStart;
import org.hwautomation.simulator.UpdateState;

/**
 * What only an iLO's update service has: {@code Oem.Hpe.State} with its result, the component
 * repository, the update task queue. Capture: {@code UpdateService}, {@code
 * HpeiLOUpdateServiceExt.v2_3_0}, {@code HpeComponentUpdateTask.v1_2_0}.
 */
final class HpeUpdateRoutes {
  static final String QUEUE = UpdateRoutes.SERVICE + "/UpdateTaskQueue";
  static final String REPOSITORY = UpdateRoutes.SERVICE + "/ComponentRepository";

  private final Tree tree;
  private final Map<String, Integer> queue = new LinkedHashMap<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  HpeUpdateRoutes(Tree tree) {
    this.tree = tree;
  }

  List<Route> routes() {
    if (!tree.dialect().hpe()) {
      return List.of();
    }
    return List.of(
        tree.get(QUEUE, request -> RedfishResponse.ok(all())),
        tree.post(QUEUE, this::enqueue),
        tree.get(QUEUE + "/{}", request -> RedfishResponse.ok(item(request.part()))),
        tree.delete(QUEUE + "/{}", this::remove),
        tree.get(REPOSITORY, request -> RedfishResponse.ok(repository())));
  }

  /** {@code Oem.Hpe} of the update service. */
  Map<String, Object> extension() {
    var body = new LinkedHashMap<String, Object>();
    body.put("@odata.type", "#HpeiLOUpdateServiceExt.v2_3_0.HpeiLOUpdateServiceExt");
    body.put("ComponentRepository", Resource.link(REPOSITORY));
    body.put("UpdateTaskQueue", Resource.link(QUEUE));
    var last = tree.server().updates().last().filter(update -> !update.vanished());
    body.put("State", last.map(HpeUpdateRoutes::state).orElse("Idle"));
    last.ifPresent(
        update -> {
          if (update.state() == UpdateState.WRITING) {
            body.put("FlashProgressPercent", update.percent(tree.server().time().now()));
          }
          if (!update.state().active()) {
            body.put("Result", result(update));
          }
        });
    return body;
  }

  private static String state(FirmwareUpdate update) {
    return switch (update.state()) {
      case DOWNLOADING -> "Uploading";
      case VERIFYING, VERIFIED -> "Verifying";
      case STORING -> "Writing";
      case SCHEDULED -> "Idle";
      case WRITING -> "Updating";
      case AWAITING_RESET, COMPLETED, COMPLETED_CRITICAL -> "Complete";
      case FAILED -> "Error";
    };
  }

  private static Map<String, Object> result(FirmwareUpdate update) {
    return switch (update.state()) {
      case AWAITING_RESET -> Map.of("MessageId", "iLO.2.14.SystemResetRequired");
      case COMPLETED_CRITICAL ->
          Map.of("MessageId", "iLO.2.14.UpdateFailed", "MessageArgs", List.of(update.message()));
      case FAILED -> Map.of("MessageId", "iLO.2.14.UpdateInvalidFile", "MessageArgs", List.of());
      default -> Map.of("MessageId", "Base.1.4.Success", "MessageArgs", List.of());
    };
  }

  private Map<String, Object> repository() {
    var stored = tree.server().updates().store().keySet().stream().sorted().toList();
    return Resource.collection(
        REPOSITORY,
        "HpeComponentCollection",
        "Component Repository",
        stored.stream().map(name -> REPOSITORY + "/" + name).toList());
  }

  private synchronized Map<String, Object> all() {
    return Resource.collection(
        QUEUE,
        "HpeComponentUpdateTaskQueueCollection",
        "Component Update Task Queue",
        queue.keySet().stream().map(id -> QUEUE + "/" + id).toList());
  }

  private synchronized RedfishResponse enqueue(RedfishRequest request) {
    var body = request.object(tree.dialect());
    Bodies.only(tree, body, Set.of("Name", "Command", "Filename", "UpdatableBy", "TPMOverride"));
    var command = Bodies.requiredText(tree, body, "Command");
    if (!command.equals("ApplyUpdate")) {
      throw new RedfishError(400, tree.base("PropertyValueNotInList", command, "Command"));
    }
    var file = Bodies.requiredText(tree, body, "Filename");
    var stored = tree.server().updates().store().get(file);
    if (stored == null) {
      throw new RedfishError(400, tree.base("PropertyValueNotInList", file, "Filename"));
    }
    var by = new ArrayList<String>();
    body.path("UpdatableBy").forEach(node -> by.add(node.asString("")));
    var update =
        tree.server()
            .updates()
            .begin(
                stored,
                by.contains("Bmc") ? UpdateStart.AT_ONCE : UpdateStart.AT_RESET,
                Channel.REDFISH)
            .orElseThrow(() -> UploadRoutes.busy(tree));
    var id = "%08d".formatted(update.number());
    queue.put(id, update.number());
    var name = Bodies.text(tree, body, "Name");
    names.put(id, name == null ? file : name);
    return RedfishResponse.created(QUEUE + "/" + id, item(id));
  }

  private synchronized Map<String, Object> item(String id) {
    var number = queue.get(id);
    var update =
        tree.server()
            .updates()
            .update(number == null ? 0 : number)
            .filter(known -> !known.vanished())
            .orElseThrow(() -> tree.missing(QUEUE + "/" + id));
    var body =
        Resource.of(
            QUEUE + "/" + id,
            "#HpeComponentUpdateTask.v1_2_0.HpeComponentUpdateTask",
            id,
            names.getOrDefault(id, ""));
    body.put("Command", "ApplyUpdate");
    body.put("Filename", update.fileName());
    body.put(
        "State",
        switch (update.state()) {
          case DOWNLOADING, VERIFYING, VERIFIED, STORING, SCHEDULED -> "Pending";
          case WRITING -> "InProgress";
          case AWAITING_RESET, COMPLETED, COMPLETED_CRITICAL -> "Complete";
          case FAILED -> "Exception";
        });
    if (!update.state().active()) {
      body.put("Result", result(update));
    }
    body.put("Created", ManagerRoutes.time(update.created()));
    return body;
  }

  private synchronized RedfishResponse remove(RedfishRequest request) {
    var number = queue.get(request.part());
    if (number == null) {
      throw tree.missing(request.path());
    }
    if (tree.server().updates().update(number).filter(u -> u.state().active()).isPresent()
        && !tree.server().updates().cancel(number)) {
      throw UploadRoutes.busy(tree);
    }
    queue.remove(request.part());
    return tree.done();
  }
}
