package org.hwautomation.workflow;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches the attempt that a branch makes, and hears what comes for the branch meanwhile. */
final class Supervision {
  private final Mailbox mailbox;
  private final EventBuffer events;
  private @Nullable RunAttempt current;
  private boolean lingers;

  Supervision(Mailbox mailbox, EventBuffer events) {
    this.mailbox = mailbox;
    this.events = events;
  }

  /** Starts the attempt and waits for its end; empty if it was left behind, fenced. */
  Optional<RunAttempt.Signal.Ended> watch(RunAttempt attempt, Action action, PlacedStep step)
      throws InterruptedException {
    current = attempt;
    lingers = false;
    attempt.start();
    while (true) {
      var message = mailbox.take();
      if (!(message instanceof Mailbox.Message.OfAttempt(var signal))) {
        mailbox.hear(message, attempt);
        if (lingers && mailbox.isClosing()) {
          throw new RunStoppedException();
        }
        continue;
      }
      if (!signal.attempt().equals(attempt)) {
        continue; // an attempt that was left behind
      }
      switch (signal) {
        case RunAttempt.Signal.Ended ended -> {
          if (lingers) {
            lingers = false;
            if (mailbox.endLingering()) {
              events.write(new Event.RunUnparked("engine"));
            }
          }
          return Optional.of(ended);
        }
        case RunAttempt.Signal.TimedOut timedOut -> attempt.interrupt(RunAttempt.Cause.TIMEOUT);
        case RunAttempt.Signal.GraceOver over -> {
          if (attempt.isEnded()) {
            continue;
          }
          attempt.fence();
          if (action.effects() == Action.Effects.NONE) {
            return Optional.empty();
          }
          linger(attempt, step);
        }
      }
    }
  }

  private void linger(RunAttempt attempt, PlacedStep step) {
    lingers = true;
    mailbox.beginLingering();
    if (mailbox.isClosing()) {
      throw new RunStoppedException();
    }
    events.write(
        new Event.RunParked(
            ParkReason.ATTEMPT_LINGERS,
            "attempt %d of step %s ignores its interruption; the run goes on when it ends"
                .formatted(attempt.attempt(), step.path())));
  }

  /** Ends the attempt of a run that can't be written any more, and waits for it. */
  void letGo() {
    var attempt = current;
    if (attempt == null || attempt.isEnded()) {
      return;
    }
    attempt.fence();
    attempt.interrupt(RunAttempt.Cause.STOP);
    try {
      while (!attempt.isEnded() && !(lingers && mailbox.isClosing())) {
        var message = mailbox.take();
        if (message instanceof Mailbox.Message.OfAttempt(RunAttempt.Signal.GraceOver over)) {
          lingers |= over.attempt().equals(attempt);
        } else {
          mailbox.hear(message, null);
        }
      }
    } catch (InterruptedException e) {
      WorkflowEngine.LOG.debug("run thread interrupted");
    }
  }
}
