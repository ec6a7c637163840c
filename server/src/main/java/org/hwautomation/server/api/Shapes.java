package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.flag;
import static org.hwautomation.server.Shape.instant;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.named;
import static org.hwautomation.server.Shape.number;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hwautomation.server.RouteParameter;
import org.hwautomation.server.Shape;

/** What the documents that several routes give look like. */
final class Shapes {
  private static final Shape LONG_TEXT = text(1_000_000);
  private static final Shape COUNT = integer(0, Integer.MAX_VALUE);

  private static final List<Shape.Field> RUN_FIELDS =
      List.of(
          required("run_id", text(), "its id; ids sort by the time of the start"),
          required("workflow_id", text(), "its name; only one live run has it"),
          required("definition", text(), "the template's name"),
          optional("server_id", text(), "MAAS's id of its server"),
          required("hostname", text(), "of its server; blank without one"),
          optional("device_type", text(), "what the server is"),
          required(
              "status",
              Shape.oneOf("pending", "running", "completed", "failed", "cancelled"),
              "how it stands"),
          required("phase", text(), "more of it, such as held or parked; none for nothing"),
          required("interrupted", flag(), "true if no living process executes it"),
          optional("current_step_name", text(), "the step it is at"),
          required("steps_completed", COUNT, "completed and skipped steps"),
          required("steps", COUNT, "how many there are"),
          optional("message", LONG_TEXT, "the error, or why it waits"),
          required("started_by", text(), "such as user:alice"),
          optional("batch_id", text(), "the batch it belongs to"),
          required("start_time", instant(), "when it was started"),
          optional("end_time", instant(), "when it ended"));

  static final Shape.Field WINDOW =
      optional(
          "window",
          text(100),
          "the maintenance window that points of no return wait for; as configured if not given");

  static final Shape.Field NOW =
      optional("now", text(1_000), "why it waits for no maintenance window; audited");

  static final Shape RUN = named("Run", new Shape.ObjectOf(RUN_FIELDS));

  static final Shape ACTION =
      named(
          "LegalAction",
          object(
              required("kind", text(), "such as resume"),
              required("command", text(), "the command line that does it"),
              required("effect", LONG_TEXT, "what it would do")));

  static final Shape SITUATION =
      named(
          "Situation",
          object(
              required("hostname", text(), "what people call it"),
              optional("server_id", text(), "MAAS's id"),
              optional("rack", text(), "in which rack it stands"),
              optional("unit", COUNT, "at which unit of it, from 1 at the bottom"),
              optional("model", text(), "what it is"),
              optional("serial", text(), "its serial number"),
              required("urgency", text(), "needs_person, slow, running or quiet"),
              required("kind", text(), "the worst cause's kind"),
              required("message", LONG_TEXT, "the worst cause in words"),
              required(
                  "causes",
                  list(
                      object(
                          required("kind", text(), "its kind"),
                          required("message", LONG_TEXT, "in words"),
                          required("evidence", list(LONG_TEXT), "what that is known from"))),
                  "why it stands so, the worst first"),
              optional("run_id", text(), "the run that decides it"),
              optional("current_step_name", text(), "where it is"),
              optional("waited_seconds", number(), "for how long"),
              optional("usual_seconds", number(), "how long that usually takes"),
              optional("care", any(), "who looks after it, where that is asked for; no notes"),
              required("safe_to_power_off", flag(), "whether power may be cut"),
              required("power_off_reason", LONG_TEXT, "why"),
              required("actions", list(ACTION), "what may be done, the likeliest first")));

  static final Shape STEP =
      named(
          "Step",
          object(
              required("path", text(), "unique in the run"),
              required("name", text(), "its name"),
              required("description", text(), "what it does"),
              required("kind", text(), "main, undo, on_failure or always"),
              required("status", text(), "pending, running, completed, failed or skipped"),
              required("attempts", list(any()), "each with its end"),
              optional("usual_seconds", number(), "how long it usually takes"),
              optional("result", any(), "what it left")));

  static final Shape RUN_DETAIL =
      named(
          "RunDetail",
          new Shape.ObjectOf(
              joined(
                  RUN_FIELDS,
                  required("situation", SITUATION, "how it stands, and what may be done"),
                  required("steps_detail", list(STEP), "all steps in order"),
                  optional("progress", any(), "what a step last said of itself"),
                  required("tree", map(any()), "the definition"),
                  required("inputs", map(any()), "what it was given; secrets are ***"),
                  required("values", map(any()), "what its steps left besides"),
                  optional("open_point", any(), "the point of no return that is open"),
                  optional(
                      "window",
                      object(
                          optional("name", text(), "the maintenance window that holds for it"),
                          optional("opens", instant(), "when it opens, if it waits for that"),
                          optional("overridden_by", text(), "who lets it wait for none"),
                          optional("reason", text(), "why")),
                      "when it may enter points of no return; at any time if null"),
                  required("last_seq", COUNT, "the number of its last journal entry"))));

  static final Shape ENTRY =
      named(
          "JournalEntry",
          object(
              required("seq", COUNT, "its number, from 1 without gaps"),
              required("epoch", COUNT, "which ownership wrote it"),
              required("type", text(), "the event's name"),
              required("at", instant(), "when"),
              required("actor", text(), "who caused it"),
              required("payload", map(any()), "the event; secrets are ***"),
              required("text", LONG_TEXT, "in one line"),
              optional("step", text(), "the step's path")));

  static final Shape SERVER =
      named(
          "Server",
          object(
              required("server_id", text(), "MAAS's id"),
              required("hostname", text(), "what people call it"),
              optional("rack", text(), "in which rack it stands"),
              optional("unit", COUNT, "at which unit of it, from 1 at the bottom"),
              optional("vendor", text(), "who made it"),
              optional("model", text(), "what it is"),
              optional("serial", text(), "its serial number"),
              optional("device_type", text(), "what it is to be"),
              required("state", text(), "needs_person, slow, running, ready or quiet"),
              required("kind", text(), "the worst cause's kind"),
              required("message", LONG_TEXT, "in words"),
              required("safe_to_power_off", flag(), "whether power may be cut"),
              required("power_off_reason", LONG_TEXT, "why")));

  /** The reason that goes into journal and audit. */
  static final Shape.Field REASON =
      optional("reason", text(1_000), "why, for the journal and the audit");

  static final RouteParameter RUN_ID = RouteParameter.path("run", "a run id or workflow id");
  static final RouteParameter SERVER_NAME =
      RouteParameter.path("server", "a host name or MAAS system id");

  private Shapes() {}

  /** A page of a list. */
  static Shape page(Shape each) {
    return object(
        required("items", list(each), "in order"),
        optional("next", text(), "the cursor of the next page"),
        optional("total", COUNT, "how many there are on all pages"));
  }

  static RouteParameter limit(int most) {
    return RouteParameter.query("limit", integer(1, most), "at most so many");
  }

  private static List<Shape.Field> joined(List<Shape.Field> first, Shape.Field... more) {
    return new ArrayList<>(Stream.concat(first.stream(), Stream.of(more)).toList());
  }
}
