package org.hwautomation.provisioning.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.FailurePolicy;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.ParallelGroup;
import org.hwautomation.workflow.RetryPolicy;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStep;
import org.jspecify.annotations.Nullable;

/** A definition as people read it: its steps as a tree, and all that holds for them. Immutable. */
public final class DefinitionTree {
  /**
   * A line of the tree.
   *
   * @param stem the branches before the name
   * @param name of a step, group or sequence
   * @param what the action, or what else it is
   * @param notes limits of time, tries, conditions, approvals, undos
   */
  public record Line(String stem, String name, String what, List<String> notes) {}

  private final WorkflowDefinition definition;
  private final Map<String, Action> actions;

  /**
   * The tree of a definition.
   *
   * @param actions what its steps can use, by {@code name@major}, for what those say of themselves
   */
  public DefinitionTree(WorkflowDefinition definition, Map<String, Action> actions) {
    this.definition = definition;
    this.actions = Map.copyOf(actions);
  }

  /** What holds for a run as a whole, a line each. */
  public List<String> facts() {
    var facts = new ArrayList<String>();
    definition.deadline().ifPresent(limit -> facts.add("deadline " + Durations.exact(limit)));
    facts.add(
        definition.failure() == FailurePolicy.HOLD
            ? "if a step fails: hold; nothing is undone, the server stays locked, it can be resumed"
            : "if a step fails: roll back; it can't be resumed");
    facts.add(
        "interrupted for more than %s it is parked instead of going on by itself"
            .formatted(Durations.exact(definition.resumeMaxAge())));
    if (!definition.locks().isEmpty()) {
      facts.add("locks " + String.join(", ", definition.locks()));
    }
    return facts;
  }

  /** The steps. */
  public List<Line> steps() {
    return lines(definition.steps());
  }

  /** Those that run last on every ending. */
  public List<Line> always() {
    return lines(definition.always());
  }

  /** Those that run after the undos. */
  public List<Line> onFailure() {
    return lines(definition.onFailure());
  }

  private List<Line> lines(List<Node> nodes) {
    var lines = new ArrayList<Line>();
    add(nodes, "", lines);
    return lines;
  }

  private void add(List<Node> nodes, String stem, List<Line> into) {
    for (var i = 0; i < nodes.size(); i++) {
      var last = i == nodes.size() - 1;
      var node = nodes.get(i);
      var own = stem + (last ? "└─ " : "├─ ");
      var below = stem + (last ? "   " : "│  ");
      switch (node) {
        case WorkflowStep step -> {
          into.add(new Line(own, step.name(), what(step), notes(step)));
          step.undo()
              .ifPresent(
                  undo -> into.add(new Line(below + "↶  ", "undo", what(undo), notes(undo))));
        }
        case ParallelGroup group -> {
          into.add(
              new Line(
                  own,
                  group.name().isEmpty() ? "(side by side)" : group.name(),
                  group.name().isEmpty() ? "" : "side by side",
                  when(group.when())));
          add(group.branches(), below, into);
        }
        case Sequence sequence -> {
          into.add(
              new Line(
                  own,
                  sequence.name(),
                  sequence.definition().map(name -> "the steps of " + name).orElse("in a row"),
                  when(sequence.when())));
          add(sequence.steps(), below, into);
        }
      }
    }
  }

  private static String what(WorkflowStep step) {
    return switch (step.work()) {
      case WorkflowStep.Work.Uses(var action) -> action;
      case WorkflowStep.Work.Calls _ -> "a function of the process that starts it";
      case WorkflowStep.Work.Waits _ -> "waits for a person";
    };
  }

  private static List<String> when(Optional<String> condition) {
    return condition.map(text -> List.of("when " + text)).orElse(List.of());
  }

  private List<String> notes(WorkflowStep step) {
    var notes = new ArrayList<String>(when(step.when()));
    step.approval()
        .ifPresent(
            approval ->
                notes.add(
                    "asks role "
                        + approval.role()
                        + approval
                            .expires()
                            .map(limit -> ", expires after " + Durations.exact(limit))
                            .orElse("")));
    if (!(step.work() instanceof WorkflowStep.Work.Waits)) {
      notes.add(
          step.retry().attempts() == 1
              ? Durations.exact(step.timeout())
              : "%d × %s".formatted(step.retry().attempts(), Durations.exact(step.timeout())));
      if (!step.retry().withAttempts(1).equals(RetryPolicy.DEFAULT.withAttempts(1))
          && step.retry().attempts() > 1) {
        notes.add(retry(step.retry()));
      }
    }
    if (!step.limits().isEmpty()) {
      notes.add("limit " + String.join(", ", step.limits()));
    }
    if (!step.inputs().values().isEmpty()) {
      notes.add(
          "with "
              + step.inputs().values().entrySet().stream()
                  .map(entry -> entry.getKey() + "=" + shown(entry.getValue()))
                  .collect(Collectors.joining(" ")));
    }
    step.action()
        .flatMap(name -> Optional.ofNullable(actions.get(name)))
        .ifPresent(
            action ->
                action
                    .pointsOfNoReturn()
                    .forEach(
                        point ->
                            notes.add(
                                "point of no return: %s, usually %s"
                                    .formatted(
                                        point.description(), Durations.exact(point.expected())))));
    return notes;
  }

  private static String retry(RetryPolicy retry) {
    return "waits %s, times %s, at most %s"
        .formatted(
            Durations.exact(retry.delay()),
            retry.factor() == Math.rint(retry.factor())
                ? String.valueOf((long) retry.factor())
                : String.valueOf(retry.factor()),
            Durations.exact(retry.cap()));
  }

  private static String shown(Value value) {
    return value instanceof Value.Text(var text) ? text : ValueCodec.write(value);
  }

  /** As JSON has it. */
  public Map<String, @Nullable Object> document() {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", definition.name());
    document.put("description", definition.description());
    document.put("inputs", definition.inputs().stream().map(Parameters::document).toList());
    document.put("locks", definition.locks());
    document.put("deadline", definition.deadline().map(Durations::exact).orElse(null));
    document.put("resume_max_age", Durations.exact(definition.resumeMaxAge()));
    document.put("on_failure_policy", definition.failure().wireName());
    document.put("steps", documents(definition.steps()));
    document.put("always", documents(definition.always()));
    document.put("on_failure", documents(definition.onFailure()));
    return document;
  }

  private static List<Map<String, @Nullable Object>> documents(List<Node> nodes) {
    return nodes.stream().map(DefinitionTree::document).toList();
  }

  private static Map<String, @Nullable Object> document(Node node) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", node.name());
    node.when().ifPresent(when -> document.put("when", when));
    switch (node) {
      case ParallelGroup group -> {
        document.put("kind", "parallel");
        document.put("branches", documents(group.branches()));
      }
      case Sequence sequence -> {
        document.put("kind", "sequence");
        document.put("definition", sequence.definition().orElse(null));
        document.put("inputs", PlainValue.of(sequence.inputs()));
        document.put("steps", documents(sequence.steps()));
      }
      case WorkflowStep step -> {
        document.put("kind", "step");
        document.put("description", step.description());
        document.put("uses", step.action().orElse(null));
        document.put("with", PlainValue.of(step.inputs()));
        document.put("timeout", Durations.exact(step.timeout()));
        document.put("attempts", step.retry().attempts());
        document.put("limits", step.limits());
        step.approval()
            .ifPresent(
                approval -> {
                  document.put("approval_role", approval.role());
                  document.put(
                      "approval_expires", approval.expires().map(Durations::exact).orElse(null));
                });
        step.undo().ifPresent(undo -> document.put("undo", document(undo)));
      }
    }
    return document;
  }
}
