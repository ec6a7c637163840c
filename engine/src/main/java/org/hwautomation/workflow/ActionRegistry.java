package org.hwautomation.workflow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The code of steps: registered actions, and the functions of steps that name none, by the workflow
 * id that they were given with. Thread-safe.
 */
final class ActionRegistry {
  private final Map<String, Action> actions;

  /** By workflow id and step, until the run is over. */
  private final Map<String, Map<String, Action>> functions = new ConcurrentHashMap<>();

  ActionRegistry(Map<String, Action> actions) {
    this.actions = Map.copyOf(actions);
  }

  Map<String, Action> actions() {
    return new LinkedHashMap<>(actions);
  }

  void refuseUnregistered(WorkflowDefinition definition) {
    for (var step : definition.placed().values()) {
      if (step.action().filter(name -> !actions.containsKey(name)).isPresent()) {
        throw new InvalidValueException(
            "step " + step.path(),
            "uses "
                + step.action().get()
                + ", which is not registered; known: "
                + String.join(", ", actions.keySet().stream().sorted().toList()));
      }
    }
  }

  /** The functions in a definition, by step. */
  static Map<String, Action> functionsIn(WorkflowDefinition definition) {
    var found = new LinkedHashMap<String, Action>();
    for (var step : definition.placed().values()) {
      step.step()
          .function()
          .ifPresent(
              function ->
                  found.put(
                      step.path(),
                      Action.of(
                          "function@1", step.description(), Action.Effects.EXTERNAL, function)));
    }
    return Map.copyOf(found);
  }

  void keep(String workflowId, Map<String, Action> code) {
    functions.put(workflowId, code);
  }

  /** Forgets {@code code}, unless a later run brought its own meanwhile. */
  void forget(String workflowId, Map<String, Action> code) {
    functions.remove(workflowId, code);
  }

  /** The functions that were given for a workflow id. */
  Map<String, Action> functions(String workflowId) {
    return functions.getOrDefault(workflowId, Map.of());
  }

  /** The code of a step: a registered action, or one of {@code code}. */
  Optional<Action> find(PlacedStep step, Map<String, Action> code) {
    return Optional.ofNullable(
        step.action().isPresent() ? actions.get(step.action().get()) : code.get(step.path()));
  }
}
