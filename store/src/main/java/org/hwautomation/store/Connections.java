package org.hwautomation.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.hwautomation.workflow.WorkflowTime;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * Opens connections with the PRAGMAs that {@code docs/decisions/0003-sqlite.md} gives reasons for,
 * and waits for other processes within one deadline.
 */
final class Connections {
  /** How long SQLite itself waits before we look at the deadline again. */
  private static final int BUSY_SLICE_MILLIS = 250;

  /** A system property that makes the disk look full after so many pages: for tests alone. */
  private static final String MAX_PAGES = "hwautomation.database.max_pages";

  private final Path database;
  private final Duration busyDeadline;

  Connections(Path database, Duration busyDeadline) {
    this.database = database;
    this.busyDeadline = busyDeadline;
  }

  /** What is tried again while another process is in the way. */
  @FunctionalInterface
  interface Attempt<T> {
    T run() throws SQLException;
  }

  /** A connection that changes nothing, not even the journal mode of the file. */
  Session inspecting() throws SQLException {
    var config = config();
    config.setReadOnly(true);
    return open(config);
  }

  /** The connection that writes. */
  Session writing() throws SQLException {
    var config = config();
    config.setOpenMode(SQLiteOpenMode.CREATE);
    return open(config);
  }

  /** Makes a writing connection durable: called once the file is known to be ours. */
  static void makeDurable(Session session) throws SQLException {
    session.script("PRAGMA journal_mode = WAL");
    session.script(
        """
        PRAGMA synchronous = FULL;
        PRAGMA fullfsync = ON;
        PRAGMA checkpoint_fullfsync = ON;
        PRAGMA wal_autocheckpoint = 1000;
        PRAGMA journal_size_limit = 16777216;
        """);
    var pages = Long.getLong(MAX_PAGES);
    if (pages != null) {
      session.script("PRAGMA max_page_count = " + pages);
    }
  }

  /** A connection that reads. */
  Session reading() throws SQLException {
    var session = open(config());
    session.script("PRAGMA query_only = ON");
    return session;
  }

  private static SQLiteConfig config() {
    var config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_SLICE_MILLIS);
    config.setGetGeneratedKeys(
        false); // the driver would ask for one, unprepared, after each insert
    return config;
  }

  private Session open(SQLiteConfig config) throws SQLException {
    if (Files.isDirectory(database)) {
      throw new SQLException("it is a folder");
    }
    var session = new Session(config.createConnection("jdbc:sqlite:" + database));
    try {
      session.script(
          """
          PRAGMA foreign_keys = OFF;
          PRAGMA trusted_schema = OFF;
          PRAGMA cell_size_check = ON;
          PRAGMA temp_store = MEMORY;
          """);
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  /** Runs {@code attempt} until another process is no longer in the way, or the deadline passes. */
  <T> T patiently(Attempt<T> attempt) throws SQLException {
    var time = WorkflowTime.system();
    var start = time.nanos();
    while (true) {
      try {
        return attempt.run();
      } catch (SQLException e) {
        if (!SqliteFailure.isBusy(e) || time.nanos() - start > busyDeadline.toNanos()) {
          throw e;
        }
      }
      LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(500_000, 5_000_000));
    }
  }
}
