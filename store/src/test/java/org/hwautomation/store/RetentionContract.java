package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunIdentity;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which old runs go, and which stay, in every database. */
abstract class RetentionContract {
  private static final Instant LATER = TestRuns.NOW.plus(Duration.ofHours(1));

  @TempDir Path folder;
  private SqlStore store;
  private int made;

  /** Opens this test's data, which is empty at first. */
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

  /** Ids grow, as those of real runs do. */
  private RunRecord started(String server, Optional<String> batch, String... keys) {
    var some = TestRuns.record(server);
    var runId = "run-%04d".formatted(++made);
    var identity = some.identity();
    var run =
        new RunRecord(
            new RunIdentity(
                runId,
                "work-%d-on-%s".formatted(made, server),
                identity.definition(),
                Optional.of(server),
                identity.deviceType(),
                identity.site(),
                batch,
                Optional.empty(),
                runId,
                Optional.empty(),
                identity.startedBy(),
                identity.createdAt()),
            some.status(),
            some.phase(),
            some.owner(),
            some.epoch(),
            some.lastSeq(),
            some.currentStep(),
            some.stepsCompleted(),
            some.totalSteps(),
            some.message(),
            some.updatedAt(),
            some.endedAt());
    store.create(TestRuns.start(run, keys));
    return run;
  }

  private RunRecord completed(String server) {
    return ended(started(server, Optional.empty()), WorkflowStatus.COMPLETED, Phase.NONE);
  }

  private RunRecord ended(RunRecord run, WorkflowStatus status, Phase phase) {
    store.append(TestRuns.end(run, status, phase, phase == Phase.NONE));
    return run;
  }

  private List<String> left() {
    return store.runs(RunQuery.ALL).reversed().stream().map(RunRecord::runId).toList();
  }

  @Test
  void an_old_run_goes_with_its_journal_and_the_newest_of_its_server_stays() {
    var old = completed("s1");
    var newest = completed("s1");
    assertThat(store.retention().old(LATER)).isEqualTo(new RunRetention.Count(1, 0));
    assertThat(left()).as("looking deletes nothing").hasSize(2);

    assertThat(store.retention().prune(LATER, "cli:bob")).isEqualTo(new RunRetention.Count(1, 0));

    assertThat(left()).containsExactly(newest.runId());
    assertThat(store.entries(old.runId(), 0)).isEmpty();
    assertThat(store.entries(newest.runId(), 0)).isNotEmpty();
    assertThat(store.count(RunSearch.ALL)).isEqualTo(1);
    var told = store.audit().newest(1).getFirst();
    assertThat(told.actor()).isEqualTo("cli:bob");
    assertThat(told.action()).isEqualTo("runs_pruned");
    assertThat(told.reason()).isEqualTo("1 runs, 0 batches");
    assertThat(store.retention().prune(LATER, "cli:bob").runs()).isZero();
  }

  @Test
  void what_is_not_old_enough_live_held_or_parked_stays() {
    var held =
        ended(started("s1", Optional.empty(), "server/s1"), WorkflowStatus.FAILED, Phase.HELD);
    var live = started("s2", Optional.empty());
    completed("s2");
    completed("s3");
    completed("s3");
    completed("s1");
    assertThat(store.retention().old(TestRuns.NOW)).isEqualTo(new RunRetention.Count(0, 0));
    assertThat(store.retention().prune(LATER, "cli:bob").runs()).isEqualTo(1);
    assertThat(left()).contains(held.runId(), live.runId()).hasSize(5);
    assertThat(store.locks()).hasSize(1);
  }

  @Test
  void the_last_run_that_made_a_server_ready_stays_behind_a_newer_one_that_failed() {
    var before = completed("s1");
    var ready = completed("s1");
    var failed = ended(started("s1", Optional.empty()), WorkflowStatus.FAILED, Phase.NONE);
    store.retention().prune(LATER, "cli:bob");
    assertThat(left())
        .containsExactly(ready.runId(), failed.runId())
        .doesNotContain(before.runId());
  }

  @Test
  void a_run_goes_only_with_those_that_resumed_it() {
    var first = ended(started("s1", Optional.empty()), WorkflowStatus.FAILED, Phase.HELD);
    var again = TestRuns.resumption(store.run(first.runId()).orElseThrow());
    store.create(TestRuns.start(again));
    completed("s1");
    store.retention().prune(LATER, "cli:bob");
    assertThat(left()).contains(first.runId(), again.runId());
    ended(again, WorkflowStatus.COMPLETED, Phase.NONE);
    store.retention().prune(LATER, "cli:bob");
    assertThat(left()).doesNotContain(first.runId());
  }

  @Test
  void firmware_that_is_on_trial_or_whose_end_nobody_saw_keeps_its_run() {
    var trying = completed("s1");
    var pair = new FirmwareTrials.Pair("R750", "bios", "2.1");
    store.firmwareTrials().ask(pair, "s1", trying.runId());
    completed("s1");
    store.retention().prune(LATER, "cli:bob");
    assertThat(left()).contains(trying.runId());
    store.firmwareTrials().proven(pair, "s1", trying.runId());
    store.retention().prune(LATER, "cli:bob");
    assertThat(left()).doesNotContain(trying.runId());
  }

  @Test
  void a_batch_goes_with_the_last_of_its_runs_once_it_is_over() {
    var terms =
        new BatchTerms(
            "basic_provisioning",
            Optional.empty(),
            Map.of(),
            20,
            OptionalInt.empty(),
            Optional.empty(),
            false,
            Optional.empty(),
            Optional.empty());
    var drafts =
        List.of(
            new BatchMember.Draft(
                "s1", Optional.empty(), Optional.empty(), Optional.empty(), Map.of()));
    store
        .batches()
        .open("b1", terms, drafts, new AddressSupply(List.of(), Map.of()), Set.of(), "cli:bob");
    var old = ended(started("s1", Optional.of("b1")), WorkflowStatus.COMPLETED, Phase.NONE);
    completed("s1");
    var far = store.time().now().plus(Duration.ofDays(1));
    assertThat(store.retention().prune(far, "cli:bob").runs()).as("it runs").isZero();
    assertThat(store.batches().halt("b1", BatchRecord.State.CANCELLED, "cli:bob", "no more"))
        .isTrue();
    assertThat(store.retention().prune(LATER, "cli:bob").runs()).as("over just now").isZero();

    assertThat(store.retention().prune(far, "cli:bob")).isEqualTo(new RunRetention.Count(1, 1));

    assertThat(left()).doesNotContain(old.runId());
    assertThat(store.batches().find("b1")).isEmpty();
  }
}
