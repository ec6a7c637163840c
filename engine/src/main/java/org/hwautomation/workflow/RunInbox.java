package org.hwautomation.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What comes to a run as a whole while it is executed: heeded by all its branches, each of which is
 * told through its {@link Mailbox}. Thread-safe.
 */
final class RunInbox {
  private final WorkflowTime time;
  private final List<Mailbox> mailboxes = new CopyOnWriteArrayList<>();
  private final Queue<WorkflowTime.Timer> timers = new ConcurrentLinkedQueue<>();
  private volatile boolean stopping;
  private volatile Event.@Nullable RunParked parking;
  private volatile boolean drained;
  private volatile boolean pastDeadline;
  private volatile boolean cleaning;
  private volatile boolean pastBudget;
  private final AtomicInteger lingering = new AtomicInteger();

  RunInbox(WorkflowTime time) {
    this.time = time;
  }

  /** A mailbox for one more branch. */
  Mailbox open() {
    var mailbox = new Mailbox(this, time);
    mailboxes.add(mailbox);
    return mailbox;
  }

  void close(Mailbox mailbox) {
    mailboxes.remove(mailbox);
  }

  private void tellAll(Mailbox.Message message) {
    mailboxes.forEach(mailbox -> mailbox.put(message));
  }

  /** A cancel is in the journal. */
  void cancelled(boolean forced) {
    tellAll(new Mailbox.Message.Cancelled(forced));
  }

  /** The journal, a lock or a limit has changed: whoever waits looks again. */
  void lookAgain() {
    tellAll(new Mailbox.Message.LookAgain());
  }

  /** Ends the execution: nothing new begins, and what runs may go on for so long. */
  void stop(Duration drain) {
    stopping = true;
    after(
        drain,
        () -> {
          drained = true;
          tellAll(new Mailbox.Message.DrainOver());
        });
    lookAgain();
  }

  /** As {@link #stop}, and the run is parked when it has come about. */
  void park(Event.RunParked why, Duration drain) {
    parking = why;
    stop(drain);
  }

  /** What a stop is to leave in the journal, if anything. */
  Optional<Event.RunParked> parking() {
    return Optional.ofNullable(parking);
  }

  /** Runs a task after a while; its timer ends with the execution at the latest. */
  void after(Duration delay, Runnable task) {
    timers.add(time.schedule(delay, task));
  }

  /** Lets the run's deadline pass when it does, or at once if it did while nobody ran it. */
  void armDeadline(Duration limit, Duration sinceStart) {
    var left = limit.minus(sinceStart);
    if (left.compareTo(limit) > 0) {
      left = limit; // the wall clock was set back meanwhile
    }
    if (left.isPositive()) {
      after(
          left,
          () -> {
            pastDeadline = true;
            tellAll(new Mailbox.Message.Deadline());
          });
    } else {
      pastDeadline = true;
    }
  }

  /** From here on the run cleans up, within {@code budget}: no plain cancel ends its steps. */
  void beginCleaning(Duration budget) {
    cleaning = true;
    if (budget.isPositive()) {
      after(
          budget,
          () -> {
            pastBudget = true;
            tellAll(new Mailbox.Message.BudgetOver());
          });
    } else {
      pastBudget = true;
    }
  }

  void cancelTimers() {
    timers.forEach(WorkflowTime.Timer::cancel);
    timers.clear();
  }

  /** An attempt ignores its interruption. */
  void beginLingering() {
    lingering.incrementAndGet();
  }

  /** It has ended; true if no other lives on. */
  boolean endLingering() {
    return lingering.decrementAndGet() == 0;
  }

  /** True once the engine closes. */
  boolean isStopping() {
    return stopping;
  }

  /** True once a stop has given running steps their time. */
  boolean isDrained() {
    return drained;
  }

  boolean isCleaning() {
    return cleaning;
  }

  boolean isPastDeadline() {
    return pastDeadline;
  }

  boolean isPastBudget() {
    return pastBudget;
  }
}
