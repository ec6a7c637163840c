package org.hwautomation.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowTime;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/**
 * An SQLite file: opens connections with the PRAGMAs that {@code docs/decisions/0003-sqlite.md}
 * gives reasons for, and waits for other processes within one deadline.
 */
final class SqliteConnections implements Connections {
  /** How long SQLite itself waits before we look at the deadline again. */
  private static final int BUSY_SLICE_MILLIS = 250;

  /** A system property that makes the disk look full after so many pages: for tests alone. */
  private static final String MAX_PAGES = "hwautomation.database.max_pages";

  private final Path database;
  private final Duration busyDeadline;
  private final SqliteFailure failure;

  /**
   * Prepares the file's folder.
   *
   * @throws StoreException if this user can't write there
   */
  SqliteConnections(Path path, Duration busyDeadline) {
    this.database = prepare(path);
    this.busyDeadline = busyDeadline;
    this.failure = new SqliteFailure(database, busyDeadline);
  }

  /** The file's absolute path. */
  Path database() {
    return database;
  }

  @Override
  public String name() {
    return "store " + database.getFileName();
  }

  @Override
  public Session writing() throws SQLException {
    var schema = new Schema(database);
    if (Files.exists(database)) {
      inspect(schema);
    }
    var session = patiently(this::creating);
    try {
      patiently(() -> schema.versionOf(session));
      OriginalBackup.keep(database, schema, session);
      patiently(
          () -> {
            makeDurable(session);
            return true;
          });
      schema.migrate(session, this);
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Looks at a file through a connection that can't change it, whatever it is. */
  private void inspect(Schema schema) throws SQLException {
    try {
      patiently(
          () -> {
            try (var session = inspecting()) {
              return schema.versionOf(session);
            }
          });
    } catch (SQLException e) {
      // after a crash SQLite must repair the file before it can be read: the writer does that
      if (!SqliteFailure.is(e, SQLiteErrorCode.SQLITE_READONLY)
          && !SqliteFailure.is(e, SQLiteErrorCode.SQLITE_CANTOPEN)) {
        throw e;
      }
    }
  }

  private static Path prepare(Path path) {
    var file = path.toAbsolutePath().normalize();
    var folder = file.getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new StoreException(
          "the folder %s for the database can't be made: %s; make it, or name another with --state"
              .formatted(folder, e.getMessage()),
          e);
    }
    if (Files.exists(file) && (!Files.isReadable(file) || !Files.isWritable(file))) {
      throw new StoreException(
          "the database %s is read-only for this user; give write permission to the file and its folder"
              .formatted(file),
          null);
    }
    if (folder != null && !Files.isWritable(folder)) {
      throw new StoreException(
          "the folder %s of the database is read-only for this user; SQLite keeps its log there, so give write permission to the folder too"
              .formatted(folder),
          null);
    }
    return file;
  }

  /** A connection that changes nothing, not even the journal mode of the file. */
  private Session inspecting() throws SQLException {
    var config = config();
    config.setReadOnly(true);
    return open(config);
  }

  private Session creating() throws SQLException {
    var config = config();
    config.setOpenMode(SQLiteOpenMode.CREATE);
    return open(config);
  }

  /** Makes a writing connection durable: called once the file is known to be ours. */
  private static void makeDurable(Session session) throws SQLException {
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

  @Override
  public boolean anyThreadMayWrite() {
    return true;
  }

  @Override
  public Session reading() throws SQLException {
    var session = open(config());
    session.script("PRAGMA query_only = ON");
    return session;
  }

  /** A connection that copies the file; it changes nothing in it. */
  Session copying() throws SQLException {
    return open(config());
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
    var session =
        new Session(config.createConnection("jdbc:sqlite:" + database), Session.Dialect.SQLITE);
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

  @Override
  public Session reopened(Attempt<Session> opening) throws SQLException {
    return opening.run();
  }

  @Override
  public void begin(Session session, boolean synced, boolean alone) throws SQLException {
    if (!synced) {
      session.script("PRAGMA synchronous = NORMAL");
    }
    patiently(
        () -> {
          session.command("BEGIN IMMEDIATE"); // nobody else writes until it ends
          return true;
        });
  }

  @Override
  public void ended(Session session, boolean synced) throws SQLException {
    if (!synced) {
      session.script("PRAGMA synchronous = FULL");
    }
  }

  @Override
  public Optional<CommitMark> mark(Session session) {
    return Optional.empty();
  }

  @Override
  public Outcome outcome(Session session, CommitMark mark) {
    return Outcome.UNKNOWN;
  }

  @Override
  public void close(Session session) throws SQLException {
    session.close();
  }

  /** Never: a file has no connection that others could end. */
  @Override
  public boolean isLost(SQLException e) {
    return false;
  }

  /** Never: who holds the file's lock is not interrupted. */
  @Override
  public boolean isConflict(SQLException e) {
    return false;
  }

  @Override
  public StoreException explain(SQLException e) {
    return failure.explain(e);
  }

  @Override
  public <T> T patiently(Attempt<T> attempt) throws SQLException {
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
