package org.hwautomation.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStep;

/** The definitions that are measured. */
final class Steps {
  private static final String DONE = "bench.done@1";
  private static final String WAIT = "bench.wait@1";

  /** Completed steps before the one that waits, in a definition of {@link #WAITING_STEPS}. */
  static final int BEFORE_WAIT = 2;

  static final int WAITING_STEPS = 6;

  private Steps() {}

  /** Steps that call {@code function}. */
  static List<WorkflowStep> of(int count, StepFunction function) {
    var steps = new ArrayList<WorkflowStep>(count);
    for (var i = 1; i <= count; i++) {
      steps.add(WorkflowStep.named("s" + i).description("").run(function));
    }
    return steps;
  }

  /** Steps that do nothing. */
  static List<WorkflowStep> noops(int count) {
    return of(count, context -> null);
  }

  /** A definition whose third step of six waits for hours, as for hardware. */
  static WorkflowDefinition waiting() {
    var steps = new ArrayList<WorkflowStep>();
    for (var i = 0; i < WAITING_STEPS; i++) {
      steps.add(
          WorkflowStep.named("s" + i)
              .uses(i == BEFORE_WAIT ? WAIT : DONE)
              .timeout(Duration.ofHours(2))
              .build());
    }
    return WorkflowDefinition.of("waiting", steps);
  }

  /** The actions of {@link #waiting}; each look of a waiting run counts {@code looked} down. */
  static List<Action> actions(CountDownLatch looked) {
    return List.of(
        Action.of(DONE, "does nothing", Action.Effects.NONE, context -> null),
        Action.of(
            WAIT,
            "waits",
            Action.Effects.NONE,
            context ->
                context.poll(
                    "waiting for hardware",
                    Duration.ofHours(1),
                    () -> {
                      looked.countDown();
                      return Optional.empty();
                    })));
  }
}
