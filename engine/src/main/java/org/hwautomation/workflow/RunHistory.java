package org.hwautomation.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the row of the original's {@code workflow_history}, with its metadata keys. */
final class RunHistory {
  private static final List<String> CONTEXT_KEYS =
      List.of("target_ipmi_ip", "gateway", "rack_location");

  private RunHistory() {}

  /** Empty for a run about no server: the original's table asks for one. */
  static Optional<HistoryRecord> of(RunState state, RunRecord record) {
    return record
        .serverId()
        .map(
            server ->
                new HistoryRecord(
                    record.runId(),
                    record.workflowId(),
                    server,
                    record.deviceType(),
                    state.status() == WorkflowStatus.PENDING
                        ? WorkflowStatus.RUNNING
                        : state.status(),
                    record.createdAt(),
                    state.endedAt(),
                    state.stepsCompleted(),
                    state.totalSteps(),
                    state.error(),
                    metadata(state)));
  }

  private static String metadata(RunState state) {
    var context = new LinkedHashMap<String, Value>();
    for (var key : CONTEXT_KEYS) {
      context.put(key, state.values().get(key).orElse(Value.Null.INSTANCE));
    }
    return ValueCodec.write(
        Value.fields(
            Map.of(
                "steps",
                StatusReport.steps(state).stream().map(RunHistory::withoutDescription).toList(),
                "context",
                context)));
  }

  private static Map<String, @Nullable Object> withoutDescription(
      Map<String, @Nullable Object> step) {
    var copy = new LinkedHashMap<String, @Nullable Object>(step);
    copy.keySet().retainAll(List.of("name", "status", "start_time", "end_time", "error"));
    return copy;
  }
}
