package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.named;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.original.OriginalRuns;
import org.hwautomation.provisioning.original.ServerPast;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Problem;
import org.hwautomation.server.Route;
import org.hwautomation.server.RouteParameter;
import org.hwautomation.server.Shape;

/** What the original ran, and when servers were switched on and off. */
public final class HistoryResource {
  private static final Shape LONG_TEXT = text(10_000_000);
  private static final Shape NUMBER = integer(Long.MIN_VALUE, Long.MAX_VALUE);

  private static final List<Shape.Field> RUN_FIELDS =
      List.of(
          required("id", NUMBER, "its number in workflow_history"),
          required("workflow_id", LONG_TEXT, "the original's name for it; not unique"),
          required("server_id", LONG_TEXT, "its server, which may be gone"),
          required("hostname", LONG_TEXT, "what people call that"),
          optional("device_type", LONG_TEXT, "what the server was to be"),
          required("status", LONG_TEXT, "a word of the original's, or interrupted"),
          required("written_status", LONG_TEXT, "the word that stands in the database"),
          optional("why", text(), "why it is shown as interrupted"),
          optional("started_at", LONG_TEXT, "as the original wrote it: without a zone"),
          optional("completed_at", LONG_TEXT, "as the original wrote it: without a zone"),
          required("steps_completed", NUMBER, "completed and skipped steps"),
          required("total_steps", NUMBER, "how many there were"),
          optional("error_message", LONG_TEXT, "what went wrong; credentials are ***"),
          required("metadata_bytes", NUMBER, "how much it left besides"));

  private static final Shape RUN = named("OriginalRun", new Shape.ObjectOf(RUN_FIELDS));

  private static final Shape STEP =
      object(
          optional("name", LONG_TEXT, "its name"),
          optional("status", LONG_TEXT, "a word of the original's, or interrupted"),
          optional("started_at", LONG_TEXT, "without a zone"),
          optional("completed_at", LONG_TEXT, "without a zone"),
          optional("error_message", LONG_TEXT, "what went wrong; credentials are ***"));

  private static final Shape DETAIL =
      named(
          "OriginalRunDetail",
          new Shape.ObjectOf(
              new ArrayList<>(
                  Stream.concat(
                          RUN_FIELDS.stream(),
                          Stream.of(
                              required("steps", list(STEP), "in order, at most 1,000"),
                              required("context", map(any()), "what it was about"),
                              required("metadata", map(any()), "all else; credentials are ***"),
                              optional("metadata_problem", text(), "why that is not shown")))
                      .toList())));

  private static final Shape POWER =
      named(
          "PowerState",
          object(
              required("id", NUMBER, "its number"),
              required("server_id", LONG_TEXT, "the server, which may be gone"),
              required("hostname", LONG_TEXT, "what people call that"),
              optional("old_state", LONG_TEXT, "what it was"),
              required("new_state", LONG_TEXT, "what it is from then on"),
              optional(
                  "changed_at",
                  LONG_TEXT,
                  "without a zone: in UTC, or as whoever wrote it counted"),
              optional("changed_by", LONG_TEXT, "who did it")));

  private static final RouteParameter SERVER =
      RouteParameter.query("server", text(200), "only of this server, by host name or id");
  private static final RouteParameter CURSOR =
      RouteParameter.query("cursor", integer(1, 999_999_999_999_999L), "next of the page before");

  private final WorkflowManager manager;

  public HistoryResource(WorkflowManager manager) {
    this.manager = manager;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/history", "listHistory", "What the original ran, newest first")
            .with(SERVER, CURSOR, Shapes.limit(1_000))
            .gives(Shapes.page(RUN))
            .by(this::runs),
        Route.get("/api/v1/history/{row}", "showHistory", "All about one of these, with its steps")
            .with(RouteParameter.path("row", "its number"))
            .gives(DETAIL)
            .by(this::run),
        Route.get(
                "/api/v1/power-states",
                "listPowerStates",
                "When servers were switched on and off, newest first")
            .with(SERVER, CURSOR, Shapes.limit(1_000))
            .gives(Shapes.page(POWER))
            .by(this::powerStates));
  }

  private Answer runs(Call call) {
    var history = manager.store().originalHistory();
    var limit = call.number("limit", 100);
    var server = call.query("server").map(this::serverId);
    var found = history.list(server, cursor(call), limit + 1);
    var page = found.subList(0, Math.min(limit, found.size()));
    var names = names(page.stream().map(run -> run.serverId()).toList());
    return Pages.of(
        page.stream().map(run -> OriginalRuns.row(run, names.apply(run.serverId()))).toList(),
        found.size() > limit ? Optional.of(String.valueOf(page.getLast().id())) : Optional.empty(),
        Optional.of(history.count(server)));
  }

  private Answer run(Call call) {
    var row = call.in("row");
    var run =
        Optional.of(row)
            .filter(text -> text.matches("[0-9]{1,18}"))
            .flatMap(text -> manager.store().originalHistory().find(Long.parseLong(text)))
            .orElseThrow(
                () ->
                    Problem.of(
                            "history-not-found",
                            404,
                            "There is no such row",
                            "the original wrote no row '%s'".formatted(row))
                        .withHint("GET /api/v1/history lists them.")
                        .exception());
    return Answer.of(
        OriginalRuns.detail(
            manager.store(), run, names(List.of(run.serverId())).apply(run.serverId())));
  }

  private Answer powerStates(Call call) {
    var power = manager.store().powerStates();
    var limit = call.number("limit", 100);
    var server = call.query("server").map(this::serverId);
    var found = power.list(server, cursor(call), limit + 1);
    var page = found.subList(0, Math.min(limit, found.size()));
    var names = names(page.stream().map(change -> change.serverId()).toList());
    return Pages.of(
        page.stream().map(each -> ServerPast.power(each, names.apply(each.serverId()))).toList(),
        found.size() > limit ? Optional.of(String.valueOf(page.getLast().id())) : Optional.empty(),
        Optional.of(power.count(server)));
  }

  private static OptionalLong cursor(Call call) {
    return call.query("cursor")
        .map(text -> OptionalLong.of(Long.parseLong(text)))
        .orElse(OptionalLong.empty());
  }

  private String serverId(String name) {
    return manager.store().inventory().findByName(name).map(r -> r.serverId()).orElse(name);
  }

  /** What people call these servers. */
  private UnaryOperator<String> names(List<String> serverIds) {
    var known = manager.store().inventory().hostnames(Set.copyOf(serverIds));
    return id -> known.getOrDefault(id, id);
  }
}
