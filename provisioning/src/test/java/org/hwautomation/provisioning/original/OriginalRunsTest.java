package org.hwautomation.provisioning.original;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.hwautomation.store.SqliteStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows of the original's history as they are shown. */
class OriginalRunsTest {
  @TempDir Path folder;

  /** A row of the history, written as somebody's SQL would. */
  private Map<String, @Nullable Object> shown(String status, @Nullable String metadata)
      throws SQLException {
    var file = folder.resolve("hw_automation.db");
    SqliteStore.open(file).close();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement =
            connection.prepareStatement(
                "INSERT INTO workflow_history (workflow_id, server_id, status, started_at, error_message, metadata) VALUES ('prov', 's1', ?, '2025-08-14T12:00:00.123456', 'token: hunter2', ?)")) {
      statement.setString(1, status);
      statement.setString(2, metadata);
      statement.executeUpdate();
    }
    try (var store = SqliteStore.open(file)) {
      var run = store.originalHistory().list(Optional.empty(), OptionalLong.empty(), 1).getFirst();
      return OriginalRuns.detail(store, run, "rack12-u07");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "running, interrupted",
    "PENDING, interrupted",
    "completed, completed",
    "success, success",
    "On Fire, On Fire"
  })
  void what_was_left_running_is_interrupted_and_any_other_word_stays(String written, String shown)
      throws Exception {
    var row = shown(written, null);
    assertThat(row).containsEntry("status", shown).containsEntry("written_status", written);
    assertThat(row.get("why") != null).isEqualTo(shown.equals("interrupted"));
    assertThat(row)
        .containsEntry("started_at", "2025-08-14T12:00:00.123456")
        .containsEntry("error_message", "token: ***")
        .containsEntry("steps", List.of())
        .containsEntry("metadata_problem", null);
  }

  @Test
  void steps_and_context_are_read_and_credentials_hidden() throws Exception {
    var row =
        shown(
            "running",
            """
            {"steps": [{"name": "a", "status": "completed", "start_time": "2025-08-14T12:00:00",
               "end_time": null, "error": "password=hunter2"}, {"name": "b", "status": "running"},
               "text", null, 7],
             "context": {"target_ipmi_ip": "10.0.0.7", "ipmi_password": "hunter2"},
             "credentials": {"password": "hunter2"}, "ratio": NaN, "list": [{"secret": "hunter2"}]}""");
    assertThat(row.toString()).doesNotContain("hunter2").contains("10.0.0.7");
    var first = new LinkedHashMap<String, @Nullable Object>();
    first.put("name", "a");
    first.put("status", "completed");
    first.put("started_at", "2025-08-14T12:00:00");
    first.put("completed_at", null);
    first.put("error_message", "password=***");
    assertThat((List<?>) row.get("steps")).hasSize(5).first().isEqualTo(first);
    assertThat(String.valueOf(row.get("steps"))).contains("status=interrupted");
    assertThat((Map<?, ?>) row.get("metadata"))
        .extracting(map -> String.join(",", map.keySet().stream().map(String::valueOf).toList()))
        .isEqualTo("credentials,ratio,list");
  }

  @Test
  void metadata_that_is_no_object_is_not_shown_for_it_may_hold_passwords() throws Exception {
    for (var odd :
        List.of(
            "no JSON: password hunter2",
            "{\"password\": \"hunter2\"",
            "[\"hunter2\"]",
            "\"hunter2\"",
            "[".repeat(5_000) + "\"hunter2\"")) {
      var row = shown("failed", odd);
      assertThat(row.toString()).doesNotContain("hunter2");
      assertThat((String) row.get("metadata_problem")).contains("no JSON object", "SQL");
    }
    assertThat(shown("failed", "null")).containsEntry("metadata_problem", null);
  }

  @Test
  void metadata_that_is_huge_is_not_read() throws Exception {
    var row = shown("failed", "{\"a\": \"" + "x".repeat(1 << 20) + "\"}");
    assertThat((String) row.get("metadata_problem")).contains("1024 KiB");
    var steps = "{\"name\": \"s\", \"status\": \"completed\"},".repeat(2_000);
    var many = shown("failed", "{\"steps\": [" + steps + "{}]}");
    assertThat((List<?>) many.get("steps")).hasSize(1_000);
    assertThat(many.get("metadata")).isEqualTo(Map.of("steps_left_out", 1_001));
  }
}
