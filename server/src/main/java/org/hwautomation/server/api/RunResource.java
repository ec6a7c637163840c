package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.flag;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.oneOf;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.JournalDocument;
import org.hwautomation.provisioning.runs.RunDetail;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.runs.RunRow;
import org.hwautomation.provisioning.runs.RunStart;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Route;
import org.hwautomation.server.RouteParameter;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Role;
import org.hwautomation.store.RunSearch;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.WorkflowStatus;

/** Runs: started, listed, looked at. */
public final class RunResource {
  private static final Shape START =
      object(
          required("template", text(200), "what to run, as GET /api/v1/templates lists it"),
          optional(
              "server",
              text(200),
              "host name or MAAS system id; none for a template about no server"),
          optional("device_type", text(100), "what it is; as the inventory knows it if not given"),
          optional("inputs", map(any()), "as the template declares them"),
          optional("workflow_id", text(200), "a name for the run; TEMPLATE-SERVER if not given"),
          optional("queue", flag(), "true to wait if another run has the server"),
          Shapes.WINDOW,
          Shapes.NOW,
          optional("allow_in_use", text(1_000), "why a server in use may be written to; audited"),
          optional(
              "approve_bios",
              list(text(200)),
              "dangerous BIOS settings that may change; needs reason, audited"),
          Shapes.REASON);

  static final RouteParameter AFTER =
      RouteParameter.query(
          "after", Shape.integer(0, Integer.MAX_VALUE), "only entries with a greater number");

  private final WorkflowManager manager;

  public RunResource(WorkflowManager manager) {
    this.manager = manager;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/runs", "listRuns", "Runs, newest first")
            .with(
                RouteParameter.repeated(
                    "status",
                    oneOf("pending", "running", "completed", "failed", "cancelled"),
                    "only these"),
                RouteParameter.repeated("phase", oneOf(phases()), "only these"),
                RouteParameter.query("server", text(200), "only of this server"),
                RouteParameter.query("definition", text(200), "only of this template"),
                RouteParameter.query("batch", text(200), "only of this batch"),
                RouteParameter.query("text", text(200), "words that must all be found in it"),
                RouteParameter.query("cursor", text(200), "next of the page before"),
                Shapes.limit(1_000))
            .gives(Shapes.page(Shapes.RUN))
            .by(this::listRuns),
        Route.post("/api/v1/runs", "startRun", "Starts a run; this service executes it")
            .role(Role.OPERATOR)
            .takes(START)
            .gives(201, Shapes.RUN)
            .startsWork()
            .by(this::start),
        Route.get("/api/v1/runs/{run}", "showRun", "All about a run")
            .with(Shapes.RUN_ID)
            .gives(Shapes.RUN_DETAIL)
            .by(this::show),
        Route.get("/api/v1/runs/{run}/events", "listEvents", "A run's journal")
            .with(Shapes.RUN_ID, AFTER, Shapes.limit(10_000))
            .gives(Shapes.page(Shapes.ENTRY))
            .by(call -> events(manager, RunNames.find(manager, call.in("run")), call)),
        Route.get(
                "/api/v1/runs/{run}/export",
                "exportRun",
                "All that is known of a run, in one document")
            .with(Shapes.RUN_ID)
            .gives(map(any()))
            .by(
                call ->
                    Answer.of(
                        JournalDocument.export(
                            manager.store(), RunNames.find(manager, call.in("run")), "service"))));
  }

  private static String[] phases() {
    return java.util.Arrays.stream(Phase.values()).map(Phase::wireName).toArray(String[]::new);
  }

  private Answer listRuns(Call call) {
    var store = manager.store();
    var limit = call.number("limit", 100);
    var search =
        new RunSearch(
            statuses(call.queries("status")),
            call.queries("phase").stream()
                .map(name -> Phase.valueOf(name.toUpperCase(Locale.ROOT)))
                .collect(Collectors.toSet()),
            call.query("server").map(this::serverId),
            call.query("definition").map(name -> name.replace('-', '_')),
            call.query("batch"),
            call.query("text"),
            call.query("cursor"),
            limit + 1);
    var found = store.search(search);
    var page = found.subList(0, Math.min(limit, found.size()));
    var names = new RunNames(manager).knowing(page);
    return Pages.of(
        page.stream().map(run -> RunRow.document(run, names)).toList(),
        found.size() > limit ? Optional.of(page.getLast().runId()) : Optional.empty(),
        Optional.of(
            search.before().isEmpty() && found.size() <= limit
                ? found.size() // all that there are: nothing need be counted
                : store.count(search)));
  }

  private static Set<WorkflowStatus> statuses(List<String> names) {
    return names.stream()
        .map(name -> WorkflowStatus.valueOf(name.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toSet());
  }

  private String serverId(String name) {
    return manager.store().inventory().findByName(name).map(r -> r.serverId()).orElse(name);
  }

  private Answer start(Call call) {
    var request = StartBody.read(manager, call);
    var run = new RunStart(manager).prepare(request).start();
    var record = RunNames.find(manager, run.runId());
    return Answer.created(
        "/api/v1/runs/" + run.runId(), RunRow.document(record, new RunNames(manager)));
  }

  private Answer show(Call call) {
    return Answer.of(RunDetail.of(manager, RunNames.find(manager, call.in("run"))).document());
  }

  /** The journal of a run, as the request pages it. */
  static Answer events(WorkflowManager manager, RunRecord run, Call call) {
    var limit = call.number("limit", 1_000);
    var entries = manager.store().entries(run.runId(), call.number("after", 0));
    var page = entries.subList(0, Math.min(limit, entries.size()));
    return Pages.of(
        page.stream().map(JournalDocument::withWords).toList(),
        entries.size() > limit
            ? Optional.of(String.valueOf(page.getLast().seq()))
            : Optional.empty(),
        Optional.of(run.lastSeq()));
  }
}
