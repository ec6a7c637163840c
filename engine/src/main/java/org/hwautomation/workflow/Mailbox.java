package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What comes to one branch of a run while it is executed, in order. Anybody may put something in;
 * the branch's thread takes it out, or while that is in a step, the step's supervision hears it at
 * once.
 */
final class Mailbox {
  /** What may come. */
  sealed interface Message {
    /** A branch that this one waits for is over. */
    record BranchOver(Branch branch) implements Message {}

    /** A cancel is in the journal. */
    record Cancelled(boolean forced) implements Message {}

    /** A branch beside this one failed at {@code step}. */
    record SiblingFailed(String step) implements Message {}

    /** A branch beside this one must be looked at by a person, or can't go on. */
    record SiblingStopped(Duration drain) implements Message {}

    record DrainOver() implements Message {}

    record Deadline() implements Message {}

    record BudgetOver() implements Message {}

    /** Something that may be waited for has changed. */
    record LookAgain() implements Message {}
  }

  private final RunInbox run;
  private final WorkflowTime time;
  private final LinkedBlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private @Nullable Consumer<Message> listener; // guarded by this
  private volatile @Nullable String failedSibling;
  private volatile boolean stopping;

  Mailbox(RunInbox run, WorkflowTime time) {
    this.run = run;
    this.time = time;
  }

  /** For the branch's thread, or its listener if it has one: that hears it on this thread. */
  void put(Message message) {
    Consumer<Message> told = null;
    while (true) {
      Consumer<Message> now;
      synchronized (this) {
        now = listener;
        if (now == null) {
          messages.add(message);
        }
      }
      if (now == null || now.equals(told)) {
        return;
      }
      now.accept(message);
      told = now; // if another took its place meanwhile, that must hear it too
    }
  }

  /** Lets {@code hearer} hear what is here and what comes, until {@link #listenNoMore}. */
  void listen(Consumer<Message> hearer) {
    synchronized (this) {
      listener = hearer;
    }
    for (var message = messages.poll(); message != null; message = messages.poll()) {
      hearer.accept(message);
    }
  }

  /** From here on the branch's thread takes out what comes. */
  synchronized void listenNoMore() {
    listener = null;
  }

  /** The next message, awaited by the branch's thread, which nobody can interrupt. */
  Message take() {
    while (true) {
      try {
        return messages.take();
      } catch (InterruptedException e) {
        WorkflowEngine.LOG.debug("a thread that a step began interrupted its run: not heeded");
      }
    }
  }

  /** Takes in what is there, between two attempts. */
  void hearAll() {
    for (var message = messages.poll(); message != null; message = messages.poll()) {
      hear(message, null);
    }
  }

  /** Waits until something comes, and hears it. */
  void await() {
    hear(take(), null);
  }

  /** As {@link #await}, for at most so long. */
  void await(Duration limit) {
    var timer = time.schedule(limit, () -> put(new Message.LookAgain()));
    try {
      await();
    } finally {
      timer.cancel();
    }
  }

  /** Takes a message in, and interrupts the attempt that runs if that is what it means. */
  void hear(Message message, @Nullable RunAttempt attempt) {
    RunAttempt.Cause cause = null;
    switch (message) {
      case Message.Cancelled cancelled -> {
        if (!run.isCleaning()) {
          cause = RunAttempt.Cause.CANCEL;
        } else if (cancelled.forced()) {
          cause = RunAttempt.Cause.FORCED;
        }
      }
      case Message.SiblingFailed failed -> {
        failedSibling = failedSibling == null ? failed.step() : failedSibling;
        cause = RunAttempt.Cause.SIBLING;
      }
      case Message.SiblingStopped stop -> {
        stopping = true;
        if (attempt != null) {
          run.after(stop.drain(), () -> put(new Message.DrainOver()));
        }
      }
      case Message.DrainOver over -> cause = RunAttempt.Cause.STOP;
      case Message.Deadline deadline -> cause = run.isCleaning() ? null : RunAttempt.Cause.DEADLINE;
      case Message.BudgetOver over -> cause = RunAttempt.Cause.BUDGET;
      case Message.LookAgain look -> {} // whoever waits does so by itself
      case Message.BranchOver branch -> {} // heard by its group alone
    }
    if (cause != null && attempt != null) {
      attempt.interrupt(cause);
    }
  }

  /** The step whose failure ends this branch. */
  Optional<String> failedSibling() {
    return Optional.ofNullable(failedSibling);
  }

  /** An attempt of this branch ignores its interruption. */
  void beginLingering() {
    run.beginLingering();
  }

  /** It has ended; true if none of another branch lives on. */
  boolean endLingering() {
    return run.endLingering();
  }

  /** True once the engine closes: not even an attempt that lives on is waited for then. */
  boolean isClosing() {
    return run.isStopping();
  }

  /** True if nothing new may begin: the engine closes, or the run is about to be left. */
  boolean isStopping() {
    return stopping || run.isStopping();
  }
}
