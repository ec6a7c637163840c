package org.hwautomation.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.workflow.CommandAnswer;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.EventCodec;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowException;
import org.jspecify.annotations.Nullable;

/** Gives an order to a run, and tells whether it was carried out. */
final class RunOrder {
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 100;

  private RunOrder() {}

  /** What is ordered. */
  @FunctionalInterface
  interface Order {
    CommandAnswer to(WorkflowEngine engine, String runId);
  }

  /**
   * Gives it, and waits until the process that executes the run has taken it, if one does.
   *
   * @param done what is so then, given the run's id
   */
  static int give(
      GlobalOptions options, String command, String run, Order order, UnaryOperator<String> done)
      throws InterruptedException {
    var screen = options.screen();
    try (var manager = options.manager(command)) {
      var found = RunNames.find(manager, run);
      var answer = order.to(manager.engine(), found.runId());
      var taken = answer == CommandAnswer.DONE || isTaken(manager, found);
      refused(manager, found)
          .ifPresent(
              refused -> {
                throw new WorkflowException(
                    "can't %s run %s: %s"
                        .formatted(refused.command(), found.runId(), refused.why()));
              });
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("run_id", found.runId());
      document.put("workflow_id", found.workflowId());
      document.put("command", command);
      document.put("carried_out", taken);
      screen.result(
          document,
          () ->
              screen.line(
                  taken
                      ? "run %s: %s".formatted(found.runId(), done.apply(found.runId()))
                      : "run %s: written down; it is carried out when a process executes the run"
                          .formatted(found.runId())));
      return ExitCodes.DONE;
    }
  }

  /** What the run's journal says, if its owner looked at the order and could not carry it out. */
  private static Optional<Event.CommandRefused> refused(WorkflowManager manager, RunRecord before) {
    return manager.store().entries(before.runId(), before.lastSeq()).stream()
        .filter(entry -> entry.actor().equals(GlobalOptions.actor()))
        .flatMap(entry -> EventCodec.read(entry).stream())
        .flatMap(
            event ->
                event instanceof Event.CommandRefused refused
                    ? Stream.of(refused)
                    : Stream.<Event.CommandRefused>empty())
        .findFirst();
  }

  private static boolean isTaken(WorkflowManager manager, RunRecord run)
      throws InterruptedException {
    if (run.owner().filter(manager.store()::isAlive).isEmpty()) {
      return false;
    }
    var deadline = System.nanoTime() + LONGEST.toNanos();
    while (!manager.store().pendingCommandsOf(run.runId()).isEmpty()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return true;
  }
}
