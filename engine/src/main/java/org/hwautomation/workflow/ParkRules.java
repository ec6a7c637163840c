package org.hwautomation.workflow;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says of a run that was interrupted why it must not go on by itself. Thread-safe. */
final class ParkRules {
  /** A step that crashes cut off so often parks its run. */
  private static final int MAX_INTERRUPTIONS = 5;

  /** Nothing was cut off there, however long ago. */
  private static final Set<Phase> WAITS =
      EnumSet.of(
          Phase.WAITING_FOR_LOCK,
          Phase.WAITING_FOR_WINDOW,
          Phase.WAITING_FOR_APPROVAL,
          Phase.PAUSED);

  private final WorkflowStore store;
  private final ActionRegistry registry;

  ParkRules(WorkflowStore store, ActionRegistry registry) {
    this.store = store;
    this.registry = registry;
  }

  /**
   * Empty if it may go on.
   *
   * @param interrupted for how long nobody executed it
   * @param asked true if a person wants it: age and number of interruptions do not count then
   */
  Optional<Event.RunParked> whyPark(
      RunState state, Duration interrupted, boolean asked, Map<String, Action> functions) {
    var undoing = state.rollback().isPresent() || state.purpose().isPresent();
    for (var step : state.definition().placed().values()) {
      if (undoing && step.role() == PlacedStep.Role.MAIN) {
        continue; // never run any more
      }
      var problem = whyPark(step, state.step(step.path()), asked, functions);
      if (problem.isPresent()) {
        return problem;
      }
    }
    var missing = missingSecret(state.values());
    if (missing.isPresent()) {
      return park(ParkReason.SECRET_MISSING, unreadable(missing.get()));
    }
    return asked ? Optional.empty() : tooOld(state, interrupted);
  }

  private static Optional<Event.RunParked> tooOld(RunState state, Duration interrupted) {
    var limit = state.definition().resumeMaxAge();
    return interrupted.compareTo(limit) > 0 && !WAITS.contains(state.phase())
        ? park(
            ParkReason.TOO_OLD,
            "it was interrupted for %s, longer than %s; look at the server, then resume it"
                .formatted(Durations.text(interrupted), Durations.text(limit)))
        : Optional.empty();
  }

  /**
   * Empty if a run that somebody wants to end may do what remains to be done: find out how a point
   * of no return went that it was cut off in, and clean up.
   *
   * @param interrupted for how long nobody executed it
   */
  Optional<Event.RunParked> whyParkCancelled(
      RunState state, Duration interrupted, Map<String, Action> functions) {
    for (var step : state.definition().mainSteps()) {
      var now = state.step(step.path());
      if (!now.isOver()
          && now.interruptedPoint().isPresent()
          && adopts(registry.find(step, functions))) {
        return tooOften(step, now).or(() -> tooOld(state, interrupted));
      }
    }
    return Optional.empty();
  }

  private Optional<Event.RunParked> whyPark(
      PlacedStep step, StepState now, boolean asked, Map<String, Action> functions) {
    if (now.isOver()) {
      return Optional.empty();
    }
    var problem = whyPark(step, now, registry.find(step, functions));
    if (problem.isPresent()) {
      return problem;
    }
    return asked ? Optional.empty() : tooOften(step, now);
  }

  private static Optional<Event.RunParked> tooOften(PlacedStep step, StepState now) {
    return now.interruptions() >= MAX_INTERRUPTIONS
        ? park(
            ParkReason.INTERRUPTED_TOO_OFTEN,
            "step %s was interrupted %d times; does it end the process?"
                .formatted(step.path(), now.interruptions()))
        : Optional.empty();
  }

  /** True if a step that is not over has no code here. */
  static boolean lacksCode(RunState state, ActionRegistry registry, Map<String, Action> functions) {
    return state.definition().placed().values().stream()
        .filter(step -> !state.step(step.path()).isOver())
        .filter(step -> !(step.step().work() instanceof WorkflowStep.Work.Waits))
        .anyMatch(step -> registry.find(step, functions).isEmpty());
  }

  /** Why no attempt of a step may be made here, whoever asks for it. */
  static Optional<Event.RunParked> whyPark(
      PlacedStep step, StepState now, Optional<Action> action) {
    if (step.step().work() instanceof WorkflowStep.Work.Waits) {
      return Optional.empty();
    }
    if (action.isEmpty()) {
      return park(ParkReason.ACTION_MISSING, missing(step));
    }
    if (now.interruptedPoint().isPresent() && !adopts(action)) {
      return park(ParkReason.POINT_NOT_ADOPTED, notAdopted(step, now.interruptedPoint().get()));
    }
    return Optional.empty();
  }

  /** True if an attempt of the step may follow one that was cut off inside a point. */
  static boolean adopts(Optional<Action> action) {
    return action.filter(Action::adoptsInterruptedPoint).isPresent();
  }

  private static Optional<Event.RunParked> park(ParkReason reason, String message) {
    return Optional.of(new Event.RunParked(reason, message));
  }

  static String missing(PlacedStep step) {
    return step.action()
        .map(name -> "action %s of step %s is not registered here".formatted(name, step.path()))
        .orElse(
            "step %s is a function of the process that started it; offer the definition again"
                .formatted(step.path()));
  }

  private static String notAdopted(PlacedStep step, StepState.Point point) {
    return ("step %s was cut off while %s, and can't tell by itself how that went; look at the"
            + " server, then cancel the run, release it, and start a new one")
        .formatted(step.path(), point.description());
  }

  /** What is said of a secret that can't be read. */
  static String unreadable(String id) {
    return "secret " + id + " can't be read; is the key file the one it was stored with?";
  }

  private Optional<String> missingSecret(Value value) {
    return switch (value) {
      case Value.SecretReference reference ->
          store.secret(reference).isPresent() ? Optional.empty() : Optional.of(reference.id());
      case Value.Fields fields ->
          fields.values().values().stream()
              .flatMap(part -> missingSecret(part).stream())
              .findFirst();
      case Value.Items items ->
          items.values().stream().flatMap(part -> missingSecret(part).stream()).findFirst();
      default -> Optional.empty();
    };
  }
}
