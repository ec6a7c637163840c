package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.flag;
import static org.hwautomation.server.Shape.instant;
import static org.hwautomation.server.Shape.integer;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.named;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.CareOrders;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Route;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Role;
import org.hwautomation.store.RunCare.Acknowledgement;
import org.hwautomation.store.RunCare.Care;

/** Who looks after runs that need a person. */
public final class CareResource {
  private static final int MONTH = 30 * 24 * 3_600;

  private static final Shape CARE =
      named(
          "RunCare",
          object(
              required("run_id", text(), "the run; those that resume it share this"),
              optional("owner", text(), "who has taken it on"),
              optional("acknowledged_by", text(), "who has seen it"),
              optional("acknowledged_until", instant(), "until when it needs nobody else"),
              required("acknowledged", flag(), "whether that is still so"),
              optional("ticket", text(), "its number or address elsewhere"),
              required(
                  "notes",
                  list(
                      object(
                          required("number", integer(1, Integer.MAX_VALUE), "from 1"),
                          required("actor", text(), "who noted it"),
                          required("at", instant(), "when"),
                          required("text", text(), "what"))),
                  "the oldest first")));

  private final WorkflowManager manager;

  public CareResource(WorkflowManager manager) {
    this.manager = manager;
  }

  public List<Route> routes() {
    return List.of(
        Route.get("/api/v1/runs/{run}/care", "showCare", "Who looks after a run")
            .with(Shapes.RUN_ID)
            .gives(CARE)
            .by(this::show),
        Route.put("/api/v1/runs/{run}/care", "changeCare", "Says who looks after a run")
            .role(Role.OPERATOR)
            .with(Shapes.RUN_ID)
            .takes(
                object(
                    optional("owner", text(100), "nobody if absent"),
                    optional(
                        "acknowledge_seconds",
                        integer(0, MONTH),
                        "you have seen it, for so long from now; 0 takes that back, and it stays"
                            + " as it is if absent"),
                    optional("ticket", text(500), "none if absent")))
            .gives(CARE)
            .by(this::change),
        Route.post("/api/v1/runs/{run}/notes", "addNote", "Adds a note to a run")
            .role(Role.OPERATOR)
            .with(Shapes.RUN_ID)
            .takes(object(required("text", text(4_000), "the note")))
            .gives(201, CARE)
            .startsWork()
            .by(this::note));
  }

  private Answer show(Call call) {
    return Answer.of(CareOrders.document(manager, RunNames.find(manager, call.in("run"))));
  }

  private Answer change(Call call) {
    var orders = new CareOrders(manager, call.actor());
    var owner = call.words("owner").flatMap(text -> CareOrders.line("owner", text, 100));
    var ticket = call.words("ticket").flatMap(text -> CareOrders.line("ticket", text, 500));
    var _ =
        orders.change(
            RunNames.find(manager, call.in("run")),
            before -> new Care(owner, seen(call, orders, before), ticket));
    return show(call);
  }

  private static Optional<Acknowledgement> seen(Call call, CareOrders orders, Care before) {
    if (!(call.body().get("acknowledge_seconds") instanceof Number seconds)) {
      return before.acknowledgement();
    }
    return seconds.longValue() == 0
        ? Optional.empty()
        : Optional.of(orders.acknowledged(Duration.ofSeconds(seconds.longValue())));
  }

  private Answer note(Call call) {
    var run = RunNames.find(manager, call.in("run"));
    new CareOrders(manager, call.actor()).note(run, call.text("text"));
    return Answer.created(
        "/api/v1/runs/" + run.runId() + "/care", CareOrders.document(manager, run));
  }
}
