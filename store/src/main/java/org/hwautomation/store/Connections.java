package org.hwautomation.store;

import java.sql.SQLException;
import java.util.Optional;
import org.hwautomation.workflow.StoreException;

/**
 * How one kind of database is reached, and what its errors mean: all that differs between SQLite
 * and PostgreSQL beneath the tables. Used by the threads of {@link Writer} and {@link Readers}.
 */
sealed interface Connections permits SqliteConnections, PostgresConnections {

  /** What is tried again while another process is in the way. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws SQLException;
  }

  /** What became of a transaction whose commit was not answered. */
  enum Outcome {
    COMMITTED,
    ABORTED,
    /** Nobody can tell. */
    UNKNOWN
  }

  /** What threads and connections of this database are called. */
  String name();

  /** Opens the connection that writes, and brings the database to this version's schema. */
  Session writing() throws SQLException;

  /**
   * True if the connection that writes may be used on any thread, one after the other: then an
   * interruption of the thread does not reach the connection.
   */
  boolean anyThreadMayWrite();

  /** Opens a connection that reads. */
  Session reading() throws SQLException;

  /** As {@link #writing} or {@link #reading} after a loss: waits for the server to come back. */
  Session reopened(Attempt<Session> opening) throws SQLException;

  /**
   * Begins a transaction.
   *
   * @param synced false if a power failure may undo it
   * @param alone true if no other process may write until it has ended
   */
  void begin(Session session, boolean synced, boolean alone) throws SQLException;

  /**
   * The last statement of a transaction: writes what {@link #outcome} finds it by; empty if nothing
   * needs it.
   */
  Optional<CommitMark> mark(Session session) throws SQLException;

  /** Undoes what {@link #begin} set for one transaction. */
  void ended(Session session, boolean synced) throws SQLException;

  /** What became of a transaction, asked over another connection. */
  Outcome outcome(Session session, CommitMark mark) throws SQLException;

  /** Closes a session that {@link #writing} opened and in which nothing is in doubt. */
  void close(Session session) throws SQLException;

  /** Runs {@code attempt} until another process is no longer in the way, or the deadline passes. */
  <T> T patiently(Attempt<T> attempt) throws SQLException;

  /** Whether the connection is gone, and with it the transaction that was open. */
  boolean isLost(SQLException e);

  /** Whether the transaction was undone for another's sake, so that the same may succeed now. */
  boolean isConflict(SQLException e);

  /** The error in words for people. */
  StoreException explain(SQLException e);
}
