package org.hwautomation.store;

import java.io.IOException;
import java.nio.file.Files;
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
  private final SqliteConnections connections;

  private SqliteStore(
      Path file, SqliteConnections connections, Database database, SqliteOptions options) {
    super(
        database,
        options.time(),
        new Owners(file),
        new SecretTable(database, options.time(), keyOf(file, options), false));
    this.file = file;
    this.connections = connections;
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
   * Opens a database; makes it, and its folder, if it is not there. A database of the original, at
   * any of its versions, is copied and taken on: its rows stay, our tables are added.
   *
   * @throws UnusableDatabaseException if it is damaged, read-only, of another program or of another
   *     version. It was not touched then.
   * @throws StoreException if the disk is full, or another process keeps it locked
   */
  public static SqliteStore open(Path file, SqliteOptions options) {
    try {
      var connections = new SqliteConnections(file, options.busyDeadline());
      return new SqliteStore(
          connections.database(),
          connections,
          new Database(connections, options.readers()),
          options);
    } catch (StoreException e) {
      throw e.getCause() instanceof SQLException cause && SqliteFailure.mayPass(cause)
          ? e
          : new UnusableDatabaseException(e);
    }
  }

  /**
   * Looks what a file is, from end to end, and changes nothing in it or beside it.
   *
   * @param file need not be there
   * @throws StoreException if this user may not read it, or another process keeps it locked
   */
  public static DatabaseStatus look(Path file) {
    return SqliteLook.at(file.toAbsolutePath().normalize());
  }

  /**
   * What {@link #open} would make of a file: tried on a copy in a folder for the moment. The file
   * itself is only read.
   *
   * @throws UnusableDatabaseException if it can't be opened
   * @throws StoreException if the copy can't be written
   */
  public static DatabaseStatus tryOpening(Path file) {
    return SqliteTrial.on(
        file.toAbsolutePath().normalize(),
        copy -> {
          open(copy).close();
          return look(copy);
        });
  }

  /**
   * What {@link #importOriginal} into a file would take: tried on a copy of it in a folder for the
   * moment.
   *
   * @param database where the store is opened; only read, need not be there
   */
  public static OriginalImport.Imported tryImporting(Path database, Path file, String actor) {
    requireAnother(database, file);
    return SqliteTrial.on(
        database.toAbsolutePath().normalize(),
        copy -> {
          try (var store = open(copy)) {
            return store.importOriginal(file, actor, false);
          }
        });
  }

  @Override
  public OriginalImport.Imported importOriginal(Path file, String actor, boolean onlyTry) {
    requireAnother(this.file, file);
    return super.importOriginal(file, actor, onlyTry);
  }

  private static void requireAnother(Path database, Path file) {
    try {
      if (Files.exists(database) && Files.exists(file) && Files.isSameFile(database, file)) {
        throw new IllegalArgumentException(
            file
                + " is the configured database itself, which is taken on as it is; see: hwauto db migrate --dry-run");
      }
    } catch (IOException e) {
      throw new StoreException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  /** The database's absolute path. */
  public Path file() {
    return file;
  }

  /**
   * Writes a copy of the whole database, as it is at one moment, while this and other processes go
   * on using it. Secrets in it are encrypted; the key is not in it.
   *
   * @param target a file that is not there; synced when this returns
   * @throws IllegalArgumentException if it is there
   * @throws StoreException if it can't be written; there is no file then
   */
  public void backUp(Path target) {
    var copy = target.toAbsolutePath().normalize();
    if (Files.exists(copy)) {
      throw new IllegalArgumentException(
          copy + " exists already; a backup overwrites nothing, name another file");
    }
    try (var session = connections.copying()) {
      DatabaseCopy.write(session, copy);
    } catch (IOException | SQLException e) {
      throw new StoreException(
          "the backup %s can't be written: %s; name a folder that is there, with room for %d MiB"
              .formatted(copy, e.getMessage(), Math.max(1, size() >> 20)),
          e);
    }
  }

  private long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }
}
