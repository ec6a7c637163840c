package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.flag;
import static org.hwautomation.server.Shape.instant;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.oneOf;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.schedule.FireTimes;
import org.hwautomation.provisioning.schedule.ScheduleCheck;
import org.hwautomation.provisioning.schedule.ScheduleDocument;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Problem;
import org.hwautomation.server.ProblemException;
import org.hwautomation.server.Route;
import org.hwautomation.server.RouteParameter;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Role;
import org.hwautomation.store.Firings;
import org.hwautomation.store.ScheduleRecord;
import org.hwautomation.store.ScheduleTerms;
import org.hwautomation.store.ScheduleTerms.Missed;
import org.hwautomation.store.ScheduleTerms.Overlap;
import org.hwautomation.store.ScheduledWork;
import org.hwautomation.store.Schedules;
import org.jspecify.annotations.Nullable;

/** Schedules: made, read, changed, held back, fired, and what became of their times. */
public final class ScheduleResource {
  private static final int USUAL_LIMIT = 3_600;
  private static final int LONGEST_LIMIT = 31 * 86_400;
  private static final int MOST_TIMES = 1_000;
  private static final int SHOWN_FIRINGS = 50;

  private static final RouteParameter NAME = RouteParameter.path("schedule", "its name");
  private static final RouteParameter IF_MATCH =
      RouteParameter.header("If-Match", text(200), "the ETag of what the change is based on");

  private static final Shape.Field CRON =
      required("cron", text(250), "minute, hour, day of the month, month, day of the week");
  private static final Shape.Field ZONE =
      required("zone", text(100), "a time zone, such as Europe/Berlin");
  private static final Shape.Field DESCRIPTION = optional("description", text(1_000), "for people");
  private static final Shape.Field TEMPLATE = required("template", text(200), "what is started");
  private static final Shape.Field SERVERS =
      optional("servers", list(text(253)), "host names or ids, a run each");
  private static final Shape.Field DEVICE_TYPE =
      optional("device_type", text(200), "what they are; else as the inventory knows each");
  private static final Shape.Field INPUTS =
      optional("inputs", map(any()), "by the input's name; no secrets");
  private static final Shape.Field OVERLAP =
      optional("overlap", oneOf("skip", "queue", "allow"), "if its last run is not over; skip");
  private static final Shape.Field MISSED =
      optional("missed", oneOf("skip", "once"), "if no service ran when it was due; skip");
  private static final Shape.Field LIMIT =
      optional(
          "missed_limit_seconds", integer(1, LONGEST_LIMIT), "how late it may be started; 3600");

  private static final Shape FIRING =
      Shape.named(
          "Firing",
          object(
              required("schedule", text(), "whose time it was"),
              required("fired_at", instant(), "the time"),
              required("cause", text(), "schedule, or who asked for it"),
              required(
                  "outcome", text(), "waiting, started, refused, overlapped, missed or partly"),
              required("run_ids", list(text()), "the runs that it started"),
              optional("ended_at", instant(), "when nothing more of it was to be started"),
              required(
                  "starts",
                  list(
                      object(
                          optional("server", text(), "null for work about no server"),
                          required("outcome", text(), "started, refused, overlapped or missed"),
                          optional("workflow_id", text(), "the run's name"),
                          optional("run_id", text(), "the run"),
                          optional("message", text(100_000), "why there is none"))),
                  "what became of it, by server")));

  private static final Shape SCHEDULE =
      Shape.named(
          "Schedule",
          object(
              required("name", text(), "its name"),
              DESCRIPTION,
              CRON,
              ZONE,
              TEMPLATE,
              SERVERS,
              DEVICE_TYPE,
              INPUTS,
              OVERLAP,
              MISSED,
              LIMIT,
              required("paused", flag(), "true if it does not fire"),
              required("revision", integer(1, Integer.MAX_VALUE), "also its ETag"),
              required("created_by", text(), "such as user:alice"),
              required("created_at", instant(), "when"),
              required("changed_by", text(), "such as user:alice"),
              required("changed_at", instant(), "when"),
              required("next", list(instant()), "the coming times; none while paused"),
              optional("last", FIRING, "the newest time that came"),
              optional("firings", list(FIRING), "the newest of them, where one is shown")));

  private final WorkflowManager manager;
  private final ScheduleCheck check;

  public ScheduleResource(WorkflowManager manager) {
    this.manager = manager;
    this.check = new ScheduleCheck(manager);
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/schedules", "listSchedules", "What starts by the clock")
            .gives(Shapes.page(SCHEDULE))
            .by(_ -> Pages.all(schedules().list().stream().map(this::document).toList())),
        Route.post("/api/v1/schedules", "addSchedule", "Makes a schedule; it fires from now on")
            .role(Role.OPERATOR)
            .takes(
                object(
                    required("name", text(64), "a-z, 0-9, . _ -"),
                    DESCRIPTION,
                    CRON,
                    ZONE,
                    TEMPLATE,
                    SERVERS,
                    DEVICE_TYPE,
                    INPUTS,
                    OVERLAP,
                    MISSED,
                    LIMIT))
            .gives(201, SCHEDULE)
            .startsWork()
            .by(this::add),
        Route.post(
                "/api/v1/schedules/check", "checkSchedule", "When a cron text fires; keeps nothing")
            .takes(
                object(
                    CRON,
                    ZONE,
                    optional("count", integer(1, MOST_TIMES), "how many times; 5"),
                    optional("after", instant(), "from when on; now if absent")))
            .gives(object(CRON, ZONE, required("next", list(instant()), "the times")))
            .by(this::times),
        Route.get("/api/v1/schedules/{schedule}", "showSchedule", "A schedule and its last times")
            .with(NAME)
            .gives(SCHEDULE)
            .by(call -> whole(find(call))),
        Route.put("/api/v1/schedules/{schedule}", "changeSchedule", "Gives it other terms")
            .role(Role.OPERATOR)
            .with(NAME, IF_MATCH)
            .takes(
                object(
                    optional("name", text(64), "its name; it can't be changed"),
                    DESCRIPTION,
                    CRON,
                    ZONE,
                    TEMPLATE,
                    SERVERS,
                    DEVICE_TYPE,
                    INPUTS,
                    OVERLAP,
                    MISSED,
                    LIMIT))
            .gives(SCHEDULE)
            .by(this::change),
        Route.delete("/api/v1/schedules/{schedule}", "removeSchedule", "What it started goes on")
            .role(Role.OPERATOR)
            .with(NAME, IF_MATCH)
            .givesNothing()
            .by(this::remove),
        order("pause", "Keeps it from firing")
            .gives(SCHEDULE)
            .by(
                call -> {
                  schedules().pause(find(call).name(), call.actor(), reason(call));
                  return whole(find(call));
                }),
        order("resume", "Lets it fire again; times that came meanwhile are left out")
            .gives(SCHEDULE)
            .by(
                call -> {
                  schedules().resume(find(call).name(), call.actor(), reason(call));
                  return whole(find(call));
                }),
        order("run", "Has it fire now, paused or not").gives(FIRING).startsWork().by(this::run));
  }

  private static Route.Builder order(String name, String summary) {
    return Route.post("/api/v1/schedules/{schedule}/" + name, name + "Schedule", summary)
        .role(Role.OPERATOR)
        .with(NAME)
        .takes(object(Shapes.REASON));
  }

  private Schedules schedules() {
    return manager.store().schedules();
  }

  private Firings firings() {
    return manager.store().firings();
  }

  private Instant now() {
    return manager.engine().time().now();
  }

  private ScheduleRecord find(Call call) {
    var name = call.in("schedule");
    return schedules().find(name).orElseThrow(() -> notFound(name));
  }

  private static ProblemException notFound(String name) {
    return Problem.of(
            "schedule-not-found", 404, "There is no such schedule", "'" + name + "' is none")
        .withHint("GET /api/v1/schedules lists them.")
        .exception();
  }

  private Map<String, @Nullable Object> document(ScheduleRecord schedule) {
    return ScheduleDocument.of(
        schedule, firings().of(schedule.name(), 1).stream().findFirst(), now());
  }

  private Answer whole(ScheduleRecord schedule) {
    var document = new LinkedHashMap<>(document(schedule));
    document.put(
        "firings",
        firings().of(schedule.name(), SHOWN_FIRINGS).stream().map(ScheduleDocument::of).toList());
    return Answer.of(document).with("ETag", "\"" + schedule.revision() + "\"");
  }

  private Answer add(Call call) {
    var name = call.text("name");
    var terms = terms(call);
    check.require(name, terms);
    if (!schedules().add(name, terms, call.actor())) {
      throw Problem.of(
              "schedule-exists",
              409,
              "There is such a schedule",
              "'%s' is one already".formatted(name))
          .withHint("Change it with PUT, or take another name.")
          .exception();
    }
    var made = schedules().find(name).orElseThrow(() -> notFound(name));
    return Answer.created("/api/v1/schedules/" + name, document(made))
        .with("ETag", "\"" + made.revision() + "\"");
  }

  private ScheduleTerms terms(Call call) {
    var texts =
        StartBody.inputs(manager.library().get(call.text("template")), call.fields("inputs"));
    var inputs = new LinkedHashMap<>(texts.open());
    inputs.putAll(texts.secret()); // which are refused by name
    return new ScheduleTerms(
        new ScheduledWork(
            call.text("template"), call.texts("servers"), call.words("device_type"), inputs),
        call.text("cron").strip(),
        call.text("zone"),
        Overlap.valueOf(call.optionalText("overlap").orElse("skip").toUpperCase(Locale.ROOT)),
        Missed.valueOf(call.optionalText("missed").orElse("skip").toUpperCase(Locale.ROOT)),
        Duration.ofSeconds(number(call, "missed_limit_seconds", USUAL_LIMIT)),
        call.words("description").orElse(""));
  }

  private static int number(Call call, String name, int otherwise) {
    return call.body().get(name) instanceof Number number ? number.intValue() : otherwise;
  }

  private Answer times(Call call) {
    var times = FireTimes.of(call.text("cron"), call.text("zone"));
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("cron", times.cron().toString());
    document.put("zone", times.zone().getId());
    document.put(
        "next",
        times.next(after(call).orElseGet(this::now), number(call, "count", 5)).stream()
            .map(Instant::toString)
            .toList());
    return Answer.of(document);
  }

  private static Optional<Instant> after(Call call) {
    try {
      return call.words("after").map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("after is no instant such as 2027-03-28T00:00:00Z", e);
    }
  }

  private Answer change(Call call) {
    var before = find(call);
    var based =
        basis(call)
            .orElseThrow(
                () ->
                    Problem.of(
                            "basis-needed",
                            428,
                            "Say what the change is based on",
                            "If-Match must be sent")
                        .withHint("Send If-Match with the ETag of GET.")
                        .exception());
    if (call.words("name").filter(name -> !name.equals(before.name())).isPresent()) {
      throw new IllegalArgumentException(
          "the name of schedule '%s' can't be changed; make another".formatted(before.name()));
    }
    var terms = terms(call);
    check.require(before.name(), terms);
    if (!schedules().change(before.name(), OptionalLong.of(based), terms, call.actor())) {
      throw changed(before.name());
    }
    return whole(find(call));
  }

  private Answer remove(Call call) {
    var name = find(call).name();
    var based = basis(call);
    if (!schedules()
        .remove(
            name,
            based.map(OptionalLong::of).orElse(OptionalLong.empty()),
            call.actor(),
            "removed")) {
      throw changed(name);
    }
    return Answer.nothing();
  }

  /** The revision of If-Match; one that there never was for a text that is none. */
  private static Optional<Long> basis(Call call) {
    return call.header("If-Match")
        .map(tag -> tag.replace("\"", "").replaceFirst("^W/", ""))
        .map(tag -> tag.matches("\\d{1,18}") ? Long.parseLong(tag) : 0L);
  }

  private static ProblemException changed(String name) {
    return Problem.of(
            "changed-meanwhile",
            412,
            "It is not what it was",
            "schedule '%s' was changed by somebody else".formatted(name))
        .withHint("Read it again, make your change to that, and save it with its ETag.")
        .exception();
  }

  private Answer run(Call call) {
    var name = find(call).name();
    var at = firings().ask(name, call.actor(), reason(call)).orElseThrow(() -> notFound(name));
    return Answer.of(
        firings().find(name, at).map(ScheduleDocument::of).orElseThrow(() -> notFound(name)));
  }

  private static String reason(Call call) {
    return call.words("reason").orElse("");
  }
}
