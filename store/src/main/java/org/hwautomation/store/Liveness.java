package org.hwautomation.store;

import java.sql.SQLException;

/** Tells living owners from dead ones, by a lock that dies with the owner's process. */
sealed interface Liveness permits Owners, PostgresOwners {
  /** Takes the lock of a new owner. Nobody may know the id before this returns. */
  void hold(String id);

  /** Lets go of a lock that {@link #hold} took; it is seen to be free when this returns. */
  void release(String id);

  /** Whether the process of an owner lives. */
  boolean isAlive(Session session, String id) throws SQLException;
}
