package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.function.UnaryOperator;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.runs.RunOrders;
import org.hwautomation.workflow.CommandAnswer;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowException;
import org.jspecify.annotations.Nullable;

/** Gives an order to a run, and tells whether it was carried out. */
final class RunOrder {
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
      var outcome =
          new RunOrders(manager, GlobalOptions.actor())
              .give(found, runId -> order.to(manager.engine(), runId));
      outcome
          .refused()
          .ifPresent(
              refused -> {
                throw new WorkflowException(
                    "can't %s run %s: %s"
                        .formatted(refused.command(), found.runId(), refused.why()));
              });
      var taken = outcome.carriedOut();
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
}
