package org.hwautomation.workflow;

import java.util.List;
import java.util.Optional;

/**
 * Nodes that run one after the other: a branch of a group, or another definition inside this one.
 * It inherits the run's locks. Immutable.
 *
 * @param definition the name of the definition whose steps these are; empty for a plain sequence
 * @param inputs what that definition is given; may hold {@code ${expressions}} of the outer one
 */
public record Sequence(
    String name,
    Optional<String> when,
    Optional<String> definition,
    Value.Fields inputs,
    List<Node> steps)
    implements Node {
  public Sequence {
    Node.checkName("sequence name", name);
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new InvalidValueException("sequence " + name, "has no step");
    }
  }

  /** A plain sequence without a condition. */
  public static Sequence of(String name, Node... steps) {
    return new Sequence(
        name, Optional.empty(), Optional.empty(), Value.Fields.EMPTY, List.of(steps));
  }

  /**
   * The steps of {@code other} inside another definition, with what {@code other} declares as
   * default where {@code inputs} say nothing. Its locks and deadline do not count: the run has its
   * own. Its steps for every ending are not part of this; see {@link
   * WorkflowDefinition.Builder#run}.
   */
  static Sequence of(String name, WorkflowDefinition other, Value.Fields inputs) {
    return new Sequence(
        name,
        Optional.empty(),
        Optional.of(other.name()),
        Parameter.withDefaults(other.inputs(), inputs),
        other.steps());
  }
}
