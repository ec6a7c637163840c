package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.hwautomation.store.Audit.AuditRecord;
import org.hwautomation.store.AuditVerdict.Broken;
import org.hwautomation.store.AuditVerdict.Damage;
import org.hwautomation.store.AuditVerdict.Intact;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every database's audit shows of those who were at it. */
abstract class AuditChainContract {
  @TempDir Path folder;
  private SqlStore store;

  /** Opens this test's data, which is empty at first. */
  abstract SqlStore opened() throws Exception;

  /** What a child JVM is told, to open the same. */
  abstract String address();

  /** As who owns the database can, past what refuses changes of the audit. */
  abstract void tamper(SqlStore with, String sql);

  /** Removes this test's data. */
  void removeData() {}

  @BeforeEach
  void open() throws Exception {
    store = opened();
  }

  @AfterEach
  void close() {
    store.close();
    removeData();
  }

  private void add(int entries) {
    for (var i = 1; i <= entries; i++) {
      store.audit().add("cli:bob", "server_held", "s" + i, "reason " + i);
    }
  }

  private AuditVerdict verdict() {
    return store.audit().verify(Optional.empty());
  }

  private void assertBroken(long id, Damage damage, String... words) {
    assertThat(verdict())
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> {
              assertThat(broken.id()).isEqualTo(id);
              assertThat(broken.damage()).isEqualTo(damage);
              assertThat(broken.text()).contains(words);
            });
  }

  @Test
  void an_audit_that_nobody_was_at_is_intact() {
    assertThat(verdict()).isEqualTo(new Intact(0, Audit.Head.NONE));
    add(3);
    store.holds().hold("s9", "in the transaction of what it tells of", "cli:bob");
    var head = store.audit().head();
    assertThat(head.id()).isEqualTo(4);
    assertThat(verdict()).isEqualTo(new Intact(4, head));
    assertThat(store.audit().verify(Optional.of(head.hash()))).isInstanceOf(Intact.class);
    assertThat(store.audit().before(3, 1)).extracting(AuditRecord::id).containsExactly(2L);
  }

  @Test
  void texts_that_databases_mend_are_hashed_as_they_are_kept() {
    var nasty =
        List.of("", "\0", "a\0b", "half \uD83D", "whole \uD83D\uDE00", "\uFFFF", "x".repeat(9_000));
    for (var text : nasty) {
      store.audit().add("cli:bob" + text, "tried", text, text);
    }
    assertThat(verdict()).isInstanceOf(Intact.class);
    assertThat(store.audit().newest(100)).hasSize(nasty.size());
  }

  @Test
  void no_two_entries_read_the_same() {
    var before = Audit.Head.NONE.hash();
    var at = Instant.EPOCH;
    assertThat(
            List.of(
                AuditChain.hash(before, new AuditRecord(1, at, "ab", "c", "", "")),
                AuditChain.hash(before, new AuditRecord(1, at, "a", "bc", "", "")),
                AuditChain.hash(before, new AuditRecord(1, at, "a", "b", "c", "")),
                AuditChain.hash(before, new AuditRecord(1, at, "a\0\0\0\0b", "c", "", "")),
                AuditChain.hash(before, new AuditRecord(1, at, "a", "b\0\0\0\0c", "", "")),
                AuditChain.hash(before, new AuditRecord(1, at, "a", "b", "", "c")),
                AuditChain.hash(before, new AuditRecord(2, at, "a", "b", "", "c")),
                AuditChain.hash(before, new AuditRecord(1, at.plusNanos(1_000), "a", "b", "", "c")),
                AuditChain.hash("1" + "0".repeat(63), new AuditRecord(1, at, "a", "b", "", "c"))))
        .doesNotHaveDuplicates()
        .allMatch(hash -> hash.matches("[0-9a-f]{64}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at_utc_micros = at_utc_micros + 1",
        "actor = 'eve'",
        "action = 'nothing'",
        "target = 's1'",
        "reason = 'none'"
      })
  void an_entry_that_was_changed_is_found(String change) {
    add(4);
    tamper(store, "UPDATE audit SET " + change + " WHERE id = 2");
    assertBroken(2, Damage.CHANGED, "entry 2");
  }

  @Test
  void an_entry_whose_hash_was_made_to_fit_is_found_at_the_next() {
    add(3);
    var was = store.audit().newest(3);
    var first = AuditChain.hash(Audit.Head.NONE.hash(), was.get(2));
    var second = was.get(1);
    var forged =
        new AuditRecord(
            second.id(), second.at(), "eve", second.action(), second.target(), second.reason());
    tamper(
        store,
        "UPDATE audit SET actor = 'eve', hash = '%s' WHERE id = 2"
            .formatted(AuditChain.hash(first, forged)));
    assertBroken(3, Damage.CHANGED, "entry 3", "the one before it");
  }

  @Test
  void entries_that_were_removed_are_named() {
    add(6);
    tamper(store, "DELETE FROM audit WHERE id IN (3, 4)");
    assertBroken(3, Damage.REMOVED, "entries 3 to 4 are missing");
    tamper(store, "DELETE FROM audit WHERE id = 1");
    assertBroken(1, Damage.REMOVED, "entry 1 is missing");
  }

  @Test
  void an_entry_that_was_put_in_between_is_found() {
    add(4);
    tamper(
        store,
        """
        UPDATE audit SET id = 5 WHERE id = 4;
        UPDATE audit SET id = 4 WHERE id = 3;
        INSERT INTO audit (id, at_utc_micros, actor, action, target, reason, hash)
          SELECT 3, at_utc_micros, 'cli:eve', action, target, reason, hash FROM audit WHERE id = 2;
        """);
    assertBroken(3, Damage.INSERTED, "entry 3 was put in");
  }

  @Test
  void an_entry_with_a_made_up_hash_is_found_and_the_audit_goes_on() {
    add(2);
    tamper(
        store,
        "INSERT INTO audit (id, at_utc_micros, actor, action, target, reason, hash) VALUES (3, 0,"
            + " 'eve', 'a', 't', 'r', '"
            + "not a hash at all ".repeat(4).substring(0, 64)
            + "')");
    add(1);
    assertBroken(3, Damage.CHANGED, "entry 3");
    assertThat(store.audit().newest(9)).hasSize(4);
  }

  @Test
  void entries_that_were_cut_off_are_found_by_a_hash_that_was_kept() {
    add(2);
    var old = store.audit().head().hash();
    add(2);
    var head = store.audit().head().hash();
    tamper(store, "DELETE FROM audit WHERE id = 4");
    assertThat(verdict()).isInstanceOf(Intact.class);
    assertThat(store.audit().verify(Optional.of(old))).isInstanceOf(Intact.class);
    assertThat(store.audit().verify(Optional.of(head)))
        .isInstanceOfSatisfying(
            Broken.class,
            broken -> {
              assertThat(broken.damage()).isEqualTo(Damage.CUT_OFF);
              assertThat(broken.id()).isEqualTo(3);
            });
    add(1);
    assertThat(store.audit().verify(Optional.of(head))).isInstanceOf(Broken.class);
  }

  @Test
  void processes_that_add_at_once_make_one_chain() throws Exception {
    try (var child = ChildJvm.start("audit", address(), "child", "60");
        var other = opened();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(child.readLine()).isEqualTo("ready");
      child.tell("go");
      var adding =
          List.<Callable<Boolean>>of(
              () -> {
                for (var i = 0; i < 60; i++) {
                  store.audit().add("parent", "tried", "s" + i, "at once with others");
                }
                return true;
              },
              () -> {
                for (var i = 0; i < 60; i++) {
                  var target = "s" + i;
                  other
                      .database()
                      .changeRun( // which lets other processes write meanwhile
                          session -> {
                            Audit.add(session, TestRuns.NOW, "run", "tried", target, "");
                          });
                }
                return true;
              });
      for (var added : threads.invokeAll(adding)) {
        assertThat(added.get()).isTrue();
      }
      assertThat(child.readLine()).isEqualTo("done");
    }
    assertThat(verdict())
        .isInstanceOfSatisfying(
            Intact.class, intact -> assertThat(intact.entries()).isEqualTo(180));
    assertThat(store.audit().head().id()).isEqualTo(180);
  }

  @Test
  void what_is_undone_leaves_no_hole() {
    add(1);
    assertThatThrownBy(
            () ->
                store
                    .database()
                    .change(
                        session -> {
                          Audit.add(session, TestRuns.NOW, "cli:bob", "tried", "s1", "");
                          throw new IllegalStateException("the rest fails");
                        }))
        .hasMessage("the rest fails");
    add(1);
    assertThat(verdict()).isEqualTo(new Intact(2, store.audit().head()));
    assertThat(store.audit().head().id()).isEqualTo(2);
  }
}
