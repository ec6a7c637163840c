package org.hwautomation.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.Objects;

/**
 * A copy of a whole SQLite database as it is at one moment: it is there whole and synced, or not
 * there. Stateless.
 */
final class DatabaseCopy {
  private static final String DRAFT = ".draft";

  private DatabaseCopy() {}

  /**
   * Writes the copy under a draft's name beside the target first; no draft is left, whatever
   * happens short of the death of this process.
   *
   * @param session reads the database; it changes nothing in it
   * @param target a file that is not there
   */
  static void write(Session session, Path target) throws IOException, SQLException {
    var draft = target.resolveSibling(beginning(target) + ProcessHandle.current().pid() + DRAFT);
    try {
      Files.deleteIfExists(draft);
      forgetThoseOfTheDead(target);
      session.update("VACUUM INTO ?", draft.toString());
      try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      forget(draft);
    }
  }

  private static String beginning(Path target) {
    return "." + target.getFileName() + ".";
  }

  /** Several processes may copy to one name at once; a draft is in nobody's way but takes room. */
  private static void forgetThoseOfTheDead(Path target) throws IOException {
    var folder = Objects.requireNonNull(target.toAbsolutePath().getParent(), "a file's folder");
    var beginning = beginning(target);
    try (var drafts =
        Files.newDirectoryStream(
            folder,
            file -> {
              var name = file.getFileName().toString();
              return name.startsWith(beginning)
                  && name.endsWith(DRAFT)
                  && name.substring(beginning.length(), name.length() - DRAFT.length())
                      .matches("[0-9]{1,9}");
            })) {
      for (var draft : drafts) {
        var name = draft.getFileName().toString();
        var pid = name.substring(beginning.length(), name.length() - DRAFT.length());
        if (ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          forget(draft);
        }
      }
    }
  }

  private static void forget(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      // the next copy to that name takes it away
    }
  }
}
