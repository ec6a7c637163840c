package org.hwautomation.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.hwautomation.workflow.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies a database of the original before the first change is made to it. Stateless. */
final class OriginalBackup {
  private static final Logger LOG = LoggerFactory.getLogger(OriginalBackup.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final String MARK = ".original-v";

  private OriginalBackup() {}

  /** True if a file was written by {@link #keep} of that database. */
  static boolean isCopyOf(Path database, Path file) {
    return file.getFileName().toString().startsWith(database.getFileName() + MARK);
  }

  /**
   * Copies it to {@code NAME.original-vN-TIME} beside it; nothing happens to any other database.
   *
   * @throws StoreException if the copy can't be written: then nothing is changed
   */
  static void keep(Path database, Schema schema, Session session) throws SQLException {
    var version = schema.originalsVersion(session);
    if (version.isPresent()) {
      LOG.warn(
          "{} is of version {} of the original HWAutomation; a copy of it is {}",
          database,
          version.get(),
          copy(database, version.get(), session));
    }
  }

  private static Path copy(Path database, int version, Session session) {
    var copy =
        database.resolveSibling(
            database.getFileName() + MARK + version + "-" + STAMP.format(Instant.now()));
    try {
      DatabaseCopy.write(session, copy);
      return copy;
    } catch (IOException | SQLException e) {
      throw new StoreException(
          "the database %s is of version %d of the original HWAutomation, and can't be copied to %s before it is changed: %s; make room for the copy; it was not touched"
              .formatted(database, version, copy.getFileName(), e.getMessage()),
          e);
    }
  }
}
