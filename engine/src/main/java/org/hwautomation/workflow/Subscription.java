package org.hwautomation.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A cursor of one listener on one run's journal, on a virtual thread of its own. It ends by itself
 * when it has given the last event of a run that ended. Thread-safe.
 */
public final class Subscription implements AutoCloseable {
  /** How often a run of another process is looked at. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private static final Duration PROGRESS_GAP = Duration.ofMillis(250);

  private final WorkflowStore store;
  private final WorkflowTime time;
  private final String runId;
  private final long afterSeq;
  private final RunListener listener;
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final Thread thread;
  private @Nullable RunState state;
  private long seen;

  private Subscription(
      WorkflowStore store,
      WorkflowTime time,
      String runId,
      long afterSeq,
      RunListener listener,
      @Nullable RunJournal journal) {
    this.store = store;
    this.time = time;
    this.runId = runId;
    this.afterSeq = afterSeq;
    this.listener = listener;
    thread =
        Thread.ofVirtual()
            .name("listener of " + runId)
            .unstarted(
                () -> {
                  try {
                    if (journal != null) {
                      follow(journal);
                    }
                    look();
                  } catch (InterruptedException e) {
                    WorkflowEngine.LOG.debug("listener of {} closed", runId);
                  } catch (RuntimeException e) {
                    WorkflowEngine.LOG.warn("listener of {} ends: {}", runId, e.getMessage());
                  } finally {
                    caughtUp.complete(null);
                  }
                });
  }

  static Subscription start(
      WorkflowStore store,
      WorkflowTime time,
      String runId,
      long afterSeq,
      RunListener listener,
      @Nullable RunJournal journal) {
    var subscription = new Subscription(store, time, runId, afterSeq, listener, journal);
    subscription.thread.start();
    return subscription;
  }

  /** Reads along with the process's own journal until no more is written to it. */
  private void follow(RunJournal journal) throws InterruptedException {
    give(upTo(store.entries(runId, 0), journal.firstRecent() - 1));
    var version = 0L;
    var shownAt = 0L;
    var shown = false;
    while (true) {
      var news = journal.await(seen, version);
      give(news.entries());
      if (news.end()) {
        return;
      }
      if (news.progress().isPresent()) {
        if (shown) {
          var wait = PROGRESS_GAP.minusNanos(time.nanos() - shownAt);
          if (!wait.isNegative() && !wait.isZero()) {
            awaitDurable(journal, wait);
          }
        }
        version = news.version();
        shown = true;
        shownAt = time.nanos();
        progress(journal.progress());
      }
    }
  }

  /** Lets progress settle; a durable event does not wait for it longer than this. */
  private void awaitDurable(RunJournal journal, Duration wait) throws InterruptedException {
    time.sleep(wait);
    give(journal.since(seen));
  }

  /** Reads the store, for a run of another process and for what came after. */
  private void look() throws InterruptedException {
    var lastShown = Optional.<LiveProgress>empty();
    while (true) {
      give(store.entries(runId, seen));
      var now = state;
      if (now == null || now.status().isTerminal() || now.parked().isPresent()) {
        return;
      }
      var progress = store.progress(runId);
      if (progress.isPresent() && !progress.equals(lastShown)) {
        lastShown = progress;
        progress(progress);
      }
      time.sleep(LOOK);
    }
  }

  private static List<JournalEntry> upTo(List<JournalEntry> entries, long seq) {
    return entries.stream().filter(entry -> entry.seq() <= seq).toList();
  }

  private void give(List<JournalEntry> entries) {
    for (var entry : entries) {
      if (entry.seq() <= seen) {
        continue;
      }
      var event = EventCodec.read(entry).orElseThrow(() -> new UnknownEventException(entry));
      var next = state == null ? RunState.first(entry) : state.apply(entry, event);
      state = next;
      seen = entry.seq();
      if (entry.seq() > afterSeq) {
        try {
          listener.onEvent(entry, event, next);
        } catch (RuntimeException | Error e) {
          WorkflowEngine.LOG.warn(
              "a listener of {} failed at entry {}: {}", runId, entry.seq(), e.toString());
        }
      }
    }
  }

  private void progress(Optional<LiveProgress> progress) {
    var now = state;
    if (progress.isEmpty() || now == null) {
      return;
    }
    try {
      listener.onProgress(progress.get(), now);
    } catch (RuntimeException | Error e) {
      WorkflowEngine.LOG.warn("a listener of {} failed: {}", runId, e.toString());
    }
  }

  /**
   * Waits until the listener has seen the run's last event.
   *
   * @return false if it has not within {@code limit}
   */
  public boolean awaitCaughtUp(Duration limit) throws InterruptedException {
    try {
      caughtUp.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed exceptionally", e);
    }
  }

  /** Stops following. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
