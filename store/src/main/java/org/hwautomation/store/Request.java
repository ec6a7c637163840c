package org.hwautomation.store;

import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A transaction's content that waits for the {@link Writer}, and what its caller waits for. */
final class Request<T> {
  private static final Logger LOG = LoggerFactory.getLogger(Request.class);

  /** Ends the writer. */
  static final Request<Boolean> STOP = new Request<>(session -> true, false, false);

  private final CompletableFuture<T> outcome = new CompletableFuture<>();
  private final Writer.Work<T> work;
  private final boolean synced;
  private final boolean alone;
  private @Nullable T result;
  private @Nullable RuntimeException problem;

  /**
   * @param synced false if nobody waits for it and a power failure may undo it
   * @param alone true if no other process may write meanwhile
   */
  Request(Writer.Work<T> work, boolean synced, boolean alone) {
    this.work = work;
    this.synced = synced;
    this.alone = alone;
  }

  CompletableFuture<T> outcome() {
    return outcome;
  }

  boolean synced() {
    return synced;
  }

  boolean alone() {
    return alone;
  }

  /** Throws what undoes the whole transaction; a failure behind a savepoint is kept. */
  void attempt(Session session, boolean behindSavepoint, Connections connections)
      throws SQLException {
    problem = null;
    if (!behindSavepoint) {
      result = work.run(session);
      return;
    }
    session.command("SAVEPOINT request");
    try {
      result = work.run(session);
    } catch (SQLException e) {
      if (connections.isLost(e) || connections.isConflict(e)) {
        throw e;
      }
      problem = connections.explain(e);
    } catch (RuntimeException e) {
      problem = e;
    }
    if (problem != null) {
      session.script("ROLLBACK TO request");
    }
    session.command("RELEASE request");
  }

  /** Tells the caller what came of it, now that the transaction is committed. */
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
