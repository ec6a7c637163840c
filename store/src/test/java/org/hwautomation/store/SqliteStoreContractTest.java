package org.hwautomation.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.hwautomation.testkit.EngineContract;
import org.hwautomation.testkit.StoreUnderTest;
import org.hwautomation.workflow.WorkflowStore;

/** The engine keeps its contract on SQLite, each "process" with a store of its own on one file. */
class SqliteStoreContractTest extends EngineContract {
  @Override
  protected StoreUnderTest fresh() throws IOException {
    return new SqliteData(Files.createTempDirectory("hwautomation-contract"));
  }

  private static final class SqliteData implements StoreUnderTest {
    private final Path folder;
    private final Path file;
    private final Queue<SqliteStore> opened = new ConcurrentLinkedQueue<>();

    SqliteData(Path folder) {
      this.folder = folder;
      this.file = folder.resolve(SqliteStore.DEFAULT_FILE_NAME);
    }

    @Override
    public WorkflowStore open() {
      var store = SqliteStore.open(file);
      opened.add(store);
      return store;
    }

    @Override
    public void kill(String owner) {
      new Owners(file).release(owner); // what the operating system does to its lock
    }

    @Override
    public void close() {
      opened.forEach(SqliteStore::close);
      try (var files = Files.walk(folder)) {
        for (var path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
