package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hwautomation.store.IdempotencyKeys.Claim;
import org.hwautomation.store.IdempotencyKeys.KeptAnswer;
import org.hwautomation.store.RunFeed.Change;
import org.hwautomation.store.RunFeed.FeedPosition;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database's store keeps for the service: the feed, searches, keys, template texts. */
abstract class ServiceTablesContract {
  @TempDir Path folder;
  private SqlStore store;

  /** Opens this test's data, which is empty at first; may be called again. */
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

  private RunRecord started(String workflowId) {
    var run = TestRuns.record(workflowId);
    store.create(TestRuns.start(run));
    return run;
  }

  @Test
  void each_write_to_a_journal_is_a_change_in_the_feed_in_order() {
    assertThat(store.feed().newest()).isEqualTo(FeedPosition.START);
    var one = started("one");
    var other = started("other");
    store.append(TestRuns.next(one, 3));
    store.append(TestRuns.end(other, WorkflowStatus.FAILED, Phase.HELD, false));
    var changes = settled(4);
    assertThat(changes)
        .extracting(Change::runId)
        .containsExactly(one.runId(), other.runId(), one.runId(), other.runId());
    assertThat(changes.get(2).firstSeq()).isEqualTo(2);
    assertThat(changes.get(2).lastSeq()).isEqualTo(4);
    assertThat(changes).extracting(Change::position).isSorted();
    assertThat(store.feed().newest()).isEqualTo(changes.getLast().position());
    assertThat(store.feed().after(changes.get(1).position(), 1)).containsExactly(changes.get(2));
    assertThat(store.feed().reachesBackTo(FeedPosition.START)).isTrue();
  }

  /** All changes, once there are so many: a transaction of others may hold them up for a while. */
  private List<Change> settled(int wanted) {
    var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    var changes = store.feed().after(FeedPosition.START, 100);
    while (changes.size() < wanted && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      changes = store.feed().after(FeedPosition.START, 100);
    }
    return changes;
  }

  @Test
  void a_position_is_read_back_from_its_text() {
    var position = new FeedPosition(12, 4711);
    assertThat(FeedPosition.parse(position.toString())).contains(position);
    for (var wrong : List.of("", "12", "-1-2", "a-b", "1-2-3", "1-99999999999999999999")) {
      assertThat(FeedPosition.parse(wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void a_reader_beside_many_writers_sees_every_change_once_and_in_the_order_of_each_run()
      throws Exception {
    var writers = 4;
    var appends = 30;
    var runs = new ArrayList<RunRecord>();
    for (var i = 0; i < writers; i++) {
      runs.add(started("w" + i));
    }
    var seen = new ArrayList<Change>();
    var threads = new ArrayList<Thread>();
    try (var second = opened()) {
      for (var i = 0; i < writers; i++) {
        var by = i % 2 == 0 ? store : second;
        var run = runs.get(i);
        threads.add(
            Thread.ofVirtual()
                .start(
                    () -> {
                      var now = run;
                      for (var n = 0; n < appends; n++) {
                        var append = TestRuns.next(now, 1);
                        by.append(append);
                        now = append.record();
                      }
                    }));
      }
      var position = FeedPosition.START;
      while (threads.stream().anyMatch(Thread::isAlive)) {
        position = read(position, seen);
      }
      for (var thread : threads) {
        thread.join();
      }
      var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (seen.size() < writers * (appends + 1) && System.nanoTime() < deadline) {
        position = read(position, seen);
      }
    }
    for (var run : runs) {
      var expected = new ArrayList<Long>();
      for (var seq = 1L; seq <= appends + 1; seq++) {
        expected.add(seq);
      }
      assertThat(seen.stream().filter(c -> c.runId().equals(run.runId())).map(Change::lastSeq))
          .as("entries of " + run.workflowId())
          .containsExactlyElementsOf(expected);
    }
  }

  private FeedPosition read(FeedPosition from, List<Change> into) {
    var changes = store.feed().after(from, 1_000);
    into.addAll(changes);
    return changes.isEmpty() ? from : changes.getLast().position();
  }

  private static RunSearch text(String words) {
    return new RunSearch(
        Set.of(),
        Set.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(words),
        Optional.empty(),
        100);
  }

  @Test
  void runs_are_searched_by_words_and_signs_of_patterns_are_signs() {
    var one = started("prov-alpha");
    var other = started("prov-beta");
    store
        .inventory()
        .identify(
            one.serverId().orElseThrow(), ServerIdentity.EMPTY.withNames("Rack14-u01", "sys1"));
    assertThat(store.search(text("rack14")))
        .extracting(RunRecord::runId)
        .containsExactly(one.runId());
    assertThat(store.search(text("BASIC beta")))
        .extracting(RunRecord::runId)
        .containsExactly(other.runId());
    assertThat(store.count(text("prov"))).isEqualTo(2);
    for (var nothing : List.of("%", "prov_alpha", "\\", "'; DROP TABLE run; --", "no such")) {
      assertThat(store.search(text(nothing))).as(nothing).isEmpty();
    }
  }

  @Test
  void pages_of_runs_follow_each_other_without_a_gap() {
    var ids = new ArrayList<String>();
    for (var i = 0; i < 7; i++) {
      ids.add(started("p" + i).runId());
    }
    ids.sort(java.util.Comparator.reverseOrder());
    var found = new ArrayList<String>();
    var cursor = Optional.<String>empty();
    do {
      var page =
          store.search(
              new RunSearch(
                  Set.of(WorkflowStatus.PENDING),
                  Set.of(),
                  Optional.empty(),
                  Optional.of("basic-provisioning"),
                  Optional.empty(),
                  Optional.empty(),
                  cursor,
                  3));
      page.forEach(run -> found.add(run.runId()));
      cursor = page.size() < 3 ? Optional.empty() : Optional.of(page.getLast().runId());
    } while (cursor.isPresent());
    assertThat(found).isEqualTo(ids);
  }

  @Test
  void a_key_is_worked_on_once_and_then_answered_the_same() {
    var keys = store.idempotencyKeys();
    try (var owner = store.registerOwner("a test")) {
      assertThat(keys.claim("a", "k", "h", owner.id())).isEqualTo(new Claim.Taken());
      assertThat(keys.claim("a", "k", "h", owner.id())).isEqualTo(new Claim.UnderWay());
      assertThat(keys.claim("a", "k", "other", owner.id())).isEqualTo(new Claim.OtherRequest());
      assertThat(keys.claim("b", "k", "other", owner.id())).isEqualTo(new Claim.Taken());
      var answer = new KeptAnswer(201, Optional.of("/there"), "{}");
      keys.answer("a", "k", answer);
      assertThat(keys.claim("a", "k", "h", owner.id())).isEqualTo(new Claim.Answered(answer));
      keys.giveUp("a", "k"); // of no effect: it was answered
      assertThat(keys.claim("a", "k", "h", owner.id())).isEqualTo(new Claim.Answered(answer));
      keys.giveUp("b", "k");
      assertThat(keys.claim("b", "k", "third", owner.id())).isEqualTo(new Claim.Taken());
    }
  }

  @Test
  void a_key_whose_process_died_is_free_again() {
    var keys = store.idempotencyKeys();
    try (var dead = store.registerOwner("dies")) {
      assertThat(keys.claim("a", "k", "h", dead.id())).isEqualTo(new Claim.Taken());
    }
    try (var next = store.registerOwner("comes after")) {
      assertThat(keys.claim("a", "k", "h", next.id())).isEqualTo(new Claim.Taken());
      assertThat(keys.claim("a", "k", "h", next.id())).isEqualTo(new Claim.UnderWay());
    }
  }

  @Test
  void a_request_with_a_secret_is_kept_as_a_hash_that_another_key_does_not_repeat()
      throws Exception {
    try (var owner = store.registerOwner("a test")) {
      store.idempotencyKeys().claim("a", "k", "password hunter2-hunter2", owner.id());
    }
    store.close();
    for (var text : TestRuns.contents(folder)) {
      assertThat(text).doesNotContain("hunter2");
    }
    store = opened();
  }

  @Test
  void texts_of_a_template_are_numbered_and_the_same_text_is_no_new_one() {
    var versions = store.templateVersions();
    assertThat(versions.add("t", "yaml", "one", "first", "user:alice")).isEqualTo(1);
    assertThat(versions.add("t", "yaml", "two", "second", "user:bob")).isEqualTo(2);
    assertThat(versions.add("t", "yaml", "two", "again", "user:bob")).isEqualTo(2);
    assertThat(versions.add("u", "json", "{}", "other", "user:bob")).isEqualTo(1);
    assertThat(versions.of("t")).extracting(v -> v.version()).containsExactly(2, 1);
    assertThat(versions.find("t", 1).orElseThrow().text()).isEqualTo("one");
    assertThat(versions.find("t", 3)).isEmpty();
  }
}
