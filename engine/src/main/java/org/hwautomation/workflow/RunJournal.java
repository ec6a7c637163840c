package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of one run's journal in the process that owns it, with the state folded so far.
 * Thread-safe: the run's thread and its attempt write through it.
 */
final class RunJournal {
  private final WorkflowStore store;
  private final WorkflowTime time;
  private final RunRecord origin;
  private final long epoch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // INVARIANT: state is the fold of all entries up to state.lastSeq(); recent holds those that this
  // process wrote, in order, without a gap up to state.lastSeq().
  private RunState state;
  private final List<JournalEntry> recent = new ArrayList<>();
  private @Nullable LiveProgress progress;
  private long progressVersion;
  private boolean closed;

  RunJournal(
      WorkflowStore store,
      WorkflowTime time,
      RunRecord origin,
      RunState state,
      long epoch,
      List<JournalEntry> written) {
    recent.addAll(written);
    this.store = store;
    this.time = time;
    this.origin = origin;
    this.state = state;
    this.epoch = epoch;
  }

  RunState state() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  long epoch() {
    return epoch;
  }

  void append(String actor, Event... events) {
    append(actor, List.of(events), false, Optional.empty());
  }

  /** Writes events durably, in one commit, and folds them in. What throws has changed nothing. */
  void append(String actor, List<Event> events, boolean releaseLocks, Optional<String> command) {
    lock.lock();
    try {
      var entries = new ArrayList<JournalEntry>(events.size());
      var next = state;
      for (var event : events) {
        var entry =
            EventCodec.write(next.runId(), next.lastSeq() + 1, epoch, time.now(), actor, event);
        entries.add(entry);
        next = next.apply(entry, event);
      }
      var ended = next.status().isTerminal() && !state.status().isTerminal();
      var record = record(next);
      store.append(
          new Append(
              epoch,
              entries,
              record,
              releaseLocks,
              command,
              ended ? RunHistory.of(next, record) : Optional.empty()));
      state = next;
      recent.addAll(entries);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private RunRecord record(RunState next) {
    return RunRecords.of(origin, next, epoch);
  }

  void report(LiveProgress now) {
    lock.lock();
    try {
      progress = now;
      progressVersion++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what the last step said of itself. */
  void clearProgress() {
    lock.lock();
    try {
      progress = null;
    } finally {
      lock.unlock();
    }
  }

  Optional<LiveProgress> progress() {
    lock.lock();
    try {
      return Optional.ofNullable(progress);
    } finally {
      lock.unlock();
    }
  }

  /** No more will be written by this process. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What a cursor has not seen. */
  record News(
      List<JournalEntry> entries, Optional<LiveProgress> progress, long version, boolean end) {}

  /** Waits until there is an entry after {@code seq}, newer progress, or no more to come. */
  News await(long seq, long version) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (state.lastSeq() <= seq
          && (progressVersion <= version || progress == null)
          && !closed) {
        changed.await();
      }
      return new News(
          recent.stream().filter(entry -> entry.seq() > seq).toList(),
          progressVersion > version ? Optional.ofNullable(progress) : Optional.empty(),
          progressVersion,
          closed && state.lastSeq() <= seq);
    } finally {
      lock.unlock();
    }
  }

  /** The number of the first entry that {@link #await} can give. */
  long firstRecent() {
    lock.lock();
    try {
      return recent.isEmpty() ? state.lastSeq() + 1 : recent.getFirst().seq();
    } finally {
      lock.unlock();
    }
  }

  /** The entries after {@code seq} that this process wrote. */
  List<JournalEntry> since(long seq) {
    lock.lock();
    try {
      return recent.stream().filter(entry -> entry.seq() > seq).toList();
    } finally {
      lock.unlock();
    }
  }
}
