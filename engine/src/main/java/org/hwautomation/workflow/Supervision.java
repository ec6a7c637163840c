package org.hwautomation.workflow;

import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the attempts of a branch on its thread, while whoever brings something for the branch, and
 * the attempt's timers, have it ended if need be. One that ignores its interruption keeps the
 * thread: then its run is parked until it ends, or the branch goes on without that thread.
 */
final class Supervision {
  private final ScopedLock lock = new ScopedLock();
  private final Branch branch;

  // INVARIANT: guarded by lock. An attempt that ended or was given up does not linger; of two that
  // want to end the same attempt and to give it up one comes first.
  private boolean lingers;
  private @Nullable RuntimeException failure;
  private @Nullable RunAttempt leftBehind;
  private @Nullable Watch watch;

  /**
   * An attempt that is under way.
   *
   * @param handOver told before the branch goes on without its thread; true if the step goes on,
   *     false if the run is left with the attempt alive
   */
  private record Watch(RunAttempt attempt, Action action, Consumer<Boolean> handOver) {}

  /** Unwinds a thread in whose place another has gone on. */
  static final class ThreadGivenUp extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ThreadGivenUp() {
      super(null, null, false, false);
    }
  }

  Supervision(Branch branch) {
    this.branch = branch;
  }

  /**
   * Makes the attempt, here and now.
   *
   * @param handOver told before the branch goes on without this thread; true if the step goes on,
   *     false if the run is left with the attempt alive
   * @throws ThreadGivenUp if it has
   */
  RunAttempt.Ended watch(RunAttempt attempt, Action action, Consumer<Boolean> handOver) {
    try (var _ = lock.hold()) {
      watch = new Watch(attempt, action, handOver);
    }
    branch.mailbox().listen(message -> hear(message, attempt));
    var ended = attempt.run();
    try (var _ = lock.hold()) {
      if (ended.isEmpty()) {
        throw new ThreadGivenUp(); // not before who gave it up has taken over what it held
      }
      Thread.currentThread().setName(branch.threadName());
      branch.mailbox().listenNoMore();
      watch = null;
      var problem = failure;
      failure = null;
      if (problem != null) {
        lingers = false;
        throw problem;
      }
      if (lingers) {
        lingers = false;
        if (branch.mailbox().endLingering()) {
          branch.events().write(new Event.RunUnparked("engine"));
        }
      }
    }
    return ended.get();
  }

  private void hear(Mailbox.Message message, RunAttempt attempt) {
    branch.mailbox().hear(message, attempt);
    try (var _ = lock.hold()) {
      if (lingers && branch.mailbox().isClosing()) {
        goOnWithout(attempt, false);
      }
    }
  }

  /** The attempt had its time to end after the interruption. */
  void graceOver(RunAttempt attempt) {
    try (var _ = lock.hold()) {
      if (watch == null || !watch.attempt().equals(attempt) || attempt.isEnded()) {
        return;
      }
      attempt.fence();
      if (watch.action().effects() == Action.Effects.NONE) {
        goOnWithout(attempt, true);
      } else {
        linger(attempt);
      }
    }
  }

  private void linger(RunAttempt attempt) {
    lingers = true;
    branch.mailbox().beginLingering();
    if (branch.mailbox().isClosing()) {
      goOnWithout(attempt, false);
      return;
    }
    try {
      branch
          .run()
          .journal()
          .append(
              "engine",
              new Event.RunParked(
                  ParkReason.ATTEMPT_LINGERS,
                  "attempt %d of step %s ignores its interruption; the run goes on when it ends"
                      .formatted(attempt.attempt(), attempt.step())));
    } catch (RuntimeException e) {
      failure = e; // for the branch's thread, when it is back
    }
  }

  /** Starts another thread for the branch, unless the attempt has ended. */
  private void goOnWithout(RunAttempt attempt, boolean stepGoesOn) {
    var given = watch;
    if (given == null || !given.attempt().equals(attempt) || !attempt.giveUp()) {
      return;
    }
    watch = null;
    lingers = false;
    leftBehind = stepGoesOn ? attempt : null;
    branch.mailbox().listenNoMore();
    given.handOver().accept(stepGoesOn);
    branch.startThread();
  }

  /** The attempt of {@code step} that was left behind and has no verdict yet, once. */
  Optional<RunAttempt> leftBehind(PlacedStep step) {
    try (var _ = lock.hold()) {
      var attempt = Optional.ofNullable(leftBehind).filter(a -> a.step().equals(step.path()));
      if (attempt.isPresent()) {
        leftBehind = null;
      }
      return attempt;
    }
  }
}
