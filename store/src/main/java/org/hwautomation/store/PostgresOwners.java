package org.hwautomation.store;

import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.hwautomation.workflow.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owners by session locks: each holds an advisory lock over a connection of its own. The server
 * frees it when that session ends, however it ends, and everybody may look at {@code pg_locks}.
 */
final class PostgresOwners implements Liveness {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresOwners.class);
  private static final int LOOKS = 1_000;

  /** A lock's 64-bit key stands there in two halves (PostgreSQL manual, pg_locks). */
  private static final String HOLDERS =
      """
      SELECT count(*) AS n FROM pg_locks
      WHERE locktype = 'advisory' AND granted AND objsubid = 1
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND ((CAST(classid AS BIGINT) << 32) | CAST(objid AS BIGINT)) = ?
      """;

  private final PostgresConnections connections;
  private final Database database;
  private final Map<String, OwnerSession> held = new ConcurrentHashMap<>();

  PostgresOwners(PostgresConnections connections, Database database) {
    this.connections = connections;
    this.database = database;
  }

  @Override
  public void hold(String id) {
    try {
      held.put(id, new OwnerSession(connections, id, key(id)));
    } catch (SQLException e) {
      throw connections.explain(e);
    }
  }

  @Override
  public void release(String id) {
    var session = held.remove(id);
    if (session == null) {
      return;
    }
    session.close();
    try {
      // the server notices a moment later
      for (var look = 0; look < LOOKS && database.read(reader -> isAlive(reader, id)); look++) {
        LockSupport.parkNanos(2_000_000);
      }
    } catch (StoreException e) {
      LOG.debug("whether owner {} was seen to end is not known: {}", id, e.getMessage());
    }
  }

  @Override
  public boolean isAlive(Session session, String id) throws SQLException {
    return session.number(HOLDERS, key(id)) > 0;
  }

  private long key(String id) {
    return connections.lockKey("owner/" + id);
  }
}
