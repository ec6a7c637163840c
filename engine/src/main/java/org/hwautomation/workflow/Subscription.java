package org.hwautomation.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A cursor of one listener on one run's journal, on a thread of its own. It ends by itself when it
 * has given the last event of a run that ended or is parked. Thread-safe.
 */
public final class Subscription implements AutoCloseable {
  /** How often a run of another process is looked at. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private static final Duration PROGRESS_GAP = Duration.ofMillis(250);

  /** A store that can't be read so often in a row is given up. */
  private static final int MAX_FAILURES = 10;

  private final WorkflowStore store;
  private final WorkflowTime time;
  private final String runId;
  private final long afterSeq;
  private final RunListener listener;
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean inGap;
  private @Nullable RunState state;
  private long seen;

  private Subscription(
      WorkflowStore store,
      WorkflowTime time,
      String runId,
      long afterSeq,
      RunListener listener,
      ThreadFactory threads,
      @Nullable RunJournal journal) {
    this.store = store;
    this.time = time;
    this.runId = runId;
    this.afterSeq = afterSeq;
    this.listener = listener;
    thread =
        LogFields.carrying(threads, runId, Optional.empty(), Optional.empty())
            .newThread(() -> run(journal));
    thread.setName("listener of " + runId);
  }

  static Subscription start(
      WorkflowStore store,
      WorkflowTime time,
      String runId,
      long afterSeq,
      RunListener listener,
      ThreadFactory threads,
      @Nullable RunJournal journal) {
    var subscription = new Subscription(store, time, runId, afterSeq, listener, threads, journal);
    subscription.thread.start();
    return subscription;
  }

  private void run(@Nullable RunJournal journal) {
    try {
      if (journal != null) {
        follow(journal);
        caughtUp.complete(null);
      }
      look();
    } catch (InterruptedException e) {
      WorkflowEngine.LOG.debug("listener of {} closed", runId);
    } catch (RuntimeException e) {
      WorkflowEngine.LOG.warn("listener of {} ends: {}", runId, e.getMessage());
    } finally {
      caughtUp.complete(null);
    }
  }

  /** Reads along with the process's own journal until no more is written to it. */
  private void follow(RunJournal journal) throws InterruptedException {
    var version = new long[] {0};
    LongSupplier heard = () -> inGap ? Long.MAX_VALUE : version[0];
    WorkflowTime.@Nullable Timer gap = null;
    journal.follow();
    try {
      while (!closed) {
        var news = journal.await(seen, heard);
        if (news.behind()) {
          var before = seen;
          give(read());
          if (seen == before) {
            time.sleep(LOOK); // a store that does not show what it took is not asked without pause
          }
        } else {
          news.entries().forEach(this::give);
        }
        if (news.end()) {
          return;
        }
        if (news.progress().isPresent()) {
          version[0] = news.version();
          inGap = true;
          gap =
              time.schedule(
                  PROGRESS_GAP,
                  () -> {
                    inGap = false;
                    journal.wake();
                  });
          progress(news.progress().get());
        }
      }
    } finally {
      journal.unfollow();
      if (gap != null) {
        gap.cancel();
      }
    }
  }

  /** Reads the store, for a run of another process and for what came after. */
  private void look() throws InterruptedException {
    var lastShown = Optional.<LiveProgress>empty();
    while (!closed) {
      give(read());
      var now = state;
      if (now == null || now.status().isTerminal() || isLeft(now)) {
        return;
      }
      var progress = store.progress(runId);
      if (progress.isPresent() && !progress.equals(lastShown)) {
        lastShown = progress;
        progress(progress.get());
      }
      time.sleep(LOOK);
    }
  }

  /** True if it is parked and nobody executes it; one whose attempt lingers goes on by itself. */
  private static boolean isLeft(RunState now) {
    return now.parked().isPresent() && now.owner().isEmpty();
  }

  /** What comes next; a store that is busy or away is asked again. */
  private List<JournalEntry> read() throws InterruptedException {
    for (var failures = 1; ; failures++) {
      try {
        return store.entries(runId, seen);
      } catch (StoreException e) {
        if (failures == MAX_FAILURES) {
          throw e;
        }
        time.sleep(LOOK);
      }
    }
  }

  private void give(List<JournalEntry> entries) {
    for (var entry : entries) {
      if (entry.seq() > seen) {
        var event = EventCodec.read(entry).orElseThrow(() -> new UnknownEventException(entry));
        var next = state == null ? RunState.first(entry) : state.apply(entry, event);
        give(new RunJournal.Written(entry, event, next));
      }
    }
  }

  private void give(RunJournal.Written written) {
    var seq = written.entry().seq();
    if (seq <= seen || closed) {
      return;
    }
    state = written.after();
    seen = seq;
    if (seq > afterSeq) {
      try {
        listener.onEvent(written.entry(), written.event(), written.after());
      } catch (Throwable e) { // other languages throw checked exceptions, too
        WorkflowEngine.LOG.warn(
            "a listener of {} failed at entry {}: {}", runId, seq, e.getClass().getName());
      }
      forgetInterruption();
    }
  }

  private void progress(LiveProgress progress) {
    var now = state;
    if (now == null) {
      return;
    }
    try {
      listener.onProgress(progress, now);
    } catch (Throwable e) {
      WorkflowEngine.LOG.warn("a listener of {} failed: {}", runId, e.getClass().getName());
    }
    forgetInterruption();
  }

  /** A listener that interrupts its own thread does not end its cursor; {@link #close} does. */
  private void forgetInterruption() {
    if (!closed && Thread.interrupted()) {
      WorkflowEngine.LOG.debug("a listener of {} interrupted itself", runId);
    }
  }

  /**
   * Waits until the listener has seen the run's last event, or the last that this process wrote.
   *
   * @return false if it has not within {@code limit}
   */
  public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
    var answer = caughtUp.thenApply(_ -> true);
    var timer = time.schedule(limit, () -> answer.complete(false));
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed exceptionally", e);
    } finally {
      timer.cancel();
    }
  }

  /** Stops following. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
