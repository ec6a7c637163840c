package org.hwautomation.provisioning.runs;

import java.util.LinkedHashMap;
import java.util.Map;
import org.hwautomation.store.SqlStore;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunRecord;
import org.jspecify.annotations.Nullable;

/** A run as lists show it. Stateless. */
public final class RunRow {
  private RunRow() {}

  /** Status and phase in one word. */
  public static String word(RunRecord run, SqlStore store) {
    if (RunNames.interrupted(store, run)) {
      return "interrupted";
    }
    return run.phase() == Phase.NONE
        ? run.status().wireName()
        : run.status().wireName() + ", " + run.phase().wireName();
  }

  /** As JSON has it. */
  public static Map<String, @Nullable Object> document(RunRecord run, RunNames names) {
    return document(run, names.server(run.serverId()), RunNames.interrupted(run, names::isAlive));
  }

  /**
   * As {@link #document(RunRecord, RunNames)}.
   *
   * @param hostname of its server; blank if it is about none
   * @param interrupted true if no living process executes it though it is not over
   */
  public static Map<String, @Nullable Object> document(
      RunRecord run, String hostname, boolean interrupted) {
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("run_id", run.runId());
    row.put("workflow_id", run.workflowId());
    row.put("definition", run.definition());
    row.put("server_id", run.serverId().orElse(null));
    row.put("hostname", hostname);
    row.put("device_type", run.deviceType().orElse(null));
    row.put("status", run.status().wireName());
    row.put("phase", run.phase().wireName());
    row.put("interrupted", interrupted);
    row.put("current_step_name", run.currentStep().orElse(null));
    row.put("steps_completed", run.stepsCompleted());
    row.put("steps", run.totalSteps());
    row.put("message", run.message().orElse(null));
    row.put("started_by", run.startedBy());
    row.put("batch_id", run.batchId().orElse(null));
    row.put("start_time", run.createdAt().toString());
    row.put("end_time", run.endedAt().map(Object::toString).orElse(null));
    return row;
  }
}
