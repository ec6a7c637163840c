package org.hwautomation.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowEngine;
import org.sqlite.SQLiteConfig;

/**
 * Puts a backup in the place of a database that nobody uses, or changes nothing.
 *
 * <p>The backup is copied first, and all that follows is done to the copy: it is checked from end
 * to end, brought to this version's schema, and made to wait for people. For it does not know what
 * was done after it was made: its live runs are parked, its running batches paused, and times of
 * schedules that came meanwhile are not made up. The database that was there is kept beside it.
 */
public final class SqliteRestore {
  private static final String REPLACED = ".replaced-";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Who looks at the database for a moment is waited for. */
  private static final int BUSY_MILLIS = 500;

  private final Path backup;
  private final Path database;
  private final Path draft;
  private final SqliteOptions options;

  private SqliteRestore(Path backup, Path database, SqliteOptions options) {
    this.backup = backup.toAbsolutePath().normalize();
    this.database = database.toAbsolutePath().normalize();
    this.draft = sibling(this.database, ".restore-draft");
    this.options = options;
  }

  /**
   * What was done.
   *
   * @param replaced where the database is that was there before; empty if there was none
   * @param runs how many runs the restored database knows
   * @param parked how many of them were under way, and wait for a person now
   * @param batches how many batches were running, and are paused now
   */
  public record Restored(
      Path database, Optional<Path> replaced, int runs, int parked, int batches) {}

  /**
   * Restores.
   *
   * @param backup a file that {@link SqliteStore#backUp} wrote; it is only read
   * @param database where the store is opened; need not be there
   * @param actor who wants it, for the audit and the journals of parked runs
   * @throws UnusableDatabaseException if the backup is damaged, of another program or of a newer
   *     version
   * @throws IllegalArgumentException if the backup is not there, or is the database itself
   * @throws StoreException if somebody uses the database, or a file can't be written
   */
  public static Restored restore(Path backup, Path database, SqliteOptions options, String actor) {
    return new SqliteRestore(backup, database, options).restore(actor);
  }

  /** True if a file is what a restore of that database put aside. */
  static boolean isReplacedBy(Path database, Path file) {
    var name = file.getFileName().toString();
    return name.startsWith(database.getFileName() + REPLACED) && !name.endsWith("-wal");
  }

  private Restored restore(String actor) {
    try {
      requireBackup();
      requireNobodyLives();
      discardDraft();
      var folder = database.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.copy(backup, draft);
      check();
      var quieted = quiet(actor);
      sync(draft);
      var replaced = swap();
      return new Restored(database, replaced, quieted.runs(), quieted.parked(), quieted.batches());
    } catch (IOException e) {
      throw new StoreException(
          "the backup %s can't be put in the place of %s: %s; give this user the right to write there, and room for it"
              .formatted(backup, database, e.getMessage()),
          e);
    } finally {
      discardDraft();
    }
  }

  private void requireBackup() throws IOException {
    if (!Files.isRegularFile(backup)) {
      throw new IllegalArgumentException(
          backup + " is not there; name a file that 'hwauto db backup' wrote");
    }
    if (Files.exists(database) && Files.isSameFile(backup, database)) {
      throw new IllegalArgumentException(backup + " is the database itself; name a backup of it");
    }
    if (Files.exists(sibling(backup, "-wal"))) {
      throw new IllegalArgumentException(
          "%s has a file %s beside it, so it is a database that was in use and not a whole copy; name a file that 'hwauto db backup' wrote"
              .formatted(backup, sibling(backup, "-wal").getFileName()));
    }
  }

  private void requireNobodyLives() {
    var living = new Owners(database).living();
    if (!living.isEmpty()) {
      throw inUse(String.join(" and ", descriptions(living)));
    }
  }

  /** What those say of themselves who execute runs, such as {@code hwauto serve, process 4711}. */
  private List<String> descriptions(List<String> owners) {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    try (var session = session(database, config)) {
      var known =
          session.list(
              "SELECT DISTINCT description FROM owner WHERE owner_id IN (%s) ORDER BY description"
                  .formatted(Batches.marks(owners)),
              row -> row.text("description"),
              owners.toArray());
      return known.isEmpty() ? List.of("a process that executes runs") : known;
    } catch (SQLException e) {
      return List.of("a process that executes runs"); // a database that can't be read
    }
  }

  private StoreException inUse(String who) {
    return new StoreException(
        "the database %s is used by %s; stop the service and all commands that use it, then restore; nothing was changed"
            .formatted(database, who),
        null);
  }

  /** Reads every page of the draft, through a connection that can't change it. */
  private void check() {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    try (var session = session(draft, config)) {
      var problems = session.list("PRAGMA integrity_check(10)", row -> row.text("integrity_check"));
      if (!problems.equals(List.of("ok"))) {
        throw damaged(problems.getFirst());
      }
      if (new Schema(backup).versionOf(session) < 1) {
        throw new UnusableDatabaseException(
            new StoreException("the backup " + backup + " is an empty database", null));
      }
    } catch (SQLException e) {
      throw damaged(String.valueOf(e.getMessage()));
    } catch (UnusableDatabaseException e) {
      throw e;
    } catch (StoreException e) {
      throw new UnusableDatabaseException(e);
    }
  }

  private UnusableDatabaseException damaged(String problem) {
    return new UnusableDatabaseException(
        new StoreException(
            "the backup %s is no whole database: %s; name another one".formatted(backup, problem),
            null));
  }

  private record Quieted(int runs, int parked, int batches) {}

  /** Nothing of the draft goes on by itself. */
  private Quieted quiet(String actor) {
    var why =
        "the database was restored from %s; what was done since that was made is not known here"
            .formatted(backup.getFileName());
    try (var store = SqliteStore.open(draft, options)) {
      int parked;
      try (var engine = WorkflowEngine.builder(store).description("hwauto db restore").build()) {
        parked = engine.parkRestored(actor, why);
      }
      var now = store.time().now();
      var batches =
          store
              .database()
              .write(
                  session -> {
                    session.update(
                        "UPDATE schedule_firing SET status = 'done', ended_at_utc_micros = ? WHERE status <> 'done'",
                        now);
                    session.update("UPDATE schedule SET fired_until_utc_micros = ?", now);
                    Audit.add(
                        session,
                        now,
                        actor,
                        "database_restored",
                        database.toString(),
                        backup.toString());
                    return session.update(
                        "UPDATE batch SET state = 'paused', why = ?, changed_at_utc_micros = ? WHERE state = 'running'",
                        why,
                        now);
                  });
      return new Quieted(store.runs(RunQuery.ALL).size(), parked, batches);
    }
  }

  /** Whoever opens the database from here on finds the old one or the new one, whole. */
  private Optional<Path> swap() throws IOException {
    if (!Files.exists(database)) {
      Files.move(draft, database, StandardCopyOption.ATOMIC_MOVE);
      return Optional.empty();
    }
    var kept = sibling(database, REPLACED + STAMP.format(options.time().now()));
    try (var session = session(database, new SQLiteConfig())) {
      takeForOurselves(session);
      replace(kept);
    } catch (SQLException e) {
      throw new StoreException(
          "the database %s was replaced, and could not be closed: %s"
              .formatted(database, e.getMessage()),
          e);
    }
    return Optional.of(kept);
  }

  /**
   * Nobody else opens the database until the session is closed, and all of it is in one file. One
   * that can't be read is left as it is: it may be the reason to restore.
   */
  private void takeForOurselves(Session session) {
    try {
      session.script("PRAGMA locking_mode = EXCLUSIVE");
      session.script("PRAGMA journal_mode = DELETE"); // refused while anybody has it open
      session.script("BEGIN EXCLUSIVE");
    } catch (SQLException e) {
      if (SqliteFailure.isBusy(e)) {
        throw inUse("another command");
      }
    }
  }

  private void replace(Path kept) throws IOException {
    Files.move(database, kept);
    try {
      var log = sibling(database, "-wal"); // only beside one that can't be read
      if (Files.exists(log)) {
        Files.move(log, sibling(kept, "-wal"));
      }
      Files.deleteIfExists(sibling(database, "-shm"));
      Files.move(draft, database, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.exists(database)) {
        Files.move(kept, database);
      }
      throw e;
    }
  }

  private static Session session(Path file, SQLiteConfig config) throws SQLException {
    config.setBusyTimeout(BUSY_MILLIS);
    return new Session(config.createConnection("jdbc:sqlite:" + file), Session.Dialect.SQLITE);
  }

  private static void sync(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private void discardDraft() {
    try {
      for (var ending : List.of("", "-wal", "-shm", "-journal")) {
        Files.deleteIfExists(sibling(draft, ending));
      }
      Files.deleteIfExists(sibling(draft, ".owners"));
      discardCopies();
    } catch (IOException e) {
      // the next restore overwrites it
    }
  }

  /** Of a draft that the original wrote: the backup itself is the copy of it. */
  private void discardCopies() throws IOException {
    var folder = draft.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      return;
    }
    try (var copies =
        Files.newDirectoryStream(folder, each -> OriginalBackup.isCopyOf(draft, each))) {
      for (var copy : copies) {
        Files.deleteIfExists(copy);
      }
    }
  }

  private static Path sibling(Path file, String ending) {
    return file.resolveSibling(file.getFileName() + ending);
  }
}
