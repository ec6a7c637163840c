package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.original.OriginalRuns;
import org.hwautomation.provisioning.original.ServerPast;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.store.OriginalHistory.OriginalRun;
import org.hwautomation.store.PowerStateHistory.PowerStateRecord;
import org.jspecify.annotations.Nullable;

/** Rows of the original's history, in words and as JSON. */
final class PastView {
  private static final int WIDEST = 60;

  private final Screen screen;
  private final RunNames names;

  PastView(Screen screen, RunNames names) {
    this.screen = screen;
    this.names = names;
  }

  List<Map<String, @Nullable Object>> documents(List<OriginalRun> runs) {
    var documents = new ArrayList<Map<String, @Nullable Object>>();
    runs.forEach(run -> documents.add(OriginalRuns.row(run, hostname(run.serverId()))));
    return documents;
  }

  List<Map<String, @Nullable Object>> powerDocuments(List<PowerStateRecord> changes) {
    var documents = new ArrayList<Map<String, @Nullable Object>>();
    changes.forEach(each -> documents.add(ServerPast.power(each, hostname(each.serverId()))));
    return documents;
  }

  String hostname(String serverId) {
    return names.server(Optional.of(serverId));
  }

  /** Runs as a table, the newest first. */
  void runs(List<OriginalRun> runs) {
    screen.table(
        List.of("ROW", "WORKFLOW", "SERVER", "STATUS", "STEP", "STARTED", ""),
        documents(runs).stream()
            .map(
                row ->
                    List.of(
                        text(row, "id"),
                        text(row, "workflow_id"),
                        text(row, "hostname"),
                        word(row),
                        text(row, "steps_completed") + "/" + text(row, "total_steps"),
                        text(row, "started_at"),
                        text(row, "error_message")))
            .toList());
  }

  /** Power states as a table, the newest first. */
  void power(List<PowerStateRecord> changes) {
    screen.table(
        List.of("SERVER", "FROM", "TO", "WHEN", "BY"),
        powerDocuments(changes).stream()
            .map(
                row ->
                    List.of(
                        text(row, "hostname"),
                        text(row, "old_state"),
                        text(row, "new_state"),
                        text(row, "changed_at"),
                        text(row, "changed_by")))
            .toList());
  }

  /** One run with its steps. */
  void run(Map<String, @Nullable Object> detail) {
    screen.line(
        "%s  %s on %s, row %s of workflow_history"
            .formatted(
                word(detail),
                text(detail, "workflow_id"),
                text(detail, "hostname"),
                text(detail, "id")));
    for (var name : List.of("why", "device_type", "started_at", "completed_at", "error_message")) {
      fact(name, detail.get(name));
    }
    fact("steps", text(detail, "steps_completed") + " of " + text(detail, "total_steps"));
    if (detail.get("context") instanceof Map<?, ?> context) {
      context.forEach((name, value) -> fact(String.valueOf(name), value));
    }
    if (detail.get("metadata") instanceof Map<?, ?> metadata) {
      metadata.forEach((name, value) -> fact(String.valueOf(name), value));
    }
    if (detail.get("steps") instanceof List<?> steps && !steps.isEmpty()) {
      screen.line("");
      screen.table(
          List.of("STEP", "STATUS", "STARTED", "ENDED", ""),
          steps.stream()
              .map(
                  each -> {
                    var step = (Map<?, ?>) each;
                    return List.of(
                        cell(step.get("name")),
                        cell(step.get("status")),
                        cell(step.get("started_at")),
                        cell(step.get("completed_at")),
                        cell(step.get("error_message")));
                  })
              .toList());
    }
    if (detail.get("metadata_problem") instanceof String problem) {
      screen.line(screen.warn(problem));
    }
  }

  private void fact(String name, @Nullable Object value) {
    if (value != null) {
      screen.line(
          "  %-18s %s".formatted(Plain.cut(name, WIDEST), Plain.line(String.valueOf(value))));
    }
  }

  private String word(Map<String, @Nullable Object> row) {
    var word = text(row, "status");
    return switch (word) {
      case "completed", "success" -> screen.good(word);
      case "failed", "failure", "cancelled" -> screen.bad(word);
      case "interrupted" -> screen.warn(word);
      default -> word;
    };
  }

  private static String text(Map<String, @Nullable Object> row, String name) {
    return cell(row.get(name));
  }

  private static String cell(@Nullable Object value) {
    return value == null ? "" : Plain.cut(String.valueOf(value), WIDEST);
  }
}
