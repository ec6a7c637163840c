package org.hwautomation.workflow;

import java.util.List;
import java.util.Optional;

/**
 * Nodes that run side by side. The first that fails cancels its siblings; when those have ended,
 * points of no return included, the group fails. Immutable.
 *
 * @param name part of its steps' paths; empty if it has none
 * @param branches at least one; each runs on its own
 */
public record ParallelGroup(String name, Optional<String> when, List<Node> branches)
    implements Node {
  public ParallelGroup {
    if (!name.isEmpty()) {
      Node.checkName("group name", name);
    }
    branches = List.copyOf(branches);
    if (branches.isEmpty()) {
      throw new InvalidValueException("parallel group " + name, "has no branch");
    }
  }

  /** A group without a condition. */
  public static ParallelGroup of(String name, Node... branches) {
    return new ParallelGroup(name, Optional.empty(), List.of(branches));
  }
}
