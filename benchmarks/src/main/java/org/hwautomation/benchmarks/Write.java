package org.hwautomation.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one write of the engine left in the database, column by column.
 *
 * @param run the run's row after it
 * @param entries the journal's rows that it added
 */
record Write(
    String runId,
    boolean creates,
    Map<String, @Nullable Object> run,
    List<Map<String, @Nullable Object>> entries) {

  boolean completesStep() {
    return entries.stream().anyMatch(entry -> "step_completed".equals(entry.get("type")));
  }

  /** This and the next write of the same run as one: the row is written once. */
  Write and(Write next) {
    var all = new ArrayList<>(entries);
    all.addAll(next.entries);
    return new Write(runId, creates, next.run, all);
  }
}
