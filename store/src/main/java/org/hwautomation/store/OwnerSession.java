package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session that holds an owner's lock. If it is lost while the process lives, as when the server
 * restarts, the lock is taken again as soon as that can be done. Whoever took a run over in between
 * has raised its epoch and keeps it.
 */
final class OwnerSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnerSession.class);

  /** How often a silent connection is tried out. */
  private static final Duration LOOK = Duration.ofSeconds(10);

  private static final int ANSWER_SECONDS = 5;

  private final PostgresConnections connections;
  private final String id;
  private final long key;
  private final Thread thread;
  private volatile Session session;
  private volatile boolean closed;

  /**
   * Takes the lock.
   *
   * @throws SQLException if it can't be had
   */
  OwnerSession(PostgresConnections connections, String id, long key) throws SQLException {
    this.connections = connections;
    this.id = id;
    this.key = key;
    this.session = holding();
    this.thread =
        Thread.ofPlatform().daemon().name(connections.name() + " owner").start(this::watch);
  }

  private Session holding() throws SQLException {
    var opened = connections.owning();
    try {
      var locked =
          opened.first(
              "SELECT CAST(pg_try_advisory_lock(?) AS INTEGER) AS n", row -> row.number("n"), key);
      if (locked.orElse(0L) == 0) {
        throw new SQLException("the lock of owner " + id + " is still held by an earlier session");
      }
      return opened;
    } catch (SQLException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void watch() {
    while (!closed) {
      try {
        awaitLoss();
      } catch (SQLException e) {
        if (!closed) {
          LOG.warn(
              "the session of owner {} was lost, so others may take its runs over: {}",
              id,
              e.getMessage());
          regain();
        }
      }
    }
  }

  /** Returns now and then, with the session alive. */
  private void awaitLoss() throws SQLException {
    var connection = session.connection();
    connection.unwrap(PGConnection.class).getNotifications(Math.toIntExact(LOOK.toMillis()));
    if (!connection.isValid(ANSWER_SECONDS)) {
      throw new SQLException("it does not answer");
    }
  }

  private void regain() {
    abort();
    while (!closed) {
      try {
        var regained = holding();
        session = regained;
        if (closed) {
          abort();
          return;
        }
        regained.update("UPDATE owner SET ended_at_utc_micros = NULL WHERE owner_id = ?", id);
        LOG.info("owner {} has a session again", id);
        return;
      } catch (SQLException e) {
        LOG.debug("owner {} has no session yet: {}", id, e.getMessage());
        LockSupport.parkNanos(250_000_000);
      }
    }
  }

  /** Ends the session at once; the server frees the lock when it notices. */
  @Override
  public void close() {
    closed = true;
    abort();
    LockSupport.unpark(thread);
  }

  private void abort() {
    try {
      session.connection().abort(Runnable::run);
    } catch (SQLException e) {
      LOG.debug("the session of owner {} had ended: {}", id, e.getMessage());
    }
  }
}
