package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Definitions made up by chance, and the little language of their conditions. */
final class SimulatedDefinitions {
  /** How many attempts may run at once under a name. */
  static final Map<String, Integer> LIMITS = Map.of("m", 1, "n", 2);

  private final Chance chance;
  private int names;

  SimulatedDefinitions(Chance chance) {
    this.chance = chance;
  }

  WorkflowDefinition next() {
    names = 0;
    var definition = WorkflowDefinition.named("simulated");
    for (var i = 1 + chance.below(4); i > 0; i--) {
      definition.step(node(2));
    }
    for (var i = chance.below(3); i > 1; i--) {
      definition.always(plain());
    }
    if (chance.oneIn(3)) {
      definition.rollback(chance.oneIn(2) ? new Node[] {plain()} : new Node[0]);
    }
    if (chance.oneIn(6)) {
      definition.deadline(chance.upTo(Duration.ofMinutes(40)));
    }
    if (chance.oneIn(8)) {
      definition.resumeMaxAge(chance.upTo(Duration.ofMinutes(30)));
    }
    return definition.build();
  }

  private Node node(int depth) {
    if (depth == 0 || !chance.oneIn(3)) {
      return step();
    }
    var inner = new ArrayList<Node>();
    for (var i = 1 + chance.below(3); i > 0; i--) {
      inner.add(node(depth - 1));
    }
    var name = "g" + ++names;
    return chance.oneIn(3)
        ? new Sequence(name, when(), Optional.empty(), Value.Fields.EMPTY, inner)
        : new ParallelGroup(chance.oneIn(4) ? "" : name, when(), inner);
  }

  private Optional<String> when() {
    return chance.oneIn(6)
        ? Optional.of(chance.pick(List.of("yes", "yes", "no", "has v0", "bad")))
        : Optional.empty();
  }

  private SimulatedStep.Kind kind() {
    return chance.pick(List.of(SimulatedStep.Kind.values()));
  }

  private WorkflowStep plain() {
    return WorkflowStep.named("s" + ++names)
        .uses(kind().action())
        .attempts(1 + chance.below(2))
        .timeout(chance.upTo(Duration.ofMinutes(3)))
        .build();
  }

  private WorkflowStep step() {
    var step =
        WorkflowStep.named("s" + ++names)
            .timeout(chance.upTo(Duration.ofMinutes(chance.oneIn(3) ? 1 : 8)))
            .attempts(1 + chance.below(3));
    when().ifPresent(step::when);
    if (chance.oneIn(8)) {
      var expires =
          chance.oneIn(2)
              ? Optional.of(chance.upTo(Duration.ofMinutes(20)))
              : Optional.<Duration>empty();
      step.approval(new Approval("operator", expires));
      if (chance.oneIn(4)) {
        return step.build();
      }
    }
    for (var limit : List.of("m", "n")) {
      if (chance.oneIn(6)) {
        step.limit(limit);
      }
    }
    if (chance.oneIn(4)) {
      step.undo(plain());
    }
    return step.uses(kind().action()).build();
  }

  /** {@code yes}, {@code no}, {@code has NAME}; anything else has no value. */
  static final class Language implements ExpressionLanguage {
    @Override
    public void check(String expression, Set<String> names) {}

    @Override
    public Value evaluate(String expression, Value.Fields variables) {
      if (expression.equals("yes") || expression.equals("no")) {
        return new Value.Bool(expression.equals("yes"));
      }
      if (expression.startsWith("has ")) {
        var values = (Value.Fields) variables.get("values").orElse(Value.Fields.EMPTY);
        return new Value.Bool(values.get(expression.substring(4)).isPresent());
      }
      throw new ExpressionException(expression, 0, "has no value");
    }
  }
}
