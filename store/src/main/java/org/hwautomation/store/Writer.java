package org.hwautomation.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.hwautomation.workflow.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. Requests that queue up while a commit is being synced share the next
 * one, each behind a savepoint of its own, so that many runs cost few syncs and a request that
 * fails harms no other.
 *
 * <p>A caller waits until its commit is synced, interrupted or not: a run must never be in doubt
 * whether it was written. The interrupt flag is still set when the call returns.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int MAX_BATCH = 256;

  private final LinkedBlockingQueue<Request<?>> queue = new LinkedBlockingQueue<>();
  private final Connections connections;
  private final SqliteFailure failure;
  private final Thread thread;
  private final Object gate = new Object();
  private boolean closed; // guarded by gate

  /** A transaction's content. It may run twice, the first time undone. */
  @FunctionalInterface
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  /** A transaction's content that has no answer. */
  @FunctionalInterface
  interface Change {
    void run(Session session) throws SQLException;
  }

  /**
   * Starts the thread, which opens its connection.
   *
   * @throws StoreException if that can't be done
   */
  Writer(Connections connections, SqliteFailure failure, Opening opening, String name) {
    this.connections = connections;
    this.failure = failure;
    var opened = new CompletableFuture<Session>();
    this.thread =
        Thread.ofPlatform().daemon().name(name).start(() -> openAndServe(opening, opened));
    await(opened);
  }

  /** Opens the connection, on the writer's thread. */
  @FunctionalInterface
  interface Opening {
    Session open() throws SQLException;
  }

  /** Runs {@code work} in a transaction and returns when it is synced; what throws is undone. */
  <T> T write(Work<T> work) {
    var request = new Request<T>(work, true);
    enqueue(request);
    return await(request.outcome);
  }

  /** Queues {@code work} that nobody waits for and that a power failure may undo. */
  void changeLater(Change change) {
    enqueue(
        new Request<>(
            session -> {
              change.run(session);
              return true;
            },
            false));
  }

  int queued() {
    return queue.size();
  }

  private void enqueue(Request<?> request) {
    synchronized (gate) {
      if (closed) {
        throw new StoreException("the store is closed", null);
      }
      queue.add(request);
    }
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void openAndServe(Opening opening, CompletableFuture<Session> opened) {
    Session session;
    try {
      session = opening.open();
    } catch (SQLException e) {
      opened.completeExceptionally(failure.explain(e));
      return;
    } catch (RuntimeException | Error e) {
      opened.completeExceptionally(e);
      return;
    }
    opened.complete(session);
    try (session) {
      while (true) {
        var batch = new ArrayList<Request<?>>();
        batch.add(queue.take());
        queue.drainTo(batch, MAX_BATCH - 1);
        var stop = batch.removeIf(request -> request == Request.STOP);
        if (!batch.isEmpty()) {
          commitOrFail(session, batch);
        }
        if (stop) {
          return; // nothing is queued behind it
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the writer", e);
    } catch (SQLException e) {
      LOG.warn("closing: {}", failure.explain(e).getMessage());
    }
  }

  /** Whatever happens, each caller hears of it and the thread lives on. */
  private void commitOrFail(Session session, List<Request<?>> batch) {
    try {
      commit(session, batch);
    } catch (RuntimeException | Error e) {
      batch.forEach(request -> request.fail(e));
    }
  }

  private void commit(Session session, List<Request<?>> batch) {
    var synced = batch.stream().anyMatch(request -> request.synced);
    try {
      if (!synced) {
        session.script("PRAGMA synchronous = NORMAL");
      }
      connections.patiently(
          () -> {
            session.update("BEGIN IMMEDIATE");
            return true;
          });
    } catch (SQLException e) {
      batch.forEach(request -> request.fail(failure.explain(e)));
      restoreSync(session, synced);
      return;
    }
    try {
      for (var request : batch) {
        request.attempt(session, batch.size() > 1, failure);
      }
      session.update("COMMIT");
      batch.forEach(Request::settle);
    } catch (SQLException e) {
      rollBack(session);
      alone(session, batch, failure.explain(e));
    } catch (RuntimeException | Error e) {
      rollBack(session);
      alone(session, batch, e);
    } finally {
      restoreSync(session, synced);
    }
  }

  /** The batch as a whole failed: each of its requests is tried in a transaction of its own. */
  private void alone(Session session, List<Request<?>> batch, Throwable cause) {
    if (batch.size() == 1) {
      batch.getFirst().fail(cause);
    } else {
      batch.forEach(request -> commit(session, List.of(request)));
    }
  }

  private void restoreSync(Session session, boolean synced) {
    if (!synced) {
      try {
        session.script("PRAGMA synchronous = FULL");
      } catch (SQLException e) {
        throw failure.explain(e);
      }
    }
  }

  private static void rollBack(Session session) {
    try {
      session.script("ROLLBACK");
    } catch (SQLException e) {
      LOG.debug("SQLite had rolled back by itself: {}", e.getMessage());
    }
  }

  /** Carries out what is queued, then closes the connection. */
  @Override
  public void close() {
    synchronized (gate) {
      if (!closed) {
        closed = true;
        queue.add(Request.STOP);
      }
    }
    var interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Request<T> {
    static final Request<Boolean> STOP = new Request<>(session -> true, false);

    final CompletableFuture<T> outcome = new CompletableFuture<>();
    final boolean synced;
    private final Work<T> work;
    private @Nullable T result;
    private @Nullable RuntimeException problem;

    Request(Work<T> work, boolean synced) {
      this.work = work;
      this.synced = synced;
    }

    /** Throws what undoes the whole transaction; a failure behind a savepoint is kept. */
    void attempt(Session session, boolean behindSavepoint, SqliteFailure failure)
        throws SQLException {
      problem = null;
      if (!behindSavepoint) {
        result = work.run(session);
        return;
      }
      session.update("SAVEPOINT request");
      try {
        result = work.run(session);
      } catch (SQLException e) {
        problem = failure.explain(e);
      } catch (RuntimeException e) {
        problem = e;
      }
      if (problem != null) {
        session.script("ROLLBACK TO request");
      }
      session.update("RELEASE request");
    }

    void settle() {
      if (problem != null) {
        fail(problem);
      } else {
        outcome.complete(Objects.requireNonNull(result, "result is null"));
      }
    }

    void fail(Throwable cause) {
      outcome.completeExceptionally(cause);
      if (!synced) {
        LOG.debug("not written: {}", cause.getMessage());
      }
    }
  }
}
