package org.hwautomation.workflow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a progress callback is told, as the original told it.
 *
 * @param step the step's place from 1; 0 before the first
 * @param status {@code running}, {@code completed}, {@code failed} or {@code cancelled}
 * @param subTask what the step does right now, when that is the news
 * @param percent how far the step is, if it says so
 */
public record Progress(
    String workflowId,
    int step,
    int totalSteps,
    String stepName,
    String status,
    Optional<String> subTask,
    OptionalInt percent,
    Optional<String> error) {

  /**
   * The original's payload: {@code workflow_id, step, total_steps, step_name, status, sub_task}.
   */
  public Map<String, @Nullable Object> toMap() {
    var map = new LinkedHashMap<String, @Nullable Object>();
    map.put("workflow_id", workflowId);
    map.put("step", step == 0 ? null : step);
    map.put("total_steps", totalSteps);
    map.put("step_name", stepName);
    map.put("status", status);
    map.put("sub_task", subTask.orElse(null));
    error.ifPresent(text -> map.put("error", text));
    percent.ifPresent(number -> map.put("percent", number));
    return map;
  }

  /** What an event means to a progress callback; empty for most. */
  public static Optional<Progress> of(Event event, RunState state) {
    return switch (event) {
      case Event.AttemptStarted e when e.attempt() == 1 ->
          Optional.of(of(state, e.step(), "running", Optional.empty()));
      case Event.StepCompleted e -> Optional.of(of(state, e.step(), "completed", Optional.empty()));
      case Event.AttemptFailed e when e.retryAt().isEmpty() ->
          Optional.of(of(state, e.step(), "failed", Optional.of(e.message())));
      case Event.RunEnded e when e.status() == WorkflowStatus.CANCELLED ->
          Optional.of(of(state, state.currentStep().orElse(""), "cancelled", Optional.empty()));
      default -> Optional.empty();
    };
  }

  /** What a step's own words mean to a progress callback. */
  public static Progress of(LiveProgress live, RunState state) {
    return new Progress(
        state.workflowId(),
        state.number(live.step()),
        state.totalSteps(),
        live.step(),
        "running",
        Optional.of(live.text()),
        live.percent(),
        Optional.empty());
  }

  private static Progress of(RunState state, String step, String status, Optional<String> error) {
    return new Progress(
        state.workflowId(),
        state.number(step),
        state.totalSteps(),
        step,
        status,
        Optional.empty(),
        OptionalInt.empty(),
        error);
  }
}
