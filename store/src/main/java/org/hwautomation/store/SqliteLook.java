package org.hwautomation.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.hwautomation.store.DatabaseStatus.Kind;
import org.hwautomation.workflow.StoreException;
import org.sqlite.SQLiteErrorCode;

/** What an SQLite file is; changes nothing. Stateless. */
final class SqliteLook {
  private SqliteLook() {}

  /**
   * Looks.
   *
   * @param file absolute; need not be there
   */
  static DatabaseStatus at(Path file) {
    if (!Files.exists(file)) {
      return new DatabaseStatus(
          file.toString(),
          Kind.ABSENT,
          Optional.empty(),
          OptionalInt.empty(),
          List.of(),
          Schema.pending(0),
          OptionalLong.empty(),
          Map.of(),
          0,
          copies(file));
    }
    return what(file).onDisk(size(file), copies(file));
  }

  private static DatabaseStatus what(Path file) {
    try {
      if (Files.isDirectory(file)) {
        return damaged(file, "the database " + file + " is a folder");
      }
      return ReadOnlyFile.read(file, session -> look(session, file));
    } catch (RefusedDatabase e) {
      return DatabaseStatus.of(
          file.toString(), e.kind(), Optional.of(String.valueOf(e.getMessage())));
    } catch (SQLException e) {
      var problem = new SqliteFailure(file, Duration.ofSeconds(10)).explain(e);
      if (SqliteFailure.is(e, SQLiteErrorCode.SQLITE_NOTADB)
          || SqliteFailure.is(e, SQLiteErrorCode.SQLITE_CORRUPT)) {
        return damaged(file, String.valueOf(problem.getMessage()));
      }
      throw problem;
    } catch (IOException e) {
      throw new StoreException(
          "the database %s can't be read: %s; give this user the right to read it"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static DatabaseStatus damaged(Path file, String problem) {
    return DatabaseStatus.of(file.toString(), Kind.DAMAGED, Optional.of(problem));
  }

  private static DatabaseStatus look(Session session, Path file) throws SQLException {
    session.script("BEGIN"); // all that follows is of one moment
    var schema = new Schema(file);
    var version = schema.versionOf(session);
    var problems = session.list("PRAGMA quick_check(1)", row -> row.text("quick_check"));
    if (!problems.equals(List.of("ok"))) {
      return damaged(
          file,
          "the database %s is damaged: %s; keep a copy of it, then try: sqlite3 %s .recover"
              .formatted(file, problems.getFirst(), file));
    }
    var original = schema.originalsVersion(session);
    return new DatabaseStatus(
        file.toString(),
        original.isPresent() ? Kind.ORIGINAL : version == 0 ? Kind.EMPTY : Kind.OURS,
        Optional.empty(),
        original.map(OptionalInt::of).orElse(OptionalInt.empty()),
        original.isPresent() ? List.of() : Schema.applied(version),
        original.isPresent() ? Schema.pending(1) : Schema.pending(version),
        OptionalLong.empty(),
        ToldRows.count(session, name -> Schema.hasTable(session, name)),
        ToldRows.leftRunning(session, name -> Schema.hasTable(session, name)),
        List.of());
  }

  private static OptionalLong size(Path file) {
    try {
      return OptionalLong.of(Files.size(file));
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  private static List<Path> copies(Path file) {
    var folder = file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(
              each -> OriginalBackup.isCopyOf(file, each) || SqliteRestore.isReplacedBy(file, each))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of(); // a folder that this user may not list
    }
  }
}
