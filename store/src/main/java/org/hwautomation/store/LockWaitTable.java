package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.hwautomation.workflow.LockAwaitedException;
import org.hwautomation.workflow.LockWait;
import org.hwautomation.workflow.LocksNotFreeException;
import org.hwautomation.workflow.Phase;

/** The table {@code lock_wait}: which run waits for which key, in order. */
final class LockWaitTable {
  private LockWaitTable() {}

  static void add(Session session, String runId, List<String> keys, Instant now)
      throws SQLException {
    for (var key : keys) {
      session.update(
          "INSERT INTO lock_wait (key, run_id, since_utc_micros) VALUES (?,?,?)", key, runId, now);
    }
  }

  static void remove(Session session, String runId) throws SQLException {
    session.update("DELETE FROM lock_wait WHERE run_id = ?", runId);
  }

  /**
   * Gives a run all keys that it waits for.
   *
   * @throws LocksNotFreeException if one is held, or it is another's turn
   */
  static void take(Session session, Liveness owners, String runId, Instant now)
      throws SQLException {
    var waits = all(session);
    if (!LockWait.turns(waits, held(session), alive(session, owners, waits)).contains(runId)) {
      throw new LocksNotFreeException(runId);
    }
    var keys =
        session.list("SELECT key FROM lock_wait WHERE run_id = ?", row -> row.text("key"), runId);
    LockTable.take(session, runId, keys, now);
    remove(session, runId);
  }

  /** The runs of an owner whose turn it is, in order. */
  static List<String> turns(Session session, Liveness owners, String owner) throws SQLException {
    var waits = all(session);
    return waits.isEmpty()
        ? List.of()
        : LockWait.turnsOf(owner, waits, held(session), alive(session, owners, waits));
  }

  private static List<String> held(Session session) throws SQLException {
    return session.list("SELECT key FROM lock", row -> row.text("key"));
  }

  /**
   * Refuses a run that would overtake one that waits.
   *
   * @throws LockAwaitedException if one of the keys is waited for
   */
  static void requireNoneAhead(Session session, Liveness owners, List<String> keys)
      throws SQLException {
    var waits = keys.isEmpty() ? List.<LockWait>of() : all(session);
    if (waits.isEmpty()) {
      return;
    }
    var first = LockWait.ahead(waits, keys, alive(session, owners, waits));
    if (first.isPresent()) {
      throw new LockAwaitedException(first.get());
    }
  }

  /** Looks each owner up once. */
  private static Predicate<String> alive(Session session, Liveness owners, List<LockWait> waits)
      throws SQLException {
    Map<String, Boolean> alive = new HashMap<>();
    for (var wait : waits) {
      if (wait.owner().isPresent() && !alive.containsKey(wait.owner().get())) {
        alive.put(wait.owner().get(), owners.isAlive(session, wait.owner().get()));
      }
    }
    return owner -> alive.getOrDefault(owner, false);
  }

  static List<LockWait> all(Session session) throws SQLException {
    return session.list(
        """
        SELECT lock_wait.position, lock_wait.key, lock_wait.run_id, run.owner, run.phase,
          lock_wait.since_utc_micros
        FROM lock_wait JOIN run ON run.run_id = lock_wait.run_id
        ORDER BY lock_wait.position
        """,
        row ->
            new LockWait(
                row.number("position"),
                row.text("key"),
                row.text("run_id"),
                row.optionalText("owner"),
                row.text("phase").equals(Phase.WAITING_FOR_LOCK.wireName()),
                row.instant("since_utc_micros")));
  }
}
