package org.hwautomation.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.hwautomation.testkit.EngineContract;
import org.hwautomation.testkit.StoreUnderTest;
import org.hwautomation.workflow.WorkflowStore;

/** The engine keeps its contract on PostgreSQL, each "process" with a store of its own. */
class PostgresStoreContractTest extends EngineContract {
  @Override
  protected StoreUnderTest fresh() throws IOException {
    return new PostgresData(
        PostgresServer.running(), Files.createTempDirectory("hwautomation-contract"));
  }

  private static final class PostgresData implements StoreUnderTest {
    private final PostgresServer server;
    private final String schema;
    private final Path folder;
    private final Queue<PostgresStore> opened = new ConcurrentLinkedQueue<>();

    PostgresData(PostgresServer server, Path folder) {
      this.server = server;
      this.schema = server.emptySchema();
      this.folder = folder;
    }

    @Override
    public WorkflowStore open() {
      var store =
          PostgresStore.open(server.options(schema).withKeyFile(folder.resolve("secret.key")));
      opened.add(store);
      return store;
    }

    @Override
    public void kill(String owner) {
      opened.forEach(store -> store.owners().release(owner)); // its connection is cut
    }

    @Override
    public void close() {
      opened.forEach(PostgresStore::close);
      server.giveBack(schema);
      try {
        Files.deleteIfExists(folder.resolve("secret.key"));
        Files.delete(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
