package org.hwautomation.server.api;

import static org.hwautomation.server.Shape.any;
import static org.hwautomation.server.Shape.flag;
import static org.hwautomation.server.Shape.list;
import static org.hwautomation.server.Shape.map;
import static org.hwautomation.server.Shape.object;
import static org.hwautomation.server.Shape.optional;
import static org.hwautomation.server.Shape.required;
import static org.hwautomation.server.Shape.text;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.GivenInputs;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.runs.RunOrders;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.server.Answer;
import org.hwautomation.server.Call;
import org.hwautomation.server.Problem;
import org.hwautomation.server.Route;
import org.hwautomation.server.Shape;
import org.hwautomation.server.access.Role;
import org.hwautomation.workflow.CommandAnswer;
import org.hwautomation.workflow.ResumeChanges;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.WorkflowException;
import org.jspecify.annotations.Nullable;

/** What a person may tell a run. */
public final class RunCommandResource {
  private static final Shape GIVEN =
      Shape.named(
          "CommandAnswer",
          object(
              required("run_id", text(), "the run it was given to"),
              required("command", text(), "what was asked for"),
              required("carried_out", flag(), "false if it waits until a process executes the run"),
              optional("new_run_id", text(), "the run that goes on in its place")));

  private static final Shape.Field STEP = required("step", text(500), "the step's path");

  private final WorkflowManager manager;

  public RunCommandResource(WorkflowManager manager) {
    this.manager = manager;
  }

  public List<Route> routes() {
    return List.of(
        command(
            "cancel",
            "Ends a run; what may not be cut off is waited for",
            object(Shapes.REASON, optional("force", flag(), "true to cut clean-up short too")),
            this::cancel),
        command(
            "pause",
            "Lets a run make no further attempt",
            object(Shapes.REASON),
            call ->
                order(
                    call, "pause", run -> manager.engine().pause(run, call.actor(), reason(call)))),
        command(
            "unpause",
            "Lets a paused run go on",
            object(Shapes.REASON),
            call ->
                order(
                    call,
                    "unpause",
                    run -> manager.engine().unpause(run, call.actor(), reason(call)))),
        command(
            "approve",
            "Says yes to a step that asks",
            object(STEP, Shapes.REASON),
            call ->
                answer(
                    call,
                    "approve",
                    run ->
                        manager
                            .engine()
                            .approve(run, call.text("step"), call.actor(), reason(call)))),
        command(
            "refuse",
            "Says no to a step that asks",
            object(STEP, Shapes.REASON),
            call ->
                answer(
                    call,
                    "refuse",
                    run ->
                        manager
                            .engine()
                            .refuse(run, call.text("step"), call.actor(), reason(call)))),
        command(
            "skip",
            "Leaves a step of a live run out",
            object(STEP, Shapes.REASON),
            call ->
                order(
                    call,
                    "skip",
                    run ->
                        manager.engine().skip(run, call.text("step"), call.actor(), reason(call)))),
        command(
            "now",
            "Lets a run wait for no maintenance window from here on",
            object(required("reason", text(1_000), "why, for those who ask later")),
            call ->
                order(
                    call,
                    "override the window of",
                    run ->
                        manager.engine().overrideWindow(run, call.actor(), call.text("reason")))),
        command(
            "resume",
            "Goes on with an interrupted, parked, paused or held run; completed steps are not run again",
            object(
                Shapes.REASON,
                optional("inputs", map(any()), "something else for a held run"),
                optional("skips", list(text(500)), "steps of a held run to leave out")),
            this::resume),
        command(
            "rollback",
            "Undoes what a held run did",
            object(Shapes.REASON),
            call -> {
              var run = find(call);
              var undoing = manager.engine().rollback(run.runId(), call.actor(), reason(call));
              return answer(run, "rollback", true, Optional.of(undoing.runId()));
            }),
        command(
            "release",
            "Gives the server of a held run back",
            object(Shapes.REASON),
            call -> {
              var run = find(call);
              if (!manager.engine().release(run.runId(), call.actor(), reason(call))) {
                throw new WorkflowException(
                    "run %s is %s; only a held run can be released"
                        .formatted(run.runId(), run.status().wireName()));
              }
              return answer(run, "release", true, Optional.empty());
            }));
  }

  private static Route command(String name, String summary, Shape body, Route.Handler handler) {
    return Route.post("/api/v1/runs/{run}/" + name, name + "Run", summary)
        .role(Role.OPERATOR)
        .with(Shapes.RUN_ID)
        .takes(body)
        .gives(GIVEN)
        .startsWork()
        .by(handler);
  }

  private Answer cancel(Call call) throws InterruptedException {
    return order(
        call,
        "cancel",
        run -> {
          if (!manager.engine().cancel(run, call.actor(), reason(call), call.flag("force"))) {
            throw new WorkflowException("run %s has ended already".formatted(run));
          }
          return CommandAnswer.DONE;
        });
  }

  private Answer order(Call call, String name, RunOrders.Order order) throws InterruptedException {
    var run = find(call);
    var outcome = new RunOrders(manager, call.actor()).give(run, order);
    outcome
        .refused()
        .ifPresent(
            why -> {
              throw new WorkflowException(
                  "can't %s run %s: %s".formatted(name, run.runId(), why.why()));
            });
    return answer(run, name, outcome.carriedOut(), Optional.empty());
  }

  /** The answer to a step that asks; it may ask for more than an operator. */
  private Answer answer(Call call, String name, RunOrders.Order order) throws InterruptedException {
    manager
        .engine()
        .state(find(call).runId())
        .map(state -> state.steps().get(call.text("step")))
        .flatMap(StepState::approvalAwaited)
        .flatMap(asked -> role(asked.role()))
        .filter(needed -> call.caller().filter(caller -> caller.may(needed)).isEmpty())
        .ifPresent(
            needed -> {
              throw Problem.of(
                      "not-allowed",
                      403,
                      "You may not do that",
                      "step %s asks for the yes of an %s"
                          .formatted(call.text("step"), needed.wireName()))
                  .exception();
            });
    return order(call, name, order);
  }

  /** The role of that name; one that the service does not know can be any operator's. */
  private static Optional<Role> role(String name) {
    return Arrays.stream(Role.values()).filter(role -> role.wireName().equals(name)).findFirst();
  }

  private Answer resume(Call call) throws InterruptedException {
    var run = find(call);
    var orders = new RunOrders(manager, call.actor());
    var changes = changes(call, run);
    if (orders.isPausedElsewhere(run)) {
      if (!changes.values().values().isEmpty() || !changes.skips().isEmpty()) {
        throw Problem.of(
                "not-possible",
                409,
                "That can't be done now",
                "run %s is paused, not held; it goes on with what it has".formatted(run.runId()))
            .exception();
      }
      return order(call, "resume", id -> manager.engine().unpause(id, call.actor(), reason(call)));
    }
    var resumed = manager.engine().resume(run.runId(), call.actor(), changes);
    return answer(
        run, "resume", true, Optional.of(resumed.runId()).filter(id -> !id.equals(run.runId())));
  }

  private ResumeChanges changes(Call call, RunRecord run) {
    var inputs = call.fields("inputs");
    ServerFields.requireFree("inputs", inputs.keySet());
    var declared = manager.engine().state(run.runId()).orElseThrow().definition().inputs();
    var texts = StartBody.inputs(declared, inputs);
    var values =
        new GivenInputs(declared, manager.valueTypes(), manager.store()::keepSecret)
            .read(texts.open(), texts.secret());
    return new ResumeChanges(values, Set.copyOf(call.texts("skips")), reason(call));
  }

  private RunRecord find(Call call) {
    return RunNames.find(manager, call.in("run"));
  }

  private static String reason(Call call) {
    return call.words("reason").orElse("");
  }

  private static Answer answer(
      RunRecord run, String command, boolean carriedOut, Optional<String> newRunId) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("run_id", run.runId());
    document.put("command", command);
    document.put("carried_out", carriedOut);
    document.put("new_run_id", newRunId.orElse(null));
    return Answer.of(document);
  }
}
