package org.hwautomation.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.hwautomation.workflow.StoreException;

/**
 * Everything durable in one SQLite file.
 *
 * <p>For many processes on one machine (not over a network file system); what else it promises is
 * said of {@link SqlStore}.
 */
public final class SqliteStore extends SqlStore {
  /** The file's usual name. */
  public static final String DEFAULT_FILE_NAME = "hw_automation.db";

  private final Path file;

  private SqliteStore(Path file, Database database, SqliteOptions options) {
    super(
        database,
        options.time(),
        new Owners(file),
        new SecretTable(database, options.time(), keyOf(file, options), false));
    this.file = file;
  }

  private static SecretKeySource keyOf(Path file, SqliteOptions options) {
    return new SecretKeySource(
        options.keyFile().orElseGet(() -> file.resolveSibling("secret.key")),
        options.environment());
  }

  /** Opens a database, with the defaults; makes it if it is not there. */
  public static SqliteStore open(Path file) {
    return open(file, SqliteOptions.DEFAULT);
  }

  /**
   * Opens a database; makes it, and its folder, if it is not there. A database of the original at
   * its version 6 is taken on: its rows stay, our tables are added.
   *
   * @throws UnusableDatabaseException if it is damaged, read-only, of another program or of another
   *     version. It was not touched then.
   * @throws StoreException if the disk is full, or another process keeps it locked
   */
  public static SqliteStore open(Path file, SqliteOptions options) {
    try {
      var connections = new SqliteConnections(file, options.busyDeadline());
      return new SqliteStore(
          connections.database(), new Database(connections, options.readers()), options);
    } catch (StoreException e) {
      throw e.getCause() instanceof SQLException cause && SqliteFailure.mayPass(cause)
          ? e
          : new UnusableDatabaseException(e);
    }
  }

  /** The database's absolute path. */
  public Path file() {
    return file;
  }
}
