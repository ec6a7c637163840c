package org.hwautomation.simulator.bmc;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hwautomation.simulator.BootPhase;
import org.hwautomation.simulator.Channel;
import org.jspecify.annotations.Nullable;

/**
 * What only an iDRAC has: the Lifecycle Controller's jobs and its readiness. Capture: {@code
 * Managers/iDRAC.Embedded.1/Oem/Dell/Jobs/JID_…}, {@code DellLCService}, {@code DellJobService};
 * behaviour: the field notes on job queues (findings 11 to 15).
 */
final class DellRoutes {
  private static final String OEM = "/redfish/v1/Managers/iDRAC.Embedded.1/Oem/Dell";
  static final String JOBS = OEM + "/Jobs";
  static final String JOB_SERVICE = OEM + "/DellJobService";
  static final String LIFECYCLE = OEM + "/DellLCService";
  static final String MONITORS = "/redfish/v1/TaskService/TaskMonitors";
  private static final String STATUS_ACTION =
      LIFECYCLE + "/Actions/DellLCService.GetRemoteServicesAPIStatus";
  private static final String DELETE_ACTION =
      JOB_SERVICE + "/Actions/DellJobService.DeleteJobQueue";
  private static final String CLEAR_ACTION =
      "/redfish/v1/Systems/System.Embedded.1/Bios/Settings/Actions/Oem/DellManager.ClearPending";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Tree tree;
  private final UpdateTasks updates;

  DellRoutes(Tree tree) {
    this.tree = tree;
    this.updates = new UpdateTasks(tree);
  }

  List<Route> routes() {
    return List.of(
        tree.get(JOBS, request -> RedfishResponse.ok(all())),
        tree.post(JOBS, this::create),
        tree.get(JOBS + "/{}", this::one),
        tree.delete(JOBS + "/{}", request -> delete(request.part())),
        tree.get(JOB_SERVICE, request -> RedfishResponse.ok(service(JOB_SERVICE, DELETE_ACTION))),
        tree.post(DELETE_ACTION, this::deleteQueue),
        tree.get(LIFECYCLE, request -> RedfishResponse.ok(service(LIFECYCLE, STATUS_ACTION))),
        tree.post(STATUS_ACTION, request -> RedfishResponse.ok(status())),
        tree.post(CLEAR_ACTION, this::clear),
        tree.get(MONITORS + "/{}", this::monitor));
  }

  private Map<String, Object> all() {
    return Resource.collection(
        JOBS,
        "DellJobCollection",
        "Job Queue",
        Stream.concat(tree.jobs().all().stream().map(DellJobs.Job::id), updates.ids().stream())
            .map(id -> JOBS + "/" + id)
            .toList());
  }

  private RedfishResponse one(RedfishRequest request) {
    var update = updates.update(request.part());
    if (update.isEmpty()) {
      return RedfishResponse.ok(body(job(request)));
    }
    var percent = update.get().percent(tree.server().time().now());
    return RedfishResponse.ok(UpdateTasks.job(JOBS + "/" + request.part(), update.get(), percent));
  }

  private DellJobs.Job job(RedfishRequest request) {
    return tree.jobs().job(request.part()).orElseThrow(() -> tree.missing(request.path()));
  }

  private static Map<String, Object> body(DellJobs.Job job) {
    var body =
        Resource.of(
            JOBS + "/" + job.id(),
            "#DellJob.v1_2_0.DellJob",
            job.id(),
            "Configure: BIOS.Setup.1-1");
    body.put("JobType", "BIOSConfiguration");
    body.put("JobState", job.state().label());
    body.put("Message", job.message());
    body.put("MessageId", job.messageId());
    body.put("MessageArgs", List.of());
    body.put("PercentComplete", job.percent());
    body.put("StartTime", TIME.format(job.created().truncatedTo(ChronoUnit.SECONDS)));
    body.put("CompletionTime", localTime(job.ended()));
    body.put("EndTime", "TIME_NA");
    body.put("TargetSettingsURI", null);
    return body;
  }

  static @Nullable String localTime(@Nullable Instant instant) {
    return instant == null ? null : TIME.format(instant.truncatedTo(ChronoUnit.SECONDS));
  }

  private RedfishResponse create(RedfishRequest request) {
    var target = Bodies.requiredText(tree, request.object(tree.dialect()), "TargetSettingsURI");
    if (!target.equals(tree.dialect().biosSettings())) {
      throw new RedfishError(400, tree.base("PropertyValueNotInList", target, "TargetSettingsURI"));
    }
    if (tree.jobs().unfinished().isEmpty() && tree.jobs().uncommitted().isEmpty()) {
      throw new RedfishError(
          400, tree.idrac("RAC0505", "There are no pending values to apply.", "Warning"));
    }
    var made = new DellBios(tree).commit();
    return new RedfishResponse(200, made.headers(), null, () -> {});
  }

  private RedfishResponse delete(String id) {
    var update = updates.update(id);
    if (update.isPresent()) {
      if (!tree.server().updates().cancel(update.get().number())) {
        throw new RedfishError(
            400, tree.idrac("SUP016", "A job that runs cannot be deleted.", "Warning"));
      }
      return tree.done();
    }
    if (tree.jobs().job(id).isEmpty()) {
      throw tree.missing(JOBS + "/" + id);
    }
    if (!tree.jobs().delete(id)) {
      throw new RedfishError(
          400, tree.idrac("SUP016", "A job that runs cannot be deleted.", "Warning"));
    }
    return tree.done();
  }

  private RedfishResponse deleteQueue(RedfishRequest request) {
    var id =
        Bodies.actionText(
            tree, request.object(tree.dialect()), "DellJobService.DeleteJobQueue", "JobID");
    if (!id.startsWith("JID_CLEARALL")) {
      return delete(id);
    }
    tree.jobs().deleteAll();
    for (var update : tree.server().updates().all()) {
      tree.server().updates().cancel(update.number());
    }
    tree.jobs().dropUncommitted();
    return tree.done();
  }

  private RedfishResponse clear(RedfishRequest request) {
    if (tree.jobs().unfinished().isPresent()) {
      throw new RedfishError(
          400, tree.idrac("SYS011", "Pending values are committed already.", "Warning"));
    }
    tree.jobs().dropUncommitted();
    tree.server().bios().clearPending(Channel.REDFISH);
    return tree.done();
  }

  private Map<String, Object> status() {
    var ready = tree.server().bmc().lifecycleReady();
    var phase = tree.server().power().phase();
    var body = new LinkedHashMap<String, Object>();
    body.put("LCStatus", ready ? "Ready" : "NotInitialized");
    body.put("RTStatus", ready ? "Ready" : "NotReady");
    body.put("Status", ready ? "Ready" : "NotReady");
    body.put(
        "ServerStatus",
        phase == BootPhase.OFF ? "PoweredOff" : phase.inPost() ? "InPOST" : "OutOfPOST");
    body.put("@Message.ExtendedInfo", List.of(tree.base("Success").json()));
    return body;
  }

  private static Map<String, Object> service(String path, String action) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    var body = Resource.of(path, "#" + name + ".v1_3_0." + name, name, name);
    body.put(
        "Actions",
        Map.of("#" + action.substring(action.lastIndexOf('/') + 1), Resource.action(action)));
    return body;
  }

  /** DSP0266 12.2: 202 while it runs, then the result. */
  private RedfishResponse monitor(RedfishRequest request) {
    var id = request.part();
    var update = updates.update(id);
    var task = update.isPresent() ? updates.task(id) : TaskRoutes.task(job(request));
    var over = update.isPresent() ? !update.get().state().active() : job(request).state().done();
    return over
        ? RedfishResponse.ok(task)
        : new RedfishResponse(
            202, Map.of("Location", MONITORS + "/" + id, "Retry-After", "30"), task, () -> {});
  }

  /** All routes of a personality. */
  static List<Route> of(Tree tree) {
    return tree.dialect().dell() ? new DellRoutes(tree).routes() : new ArrayList<>();
  }
}
