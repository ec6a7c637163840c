package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.hwautomation.store.Audit.AuditRecord;
import org.hwautomation.store.FiringRecord.Outcome;
import org.hwautomation.store.FiringRecord.Start;
import org.hwautomation.store.FiringRecord.Status;
import org.hwautomation.store.ScheduleTerms.Missed;
import org.hwautomation.store.ScheduleTerms.Overlap;
import org.hwautomation.testkit.VirtualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database's store keeps of schedules. */
abstract class ScheduleTablesContract {
  private static final ScheduleTerms NIGHTLY =
      new ScheduleTerms(
          new ScheduledWork(
              "commissioning",
              List.of("rack01-u01", "rack01-u02"),
              Optional.of("a1.c5.large"),
              Map.of("note", "käse, {\"$secret\":\"x\"}")),
          "30 2 * * *",
          "Europe/Berlin",
          Overlap.QUEUE,
          Missed.ONCE,
          Duration.ofHours(2),
          "all of rack 1");

  @TempDir Path folder;
  final VirtualTime time = new VirtualTime();
  private SqlStore store;

  /** Opens this test's data, which is empty at first, with this test's time. */
  abstract SqlStore opened() throws Exception;

  /** Removes this test's data. */
  void removeData() throws Exception {}

  @BeforeEach
  void open() throws Exception {
    store = opened();
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    removeData();
  }

  private ScheduleRecord nightly() {
    store.schedules().add("nightly", NIGHTLY, "cli:bob");
    return store.schedules().find("nightly").orElseThrow();
  }

  @Test
  void a_schedule_reads_back_as_it_was_made_and_its_name_is_taken_once() {
    var made = nightly();
    assertThat(made.terms()).isEqualTo(NIGHTLY);
    assertThat(made.paused()).isFalse();
    assertThat(made.revision()).isEqualTo(1);
    assertThat(made.createdBy()).isEqualTo("cli:bob");
    assertThat(made.firedUntil()).isEqualTo(time.now());
    assertThat(store.schedules().add("nightly", NIGHTLY, "cli:eve")).isFalse();
    assertThat(store.schedules().list()).containsExactly(made);
    assertThat(store.schedules().find("daily")).isEmpty();
  }

  @Test
  void a_change_gives_another_revision_and_one_of_an_older_is_refused() {
    var made = nightly();
    time.advance(Duration.ofHours(1));
    var renamed = with("30 2 * * *", "rack 1");
    assertThat(store.schedules().change("nightly", OptionalLong.of(1), renamed, "cli:eve"))
        .isTrue();
    assertThat(store.schedules().change("nightly", OptionalLong.of(1), NIGHTLY, "cli:bob"))
        .isFalse();
    var changed = store.schedules().find("nightly").orElseThrow();
    assertThat(changed.revision()).isEqualTo(2);
    assertThat(changed.changedBy()).isEqualTo("cli:eve");
    assertThat(changed.terms().description()).isEqualTo("rack 1");
    assertThat(changed.firedUntil()).as("the times are the same").isEqualTo(made.firedUntil());
    store.schedules().change("nightly", OptionalLong.empty(), with("0 4 * * *", ""), "cli:bob");
    assertThat(store.schedules().find("nightly").orElseThrow().firedUntil()).isEqualTo(time.now());
  }

  private static ScheduleTerms with(String cron, String description) {
    return new ScheduleTerms(
        NIGHTLY.work(),
        cron,
        NIGHTLY.zone(),
        NIGHTLY.overlap(),
        NIGHTLY.missed(),
        NIGHTLY.missedLimit(),
        description);
  }

  @Test
  void times_that_come_while_it_is_paused_are_settled_when_it_is_resumed() {
    nightly();
    assertThat(store.schedules().pause("nightly", "cli:bob", "holidays")).isTrue();
    assertThat(store.schedules().pause("nightly", "cli:bob", "again")).isFalse();
    var paused = store.schedules().find("nightly").orElseThrow();
    assertThat(paused.paused()).isTrue();
    assertThat(store.firings().claim(paused, time.now().plusSeconds(60), "o1")).isFalse();
    time.advance(Duration.ofDays(3));
    assertThat(store.schedules().resume("nightly", "cli:bob", "back")).isTrue();
    assertThat(store.schedules().find("nightly").orElseThrow().firedUntil()).isEqualTo(time.now());
  }

  @Test
  void every_change_is_audited() {
    nightly();
    store.schedules().change("nightly", OptionalLong.empty(), with("0 4 * * *", ""), "cli:eve");
    store.schedules().pause("nightly", "cli:bob", "holidays");
    store.schedules().resume("nightly", "cli:bob", "back");
    store.firings().ask("nightly", "cli:bob", "now please");
    store.schedules().remove("nightly", OptionalLong.of(1), "cli:bob", "too old a look");
    store.schedules().remove("nightly", OptionalLong.of(4), "cli:bob", "not needed");
    assertThat(store.audit().of("nightly"))
        .extracting(AuditRecord::action)
        .containsExactly(
            "schedule_removed",
            "schedule_run",
            "schedule_resumed",
            "schedule_paused",
            "schedule_changed",
            "schedule_added");
    assertThat(store.schedules().list()).isEmpty();
    assertThat(store.firings().open()).as("nobody is to start it any more").isEmpty();
  }

  @Test
  void a_time_is_claimed_once_whoever_tries() throws Exception {
    var seen = nightly();
    var at = seen.firedUntil().plusSeconds(90);
    try (var other = opened()) {
      assertThat(store.firings().claim(seen, at, "o1")).isTrue();
      assertThat(other.firings().claim(seen, at, "o2")).isFalse();
      var fresh = other.schedules().find("nightly").orElseThrow();
      assertThat(fresh.firedUntil()).isEqualTo(at);
      assertThat(other.firings().claim(fresh, at, "o2")).isFalse();
      assertThat(other.firings().miss(fresh, at, "late")).isFalse();
    }
    assertThat(store.firings().open()).hasSize(1);
    assertThat(store.firings().open().getFirst().claimedBy()).contains("o1");
  }

  @Test
  void a_time_of_a_schedule_that_was_changed_meanwhile_is_not_claimed() {
    var seen = nightly();
    store.schedules().change("nightly", OptionalLong.empty(), with("30 2 * * *", ""), "cli:eve");
    assertThat(store.firings().claim(seen, seen.firedUntil().plusSeconds(90), "o1")).isFalse();
    assertThat(store.firings().of("nightly", 10)).isEmpty();
  }

  @Test
  void a_schedule_made_again_under_its_name_does_not_fire_a_time_again() {
    var at = nightly().firedUntil().plusSeconds(90);
    assertThat(store.firings().claim(nightly(), at, "o1")).isTrue();
    store.schedules().remove("nightly", OptionalLong.empty(), "cli:bob", "");
    assertThat(store.firings().claim(nightly(), at, "o1")).isFalse();
  }

  @Test
  void a_firing_is_taken_from_a_scheduler_that_is_gone_and_from_none_that_lives() throws Exception {
    var seen = nightly();
    try (var other = opened();
        var mine = store.registerOwner(Firings.SCHEDULER + "mine")) {
      var gone = other.registerOwner(Firings.SCHEDULER + "the other");
      assertThat(store.firings().schedulers()).containsExactlyInAnyOrder("mine", "the other");
      store.firings().claim(seen, seen.firedUntil().plusSeconds(90), gone.id());
      var firing = store.firings().open().getFirst();
      assertThat(store.firings().take(firing, mine.id())).isFalse();
      gone.close();
      assertThat(store.firings().schedulers()).containsExactly("mine");
      assertThat(store.firings().take(firing, mine.id())).isTrue();
      assertThat(store.firings().take(firing, "a third")).as("it was looked at before").isFalse();
      store.firings().note(firing, gone.id(), Start.started("rack01-u01", "w", "run-1"));
      store.firings().end(firing, gone.id());
      var still = store.firings().open().getFirst();
      assertThat(still.starts()).as("who lost it writes nothing").isEmpty();
      assertThat(still.status()).isEqualTo(Status.CLAIMED);
    }
  }

  @Test
  void what_became_of_a_time_is_noted_by_server_and_once() {
    var seen = nightly();
    store.firings().claim(seen, seen.firedUntil().plusSeconds(90), "o1");
    var firing = store.firings().open().getFirst();
    store.firings().note(firing, "o1", Start.started("rack01-u01", "w-1", "run-1"));
    store.firings().note(firing, "o1", Start.started("rack01-u01", "w-1", "run-2"));
    store.firings().note(firing, "o1", Start.not("rack01-u02", Outcome.REFUSED, "Deployed"));
    store.firings().end(firing, "o1");
    var done = store.firings().find("nightly", firing.fireAt()).orElseThrow();
    assertThat(done.status()).isEqualTo(Status.DONE);
    assertThat(done.cause()).isEqualTo(FiringRecord.BY_SCHEDULE);
    assertThat(done.work()).isEqualTo(NIGHTLY.work());
    assertThat(done.overlap()).isEqualTo(Overlap.QUEUE);
    assertThat(done.starts())
        .containsExactly(
            Start.started("rack01-u01", "w-1", "run-1"),
            Start.not("rack01-u02", Outcome.REFUSED, "Deployed"));
    assertThat(store.firings().runs("nightly", "rack01-u01"))
        .containsExactly(Start.started("rack01-u01", "w-1", "run-1"));
    assertThat(store.firings().open()).isEmpty();
  }

  @Test
  void who_asks_twice_in_a_second_gets_two_times() {
    nightly();
    var first = store.firings().ask("nightly", "cli:bob", "").orElseThrow();
    var second = store.firings().ask("nightly", "cli:eve", "").orElseThrow();
    assertThat(second).isEqualTo(first.plusSeconds(1));
    assertThat(store.firings().of("nightly", 10))
        .extracting(FiringRecord::cause)
        .containsExactly("cli:eve", "cli:bob");
    assertThat(store.firings().ask("daily", "cli:bob", "")).isEmpty();
  }

  @Test
  void the_newest_thousand_are_kept() {
    var seen = nightly();
    var first = seen.firedUntil();
    store
        .database()
        .change(
            session -> {
              for (var i = 1; i <= Firings.KEPT + 4; i++) {
                FiringTable.insert(
                    session,
                    seen,
                    first.plusSeconds(i),
                    Status.DONE,
                    FiringRecord.BY_SCHEDULE,
                    Optional.empty());
              }
            });
    store.firings().claim(seen, Instant.parse("2026-11-25T00:00:00Z"), "o1");
    store.firings().end(store.firings().open().getFirst(), "o1");
    var kept = store.firings().of("nightly", 2_000);
    assertThat(kept).hasSize(Firings.KEPT);
    assertThat(kept.getLast().fireAt()).isEqualTo(first.plusSeconds(6));
  }
}
