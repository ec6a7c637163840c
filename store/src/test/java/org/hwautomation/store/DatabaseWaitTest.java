package org.hwautomation.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.hwautomation.testkit.WorkflowTester;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rules 5 and 6 of the engine where a step waits for a database. */
class DatabaseWaitTest {
  private static final String WAITS = "SELECT pg_advisory_lock(815, 1)";

  private final PostgresServer server = PostgresServer.running();
  private final WorkflowTester tester = WorkflowTester.of();

  @AfterEach
  void close() {
    tester.close();
  }

  /** A step that waits for a lock in the database that another holds. */
  private StepFunction waits(CompletableFuture<Connection> inside) {
    return context -> {
      try (var connection = server.admin();
          var statement = connection.createStatement()) {
        context.closing(statement::cancel);
        context.reportSubTask("waits for the other");
        inside.complete(connection);
        statement.execute(WAITS);
        return null;
      }
    };
  }

  private boolean someoneWaits() throws SQLException {
    try (var connection = server.admin();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = 815 AND NOT granted")) {
      rows.next();
      return rows.getInt(1) > 0;
    }
  }

  private void awaitWaiter(boolean wanted) throws Exception {
    for (var i = 0; someoneWaits() != wanted; i++) {
      assertThat(i).as("looks at the database").isLessThan(2_000);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void rule_5_a_timeout_ends_it_and_nobody_waits_there_any_more() throws Exception {
    try (var other = server.admin();
        var statement = other.createStatement()) {
      statement.execute(WAITS);
      var inside = new CompletableFuture<Connection>();
      var run =
          tester.start(
              tester.step(
                  "asks", b -> b.attempts(1).timeout(Duration.ofMinutes(5)), waits(inside)));
      var connection = inside.get(60, TimeUnit.SECONDS);
      awaitWaiter(true);
      tester.time().advance(Duration.ofMinutes(5));
      run.await();
      run.is(WorkflowStatus.FAILED);
      var failed = run.events(Event.AttemptFailed.class).getFirst();
      assertThat(failed.errorClass()).isEqualTo(ErrorClass.TIMEOUT);
      assertThat(failed.message()).contains("waits for the other");
      assertThat(connection.isClosed()).isTrue();
      awaitWaiter(false);
    }
  }

  @Test
  void rule_6_a_cancel_ends_it_and_nobody_waits_there_any_more() throws Exception {
    try (var other = server.admin();
        var statement = other.createStatement()) {
      statement.execute(WAITS);
      var inside = new CompletableFuture<Connection>();
      var run = tester.start(tester.step("asks", waits(inside)));
      var connection = inside.get(60, TimeUnit.SECONDS);
      awaitWaiter(true);
      assertThat(run.cancel()).isTrue();
      run.await();
      run.is(WorkflowStatus.CANCELLED);
      assertThat(connection.isClosed()).isTrue();
      awaitWaiter(false);
    }
  }
}
