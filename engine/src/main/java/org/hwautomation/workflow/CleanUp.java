package org.hwautomation.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;

/** What a run does to leave its server in order: undos, steps for failure, steps for every end. */
final class CleanUp {
  static final Set<PlacedStep.Role> ROLES =
      Set.of(PlacedStep.Role.UNDO, PlacedStep.Role.ON_FAILURE, PlacedStep.Role.ALWAYS);

  private CleanUp() {}

  /**
   * For how long attempts of it have run, those side by side counted once. What a crash cut off
   * does not count: nobody knows when it ended.
   */
  static Duration spent(RunState state) {
    var attempts =
        state.definition().placed().values().stream()
            .filter(step -> ROLES.contains(step.role()))
            .flatMap(step -> state.step(step.path()).attempts().stream())
            .filter(attempt -> attempt.outcome() != StepState.Outcome.INTERRUPTED)
            .filter(attempt -> attempt.endedAt().isPresent())
            .sorted(Comparator.comparing(StepState.Attempt::startedAt))
            .toList();
    var spent = Duration.ZERO;
    var counted = Instant.MIN;
    for (var attempt : attempts) {
      var from = attempt.startedAt().isAfter(counted) ? attempt.startedAt() : counted;
      var end = attempt.endedAt().orElseThrow();
      if (end.isAfter(from)) {
        spent = spent.plus(Duration.between(from, end));
        counted = end;
      }
    }
    return spent;
  }
}
