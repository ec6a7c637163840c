package org.hwautomation.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/**
 * An SQLite file that is looked at, as it is at one moment and also while others write to it, and
 * never changed: not by a byte, and without a log or index left beside it where SQLite can read it
 * without. Nothing but SQLite opens it while anybody has it open: when a process closes a file by
 * itself, its locks on it are gone. Stateless.
 */
final class ReadOnlyFile {
  /** How long another process that writes is waited for. */
  private static final int BUSY_MILLIS = 10_000;

  private static final List<String> LOGS = List.of("-wal", "-journal");

  private ReadOnlyFile() {}

  /** What is read. It may run twice. */
  @FunctionalInterface
  interface Reading<T> {
    T of(Session session) throws SQLException, IOException;
  }

  /**
   * Reads.
   *
   * @param file is there
   */
  static <T> T read(Path file, Reading<T> reading) throws SQLException, IOException {
    var before = Mark.of(file);
    if (!before.logged()) {
      try {
        var result = readAtRest(file, reading);
        if (before.equals(Mark.of(file))) {
          return result;
        }
      } catch (SQLException | RuntimeException e) {
        if (before.equals(Mark.of(file))) {
          throw e;
        }
      }
      return over(file.toString(), true, reading); // somebody writes to it now
    }
    if (hasLog(file, "-journal") || !Files.exists(beside(file, "-shm"))) {
      return readRepaired(file, reading);
    }
    return over(file.toString(), true, reading);
  }

  /** Without a log nobody is in the middle of a change. */
  private static <T> T readAtRest(Path file, Reading<T> reading) throws SQLException, IOException {
    return over(file.toUri() + "?immutable=1", true, reading);
  }

  /**
   * A file whose writer died has a log that SQLite must play back first: in a copy. Where the
   * writer lives its log is no harm.
   */
  private static <T> T readRepaired(Path file, Reading<T> reading)
      throws SQLException, IOException {
    try {
      if (!hasLog(file, "-wal")) {
        return over(file.toString(), true, reading);
      }
    } catch (SQLException e) {
      if (!SqliteFailure.is(e, SQLiteErrorCode.SQLITE_READONLY)
          && !SqliteFailure.is(e, SQLiteErrorCode.SQLITE_CANTOPEN)) {
        throw e;
      }
    }
    try (var copy = ScratchFolder.make()) {
      var target = copy.file("copy.db");
      Files.copy(file, target);
      for (var log : LOGS) {
        if (hasLog(file, log)) {
          Files.copy(beside(file, log), beside(target, log));
        }
      }
      return over(target.toString(), false, reading);
    }
  }

  private static <T> T over(String name, boolean readOnly, Reading<T> reading)
      throws SQLException, IOException {
    var config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(BUSY_MILLIS);
    try (var session =
        new Session(config.createConnection("jdbc:sqlite:" + name), Session.Dialect.SQLITE)) {
      session.script("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON");
      return reading.of(session);
    }
  }

  /** What tells that somebody wrote to the file or is about to. */
  private record Mark(long size, FileTime changed, boolean logged) {
    static Mark of(Path file) throws IOException {
      return new Mark(
          Files.size(file),
          Files.getLastModifiedTime(file),
          hasLog(file, "-wal") || hasLog(file, "-journal"));
    }
  }

  private static boolean hasLog(Path file, String ending) throws IOException {
    var log = beside(file, ending);
    return Files.exists(log) && Files.size(log) > 0;
  }

  private static Path beside(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }
}
