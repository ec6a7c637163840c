package org.hwautomation.workflow;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Finds out which of the values that a run was given are read by what is written around a step: its
 * inputs, its condition and those of the groups and sequences that it is in.
 */
final class StepReads {
  /** All of them. */
  static final String ALL = "*";

  private static final Pattern READ =
      Pattern.compile("\\b(inputs|values)\\b(?:\\s*\\.\\s*([A-Za-z_]\\w*))?");

  private final WorkflowDefinition definition;
  private final Set<String> reads = new TreeSet<>();

  private StepReads(WorkflowDefinition definition) {
    this.definition = definition;
  }

  /** The names of the values; {@link #ALL} for any. */
  static Set<String> of(PlacedStep step, WorkflowDefinition definition) {
    var found = new StepReads(definition);
    found.read(Template.expressions(step.step().inputs()), step.within());
    step.step().when().ifPresent(when -> found.read(List.of(when), step.within()));
    for (var nodes : List.of(definition.steps(), definition.always(), definition.onFailure())) {
      found.conditions(nodes, "", Optional.empty(), step.path());
    }
    return found.reads;
  }

  /** What the conditions around {@code target} read. */
  private void conditions(List<Node> nodes, String parent, Optional<String> within, String target) {
    for (var node : nodes) {
      if (node instanceof WorkflowStep) {
        continue; // before anything else: at each of its steps a long run comes by all of them
      }
      var path = node.below(parent);
      if (!(path.isEmpty() || target.startsWith(path + "/"))) {
        continue;
      }
      switch (node) {
        case WorkflowStep step -> {}
        case ParallelGroup group -> {
          if (holds(group.branches(), path, target)) {
            group.when().ifPresent(when -> read(List.of(when), within));
            conditions(group.branches(), path, within, target);
          }
        }
        case Sequence sequence -> {
          if (holds(sequence.steps(), path, target)) {
            sequence.when().ifPresent(when -> read(List.of(when), within));
            var inner = sequence.definition().isPresent() ? Optional.of(path) : within;
            conditions(sequence.steps(), path, inner, target);
          }
        }
      }
    }
  }

  private static boolean holds(List<Node> nodes, String parent, String target) {
    return nodes.stream()
        .anyMatch(
            node -> {
              var path = node.below(parent);
              return switch (node) {
                case WorkflowStep step ->
                    path.equals(target)
                        || step.undo().filter(undo -> undo.below(path).equals(target)).isPresent();
                case ParallelGroup group -> holds(group.branches(), path, target);
                case Sequence sequence -> holds(sequence.steps(), path, target);
              };
            });
  }

  /** In a definition inside the run's, {@code inputs} is what the outer one gives it. */
  private void read(List<String> expressions, Optional<String> within) {
    for (var expression : expressions) {
      var matcher = READ.matcher(expression);
      while (matcher.find()) {
        var name = Optional.ofNullable(matcher.group(2)).orElse(ALL);
        var inner = within.flatMap(path -> StepVariables.sequence(definition, path));
        if (inner.isEmpty() || matcher.group(1).equals("values")) {
          reads.add(name);
        } else {
          var given = inner.get().sequence().inputs();
          read(
              Template.expressions(
                  name.equals(ALL) ? given : given.get(name).orElse(Value.Null.INSTANCE)),
              inner.get().outer());
        }
      }
    }
  }
}
