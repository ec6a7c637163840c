package org.hwautomation.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.hwautomation.workflow.StoreException;
import org.sqlite.SQLiteErrorCode;

/** Says what SQLite's result codes mean for people. */
final class SqliteFailure {
  private final Path database;
  private final Duration busyDeadline;

  SqliteFailure(Path database, Duration busyDeadline) {
    this.database = database;
    this.busyDeadline = busyDeadline;
  }

  static boolean isBusy(SQLException e) {
    return is(e, SQLiteErrorCode.SQLITE_BUSY) || is(e, SQLiteErrorCode.SQLITE_LOCKED);
  }

  static boolean is(SQLException e, SQLiteErrorCode code) {
    return (e.getErrorCode() & 0xff) == code.code;
  }

  /** True if the database itself is in order, and the same may succeed later. */
  static boolean mayPass(SQLException e) {
    return isBusy(e)
        || is(e, SQLiteErrorCode.SQLITE_FULL)
        || is(e, SQLiteErrorCode.SQLITE_IOERR)
        || is(e, SQLiteErrorCode.SQLITE_NOMEM);
  }

  StoreException explain(SQLException e) {
    return new StoreException(
        "the database " + database + " " + problem(e) + " (SQLite: " + e.getMessage() + ")", e);
  }

  private String problem(SQLException e) {
    if (isBusy(e)) {
      return "stayed locked by another process for %s; see who has it with: fuser -v %s"
          .formatted(readable(busyDeadline), database);
    }
    return switch (SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff)) {
      case SQLITE_FULL ->
          "has no room: the disk is full; nothing committed is lost, free some space and go on";
      case SQLITE_READONLY, SQLITE_PERM ->
          "can't be written; give this user write permission to the file and its folder";
      case SQLITE_CANTOPEN ->
          "can't be opened; its folder must exist and this user must be able to write in it";
      case SQLITE_NOTADB -> "is not an SQLite database; move it away, or name another with --state";
      case SQLITE_CORRUPT ->
          "is damaged; keep a copy of it and its -wal file, then try: sqlite3 %s .recover"
              .formatted(database);
      case SQLITE_IOERR ->
          "can't be read or written by the operating system; check the disk and the file system";
      case SQLITE_TOOBIG -> "does not take values of that size";
      case SQLITE_NOMEM -> "needs more memory than there is";
      default -> "refused a request";
    };
  }

  private static String readable(Duration duration) {
    return duration.toMillis() % 1_000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }
}
