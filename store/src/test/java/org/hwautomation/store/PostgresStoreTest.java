package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.hwautomation.store.CuttingProxy.Cut;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.RunFencedException;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server at the other end of a network adds to the trouble. */
class PostgresStoreTest {
  @TempDir Path folder;
  private final PostgresServer server = PostgresServer.running();
  private final String schema = server.newSchema();
  private final List<PostgresStore> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(PostgresStore::close);
  }

  private PostgresOptions options() {
    return server.options(schema).withKeyFile(folder.resolve("secret.key"));
  }

  private PostgresStore open(PostgresOptions options) {
    var store = PostgresStore.open(options);
    opened.add(store);
    return store;
  }

  @Test
  void an_owner_whose_session_was_ended_is_dead_and_fenced_by_who_takes_over() throws Exception {
    server.admin("CREATE ROLE executor LOGIN PASSWORD 'executor' ADMIN " + PostgresServer.USER);
    try {
      var other = open(options());
      server.admin("GRANT ALL ON SCHEMA %1$s TO executor".formatted(schema));
      server.admin("GRANT ALL ON ALL TABLES IN SCHEMA %1$s TO executor".formatted(schema));
      var ours = open(as("executor", "executor"));
      var owner = ours.registerOwner("ours");
      var run = TestRuns.record("prov-001").ownedBy(owner.id(), 1);
      ours.create(TestRuns.start(run));
      assertThat(other.isAlive(owner.id())).isTrue();
      server.admin("ALTER ROLE executor NOLOGIN"); // so that it can't come back at once
      terminate("application_name = 'hwautomation owner' AND usename = 'executor'");
      await(() -> !other.isAlive(owner.id()));
      var successor = other.registerOwner("the other");
      assertThat(other.takeOver(run.runId(), successor.id())).isEqualTo(2);
      assertThatThrownBy(() -> ours.append(TestRuns.next(run, 1)))
          .isInstanceOf(RunFencedException.class)
          .hasMessageContaining("epoch 1 is over");
      assertThat(other.entries(run.runId(), 0)).hasSize(1);
      server.admin("ALTER ROLE executor LOGIN");
      await(() -> other.isAlive(owner.id())); // it lives again, and owns what was not taken
      assertThat(other.epoch(run.runId())).isEqualTo(2);
    } finally {
      close();
      opened.clear();
      server.admin("DROP OWNED BY executor");
      server.admin("DROP ROLE executor");
    }
  }

  @Test
  void sessions_that_were_ended_are_opened_again_and_the_owner_lives_on() {
    var store = open(options());
    var owner = store.registerOwner("test");
    var run = TestRuns.record("prov-001").ownedBy(owner.id(), 1);
    store.create(TestRuns.start(run));
    for (var round = 0; round < 5; round++) {
      terminate("application_name LIKE 'hwautomation %'");
      assertThat(store.run(run.runId())).contains(run); // and a reader's
      var next = TestRuns.next(run, 1);
      terminate("application_name LIKE 'hwautomation %'");
      store.append(next);
      run = next.record();
    }
    await(() -> store.isAlive(owner.id()));
    assertThat(store.entries(run.runId(), 0)).hasSize(6);
  }

  @Test
  void a_server_that_crashes_and_comes_back_costs_patience_alone() throws Exception {
    var store = open(options());
    var owner = store.registerOwner("test");
    var run = TestRuns.record("prov-001").ownedBy(owner.id(), 1);
    store.create(TestRuns.start(run));
    try (var threads = Executors.newSingleThreadExecutor()) {
      var started = new CountDownLatch(1);
      var last =
          threads.submit(
              () -> {
                var now = run;
                for (var i = 0; i < 400; i++) {
                  var next = TestRuns.next(now, 1);
                  store.append(next);
                  now = next.record();
                  if (i == 50) {
                    started.countDown();
                  }
                }
                return now;
              });
      started.await();
      server.crash();
      server.start();
      var written = last.get();
      assertThat(store.run(run.runId())).contains(written);
    }
    assertThat(store.entries(run.runId(), 0))
        .extracting(JournalEntry::seq)
        .hasSize(401)
        .doesNotHaveDuplicates();
    await(() -> store.isAlive(owner.id()));
  }

  @Test
  void a_commit_that_a_crash_lost_is_done_again_though_its_number_was_given_to_another()
      throws Exception {
    try (var proxy = new CuttingProxy(server.port());
        var threads = Executors.newSingleThreadExecutor()) {
      var store = open(through(proxy));
      var run = TestRuns.record("prov-001");
      store.create(TestRuns.start(run));
      proxy.cut(Cut.COMMIT_HELD);
      var next = TestRuns.next(run, 1);
      var written = threads.submit(() -> store.append(next));
      await(proxy::hasCut);
      var lost =
          server.number(
              """
              SELECT CAST(CAST(backend_xid AS TEXT) AS BIGINT) FROM pg_stat_activity
              WHERE application_name = 'hwautomation writer' AND backend_xid IS NOT NULL
              """);
      proxy.refuse(true);
      server.crash();
      server.start();
      var given = commitOfAnother();
      assertThat(given).as("the number is given out again").isLessThanOrEqualTo(lost);
      while (given < lost) {
        given = commitOfAnother();
      }
      assertThat(
              server.number(
                  "SELECT CAST(pg_xact_status('%d') = 'committed' AS INTEGER)".formatted(lost)))
          .isEqualTo(1);
      proxy.refuse(false);
      written.get();
      assertThat(store.run(run.runId())).contains(next.record());
      assertThat(store.entries(run.runId(), 0)).hasSize(2);
    }
  }

  /** Another session commits a transaction, whose number this is. */
  private long commitOfAnother() {
    return server.number("SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)");
  }

  @Test
  void a_server_that_stays_away_is_an_error_and_its_return_needs_no_new_store() throws Exception {
    try (var proxy = new CuttingProxy(server.port())) {
      var store = open(through(proxy).withDeadline(Duration.ofMillis(300)));
      var run = TestRuns.record("prov-001");
      store.create(TestRuns.start(run));
      proxy.refuse(true);
      terminate("application_name LIKE 'hwautomation %'");
      assertThatThrownBy(() -> store.append(TestRuns.next(run, 1)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("nothing committed is lost");
      assertThatThrownBy(() -> store.run(run.runId())).isInstanceOf(StoreException.class);
      proxy.refuse(false);
      store.append(TestRuns.next(run, 1));
      assertThat(store.run(run.runId()).orElseThrow().lastSeq()).isEqualTo(2);
    }
  }

  @Test
  void a_commit_without_an_answer_is_looked_up_and_never_done_twice() throws Exception {
    try (var proxy = new CuttingProxy(server.port())) {
      var store = open(through(proxy));
      var run = TestRuns.record("prov-001");
      store.create(TestRuns.start(run));
      for (var cut : List.of(Cut.AFTER_COMMIT, Cut.BEFORE_COMMIT, Cut.AFTER_COMMIT)) {
        proxy.cut(cut);
        var next = TestRuns.next(run, 2);
        store.append(next); // a second attempt at what was committed would be refused
        assertThat(proxy.hasCut()).isTrue();
        run = next.record();
      }
      assertThat(store.entries(run.runId(), 0)).hasSize(7);
      proxy.cut(Cut.AFTER_COMMIT);
      store.audit().add("cli:bob", "allow_in_use", "s1", "nothing else would notice a second row");
      assertThat(store.audit().of("s1")).hasSize(1);
      proxy.cut(Cut.BEFORE_COMMIT);
      store.audit().add("cli:bob", "allow_in_use", "s2", "nor that it is missing");
      assertThat(store.audit().of("s2")).hasSize(1);
    }
  }

  @Test
  void a_commit_whose_end_can_t_be_learned_says_so() throws Exception {
    try (var proxy = new CuttingProxy(server.port())) {
      var store = open(through(proxy).withDeadline(Duration.ofMillis(300)));
      var run = TestRuns.record("prov-001");
      store.create(TestRuns.start(run));
      proxy.cut(Cut.AFTER_COMMIT_FOR_GOOD);
      var next = TestRuns.next(run, 1);
      assertThatThrownBy(() -> store.append(next))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("may have been written or not");
      proxy.refuse(false);
      assertThat(store.run(run.runId())).contains(next.record());
      assertThatThrownBy(() -> store.append(next)).isInstanceOf(RunFencedException.class);
    }
  }

  @Test
  void a_commit_whose_mark_is_gone_is_in_doubt() throws Exception {
    try (var proxy = new CuttingProxy(server.port());
        var threads = Executors.newSingleThreadExecutor()) {
      var store = open(through(proxy));
      var run = TestRuns.record("prov-001");
      store.create(TestRuns.start(run));
      proxy.cut(Cut.AFTER_COMMIT_FOR_GOOD);
      var next = TestRuns.next(run, 1);
      var written = threads.submit(() -> store.append(next));
      await(() -> server.number("SELECT max(last_seq) FROM %s.run".formatted(schema)) == 2);
      server.admin("DELETE FROM %s.writer".formatted(schema));
      proxy.refuse(false);
      assertThatThrownBy(written::get)
          .hasCauseInstanceOf(StoreException.class)
          .hasMessageContaining("may have been written or not");
      assertThat(store.run(run.runId())).contains(next.record());
    }
  }

  @Test
  void a_writer_s_mark_goes_with_it_and_one_that_was_left_after_a_while() {
    var one = open(options());
    server.admin(
        """
        INSERT INTO %1$s.writer (writer_id, last_commit, committed_at) VALUES
          ('crashed long ago', 7, now() - INTERVAL '31 days'), ('just now', 3, now())
        """
            .formatted(schema));
    open(options());
    assertThat(writers()).isEqualTo(3);
    one.close();
    assertThat(writers()).isEqualTo(2);
    server.admin("DELETE FROM %s.writer".formatted(schema)); // as if it had long been idle
    opened.getLast().create(TestRuns.start(TestRuns.record("prov-001")));
    assertThat(writers()).isEqualTo(1);
  }

  private long writers() {
    return server.number("SELECT count(*) FROM %s.writer".formatted(schema));
  }

  @Test
  void many_that_open_an_empty_database_at_once_make_it_once() throws Exception {
    try (var threads = Executors.newFixedThreadPool(6)) {
      var opening = new ArrayList<Callable<PostgresStore>>();
      for (var i = 0; i < 6; i++) {
        opening.add(() -> PostgresStore.open(options()));
      }
      for (var store : threads.invokeAll(opening)) {
        opened.add(store.get());
      }
    }
    var run = TestRuns.record("prov-001");
    opened.getFirst().create(TestRuns.start(run));
    assertThat(opened.getLast().run(run.runId())).contains(run);
  }

  @Test
  void what_is_wrong_with_the_address_or_the_login_is_said_without_the_password() {
    var right = options();
    var wrongPassword = as(PostgresServer.USER, "hunter2-wrong");
    assertRefused(wrongPassword, UnusableDatabaseException.class, "refused user 'hwauto'");
    assertRefused(as("nobody-here", "hunter2"), UnusableDatabaseException.class, "'nobody-here'");
    assertRefused(
        PostgresOptions.of(right.host(), right.port(), "no such", right.user(), server::password),
        UnusableDatabaseException.class,
        "createdb no such");
    assertRefused(
        PostgresOptions.of(right.host(), 1, "postgres", "u", () -> "hunter2"),
        StoreException.class,
        "can't be reached");
    assertThat(wrongPassword.toString()).doesNotContain("hunter2").contains("127.0.0.1");
    assertThatThrownBy(() -> options().withSchema("x; DROP TABLE run"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void assertRefused(
      PostgresOptions options, Class<? extends StoreException> type, String says) {
    assertThatThrownBy(() -> PostgresStore.open(options))
        .isExactlyInstanceOf(type)
        .hasMessageContaining(says)
        .hasStackTraceContaining("PSQLException")
        .satisfies(
            e -> {
              for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                assertThat(cause.toString()).doesNotContain("hunter2", server.password());
              }
            });
  }

  @Test
  void a_newer_schema_and_another_program_s_are_refused_untouched() {
    open(options()).close();
    server.admin("INSERT INTO %s.migration (version, name) VALUES (99, 'x')".formatted(schema));
    assertThatThrownBy(() -> PostgresStore.open(options()))
        .isInstanceOf(UnusableDatabaseException.class)
        .hasMessageContaining("newer version of hwauto (schema 99");
    var foreign = server.newSchema();
    server.admin("CREATE SCHEMA %1$s; CREATE TABLE %1$s.run (x INTEGER)".formatted(foreign));
    assertThatThrownBy(() -> PostgresStore.open(server.options(foreign)))
        .isInstanceOf(UnusableDatabaseException.class)
        .hasMessageContaining("another program");
  }

  @Test
  void two_processes_that_contend_for_lock_keys_both_get_on_and_neither_meets_the_other()
      throws Exception {
    var store = open(options());
    var children = new ArrayList<ChildJvm>();
    try {
      for (var name : List.of("a", "b")) {
        children.add(ChildJvm.start("lock", server.address(schema), name, "bmc/1"));
      }
      for (var child : children) {
        assertThat(child.readLine()).isEqualTo("ready");
      }
      children.forEach(child -> child.tell("go"));
      for (var child : children) {
        assertThat(child.remainingLines()).containsExactly("done");
        assertThat(child.exitCode()).isZero();
      }
    } finally {
      children.forEach(ChildJvm::close);
    }
    assertThat(store.locks()).isEmpty();
    assertThat(store.runs(RunQuery.ALL))
        .hasSize(40)
        .extracting(RunRecord::status)
        .containsOnly(WorkflowStatus.COMPLETED);
  }

  @Test
  void processes_of_many_threads_lose_no_run() throws Exception {
    var store = open(options());
    var children = new ArrayList<ChildJvm>();
    try {
      for (var name : List.of("p", "q")) {
        children.add(ChildJvm.start("runs", server.address(schema), name, "4", "15"));
      }
      for (var child : children) {
        assertThat(child.remainingLines()).hasSize(4);
        assertThat(child.exitCode()).isZero();
      }
    } finally {
      children.forEach(ChildJvm::close);
    }
    var runs = store.runs(RunQuery.ALL);
    assertThat(runs).hasSize(2 * 4 * 15);
    assertThat(runs).extracting(RunRecord::status).containsOnly(WorkflowStatus.COMPLETED);
    assertThat(runs)
        .allSatisfy(run -> assertThat(store.entries(run.runId(), 0)).hasSize((int) run.lastSeq()));
    assertThat(store.locks()).isEmpty();
  }

  @Test
  void of_two_processes_that_take_a_dead_one_s_run_over_one_gets_it() throws Exception {
    var store = open(options());
    var dead = store.registerOwner("dead");
    var run = TestRuns.record("prov-001").ownedBy(dead.id(), 1);
    store.create(TestRuns.start(run));
    dead.close();
    var children =
        List.of(
            ChildJvm.start("take-over", server.address(schema), run.runId()),
            ChildJvm.start("take-over", server.address(schema), run.runId()));
    try {
      for (var child : children) {
        assertThat(child.readLine()).isEqualTo("ready");
      }
      children.forEach(child -> child.tell("now"));
      assertThat(children.stream().map(ChildJvm::readLine))
          .containsExactlyInAnyOrder("won epoch 2", "lost");
    } finally {
      children.forEach(ChildJvm::close);
    }
    assertThat(store.epoch(run.runId())).isEqualTo(2);
  }

  @Test
  void a_killed_process_s_owner_is_dead_and_its_acknowledged_writes_are_there() throws Exception {
    var store = open(options());
    try (var writer = ChildJvm.start("stream", server.address(schema));
        var owner = ChildJvm.start("own", server.address(schema))) {
      var id = String.valueOf(owner.readLine());
      assertThat(store.isAlive(id)).isTrue();
      var runId = String.valueOf(writer.readLine());
      var acknowledged = 0L;
      for (var i = 0; i < 50; i++) {
        acknowledged = Long.parseLong(String.valueOf(writer.readLine()));
      }
      writer.kill();
      owner.kill();
      await(() -> !store.isAlive(id));
      assertThat(store.run(runId).orElseThrow().lastSeq()).isGreaterThanOrEqualTo(acknowledged);
      assertThat(store.entries(runId, 0)).hasSize((int) store.run(runId).orElseThrow().lastSeq());
    }
  }

  @Test
  void a_transaction_undone_by_a_deadlock_is_done_again() throws Exception {
    var store = open(options());
    var one = TestRuns.record("one");
    var two = TestRuns.record("two");
    store.create(TestRuns.start(one));
    store.create(TestRuns.start(two));
    try (var admin = server.admin();
        var statement = admin.createStatement();
        var threads = Executors.newFixedThreadPool(2)) {
      statement.execute("SET search_path = " + schema);
      statement.execute("SET deadlock_timeout = '1h'"); // the store finds out, and gives way
      admin.setAutoCommit(false);
      statement.execute("UPDATE run SET message = 'admin' WHERE run_id = '" + two.runId() + "'");
      var holds = new CountDownLatch(1);
      var attempts = new ArrayList<Integer>();
      var written =
          threads.submit(
              () ->
                  store
                      .database()
                      .changeRun(
                          session -> {
                            attempts.add(attempts.size());
                            RunTable.findAndLock(session, one.runId());
                            holds.countDown();
                            if (attempts.size() == 1) {
                              awaitBlocked();
                            }
                            RunTable.findAndLock(session, two.runId());
                          }));
      holds.await();
      statement.execute("UPDATE run SET message = 'admin' WHERE run_id = '" + one.runId() + "'");
      admin.commit();
      written.get();
      assertThat(attempts).hasSizeGreaterThan(1);
    }
  }

  /** Until the administrator waits for a row. */
  private void awaitBlocked() {
    await(
        () -> {
          try (var connection = server.admin();
              var statement = connection.createStatement();
              var result =
                  statement.executeQuery(
                      "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'")) {
            return result.next();
          } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void a_process_that_is_stuck_in_a_transaction_is_waited_for_until_the_deadline()
      throws Exception {
    var store = open(options().withDeadline(Duration.ofMillis(200)));
    var run = TestRuns.record("prov-001");
    store.create(TestRuns.start(run));
    try (var admin = server.admin();
        var statement = admin.createStatement()) {
      statement.execute(
          "SELECT pg_advisory_lock(%d)"
              .formatted(new PostgresConnections(options()).lockKey("write")));
      assertThatThrownBy(() -> store.create(TestRuns.start(TestRuns.record("other"))))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("stayed locked by another process");
      store.append(TestRuns.next(run, 1)); // a step of a run waits for nobody
    }
    store.create(TestRuns.start(TestRuns.record("other")));
  }

  @Test
  void what_utf_8_has_no_place_for_is_replaced_and_all_else_is_kept() {
    var store = open(options());
    var run = TestRuns.record("prov-001");
    store.create(TestRuns.start(run));
    store.publishProgress(
        run.runId(),
        new LiveProgress(
            "s", "nul \0 half \uD83D whole \uD83D\uDE00", OptionalInt.of(7), TestRuns.NOW));
    await(() -> store.progress(run.runId()).isPresent());
    assertThat(store.progress(run.runId()).orElseThrow().text())
        .isEqualTo("nul \uFFFD half \uFFFD whole \uD83D\uDE00");
  }

  @Test
  void a_machine_without_the_key_of_secrets_makes_none_of_its_own_beside_it() {
    var reference = open(options()).keepSecret("bmc-password", "calvin");
    var elsewhere = open(options().withKeyFile(folder.resolve("other.key")));
    assertThat(elsewhere.secret(reference)).isEmpty();
    assertThatThrownBy(() -> elsewhere.keepSecret("other", "calvin"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("other.key")
        .hasMessageContaining("HWAUTO_SECRET_KEY");
    assertThat(folder.resolve("other.key")).doesNotExist();
  }

  @Test
  void a_server_s_certificate_must_be_trusted_and_bear_its_name() {
    var trusted = Optional.of(server.certificate());
    var named = at("localhost");
    var store = open(named.withTls(PostgresTls.VERIFIED, trusted));
    long encrypted =
        store
            .database()
            .read(
                session ->
                    session.number(
                        """
                        SELECT CAST(CAST(ssl AS INTEGER) AS BIGINT) AS n FROM pg_stat_ssl
                        WHERE pid = pg_backend_pid()
                        """));
    assertThat(encrypted).isEqualTo(1);
    assertRefused(
        named.withTls(PostgresTls.VERIFIED, Optional.empty()),
        UnusableDatabaseException.class,
        "verified TLS");
    assertRefused(
        at("127.0.0.1").withTls(PostgresTls.VERIFIED, trusted),
        UnusableDatabaseException.class,
        "must bear that name");
    assertThat(at("db1.example").tls()).isEqualTo(PostgresTls.VERIFIED);
    assertThat(at("127.0.0.2").tls()).isEqualTo(PostgresTls.OFF);
  }

  private PostgresOptions at(String host) {
    return PostgresOptions.of(
            host, server.port(), PostgresServer.DATABASE, PostgresServer.USER, server::password)
        .withSchema(schema);
  }

  private PostgresOptions as(String user, String password) {
    return PostgresOptions.of(
            "127.0.0.1", server.port(), PostgresServer.DATABASE, user, () -> password)
        .withSchema(schema);
  }

  private PostgresOptions through(CuttingProxy proxy) {
    return PostgresOptions.of(
            "127.0.0.1",
            proxy.port(),
            PostgresServer.DATABASE,
            PostgresServer.USER,
            server::password)
        .withSchema(schema);
  }

  private void terminate(String which) {
    server.admin("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE " + which);
  }

  private static void await(BooleanSupplier condition) {
    var end = System.nanoTime() + 20_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("the deadline of 20 s").isLessThan(end);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
