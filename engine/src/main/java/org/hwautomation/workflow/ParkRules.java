package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Says of a run that was interrupted why it must not go on by itself. Thread-safe. */
final class ParkRules {
  /** A step that crashes cut off so often parks its run. */
  private static final int MAX_INTERRUPTIONS = 5;

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
    for (var step : state.definition().all()) {
      var problem = whyPark(step, state.step(step.name()), asked, functions);
      if (problem.isPresent()) {
        return problem;
      }
    }
    var missing = missingSecret(state.values());
    if (missing.isPresent()) {
      return park(ParkReason.SECRET_MISSING, unreadable(missing.get()));
    }
    var limit = state.definition().resumeMaxAge();
    if (!asked && interrupted.compareTo(limit) > 0) {
      return park(
          ParkReason.TOO_OLD,
          "it was interrupted for %s, longer than %s; look at the server, then resume it"
              .formatted(Durations.text(interrupted), Durations.text(limit)));
    }
    return Optional.empty();
  }

  private Optional<Event.RunParked> whyPark(
      WorkflowDefinition.StoredStep step,
      StepState now,
      boolean asked,
      Map<String, Action> functions) {
    if (now.isOver()) {
      return Optional.empty();
    }
    var problem = whyPark(step, now, registry.find(step, functions));
    if (problem.isPresent()) {
      return problem;
    }
    if (!asked && now.interruptions() >= MAX_INTERRUPTIONS) {
      return park(
          ParkReason.INTERRUPTED_TOO_OFTEN,
          "step %s was interrupted %d times; does it end the process?"
              .formatted(step.name(), now.interruptions()));
    }
    return Optional.empty();
  }

  /** Why no attempt of a step may be made here, whoever asks for it. */
  static Optional<Event.RunParked> whyPark(
      WorkflowDefinition.StoredStep step, StepState now, Optional<Action> action) {
    if (action.isEmpty()) {
      return park(ParkReason.ACTION_MISSING, missing(step));
    }
    if (now.interruptedPoint().isPresent() && !action.get().adoptsInterruptedPoint()) {
      return park(ParkReason.POINT_NOT_ADOPTED, notAdopted(step, now.interruptedPoint().get()));
    }
    return Optional.empty();
  }

  private static Optional<Event.RunParked> park(ParkReason reason, String message) {
    return Optional.of(new Event.RunParked(reason, message));
  }

  private static String missing(WorkflowDefinition.StoredStep step) {
    return step.action()
        .map(name -> "action %s of step %s is not registered here".formatted(name, step.name()))
        .orElse(
            "step %s is a function of the process that started it; offer the definition again, then resume it"
                .formatted(step.name()));
  }

  private static String notAdopted(WorkflowDefinition.StoredStep step, StepState.Point point) {
    return ("step %s was cut off while %s, and can't tell by itself how that went; look at the"
            + " server, then cancel the run and start a new one")
        .formatted(step.name(), point.description());
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
