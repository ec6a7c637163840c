package org.hwautomation.simulator.bmc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.simulator.FirmwareUpdate;
import org.hwautomation.simulator.UpdateState;
import org.jspecify.annotations.Nullable;

/**
 * Firmware updates as tasks and, on an iDRAC, as jobs (DSP0266 12.2, DSP0268 Task; DellJob). A
 * Supermicro's update is two tasks: {@code BIOS Verify} and, once it was started, {@code BIOS
 * Update}. An iLO has tasks for what it fetches itself; what it is sent shows in its update service
 * alone.
 */
final class UpdateTasks {
  private static final String TASKS = "/redfish/v1/TaskService/Tasks/";
  private static final String ILO_MONITORS = "/redfish/v1/TaskService/TaskMonitors/";
  private static final String SMC_MONITORS = "/redfish/v1/TaskMonitor/";

  private final Tree tree;

  UpdateTasks(Tree tree) {
    this.tree = tree;
  }

  /** The answer to a request that began an update. */
  static RedfishResponse accepted(Tree tree, FirmwareUpdate update) {
    var id = id(tree.dialect(), update);
    return switch (tree.dialect().personality()) {
      case DELL ->
          new RedfishResponse(
              202, Map.of("Location", DellRoutes.MONITORS + "/" + id), null, () -> {});
      case HPE ->
          new RedfishResponse(
              202,
              Map.of("Location", ILO_MONITORS + id),
              new UpdateTasks(tree).body(update, id),
              () -> {});
      case SUPERMICRO -> {
        var task = TASKS + id;
        var message =
            new Message(
                "SMC.1.0.OemSimpleupdateAcceptedMessage",
                "Please also check Task Resource " + task + " to see more information.",
                "OK",
                List.of(task),
                List.of());
        yield new RedfishResponse(
            202,
            Map.of("Location", SMC_MONITORS + id),
            Map.of(
                "Accepted",
                Map.of(
                    "code",
                    "Base.v1_10_3.Accepted",
                    "Message",
                    "The request was accepted.",
                    "@Message.ExtendedInfo",
                    List.of(message.json()))),
            () -> {});
      }
    };
  }

  List<Route> routes() {
    return switch (tree.dialect().personality()) {
      case DELL -> List.of(); // with the jobs
      case HPE -> List.of(tree.get(ILO_MONITORS + "{}", this::monitor));
      case SUPERMICRO -> List.of(tree.get(SMC_MONITORS + "{}", this::monitor));
    };
  }

  /** The ids of all tasks that the BMC still knows. */
  List<String> ids() {
    var ids = new ArrayList<String>();
    for (var update : tree.server().updates().all()) {
      if (!update.vanished() && shown(update)) {
        if (tree.dialect().supermicro() && ordered(update)) {
          ids.add(verifyId(update));
        }
        ids.add(id(tree.dialect(), update));
      }
    }
    return ids;
  }

  private boolean shown(FirmwareUpdate update) {
    return !tree.dialect().hpe() || update.fileName().startsWith("http");
  }

  /** The update of a task or job, or empty. */
  Optional<FirmwareUpdate> update(String id) {
    return tree.server().updates().all().stream()
        .filter(update -> !update.vanished() && shown(update))
        .filter(
            update ->
                id(tree.dialect(), update).equals(id)
                    || (tree.dialect().supermicro()
                        && ordered(update)
                        && verifyId(update).equals(id)))
        .findFirst();
  }

  Map<String, Object> task(String id) {
    return body(update(id).orElseThrow(() -> tree.missing(TASKS + id)), id);
  }

  private static String id(Dialect dialect, FirmwareUpdate update) {
    return switch (dialect.personality()) {
      case DELL -> "JID_" + (700_000_000_000L + update.number());
      case HPE -> Integer.toString(update.number());
      case SUPERMICRO -> ordered(update) ? Integer.toString(2 * update.number()) : verifyId(update);
    };
  }

  private static String verifyId(FirmwareUpdate update) {
    return Integer.toString(2 * update.number() - 1);
  }

  /** Whether a Supermicro's update is past its verification. */
  private static boolean ordered(FirmwareUpdate update) {
    return switch (update.state()) {
      case DOWNLOADING, VERIFYING, VERIFIED -> false;
      case STORING, SCHEDULED, WRITING, AWAITING_RESET, COMPLETED, COMPLETED_CRITICAL -> true;
      case FAILED -> update.message().contains("interrupted");
    };
  }

  private RedfishResponse monitor(RedfishRequest request) {
    var id = request.part();
    var task = task(id);
    var over = !List.of("New", "Starting", "Running").contains(task.get("TaskState"));
    return over
        ? RedfishResponse.ok(task)
        : new RedfishResponse(
            202,
            Map.of("Location", request.path(), "Retry-After", "15"),
            tree.dialect().hpe() ? task : null,
            () -> {});
  }

  Map<String, Object> body(FirmwareUpdate update, String id) {
    var verify = tree.dialect().supermicro() && id.equals(verifyId(update));
    var body = Resource.of(TASKS + id, "#Task.v1_4_3.Task", id, name(update, verify));
    var past = verify && ordered(update);
    body.put("TaskState", past ? "Completed" : taskState(update, verify));
    body.put(
        "TaskStatus",
        switch (update.state()) {
          case FAILED, COMPLETED_CRITICAL -> past ? "OK" : "Critical";
          default -> "OK";
        });
    body.put(
        "PercentComplete",
        past || (verify && update.state() == UpdateState.VERIFIED)
            ? 100
            : update.percent(tree.server().time().now()));
    body.put("StartTime", ManagerRoutes.time(update.created()));
    if (update.ended() != null) {
      body.put("EndTime", ManagerRoutes.time(update.ended()));
    }
    body.put(
        "TaskMonitor",
        switch (tree.dialect().personality()) {
          case DELL -> DellRoutes.MONITORS + "/" + id;
          case HPE -> ILO_MONITORS + id;
          case SUPERMICRO -> SMC_MONITORS + id;
        });
    body.put("Messages", List.of(message(update, past).json()));
    return body;
  }

  private String name(FirmwareUpdate update, boolean verify) {
    return switch (tree.dialect().personality()) {
      case DELL -> jobName(update);
      case HPE -> "Firmware update";
      case SUPERMICRO -> update.component() + (verify ? " Verify" : " Update");
    };
  }

  private static String taskState(FirmwareUpdate update, boolean verify) {
    return switch (update.state()) {
      case DOWNLOADING -> "New";
      case VERIFYING -> "Running";
      case VERIFIED -> verify ? "Completed" : "Pending";
      case SCHEDULED -> "Starting";
      case STORING, WRITING -> "Running";
      case AWAITING_RESET, COMPLETED, COMPLETED_CRITICAL -> "Completed";
      case FAILED -> "Exception";
    };
  }

  private Message message(FirmwareUpdate update, boolean past) {
    if (tree.dialect().dell()) {
      var job = dellMessage(update);
      return tree.idrac(job[0], job[1], update.state() == UpdateState.FAILED ? "Critical" : "OK");
    }
    if (past) {
      return registry("UpdateSuccessful", "The image was verified.", "OK");
    }
    return switch (update.state()) {
      case DOWNLOADING -> registry("TransferringToComponent", "The image is fetched.", "OK");
      case VERIFYING -> registry("VerifyingAtComponent", "The image is verified.", "OK");
      case VERIFIED -> registry("UpdateSuccessful", "The image was verified.", "OK");
      case STORING, WRITING -> registry("InstallingOnComponent", "The image is installed.", "OK");
      case SCHEDULED, AWAITING_RESET ->
          registry("AwaitToActivate", "The image waits for a reset of the system.", "OK");
      case COMPLETED -> registry("UpdateSuccessful", "The update was successful.", "OK");
      case COMPLETED_CRITICAL -> registry("ApplyFailed", update.message(), "Critical");
      case FAILED -> registry("VerificationFailed", update.message(), "Critical");
    };
  }

  private static Message registry(String key, String text, String severity) {
    return Message.of("Update.1.0." + key, text, severity);
  }

  /** An update as a job of the Lifecycle Controller. */
  static Map<String, @Nullable Object> job(String path, FirmwareUpdate update, int percent) {
    var body = new LinkedHashMap<String, @Nullable Object>();
    body.put("@odata.id", path);
    body.put("@odata.type", "#DellJob.v1_2_0.DellJob");
    body.put("Id", path.substring(path.lastIndexOf('/') + 1));
    body.put("Name", jobName(update));
    body.put("JobType", "FirmwareUpdate");
    body.put(
        "JobState",
        switch (update.state()) {
          case DOWNLOADING -> "Downloading";
          case VERIFYING, VERIFIED -> "New";
          case STORING, WRITING -> "Running";
          case SCHEDULED -> "Scheduled";
          case AWAITING_RESET, COMPLETED -> "Completed";
          case COMPLETED_CRITICAL -> "CompletedWithErrors";
          case FAILED -> "Failed";
        });
    var message = dellMessage(update);
    body.put("MessageId", message[0]);
    body.put("Message", message[1]);
    body.put("MessageArgs", List.of());
    body.put("PercentComplete", percent);
    body.put("StartTime", DellRoutes.localTime(update.created()));
    body.put("CompletionTime", DellRoutes.localTime(update.ended()));
    body.put("EndTime", "TIME_NA");
    body.put("TargetSettingsURI", null);
    return body;
  }

  private static String jobName(FirmwareUpdate update) {
    return "Firmware Update: "
        + switch (update.component()) {
          case "" -> "Firmware";
          case "BMC" -> "iDRAC with Lifecycle Controller";
          default -> update.component();
        };
  }

  private static String[] dellMessage(FirmwareUpdate update) {
    return switch (update.state()) {
      case DOWNLOADING -> new String[] {"RED002", "Package downloading."};
      case VERIFYING, VERIFIED -> new String[] {"JCP000", "New"};
      case SCHEDULED -> new String[] {"JCP001", "Task successfully scheduled."};
      case STORING, WRITING -> new String[] {"PR20", "Job in progress."};
      case AWAITING_RESET, COMPLETED -> new String[] {"PR19", "Job completed successfully."};
      case COMPLETED_CRITICAL -> new String[] {"JCP052", update.message()};
      case FAILED -> new String[] {"RED007", update.message()};
    };
  }
}
