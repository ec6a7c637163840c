package org.hwautomation.provisioning.runs;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.workflow.CommandAnswer;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.EventCodec;
import org.hwautomation.workflow.RunRecord;

/** Gives orders to runs of any process, and finds out whether they were carried out. */
public final class RunOrders {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final WorkflowManager manager;
  private final String actor;

  /**
   * @param actor who gives them, such as {@code cli:alice}
   */
  public RunOrders(WorkflowManager manager, String actor) {
    this.manager = manager;
    this.actor = actor;
  }

  /** What is ordered. */
  @FunctionalInterface
  public interface Order {
    CommandAnswer to(String runId);
  }

  /**
   * What became of an order.
   *
   * @param carriedOut false if it waits until a process executes the run
   * @param refused why whoever executes the run could not carry it out
   */
  public record Outcome(boolean carriedOut, Optional<Event.CommandRefused> refused) {}

  /**
   * Gives an order, and waits until the process that executes the run has taken it, if one does.
   */
  public Outcome give(RunRecord run, Order order) throws InterruptedException {
    var answer = order.to(run.runId());
    var taken = answer == CommandAnswer.DONE || isTaken(run);
    return new Outcome(taken, refusal(run));
  }

  /** What the run's journal says, if its owner looked at the order and could not carry it out. */
  private Optional<Event.CommandRefused> refusal(RunRecord before) {
    return manager.store().entries(before.runId(), before.lastSeq()).stream()
        .filter(entry -> entry.actor().equals(actor))
        .flatMap(entry -> EventCodec.read(entry).stream())
        .flatMap(
            event ->
                event instanceof Event.CommandRefused refused
                    ? Stream.of(refused)
                    : Stream.<Event.CommandRefused>empty())
        .findFirst();
  }

  private boolean isTaken(RunRecord run) throws InterruptedException {
    if (run.owner().filter(manager.store()::isAlive).isEmpty()) {
      return false;
    }
    var time = manager.engine().time();
    var deadline = time.now().plus(LONGEST);
    while (!manager.store().pendingCommandsOf(run.runId()).isEmpty()) {
      if (time.now().isAfter(deadline)) {
        return false;
      }
      time.sleep(LOOK);
    }
    return true;
  }

  /** True if a living process, this or another, has the run and it is paused there. */
  public boolean isPausedElsewhere(RunRecord run) {
    return !run.status().isTerminal()
        && run.owner().filter(manager.store()::isAlive).isPresent()
        && manager.engine().state(run.runId()).flatMap(state -> state.paused()).isPresent();
  }
}
