package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.store.FiringRecord.Status;
import org.hwautomation.store.ScheduleTerms.Missed;
import org.hwautomation.store.ScheduleTerms.Overlap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL of a process between its claim of a schedule's time and the start of a run. */
class ScheduleKillTest {
  @TempDir private Path folder = Path.of(".");

  @Test
  void a_time_whose_process_was_killed_before_it_started_anything_is_taken_over_once()
      throws Exception {
    var database = folder.resolve("hw_automation.db");
    try (var store = SqliteStore.open(database)) {
      var work =
          new ScheduledWork("commissioning", List.of("rack01-u01"), Optional.empty(), Map.of());
      store
          .schedules()
          .add(
              "nightly",
              new ScheduleTerms(
                  work, "30 2 * * *", "UTC", Overlap.SKIP, Missed.SKIP, Duration.ofHours(1), ""),
              "cli:bob");
      var fireAt = store.time().now().plus(Duration.ofHours(1));
      try (var us = store.registerOwner("another scheduler");
          var others = store.registerOwner("a third one");
          var child = ChildJvm.start("claim", database.toString(), "nightly", fireAt.toString())) {
        assertThat(child.readLine()).isEqualTo("claimed");
        var claimed = store.firings().open().getFirst();
        assertThat(claimed.status()).isEqualTo(Status.CLAIMED);
        assertThat(store.firings().take(claimed, us.id())).as("it lives").isFalse();

        child.kill();

        assertThat(store.firings().take(claimed, us.id())).isTrue();
        var ours = store.firings().open().getFirst();
        assertThat(store.firings().take(ours, others.id())).as("we live").isFalse();
        assertThat(ours.starts()).isEmpty();
      }
    }
  }
}
