package org.hwautomation.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.hwautomation.workflow.StoreException;
import org.sqlite.SQLiteErrorCode;

/** The file: one thread that writes to it, a few that read. Thread-safe. */
final class Database implements AutoCloseable {
  private final Path file;
  private final Writer writer;
  private final Readers readers;

  private Database(Path file, Writer writer, Readers readers) {
    this.file = file;
    this.writer = writer;
    this.readers = readers;
  }

  /**
   * Opens or creates a database and brings it to this version's schema.
   *
   * @throws StoreException if it can't be used; then it was not touched
   */
  static Database open(Path path, SqliteOptions options) {
    var file = prepare(path);
    var failure = new SqliteFailure(file, options.busyDeadline());
    var connections = new Connections(file, options.busyDeadline());
    var name = "store " + file.getFileName();
    var writer =
        new Writer(connections, failure, () -> openWriting(file, connections), name + " writer");
    return new Database(
        file, writer, new Readers(connections, failure, options.readers(), name + " reader "));
  }

  private static Session openWriting(Path file, Connections connections) throws SQLException {
    var schema = new Schema(file);
    if (Files.exists(file)) {
      inspect(schema, connections);
    }
    var session = connections.patiently(connections::writing);
    try {
      connections.patiently(() -> schema.versionOf(session));
      connections.patiently(
          () -> {
            Connections.makeDurable(session);
            return true;
          });
      schema.migrate(session, connections);
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Looks at a file through a connection that can't change it, whatever it is. */
  private static void inspect(Schema schema, Connections connections) throws SQLException {
    try {
      connections.patiently(
          () -> {
            try (var session = connections.inspecting()) {
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

  Path file() {
    return file;
  }

  /** Runs {@code work} in a transaction; returns when it is synced. */
  <T> T write(Writer.Work<T> work) {
    return writer.write(work);
  }

  /** As {@link #write}, for work without an answer. */
  void change(Writer.Change change) {
    writer.write(
        session -> {
          change.run(session);
          return true;
        });
  }

  /** Queues what nobody waits for and a power failure may undo. */
  void changeLater(Writer.Change change) {
    writer.changeLater(change);
  }

  /** How many requests wait for the writer. */
  int queued() {
    return writer.queued();
  }

  <T> T read(Readers.Query<T> query) {
    return readers.read(query);
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }
}
