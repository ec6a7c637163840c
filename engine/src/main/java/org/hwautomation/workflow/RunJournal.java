package org.hwautomation.workflow;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The writing end of one run's journal in the process that owns it, with the state folded so far.
 * Thread-safe: the run's thread, its attempt and whoever cancels write through it.
 */
final class RunJournal {
  /** So many entries are kept at hand for listeners; who is further behind reads the store. */
  private static final int RECENT = 128;

  private final WorkflowStore store;
  private final WorkflowTime time;
  private final RunIdentity identity;
  private final long epoch;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // INVARIANT: state is the fold of all entries up to state.lastSeq(); recent holds the last of
  // those that this process wrote, in order, without a gap up to state.lastSeq().
  private volatile RunState state; // written under the lock
  private final Deque<Written> recent = new ArrayDeque<>();
  private int followers;
  private @Nullable LiveProgress progress;
  private long progressVersion;
  private boolean closed;

  /** An entry, what it says, and the run after it. */
  record Written(JournalEntry entry, Event event, RunState after) {}

  /** The entries of events that follow a state, each with what the run is after it. */
  static List<Written> written(
      RunState before, long epoch, Instant at, String actor, List<? extends Event> events) {
    var written = new ArrayList<Written>(events.size());
    var state = before;
    for (var event : events) {
      var entry = EventCodec.write(state.runId(), state.lastSeq() + 1, epoch, at, actor, event);
      state = state.apply(entry, event);
      written.add(new Written(entry, event, state));
    }
    return written;
  }

  /** The state after those; {@code before} if there are none. */
  static RunState after(RunState before, List<Written> written) {
    return written.isEmpty() ? before : written.getLast().after();
  }

  RunJournal(
      WorkflowStore store, WorkflowTime time, RunIdentity identity, RunState state, long epoch) {
    this.store = store;
    this.time = time;
    this.identity = identity;
    this.state = state;
    this.epoch = epoch;
  }

  /** As the last commit that has returned left it. */
  RunState state() {
    return state;
  }

  long epoch() {
    return epoch;
  }

  void append(String actor, Event... events) {
    append(actor, List.of(events), false, Optional.empty());
  }

  /** Writes events durably, in one commit, and folds them in. What throws has changed nothing. */
  void append(String actor, List<Event> events, boolean releaseLocks, Optional<String> command) {
    append(actor, events, false, releaseLocks, command);
  }

  /**
   * Takes the locks that the run waits for.
   *
   * @throws LocksNotFreeException if they are not free, or it is another's turn
   */
  void takeLocks() {
    append("engine", List.of(new Event.LocksTaken()), true, false, Optional.empty());
  }

  /** Writes events if the run stands so that they may be written; false if it does not. */
  boolean appendIf(Predicate<RunState> allowed, List<Event> events) {
    lock.lock();
    try {
      if (!allowed.test(state)) {
        return false;
      }
      append("engine", events, false, Optional.empty());
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void append(
      String actor,
      List<Event> events,
      boolean takeLocks,
      boolean releaseLocks,
      Optional<String> command) {
    lock.lock();
    try {
      var written = written(state, epoch, time.now(), actor, events);
      var entries = written.stream().map(Written::entry).toList();
      var next = after(state, written);
      var ended = next.status().isTerminal() && !state.status().isTerminal();
      var record = RunRecord.of(identity, next, epoch);
      store.append(
          new Append(
              epoch,
              entries,
              record,
              takeLocks,
              releaseLocks,
              command,
              ended ? RunHistory.of(next, record) : Optional.empty()));
      state = next;
      JournalLog.tell(identity, written);
      if (followers > 0) {
        recent.addAll(written);
      }
      while (recent.size() > RECENT) {
        recent.removeFirst();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the run: nothing comes between what {@code ending} sees and what is written. */
  void end(List<Event> before, Function<RunState, Event.RunEnded> ending) {
    lock.lock();
    try {
      var ended = ending.apply(state);
      var events = new ArrayList<>(before);
      events.add(ended);
      append("engine", events, !ended.held(), Optional.empty());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Parks the run after {@code before}, unless somebody wants it to end: that goes first.
   *
   * @return false if nothing was written
   */
  boolean park(List<Event> before, Event.RunParked parked) {
    lock.lock();
    try {
      if (state.cancel().isPresent()) {
        return false;
      }
      var events = new ArrayList<>(before);
      events.add(parked);
      append("engine", events, false, Optional.empty());
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Carries a command out, as far as the journal goes.
   *
   * @param isRow true if it stands in the store, which is told that it was heeded
   * @return what it came to; empty if this process does not execute the run any more
   */
  Optional<CommandRules.Outcome> command(Command command, boolean isRow) {
    lock.lock();
    try {
      if (!state.status().isTerminal() && (closed || state.owner().isEmpty())) {
        return Optional.empty();
      }
      var id = isRow ? Optional.of(command.commandId()) : Optional.<String>empty();
      var outcome = CommandRules.judge(command, id, state);
      var events =
          switch (outcome) {
            case CommandRules.Outcome.Accepted accepted -> List.of(accepted.event());
            case CommandRules.Outcome.Nothing nothing -> List.<Event>of();
            case CommandRules.Outcome.Refused refused when isRow ->
                List.<Event>of(
                    new Event.CommandRefused(
                        command.kind().wireName(), command.actor(), refused.why()));
            case CommandRules.Outcome.Refused refused -> List.<Event>of();
          };
      if (isRow || !events.isEmpty()) {
        append(command.actor(), events, false, id);
      }
      return Optional.of(outcome);
    } finally {
      lock.unlock();
    }
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

  /** Lets whoever waits look again at what it waits for. */
  void wake() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Keeps the last entries at hand from here on: for a cursor that reads along. */
  void follow() {
    lock.lock();
    try {
      followers++;
    } finally {
      lock.unlock();
    }
  }

  /** Ends what {@link #follow} began. */
  void unfollow() {
    lock.lock();
    try {
      if (--followers == 0) {
        recent.clear(); // a run that nobody listens to costs no more than its state
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * What a cursor has not seen.
   *
   * @param behind true if it must read the store, because the next entry is not at hand
   * @param end true if no more will come
   */
  record News(
      List<Written> entries,
      boolean behind,
      Optional<LiveProgress> progress,
      long version,
      boolean end) {}

  /**
   * Waits until there is an entry after {@code seq}, newer progress, or no more to come.
   *
   * @param version the progress seen last; {@link Long#MAX_VALUE} while none is wanted
   */
  News await(long seq, LongSupplier version) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (state.lastSeq() <= seq && !isNewer(version) && !closed) {
        changed.await();
      }
      var behind =
          state.lastSeq() > seq && (recent.isEmpty() || recent.getFirst().entry().seq() > seq + 1);
      return new News(
          behind ? List.of() : recent.stream().filter(last -> last.entry().seq() > seq).toList(),
          behind,
          isNewer(version) ? Optional.ofNullable(progress) : Optional.empty(),
          progressVersion,
          closed && state.lastSeq() <= seq);
    } finally {
      lock.unlock();
    }
  }

  private boolean isNewer(LongSupplier version) {
    return progress != null && progressVersion > version.getAsLong();
  }
}
