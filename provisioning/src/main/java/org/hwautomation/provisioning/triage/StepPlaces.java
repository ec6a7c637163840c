package org.hwautomation.provisioning.triage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.ParallelGroup;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStep;

/** The steps of a definition by their paths, undos included. */
final class StepPlaces {
  private final Map<String, WorkflowStep> steps = new LinkedHashMap<>();

  StepPlaces(WorkflowDefinition definition) {
    add(definition.steps(), "");
    add(definition.always(), "");
    add(definition.onFailure(), "");
  }

  private void add(List<Node> nodes, String parent) {
    for (var node : nodes) {
      var path = node.below(parent);
      switch (node) {
        case WorkflowStep step -> {
          steps.putIfAbsent(path, step);
          step.undo().ifPresent(undo -> steps.putIfAbsent(undo.below(path), undo));
        }
        case ParallelGroup group -> add(group.branches(), path);
        case Sequence sequence -> add(sequence.steps(), path);
      }
    }
  }

  Optional<WorkflowStep> find(String path) {
    return Optional.ofNullable(steps.get(path));
  }

  /** The action of a step; empty for one that calls a function or only waits. */
  Optional<String> action(String path) {
    return find(path).flatMap(WorkflowStep::action);
  }
}
