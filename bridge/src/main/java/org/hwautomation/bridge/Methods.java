package org.hwautomation.bridge;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.hwautomation.provisioning.catalogue.PlainValue;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.Spelling;
import org.hwautomation.workflow.StatusReport;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.WorkflowException;
import org.jspecify.annotations.Nullable;

/** What a script may ask for, by the name on the wire. Thread-safe. */
final class Methods {
  /** Carries a request out. */
  private interface Method {
    @Nullable Object call(Params params);
  }

  private final Session session;
  private final Map<String, Method> methods = new TreeMap<>();

  Methods(Session session) {
    this.session = session;
    methods.put("workflow.start", this::start);
    methods.put("workflow.resume", this::resume);
    methods.put("workflow.cancel", this::cancel);
    methods.put("workflow.status", this::status);
    methods.put("template.steps", this::templateSteps);
    methods.put("call.checkpoint", this::checkpoint);
    methods.put("call.save_checkpoint", this::saveCheckpoint);
    methods.put("call.enter_point", this::enterPoint);
    methods.put("call.leave_point", this::leavePoint);
    new ManagerMethods(session.manager()).addTo((name, method) -> methods.put(name, method::apply));
  }

  /** Takes a method's name and what it does. */
  interface Taker {
    void take(String name, Function<Params, @Nullable Object> method);
  }

  @Nullable Object call(String name, Params params) {
    var method = methods.get(name);
    if (method == null) {
      throw new RpcException(
          RpcError.of(
              RpcError.NO_METHOD,
              "there is no method '%s'%s"
                  .formatted(name, Spelling.hint(name, List.copyOf(methods.keySet())))));
    }
    return method.call(params);
  }

  private Object start(Params params) {
    var workflowId = params.text("workflow_id");
    var run = session.attach(workflowId);
    try {
      var order = new WorkflowOrder(session.manager(), session.actor(), params);
      var handle = new FailedBefore(session.manager(), session.actor()).start(workflowId, order);
      run.follow(handle);
      return Map.of("run_id", handle.runId());
    } catch (RuntimeException e) {
      session.ended(run);
      throw e;
    }
  }

  private Object resume(Params params) {
    var workflowId = params.text("workflow_id");
    var latest = latest(workflowId);
    requireFunctions(latest, params);
    var run = session.attach(workflowId);
    try {
      var handle = session.manager().engine().resume(latest.runId(), session.actor());
      run.follow(handle);
      var answer = new LinkedHashMap<String, @Nullable Object>();
      answer.put("run_id", handle.runId());
      answer.put("values", PlainValue.of(handle.state().values()));
      return answer;
    } catch (RuntimeException e) {
      session.ended(run);
      throw e;
    }
  }

  private RunRecord latest(String workflowId) {
    return session
        .manager()
        .store()
        .latestRun(workflowId)
        .orElseThrow(
            () ->
                new WorkflowException(
                    "there is no run of workflow %s to resume; execute it".formatted(workflowId)));
  }

  /** Every step that the script has to carry out must be among those that it offers. */
  private void requireFunctions(RunRecord run, Params params) {
    var offered = params.list("functions").stream().map(each -> each.text("name")).toList();
    var state = session.manager().engine().state(run.runId()).orElseThrow();
    for (var step : state.definition().placed().values()) {
      var isOurs = step.action().filter(ScriptFunction.NAME::equals).isPresent();
      var isOver = state.step(step.path()).status() == StepStatus.COMPLETED;
      if (isOurs && !isOver && !offered.contains(step.path())) {
        throw new WorkflowException(
            "run %s of workflow %s has a step %s, which this workflow has no function for; add the same steps as before, then resume"
                .formatted(run.runId(), run.workflowId(), step.path()));
      }
    }
  }

  private Object cancel(Params params) {
    var reason = params.optional("reason").orElse("cancelled");
    return Map.of(
        "cancelled",
        session
            .manager()
            .store()
            .latestRun(params.text("workflow_id"))
            .map(
                run ->
                    session
                        .manager()
                        .engine()
                        .cancel(run.runId(), session.actor(), reason, params.flag("force")))
            .orElse(false));
  }

  private @Nullable Object status(Params params) {
    var manager = session.manager();
    return manager
        .store()
        .latestRun(params.text("workflow_id"))
        .flatMap(run -> manager.engine().state(run.runId()))
        .map(state -> StatusReport.of(state, manager.store().progress(state.runId())))
        .orElse(null);
  }

  private Object templateSteps(Params params) {
    var steps = new ArrayList<Map<String, Object>>();
    new TemplateSteps(session.manager())
        .of(params)
        .forEach(
            (path, step) ->
                steps.add(
                    Map.of(
                        "name",
                        path,
                        "description",
                        step.description(),
                        "timeout",
                        step.timeout().toSeconds(),
                        "retry_count",
                        step.retry().attempts())));
    return Map.of("steps", steps);
  }

  private @Nullable Object checkpoint(Params params) {
    return session
        .inCall(params.text("call"))
        .context()
        .checkpoint(params.text("name"))
        .map(kept -> PlainValue.of(kept.value()))
        .orElse(null);
  }

  private Object saveCheckpoint(Params params) {
    session
        .inCall(params.text("call"))
        .context()
        .saveCheckpoint(params.text("name"), params.values().get("value"));
    return Map.of();
  }

  private Object enterPoint(Params params) {
    var seconds = params.number("expected_seconds").orElseThrow();
    session
        .inCall(params.text("call"))
        .enterPoint(params.text("description"), Duration.ofMillis(Math.round(seconds * 1000)));
    return Map.of();
  }

  private Object leavePoint(Params params) {
    session.inCall(params.text("call")).leavePoint();
    return Map.of();
  }
}
