package org.hwautomation.provisioning.original;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hwautomation.store.OriginalHistory.OriginalRun;
import org.hwautomation.store.SqlStore;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs of the original as JSON has them: its column names, its words and its times, which have no
 * zone. One that it left running is shown as interrupted; in the database it stays as it is.
 * Stateless.
 */
public final class OriginalRuns {
  /** Python writes {@code NaN} and {@code Infinity}. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  /** Longer metadata is not read, in bytes. */
  private static final int LONGEST = 1 << 20;

  private static final int MOST_STEPS = 1_000;

  private OriginalRuns() {}

  /** The status as it is shown: a word of the original's, or {@code interrupted}. */
  public static String status(OriginalRun run) {
    return run.interrupted() ? "interrupted" : run.status();
  }

  /** Why it is shown as interrupted. */
  public static Optional<String> why(OriginalRun run) {
    return run.interrupted()
        ? Optional.of(
            "the original wrote '%s' and never an end; what executed it is gone"
                .formatted(run.status()))
        : Optional.empty();
  }

  /**
   * A row as lists show it.
   *
   * @param hostname what people call its server
   */
  public static Map<String, @Nullable Object> row(OriginalRun run, String hostname) {
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("id", run.id());
    row.put("workflow_id", run.workflowId());
    row.put("server_id", run.serverId());
    row.put("hostname", hostname);
    row.put("device_type", run.deviceType().orElse(null));
    row.put("status", status(run));
    row.put("written_status", run.status());
    row.put("why", why(run).orElse(null));
    row.put("started_at", run.startedAt().orElse(null));
    row.put("completed_at", run.completedAt().orElse(null));
    row.put("steps_completed", run.stepsCompleted());
    row.put("total_steps", run.totalSteps());
    row.put("error_message", run.error().map(CredentialMask::text).orElse(null));
    row.put("metadata_bytes", run.metadataBytes());
    return row;
  }

  /** All of a row; what looks like a credential is {@code ***}. */
  public static Map<String, @Nullable Object> detail(
      SqlStore store, OriginalRun run, String hostname) {
    var detail = row(run, hostname);
    var steps = new ArrayList<Map<String, @Nullable Object>>();
    Map<String, @Nullable Object> context = new LinkedHashMap<>();
    var others = new LinkedHashMap<String, @Nullable Object>();
    @Nullable String problem = null;
    if (run.metadataBytes() > LONGEST) {
      problem =
          "the metadata is %d KiB long, and not shown; read it with SQL"
              .formatted(run.metadataBytes() >> 10);
    } else if (run.metadataBytes() > 0) {
      try {
        var all = read(store.originalHistory().metadata(run.id(), LONGEST).orElse("{}"));
        all.forEach(
            (name, value) -> {
              if (name.equals("steps") && value instanceof List<?> list) {
                list.stream().limit(MOST_STEPS).forEach(step -> steps.add(step(run, step)));
                if (list.size() > MOST_STEPS) {
                  others.put("steps_left_out", list.size() - MOST_STEPS);
                }
              } else if (name.equals("context") && value instanceof Map<?, ?> map) {
                map.forEach(
                    (key, each) ->
                        context.put(
                            String.valueOf(key), CredentialMask.value(String.valueOf(key), each)));
              } else {
                others.put(name, CredentialMask.value(name, value));
              }
            });
      } catch (JacksonException e) {
        problem =
            "the metadata is no JSON object as the original writes it (%d bytes), and not shown, for it may hold passwords; read it with SQL"
                .formatted(run.metadataBytes());
      }
    }
    detail.put("steps", steps);
    detail.put("context", context);
    detail.put("metadata", others);
    detail.put("metadata_problem", problem);
    return detail;
  }

  @SuppressWarnings("unchecked") // JSON's objects have texts for names
  private static Map<String, @Nullable Object> read(String json) {
    return Objects.requireNonNullElseGet(
        JSON.readValue(json, LinkedHashMap.class), LinkedHashMap::new);
  }

  private static Map<String, @Nullable Object> step(OriginalRun run, @Nullable Object written) {
    var step = new LinkedHashMap<String, @Nullable Object>();
    if (!(written instanceof Map<?, ?> map)) {
      step.put("name", text(written));
      return step;
    }
    step.put("name", text(map.get("name")));
    var status = text(map.get("status"));
    step.put("status", run.interrupted() && "running".equals(status) ? "interrupted" : status);
    step.put("started_at", text(map.get("start_time")));
    step.put("completed_at", text(map.get("end_time")));
    step.put("error_message", text(map.get("error")));
    return step;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : CredentialMask.text(String.valueOf(value));
  }
}
