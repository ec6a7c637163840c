package org.hwautomation.workflow;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/** Refuses at the door what a run could not go on with later. Thread-safe. */
final class StartChecks {
  private final EngineSettings settings;
  private final ActionRegistry registry;

  StartChecks(EngineSettings settings, ActionRegistry registry) {
    this.settings = settings;
    this.registry = registry;
  }

  /**
   * Refuses a start.
   *
   * @param values what the run is given, defaults included
   */
  void check(
      String workflowId,
      PreparedDefinition prepared,
      Value.Fields values,
      WorkflowContext context) {
    var definition = prepared.given();
    if (workflowId.isBlank() || workflowId.length() > 200) {
      throw new InvalidValueException("workflow id", "is not 1 to 200 characters");
    }
    registry.refuseUnregistered(definition);
    Limits.check("all values", values, Limits.VALUES);
    refuseSecretsInClear(prepared.stored(), context);
    context.inputs().forEach(name -> refuseUndeclared(definition, name));
    checkInputs(definition, values, context.secrets());
  }

  /** Refuses a definition, whatever its runs are given. */
  void check(WorkflowDefinition definition) {
    definition.placed().values().forEach(this::check);
    definition.locks().forEach(key -> checkTemplate("lock " + key, new Value.Text(key)));
    checkConditions(definition.steps(), "");
    checkConditions(definition.always(), "");
    checkConditions(definition.onFailure(), "");
  }

  private static void refuseSecretsInClear(Value.Fields definition, WorkflowContext context) {
    var known = new KnownSecrets();
    context.secrets().values().forEach(known::learn);
    known.refuse("the context", context.values());
    known.refuse("the definition", definition);
  }

  private static void refuseUndeclared(WorkflowDefinition definition, String name) {
    var declared = definition.inputs().stream().map(Parameter::name).sorted().toList();
    if (!declared.isEmpty() && !declared.contains(name)) {
      throw new InvalidValueException(
          "input " + name,
          "is none of %s%s; it has %s"
              .formatted(
                  definition.name(), Spelling.hint(name, declared), String.join(", ", declared)));
    }
  }

  private void checkInputs(
      WorkflowDefinition definition, Value.Fields values, Map<String, String> secrets) {
    for (var input : definition.inputs()) {
      var place = "input " + input.name() + " of " + definition.name();
      if (secrets.containsKey(input.name())) {
        continue;
      }
      var given = values.get(input.name());
      if (given.isEmpty() && input.required()) {
        throw new InvalidValueException(place, "is missing: " + input.meaning());
      }
      given
          .flatMap(value -> settings.types().problem(input, value))
          .ifPresent(
              problem -> {
                throw new InvalidValueException(place, problem);
              });
    }
  }

  private void check(PlacedStep step) {
    for (var limit : step.step().limits()) {
      if (!settings.limits().containsKey(limit)) {
        throw new InvalidValueException(
            "step " + step.path(),
            "names the limit '%s', which is not defined; %s"
                .formatted(
                    limit,
                    settings.limits().isEmpty()
                        ? "none is"
                        : "defined: "
                            + String.join(
                                ", ", settings.limits().keySet().stream().sorted().toList())));
      }
    }
    checkTemplate("the inputs of step " + step.path(), step.step().inputs());
  }

  private void checkTemplate(String place, Value template) {
    try {
      Template.expressions(template)
          .forEach(expression -> settings.expressions().check(expression, StepVariables.NAMES));
    } catch (ExpressionException e) {
      throw refused(place, e);
    }
  }

  private void checkConditions(List<Node> nodes, String parent) {
    for (var node : nodes) {
      var path = node.below(parent);
      node.when().ifPresent(when -> checkExpression("the condition of " + path, when));
      switch (node) {
        case WorkflowStep step -> {}
        case ParallelGroup group -> checkConditions(group.branches(), path);
        case Sequence sequence -> {
          checkTemplate("the inputs of " + path, sequence.inputs());
          checkConditions(sequence.steps(), path);
        }
      }
    }
  }

  private void checkExpression(String place, String expression) {
    try {
      settings.expressions().check(expression, StepVariables.NAMES);
    } catch (ExpressionException e) {
      throw refused(place, e);
    }
  }

  private static InvalidValueException refused(String place, ExpressionException problem) {
    return new InvalidValueException(place + ":", String.valueOf(problem.getMessage()));
  }

  /**
   * Refuses values that a held run is to be resumed with.
   *
   * @param edits instead of those it was given
   */
  void checkEdits(RunState before, Value.Fields edits) {
    edits.values().keySet().forEach(key -> refuseUnknown(before, key));
    edits.values().keySet().forEach(key -> refuseUsed(before, key));
    Limits.check("all values", before.values().with(edits), Limits.VALUES);
    var known = new KnownSecrets();
    known.learnAll(before.values(), settings.store());
    known.refuse("the changes", edits);
    for (var input : before.definition().inputs()) {
      var edit = Optional.ofNullable(edits.values().get(input.name()));
      if (edit.filter(Value.Null.class::isInstance).isPresent() && !input.required()) {
        continue;
      }
      edit.flatMap(value -> settings.types().problem(input, value))
          .ifPresent(
              problem -> {
                throw new InvalidValueException("input " + input.name(), problem);
              });
    }
  }

  private static void refuseUnknown(RunState before, String key) {
    var declared = before.definition().inputs();
    var known = new TreeSet<>(before.inputs().values().keySet());
    declared.forEach(input -> known.add(input.name()));
    if (!declared.isEmpty() && !known.contains(key)) {
      throw new InvalidValueException(
          "input " + key,
          "is none of %s; it has %s"
              .formatted(before.definition().name(), String.join(", ", known)));
    }
  }

  private static void refuseUsed(RunState before, String key) {
    if (!Objects.equals(before.inputs().values().get(key), before.values().values().get(key))) {
      throw new InvalidValueException(
          "input " + key,
          "was left by a step, which has completed; start a new run with it instead");
    }
    for (var step : before.steps().values()) {
      if (step.status() == StepStatus.COMPLETED
          && (step.reads().contains(key) || step.reads().contains(StepReads.ALL))) {
        throw new InvalidValueException(
            "input " + key,
            "was read by step %s, which has completed; start a new run with it instead"
                .formatted(step.path()));
      }
    }
  }
}
