package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.hwautomation.store.BatchMember.Draft;
import org.hwautomation.store.BatchRecord.State;
import org.hwautomation.store.RunCare.Acknowledgement;
import org.hwautomation.store.RunCare.Care;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every database's store keeps of batches, and of who looks after runs. */
abstract class BatchTablesContract {
  private static final BatchTerms TERMS =
      new BatchTerms(
          "basic_provisioning",
          Optional.of("a1.c5.large"),
          Map.of("gateway", "10.0.1.1", "note", "käse, {\"$secret\":\"x\"}"),
          20,
          OptionalInt.of(4),
          Optional.of("10%"),
          true,
          Optional.of("nights"),
          Optional.of("a test"));

  @TempDir Path folder;
  private SqlStore store;

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

  private static Draft draft(String server) {
    return new Draft(
        server, Optional.of("r1"), Optional.empty(), Optional.empty(), Map.of("note", "n"));
  }

  private static List<Draft> drafts(int servers) {
    return IntStream.rangeClosed(1, servers).mapToObj(i -> draft("s" + i)).toList();
  }

  private static AddressSupply supply(int first, int last, Map<String, String> taken) {
    return new AddressSupply(
        IntStream.rangeClosed(first, last).mapToObj(i -> "10.0.1." + i).toList(), taken);
  }

  private boolean open(String name, List<Draft> drafts, AddressSupply supply) {
    return store.batches().open(name, TERMS, drafts, supply, Set.of(), "cli:bob");
  }

  private BatchMember member(String batch, int index) {
    return store.batches().members(batch).get(index);
  }

  private Map<String, String> addresses(String batch) {
    var addresses = new TreeMap<String, String>();
    store
        .batches()
        .members(batch)
        .forEach(each -> addresses.put(each.server(), each.address().orElse("none")));
    return addresses;
  }

  @Test
  void a_batch_reads_back_as_it_was_opened_and_an_open_one_stays_as_it_is() {
    assertThat(open("rack1", drafts(2), AddressSupply.NONE)).isTrue();
    var batch = store.batches().find("rack1").orElseThrow();
    assertThat(batch.terms()).isEqualTo(TERMS);
    assertThat(batch.state()).isEqualTo(State.RUNNING);
    assertThat(batch.createdBy()).isEqualTo("cli:bob");
    assertThat(batch.servers()).isEqualTo(2);
    var second = member("rack1", 1);
    assertThat(second.server()).isEqualTo("s2");
    assertThat(second.rack()).contains("r1");
    assertThat(second.inputs()).containsEntry("note", "n");
    assertThat(second.state()).isEqualTo(BatchMember.State.WAITING);
    assertThat(second.workflowId()).isEqualTo("rack1.s2.1");
    assertThat(open("rack1", drafts(3), AddressSupply.NONE)).isFalse();
    assertThat(store.batches().members("rack1")).hasSize(2);
    assertThat(store.audit().of("batch:rack1")).hasSize(1);
  }

  @Test
  void only_who_has_a_batch_starts_its_servers_and_each_is_begun_once() {
    open("rack1", drafts(1), AddressSupply.NONE);
    var batches = store.batches();
    try (var first = store.registerOwner("first");
        var second = store.registerOwner("second")) {
      assertThat(batches.claim("rack1", first.id())).isTrue();
      assertThat(batches.claim("rack1", second.id())).isFalse();
      assertThat(batches.starting(member("rack1", 0), second.id())).isFalse();
      assertThat(batches.starting(member("rack1", 0), first.id())).isTrue();
      assertThat(batches.starting(member("rack1", 0), first.id())).isFalse();
      first.close();
      assertThat(batches.claim("rack1", second.id())).isTrue();
      batches.note(member("rack1", 0), BatchMember.State.REFUSED, Optional.of("late"), first.id());
      assertThat(member("rack1", 0).state()).isEqualTo(BatchMember.State.STARTING);
      batches.note(member("rack1", 0), BatchMember.State.STARTED, Optional.empty(), second.id());
      assertThat(member("rack1", 0).state()).isEqualTo(BatchMember.State.STARTED);
    }
  }

  @Test
  void nothing_is_begun_in_a_batch_that_is_paused_stopped_or_cancelled() {
    open("rack1", drafts(2), AddressSupply.NONE);
    var batches = store.batches();
    try (var owner = store.registerOwner("one")) {
      batches.claim("rack1", owner.id());
      for (var state : List.of(State.PAUSED, State.STOPPED)) {
        assertThat(batches.halt("rack1", state, "cli:bob", "why")).isTrue();
        assertThat(batches.find("rack1").orElseThrow().why()).isEqualTo("why");
        assertThat(batches.starting(member("rack1", 0), owner.id())).isFalse();
        assertThat(batches.resume("rack1", 3, "cli:bob", "")).isTrue();
        assertThat(batches.find("rack1").orElseThrow().forgiven()).isEqualTo(3);
      }
      assertThat(batches.resume("rack1", 0, "cli:bob", "")).isFalse();
      assertThat(batches.starting(member("rack1", 0), owner.id())).isTrue();
      batches.halt("rack1", State.PAUSED, "cli:bob", "");
      assertThat(batches.halt("rack1", State.CANCELLED, "cli:bob", "enough")).isTrue();
      assertThat(batches.halt("rack1", State.CANCELLED, "cli:bob", "again")).isFalse();
      assertThat(member("rack1", 0).state()).isEqualTo(BatchMember.State.STARTING);
      assertThat(member("rack1", 1).state()).isEqualTo(BatchMember.State.CANCELLED);
      assertThat(store.audit().newest(1).getFirst().action()).isEqualTo("batch_cancelled");
    }
  }

  @Test
  void a_batch_that_is_opened_again_begins_again_what_is_not_kept() {
    open("rack1", drafts(3), AddressSupply.NONE);
    var batches = store.batches();
    try (var owner = store.registerOwner("one")) {
      batches.claim("rack1", owner.id());
      for (var index : List.of(0, 1)) {
        batches.starting(member("rack1", index), owner.id());
        batches.note(
            member("rack1", index), BatchMember.State.STARTED, Optional.empty(), owner.id());
      }
      batches.done("rack1", owner.id());
    }
    batches.open("rack1", TERMS, drafts(3), AddressSupply.NONE, Set.of("s1"), "cli:bob");
    assertThat(batches.members("rack1").stream().map(BatchMember::workflowId))
        .containsExactly("rack1.s1.1", "rack1.s2.2", "rack1.s3.1");
    assertThat(member("rack1", 0).state()).isEqualTo(BatchMember.State.STARTED);
    assertThat(member("rack1", 1).state()).isEqualTo(BatchMember.State.WAITING);
  }

  @Test
  void no_address_is_handed_out_that_somebody_has() {
    var given =
        new Draft("s0", Optional.empty(), Optional.empty(), Optional.of("10.0.1.12"), Map.of());
    var servers = new ArrayList<>(drafts(2));
    servers.add(given);
    open("rack1", servers, supply(10, 14, Map.of("10.0.1.10", "stranger", "10.0.1.14", "s2")));
    assertThat(addresses("rack1"))
        .isEqualTo(Map.of("s0", "10.0.1.12", "s1", "10.0.1.11", "s2", "10.0.1.14"));
    open("rack2", List.of(draft("t1")), supply(11, 13, Map.of()));
    assertThat(addresses("rack2")).isEqualTo(Map.of("t1", "10.0.1.13"));
    assertThatThrownBy(() -> open("rack3", drafts(2), supply(12, 13, Map.of())))
        .isInstanceOf(AddressSupply.ExhaustedException.class)
        .hasMessageContaining("2 servers need an address of the range, and 0 of it are free");
    assertThat(store.batches().find("rack3")).isEmpty();
  }

  @Test
  void a_server_keeps_the_address_that_it_was_handed() {
    open("rack1", drafts(3), supply(10, 20, Map.of()));
    var before = addresses("rack1");
    store.batches().halt("rack1", State.CANCELLED, "cli:bob", "");
    open("rack1", drafts(3).reversed(), supply(10, 20, Map.of()));
    assertThat(addresses("rack1")).isEqualTo(before);
  }

  @Test
  void a_run_and_those_that_resume_it_are_looked_after_together() {
    var care = store.runCare();
    var run = TestRuns.record("w1");
    var resumed = TestRuns.resumption(run);
    assertThat(care.of(run)).isEqualTo(Care.NONE);
    var seen = new Acknowledgement("cli:bob", TestRuns.NOW);
    care.change(
        run,
        before -> before.ownedBy(Optional.of("alice")).acknowledged(Optional.of(seen)),
        "cli:bob");
    care.change(resumed, before -> before.withTicket(Optional.of("OPS-7")), "cli:eve");
    assertThat(care.of(run))
        .isEqualTo(new Care(Optional.of("alice"), Optional.of(seen), Optional.of("OPS-7")));
    assertThat(care.of(List.of(resumed, TestRuns.record("w2"))))
        .isEqualTo(Map.of(resumed.runId(), care.of(run)));
    care.change(
        run, before -> before.ownedBy(Optional.empty()).acknowledged(Optional.empty()), "x");
    assertThat(care.of(resumed))
        .isEqualTo(new Care(Optional.empty(), Optional.empty(), Optional.of("OPS-7")));
    care.note(run, "käse\nfirst", "cli:bob");
    care.note(resumed, "second", "cli:eve");
    assertThat(care.notes(run)).isEqualTo(care.notes(resumed));
    assertThat(care.notes(run).stream().map(note -> note.number() + note.text()))
        .containsExactly("1käse\nfirst", "2second");
    assertThat(care.notes(TestRuns.record("w2"))).isEmpty();
    assertThat(store.audit().of(run.runId()))
        .extracting("action")
        .containsExactly("run_noted", "run_care", "run_care");
  }
}
