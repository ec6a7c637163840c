package org.hwautomation.store;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.hwautomation.workflow.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A few threads that read, each with a connection that is opened when first needed. */
final class Readers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

  private final Connections connections;
  private final ExecutorService threads;
  private final ConcurrentLinkedQueue<Session> idle = new ConcurrentLinkedQueue<>();

  /** What is read. It may run twice. */
  @FunctionalInterface
  interface Query<T> {
    T run(Session session) throws SQLException;
  }

  Readers(Connections connections, int count) {
    this.connections = connections;
    this.threads =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name(connections.name() + " reader ", 1).factory());
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
    try {
      var session = idle.poll();
      if (session == null) {
        return over(connections.patiently(connections::reading), query);
      }
      try {
        return over(session, query);
      } catch (SQLException e) {
        if (!connections.isLost(e)) {
          throw e;
        }
        LOG.debug("a reader's connection was lost: {}", e.getMessage());
        return over(connections.reopened(connections::reading), query);
      }
    } catch (SQLException e) {
      throw connections.explain(e);
    }
  }

  private <T> T over(Session session, Query<T> query) throws SQLException {
    try {
      var result = connections.patiently(() -> query.run(session));
      idle.add(session);
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      close(session);
      throw e;
    }
  }

  private static void close(Session session) {
    try {
      session.close();
    } catch (SQLException e) {
      LOG.debug("a reader's connection did not close: {}", e.getMessage());
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
