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
  private @Nullable RuntimeException refusal;

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

  /**
   * Throws what undoes the whole transaction. A refusal before anything was written need not: it is
   * kept for {@link #settle}.
   */
  void attempt(Session session) throws SQLException {
    refusal = null;
    var before = session.changes();
    try {
      result = work.run(session);
    } catch (RuntimeException e) {
      if (session.changes() != before) {
        throw e;
      }
      refusal = e;
    }
  }

  /** True if the last attempt was refused, and so wrote nothing. */
  boolean isRefused() {
    return refusal != null;
  }

  /** Tells the caller what came of it, now that the transaction is committed. */
  void settle() {
    if (refusal != null) {
      fail(refusal);
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
