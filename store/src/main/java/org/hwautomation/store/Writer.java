package org.hwautomation.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.hwautomation.workflow.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection that writes. Requests that queue up while a commit is being synced share the
 * next one, so that many runs cost few syncs. One that fails harms no other: if it is refused
 * before it has written anything, nothing need be undone; else the transaction is rolled back, and
 * each half of the requests has one of its own, until the one that fails is alone.
 *
 * <p>Where any thread may use the connection, a caller that finds it idle commits by itself: a step
 * of a lone run hands nothing over and waits for nobody. Else a thread of the writer's own does.
 *
 * <p>A caller waits until its commit is synced, interrupted or not: a run must never be in doubt
 * whether it was written. The interrupt flag is still set when the call returns.
 */
final class Writer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);
  private static final int MAX_BATCH = 1_000;
  private static final int MAX_TRIES = 5;

  private final LinkedBlockingQueue<Request<?>> queue = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger(); // those queued, and the one taken out
  private final Connections connections;
  private final Thread thread;
  private final Object gate = new Object();
  private boolean closed; // guarded by gate
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable Session current; // guarded by turn; null once it is closed

  /** A transaction's content. It may run more than once, each time but the last undone. */
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
  Writer(Connections connections) {
    this.connections = connections;
    var opened = new CompletableFuture<Boolean>();
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name(connections.name() + " writer")
            .start(() -> openAndServe(opened));
    await(opened);
  }

  /** Runs {@code work} in a transaction and returns when it is synced; what throws is undone. */
  <T> T write(Work<T> work) {
    return waitFor(new Request<>(work, true, true));
  }

  /** As {@link #write}, while other processes write to other runs. */
  void changeRun(Change change) {
    waitFor(new Request<>(answering(change), true, false));
  }

  private <T> T waitFor(Request<T> request) {
    if (!commitIfIdle(request)) {
      enqueue(request);
    }
    return await(request.outcome());
  }

  /** Commits a request on its caller's thread, unless others are at it or before it. */
  private boolean commitIfIdle(Request<?> request) {
    if (!connections.anyThreadMayWrite() || !turn.tryLock()) {
      return false;
    }
    try {
      if (current == null || waiting.get() > 0) {
        return false;
      }
      current = commitOrFail(current, List.of(request));
      return true;
    } finally {
      turn.unlock();
    }
  }

  /** Queues {@code work} that nobody waits for and that a power failure may undo. */
  void changeLater(Change change) {
    enqueue(new Request<>(answering(change), false, false));
  }

  private static Work<Boolean> answering(Change change) {
    return session -> {
      change.run(session);
      return true;
    };
  }

  int queued() {
    return waiting.get();
  }

  private void enqueue(Request<?> request) {
    synchronized (gate) {
      if (closed) {
        throw new StoreException("the store is closed", null);
      }
      waiting.incrementAndGet();
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

  private void openAndServe(CompletableFuture<Boolean> opened) {
    try {
      open(connections.writing());
    } catch (SQLException e) {
      opened.completeExceptionally(connections.explain(e));
      return;
    } catch (RuntimeException | Error e) {
      opened.completeExceptionally(e);
      return;
    }
    opened.complete(true);
    try {
      while (true) {
        var first = queue.take();
        if (!commitBatch(first)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the writer", e);
    }
  }

  private void open(Session session) {
    turn.lock();
    try {
      current = session;
    } finally {
      turn.unlock();
    }
  }

  /** Commits {@code first} and what is queued behind it; false if that was the last. */
  private boolean commitBatch(Request<?> first) {
    turn.lock();
    try {
      var session = Objects.requireNonNull(current, "closed by this thread alone");
      var batch = new ArrayList<Request<?>>();
      batch.add(first);
      queue.drainTo(batch, MAX_BATCH - 1);
      waiting.addAndGet(-batch.size());
      var stop = batch.removeIf(request -> request == Request.STOP);
      if (!batch.isEmpty()) {
        session = commitOrFail(session, batch);
      }
      current = stop ? null : session; // nothing is queued behind a stop
      if (stop) {
        close(session, connections::close);
      }
      return !stop;
    } finally {
      turn.unlock();
    }
  }

  @FunctionalInterface
  private interface Closing {
    void close(Session session) throws SQLException;
  }

  private static void close(Session session, Closing closing) {
    try {
      closing.close(session);
    } catch (SQLException e) {
      LOG.debug("the writer's connection did not close: {}", e.getMessage());
    }
  }

  /**
   * Whatever happens, each caller hears of it and the thread lives on.
   *
   * @return the session to go on with
   */
  private Session commitOrFail(Session session, List<Request<?>> batch) {
    try {
      commit(session, batch, 1);
    } catch (LostConnection loss) {
      return recommit(session, batch, loss);
    } catch (RuntimeException | Error e) {
      batch.forEach(request -> request.fail(e));
    }
    return session;
  }

  /** What a lost connection left undone is done over a new one. */
  private Session recommit(Session lost, List<Request<?>> batch, LostConnection loss) {
    close(lost, Session::close);
    LOG.info("the writer's connection was lost: {}", loss.problem.getMessage());
    Session session;
    try {
      session = connections.reopened(connections::writing);
    } catch (SQLException e) {
      loss.failAll(batch, connections.explain(e));
      return lost; // the next transaction finds it closed, and comes here again
    } catch (RuntimeException | Error e) {
      loss.failAll(batch, e);
      return lost;
    }
    loss.settle(session, connections);
    var left = batch.stream().filter(request -> !request.outcome().isDone()).toList();
    try {
      if (!left.isEmpty()) {
        commit(session, left, 1);
      }
    } catch (LostConnection again) {
      again.failAll(left, connections.explain(again.problem));
    } catch (RuntimeException | Error e) {
      left.forEach(request -> request.fail(e));
    }
    return session;
  }

  private void commit(Session session, List<Request<?>> batch, int tries) throws LostConnection {
    var synced = batch.stream().anyMatch(Request::synced);
    var begun = false;
    var mark = Optional.<CommitMark>empty();
    try {
      connections.begin(session, synced, batch.stream().anyMatch(Request::alone));
      begun = true;
      for (var request : batch) {
        request.attempt(session);
      }
      if (batch.stream().allMatch(Request::isRefused)) {
        rollBack(session); // spares a sync
      } else {
        mark = connections.mark(session);
        session.command("COMMIT");
      }
      batch.forEach(Request::settle);
    } catch (SQLException e) {
      if (connections.isLost(e)) {
        throw new LostConnection(e, mark, batch);
      }
      rollBack(session);
      if (!begun) {
        batch.forEach(request -> request.fail(connections.explain(e)));
      } else if (connections.isConflict(e) && batch.size() == 1 && tries < MAX_TRIES) {
        commit(session, batch, tries + 1);
      } else {
        split(session, batch, connections.explain(e));
      }
    } catch (RuntimeException | Error e) {
      rollBack(session);
      split(session, batch, e);
    } finally {
      end(session, synced);
    }
  }

  /** The batch failed: each half of it is tried in a transaction of its own. */
  private void split(Session session, List<Request<?>> batch, Throwable cause)
      throws LostConnection {
    if (batch.size() == 1) {
      batch.getFirst().fail(cause);
      return;
    }
    var half = batch.size() / 2;
    commit(session, batch.subList(0, half), 1);
    commit(session, batch.subList(half, batch.size()), 1);
  }

  private void end(Session session, boolean synced) {
    try {
      connections.ended(session, synced);
    } catch (SQLException e) {
      throw connections.explain(e);
    }
  }

  private static void rollBack(Session session) {
    try {
      session.script("ROLLBACK");
    } catch (SQLException e) {
      LOG.debug("the database had rolled back by itself: {}", e.getMessage());
    }
  }

  /** Carries out what is queued, then closes the connection. */
  @Override
  public void close() {
    synchronized (gate) {
      if (!closed) {
        closed = true;
        waiting.incrementAndGet();
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

  /** The connection was lost under a transaction, perhaps while that was being committed. */
  private static final class LostConnection extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient SQLException problem;
    private final transient Optional<CommitMark> mark;
    private final transient List<Request<?>> requests;

    LostConnection(SQLException problem, Optional<CommitMark> mark, List<Request<?>> requests) {
      super(problem);
      this.problem = problem;
      this.mark = mark;
      this.requests = requests;
    }

    /** Learns what became of the commit, if one was under way. */
    void settle(Session session, Connections connections) {
      if (mark.isEmpty()) {
        return; // nothing was committed
      }
      try {
        switch (connections.outcome(session, mark.get())) {
          case COMMITTED -> requests.forEach(Request::settle);
          case ABORTED -> LOG.debug("the commit that was not answered did not happen");
          case UNKNOWN -> failInDoubt(problem);
        }
      } catch (SQLException e) {
        failInDoubt(e);
      }
    }

    void failAll(List<Request<?>> batch, Throwable cause) {
      if (mark.isPresent()) {
        failInDoubt(cause);
      }
      batch.forEach(request -> request.fail(cause)); // no matter to those that were settled
    }

    private void failInDoubt(Throwable cause) {
      requests.forEach(
          request ->
              request.fail(
                  new StoreException(
                      "the connection was lost while a change was being committed, so it may have been written or not; read it again before you repeat it (%s)"
                          .formatted(cause.getMessage()),
                      cause)));
    }
  }
}
