package org.hwautomation.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Function;
import org.hwautomation.workflow.StoreException;

/** Something tried on a copy of a database file, which is only read. Stateless. */
final class SqliteTrial {
  private SqliteTrial() {}

  /**
   * Tries it.
   *
   * @param file where there is none, the trial begins without one
   * @param work is given the copy, which is gone when it returns
   */
  static <T> T on(Path file, Function<Path, T> work) {
    try (var scratch = ScratchFolder.make()) {
      var copy = scratch.file(file.getFileName().toString());
      if (Files.exists(file)) {
        ReadOnlyFile.read(
            file,
            session -> {
              DatabaseCopy.write(session, copy);
              return true;
            });
      }
      return work.apply(copy);
    } catch (SQLException e) {
      throw new UnusableDatabaseException(
          new SqliteFailure(file, Duration.ofSeconds(10)).explain(e));
    } catch (IOException e) {
      throw new StoreException(
          "the database %s can't be copied to try it: %s; make room in the folder for temporary files"
              .formatted(file, e.getMessage()),
          e);
    }
  }
}
