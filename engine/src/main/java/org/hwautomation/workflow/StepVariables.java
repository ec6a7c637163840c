package org.hwautomation.workflow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the expressions of a step speak of, as the run stands now. */
final class StepVariables {
  /** The variables there are, for whoever checks an expression. */
  static final Set<String> NAMES =
      Set.of("inputs", "values", "steps", "server_id", "device_type", "run_id", "workflow_id");

  private final ExpressionLanguage language;
  private final RunState state;
  private final Optional<String> within;

  /**
   * @param within the path of the definition inside the run's that the expressions belong to
   */
  StepVariables(ExpressionLanguage language, RunState state, Optional<String> within) {
    this.language = language;
    this.state = state;
    this.within = within;
  }

  /** The value of an expression. */
  Value evaluate(String expression) {
    return language.evaluate(expression, variables());
  }

  /**
   * True if a condition holds.
   *
   * @throws ExpressionException if it is neither true nor false
   */
  boolean holds(String condition) {
    if (evaluate(condition) instanceof Value.Bool(var holds)) {
      return holds;
    }
    throw new ExpressionException(condition, 0, "is neither true nor false");
  }

  /** {@code fields} with every expression in it filled in. */
  Value.Fields fill(Value.Fields fields) {
    return Template.fill(fields, this::evaluate);
  }

  private Value.Fields variables() {
    var all = new LinkedHashMap<String, Value>();
    all.put("inputs", inputs());
    all.put("values", state.values());
    all.put("steps", steps());
    all.put("server_id", text(state.serverId()));
    all.put("device_type", text(state.deviceType()));
    all.put("run_id", new Value.Text(state.runId()));
    all.put("workflow_id", new Value.Text(state.workflowId()));
    return new Value.Fields(all);
  }

  private static Value text(Optional<String> text) {
    return text.<Value>map(Value.Text::new).orElse(Value.Null.INSTANCE);
  }

  private Value.Fields inputs() {
    return within
        .flatMap(path -> Sequences.find(state.definition(), path))
        .map(
            sequence ->
                new StepVariables(language, state, sequence.outer())
                    .fill(sequence.sequence().inputs()))
        .orElseGet(state::inputs);
  }

  /** Results by name, those of groups and sequences one map deeper. */
  private Value.Fields steps() {
    var prefix = within.map(path -> path + "/").orElse("");
    var tree = new LinkedHashMap<String, Object>();
    for (var step : state.steps().values()) {
      if (step.status() == StepStatus.COMPLETED && step.path().startsWith(prefix)) {
        put(tree, step.path().substring(prefix.length()), step.result());
      }
    }
    return Value.fields(tree);
  }

  @SuppressWarnings("unchecked") // the tree holds values and trees
  private static void put(Map<String, Object> tree, String path, Value result) {
    var slash = path.indexOf('/');
    if (slash < 0) {
      tree.put(path, result);
    } else if (tree.computeIfAbsent(
            path.substring(0, slash), name -> new LinkedHashMap<String, Object>())
        instanceof Map<?, ?> inner) {
      put((Map<String, Object>) inner, path.substring(slash + 1), result);
    }
  }

  /**
   * A sequence with the path of the definition around it.
   *
   * @param outer empty if that is the outermost
   */
  record Found(Sequence sequence, Optional<String> outer) {}

  /** The sequence at a path. */
  static Optional<Found> sequence(WorkflowDefinition definition, String path) {
    return Sequences.find(definition, path);
  }

  /** Finds the definitions inside a definition. */
  private static final class Sequences {
    static Optional<Found> find(WorkflowDefinition definition, String path) {
      return find(definition.steps(), "", Optional.empty(), path)
          .or(() -> find(definition.always(), "", Optional.empty(), path))
          .or(() -> find(definition.onFailure(), "", Optional.empty(), path));
    }

    private static Optional<Found> find(
        Iterable<Node> nodes, String parent, Optional<String> outer, String path) {
      for (var node : nodes) {
        var here = node.below(parent);
        if (node instanceof Sequence sequence) {
          if (here.equals(path)) {
            return Optional.of(new Found(sequence, outer));
          }
          var inner = sequence.definition().isPresent() ? Optional.of(here) : outer;
          var found = find(sequence.steps(), here, inner, path);
          if (found.isPresent()) {
            return found;
          }
        } else if (node instanceof ParallelGroup group) {
          var found = find(group.branches(), here, outer, path);
          if (found.isPresent()) {
            return found;
          }
        }
      }
      return Optional.empty();
    }
  }
}
