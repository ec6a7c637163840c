package org.hwautomation.store;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.hwautomation.workflow.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few threads that read, each with a connection that is opened when first needed. */
final class Readers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

  private final Connections connections;
  private final SqliteFailure failure;
  private final ExecutorService threads;
  private final ConcurrentLinkedQueue<Session> idle = new ConcurrentLinkedQueue<>();

  /** What is read. It may run twice. */
  @FunctionalInterface
  interface Query<T> {
    T run(Session session) throws SQLException;
  }

  Readers(Connections connections, SqliteFailure failure, int count, String name) {
    this.connections = connections;
    this.failure = failure;
    this.threads =
        Executors.newFixedThreadPool(count, Thread.ofPlatform().daemon().name(name, 1).factory());
  }

  <T> T read(Query<T> query) {
    try {
      return CompletableFuture.supplyAsync(() -> onThread(query), threads).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    } catch (RejectedExecutionException e) {
      throw new StoreException("the store is closed", e);
    }
  }

  private <T> T onThread(Query<T> query) {
    var session = idle.poll();
    try {
      if (session == null) {
        session = connections.patiently(connections::reading);
      }
      var opened = session;
      var result = connections.patiently(() -> query.run(opened));
      idle.add(session);
      return result;
    } catch (SQLException e) {
      close(session);
      throw failure.explain(e);
    } catch (RuntimeException | Error e) {
      close(session);
      throw e;
    }
  }

  private static void close(@Nullable Session session) {
    if (session != null) {
      try {
        session.close();
      } catch (SQLException e) {
        LOG.debug("a reader's connection did not close: {}", e.getMessage());
      }
    }
  }

  /** Waits for what is being read. */
  @Override
  public void close() {
    threads.close();
    for (var session = idle.poll(); session != null; session = idle.poll()) {
      close(session);
    }
  }
}
