package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * What comes to a run while it is executed, in order, and what all of it amounts to. Anybody may
 * put something in; the run's thread takes it out.
 */
final class RunInbox {
  /** What may come. */
  sealed interface Message {
    record OfAttempt(RunAttempt.Signal signal) implements Message {}

    /** A cancel is in the journal. */
    record Cancelled() implements Message {}

    record Stop(Duration drain) implements Message {}

    record DrainOver() implements Message {}

    record Deadline() implements Message {}

    record BackoffOver(int attempts) implements Message {}

    record BudgetOver() implements Message {}
  }

  private final WorkflowTime time;
  private final LinkedBlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final List<WorkflowTime.Timer> timers = new ArrayList<>();
  private boolean stopping;
  private boolean pastDeadline;
  private boolean cleaning;
  private boolean pastBudget;

  RunInbox(WorkflowTime time) {
    this.time = time;
  }

  void put(Message message) {
    messages.add(message);
  }

  /** The next message, awaited. */
  Message take() throws InterruptedException {
    return messages.take();
  }

  /** Puts a message in after a while; the timer ends with the execution at the latest. */
  WorkflowTime.Timer putAfter(Duration delay, Message message) {
    var timer = time.schedule(delay, () -> put(message));
    timers.add(timer);
    return timer;
  }

  /** Takes in what is there, between two attempts. */
  void hearAll() {
    for (var message = messages.poll(); message != null; message = messages.poll()) {
      hear(message, null);
    }
  }

  /** Takes a message in, and interrupts the attempt that runs if that is what it means. */
  void hear(Message message, @Nullable RunAttempt attempt) {
    RunAttempt.Cause cause = null;
    switch (message) {
      case Message.Cancelled cancelled -> cause = cleaning ? null : RunAttempt.Cause.CANCEL;
      case Message.Stop stop -> {
        stopping = true;
        if (attempt != null) {
          putAfter(stop.drain(), new Message.DrainOver());
        }
      }
      case Message.DrainOver over -> cause = RunAttempt.Cause.STOP;
      case Message.Deadline deadline -> {
        pastDeadline = true;
        cause = cleaning ? null : RunAttempt.Cause.DEADLINE;
      }
      case Message.BudgetOver over -> {
        pastBudget = true;
        cause = RunAttempt.Cause.BUDGET;
      }
      case Message.BackoffOver over -> {} // of a backoff that was cut short
      case Message.OfAttempt signal -> {} // of an attempt that was left behind
    }
    if (cause != null && attempt != null) {
      attempt.interrupt(cause);
    }
  }

  /** Lets the run's deadline pass when it does, or at once if it did while nobody ran it. */
  void armDeadline(Duration limit, Duration sinceStart) {
    var left = limit.minus(sinceStart);
    if (left.compareTo(limit) > 0) {
      left = limit; // the wall clock was set back meanwhile
    }
    if (left.isPositive()) {
      putAfter(left, new Message.Deadline());
    } else {
      pastDeadline = true;
    }
  }

  /** From here on steps for every ending run, within {@code budget}: no cancel ends them. */
  void beginCleaning(Duration budget) {
    cleaning = true;
    putAfter(budget, new Message.BudgetOver());
  }

  void cancelTimers() {
    timers.forEach(WorkflowTime.Timer::cancel);
  }

  /** True once the engine closes. */
  boolean isStopping() {
    return stopping;
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
