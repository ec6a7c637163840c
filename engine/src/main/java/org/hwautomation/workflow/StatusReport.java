package org.hwautomation.workflow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a run under the original's keys, with more beside them; none is renamed. */
public final class StatusReport {
  private StatusReport() {}

  /**
   * {@code id, status, start_time, end_time, error, current_step_index} (from 0), {@code
   * current_step_name, current_sub_task, steps[]}, and ours: {@code run_id, phase, phase_reason,
   * server_id, device_type, resumed_from, safe_to_interrupt}.
   */
  public static Map<String, @Nullable Object> of(RunState state, Optional<LiveProgress> progress) {
    var report = new LinkedHashMap<String, @Nullable Object>();
    report.put("id", state.workflowId());
    report.put("status", state.status().wireName());
    report.put("start_time", time(Optional.of(state.createdAt())));
    report.put("end_time", time(state.endedAt()));
    report.put("error", state.error());
    report.put("current_step_index", state.currentStep().map(step -> state.number(step) - 1));
    report.put("current_step_name", state.currentStep());
    report.put(
        "current_sub_task",
        state.status().isTerminal() ? Optional.empty() : progress.map(LiveProgress::text));
    report.put("steps", steps(state));
    report.put("run_id", state.runId());
    report.put("definition", state.definition().name());
    report.put("phase", state.phase().wireName());
    report.put(
        "phase_reason",
        state
            .parked()
            .map(Event.RunParked::message)
            .or(() -> state.openPoint().map(StatusReport::awaited))
            .or(() -> state.awaitedPoint().map(StatusReport::lookedInto)));
    report.put("server_id", state.serverId());
    report.put("device_type", state.deviceType());
    report.put("resumed_from", state.resumedFrom());
    report.put("not_cleaned", state.notCleaned());
    report.put("safe_to_interrupt", state.openPoint().isEmpty());
    report.replaceAll((key, value) -> value instanceof Optional<?> o ? o.orElse(null) : value);
    return report;
  }

  private static String awaited(StepState.Point point) {
    return "%s (usually %s)".formatted(point.description(), Durations.text(point.expected()));
  }

  private static String lookedInto(StepState.Point point) {
    return "finding out what became of %s, which was cut off (usually %s)"
        .formatted(point.description(), Durations.text(point.expected()));
  }

  /** The report of a workflow that was never started. */
  static Map<String, @Nullable Object> notStarted(String workflowId, List<WorkflowStep> steps) {
    var report = new LinkedHashMap<String, @Nullable Object>();
    report.put("id", workflowId);
    report.put("status", WorkflowStatus.PENDING.wireName());
    for (var key :
        List.of(
            "start_time",
            "end_time",
            "error",
            "current_step_index",
            "current_step_name",
            "current_sub_task")) {
      report.put(key, null);
    }
    report.put(
        "steps",
        steps.stream()
            .map(
                step ->
                    Map.of(
                        "name",
                        step.name(),
                        "description",
                        step.description(),
                        "status",
                        StepStatus.PENDING.wireName()))
            .toList());
    return report;
  }

  static List<Map<String, @Nullable Object>> steps(RunState state) {
    var steps = new ArrayList<Map<String, @Nullable Object>>();
    for (var step : state.steps().values()) {
      if (state.number(step.path()) > state.totalSteps() && step.attempts().isEmpty()) {
        continue; // only run when a run is rolled back
      }
      var row = new LinkedHashMap<String, @Nullable Object>();
      row.put("name", step.path());
      row.put("description", step.description());
      row.put("status", step.status().wireName());
      row.put("error", step.status() == StepStatus.COMPLETED ? Optional.empty() : step.error());
      row.put("start_time", time(step.startedAt()));
      row.put("end_time", time(step.endedAt()));
      row.put("attempts", step.attempts().size());
      row.put("last_progress", step.lastProgress());
      row.replaceAll((key, value) -> value instanceof Optional<?> o ? o.orElse(null) : value);
      steps.add(row);
    }
    return steps;
  }

  private static Optional<String> time(Optional<Instant> instant) {
    return instant.map(Instant::toString);
  }
}
