package org.hwautomation.store;

import java.time.Duration;
import java.util.function.Supplier;
import org.hwautomation.store.StoreObserver.Operation;

/** The database: one thread that writes to it, a few that read. Thread-safe. */
final class Database implements AutoCloseable {
  private final Writer writer;
  private final Readers readers;
  private volatile StoreObserver observer = StoreObserver.NONE;

  /**
   * Opens or creates a database and brings it to this version's schema.
   *
   * @throws org.hwautomation.workflow.StoreException if it can't be used; then it was not touched
   */
  Database(Connections connections, int readerCount) {
    this.writer = new Writer(connections);
    this.readers = new Readers(connections, readerCount);
  }

  /**
   * Runs {@code work} in a transaction; returns when it is synced. No other process writes
   * meanwhile, so what was read is still true when the transaction ends.
   */
  <T> T write(Writer.Work<T> work) {
    return observed(Operation.WRITE, () -> writer.write(work));
  }

  /** As {@link #write}, for work without an answer. */
  void change(Writer.Change change) {
    write(
        session -> {
          change.run(session);
          return true;
        });
  }

  /**
   * As {@link #change}, for what reads and writes one run's own rows, behind the lock on its row:
   * other processes need not wait for it, nor it for them.
   */
  void changeRun(Writer.Change change) {
    observed(
        Operation.WRITE,
        () -> {
          writer.changeRun(change);
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
    return observed(Operation.READ, () -> readers.read(query));
  }

  /** Who hears from now on how long callers waited. */
  void observedBy(StoreObserver newObserver) {
    observer = newObserver;
  }

  private <T> T observed(Operation operation, Supplier<T> work) {
    var started = System.nanoTime();
    try {
      return work.get();
    } finally {
      observer.waited(operation, Duration.ofNanos(System.nanoTime() - started));
    }
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }
}
