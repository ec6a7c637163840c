package org.hwautomation.workflow;

import java.util.Optional;

/** A place in a {@link WorkflowDefinition}: a step, steps side by side, or steps in a row. */
public sealed interface Node permits WorkflowStep, ParallelGroup, Sequence {
  /** Unique among its siblings; empty for a group that has no part in its steps' paths. */
  String name();

  /**
   * A condition in the engine's {@link ExpressionLanguage}, asked when the run comes to it; where
   * it is false the node is skipped. Empty for always.
   */
  Optional<String> when();

  /** The path of this node below {@code parent}, which may be empty. */
  default String below(String parent) {
    return parent.isEmpty() || name().isEmpty() ? parent + name() : parent + "/" + name();
  }

  /** Refuses what can't be part of a path. */
  static void checkName(String what, String name) {
    if (!name.matches("[A-Za-z0-9_.-]{1,100}")) {
      throw new InvalidValueException(
          what + " '" + name + "'",
          "is not 1 to 100 letters, digits, underscores, dashes and dots");
    }
  }
}
