package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A frozen plan: steps, groups and sequences, run one after the other. Immutable and thread-safe.
 *
 * @param name such as {@code basic_provisioning}
 * @param inputs what a run of it may be given; empty for anything
 * @param steps run one after the other; the first that fails ends the run
 * @param always run last on every ending, each whether or not the one before failed
 * @param failure what a failed step means
 * @param onFailure run when the run is rolled back, after the undos
 * @param locks keys that a run of it holds alone, besides those it is started with; may hold {@code
 *     ${expressions}}
 * @param deadline how long a run may take in all, outside points of no return
 * @param resumeMaxAge a run interrupted for longer is parked instead of resumed; 4 h by default
 * @param source the text it was read from
 */
public record WorkflowDefinition(
    String name,
    String description,
    List<Parameter> inputs,
    List<Node> steps,
    List<Node> always,
    FailurePolicy failure,
    List<Node> onFailure,
    List<String> locks,
    Optional<Duration> deadline,
    Duration resumeMaxAge,
    Optional<DefinitionSource> source) {

  /** The default of {@code resumeMaxAge}. */
  public static final Duration DEFAULT_RESUME_MAX_AGE = Duration.ofHours(4);

  public WorkflowDefinition {
    inputs = List.copyOf(inputs);
    steps = List.copyOf(steps);
    always = List.copyOf(always);
    onFailure = List.copyOf(onFailure);
    locks = List.copyOf(locks);
    if (steps.isEmpty()) {
      throw new InvalidValueException("definition " + name, "has no step");
    }
    if (!onFailure.isEmpty() && failure == FailurePolicy.HOLD) {
      throw new InvalidValueException(
          "definition " + name, "has steps for failure, but a failed run of it is held");
    }
    if (deadline.filter(limit -> limit.isNegative() || limit.isZero()).isPresent()) {
      throw new InvalidValueException("deadline of definition " + name, "is not positive");
    }
    place(name, steps, always, onFailure);
  }

  /** A definition of steps alone. */
  public static WorkflowDefinition of(String name, List<? extends Node> steps) {
    var builder = named(name);
    steps.forEach(builder::step);
    return builder.build();
  }

  /** Begins a definition. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** A builder that begins with all of this but its source, which no longer says what is built. */
  public Builder toBuilder() {
    return toBuilder(name);
  }

  /** As {@link #toBuilder()}, under another name. */
  Builder toBuilder(String newName) {
    var builder = new Builder(newName);
    builder.description = description;
    builder.inputs.addAll(inputs);
    builder.steps.addAll(steps);
    builder.always.addAll(always);
    builder.failure = failure;
    builder.onFailure.addAll(onFailure);
    builder.locks.addAll(locks);
    builder.deadline = deadline.orElse(null);
    builder.resumeMaxAge = resumeMaxAge;
    return builder;
  }

  /** The same with other steps, and no source, which no longer says what is run. */
  public WorkflowDefinition withSteps(List<? extends Node> other) {
    var builder = toBuilder();
    builder.steps.clear();
    other.forEach(builder::step);
    return builder.build();
  }

  /** The same with other steps for every ending. */
  public WorkflowDefinition withAlways(List<? extends Node> clean) {
    var builder = toBuilder();
    builder.always.clear();
    clean.forEach(builder::always);
    return builder.build();
  }

  /** The same with a deadline. */
  public WorkflowDefinition withDeadline(Duration limit) {
    return toBuilder().deadline(limit).build();
  }

  /** The same with another limit to how old an interrupted run may be. */
  public WorkflowDefinition withResumeMaxAge(Duration age) {
    return toBuilder().resumeMaxAge(age).build();
  }

  /** The same with another description. */
  public WorkflowDefinition withDescription(String text) {
    return toBuilder().description(text).build();
  }

  /** The same, read from this text. */
  public WorkflowDefinition withSource(DefinitionSource text) {
    return new WorkflowDefinition(
        name,
        description,
        inputs,
        steps,
        always,
        failure,
        onFailure,
        locks,
        deadline,
        resumeMaxAge,
        Optional.of(text));
  }

  /**
   * All its steps by path: in their order, those for every ending after them, and last those that
   * are run when it is rolled back.
   */
  public Map<String, PlacedStep> placed() {
    return place(name, steps, always, onFailure);
  }

  /**
   * The same without steps of these names, wherever they stand; a sequence or group that has none
   * left goes too.
   *
   * @throws InvalidValueException if nothing is left
   */
  public WorkflowDefinition without(Set<String> names) {
    return names.isEmpty() ? this : withSteps(without(steps, names));
  }

  private static List<Node> without(List<Node> nodes, Set<String> names) {
    var kept = new ArrayList<Node>();
    for (var node : nodes) {
      switch (node) {
        case WorkflowStep step -> {
          if (!names.contains(step.name())) {
            kept.add(step);
          }
        }
        case Sequence sequence -> {
          var inner = without(sequence.steps(), names);
          if (!inner.isEmpty()) {
            kept.add(
                new Sequence(
                    sequence.name(),
                    sequence.when(),
                    sequence.definition(),
                    sequence.inputs(),
                    inner));
          }
        }
        case ParallelGroup group -> {
          var inner = without(group.branches(), names);
          if (!inner.isEmpty()) {
            kept.add(new ParallelGroup(group.name(), group.when(), inner));
          }
        }
      }
    }
    return kept;
  }

  /** Its steps in their order, without those for endings. */
  public List<PlacedStep> mainSteps() {
    return ofRole(PlacedStep.Role.MAIN);
  }

  List<PlacedStep> alwaysSteps() {
    return ofRole(PlacedStep.Role.ALWAYS);
  }

  private List<PlacedStep> ofRole(PlacedStep.Role role) {
    return placed().values().stream().filter(step -> step.role() == role).toList();
  }

  /** Calls {@code visit} for each step, those inside groups and sequences and undos included. */
  public void forEachStep(Consumer<WorkflowStep> visit) {
    placed().values().forEach(placed -> visit.accept(placed.step()));
  }

  private static Map<String, PlacedStep> place(
      String name, List<Node> steps, List<Node> always, List<Node> onFailure) {
    var main = new LinkedHashMap<String, PlacedStep>();
    var undos = new LinkedHashMap<String, PlacedStep>();
    var placing = new Placing(name, main, undos, new HashMap<>());
    placing.all(steps, "", PlacedStep.Role.MAIN, Optional.empty());
    placing.all(always, "", PlacedStep.Role.ALWAYS, Optional.empty());
    undos.forEach((path, undo) -> placing.put(main, path, undo));
    placing.all(onFailure, "", PlacedStep.Role.ON_FAILURE, Optional.empty());
    return Collections.unmodifiableMap(main);
  }

  /**
   * @param taken the paths in each list, true for a step and false for a group or sequence
   */
  private record Placing(
      String definition,
      Map<String, PlacedStep> steps,
      Map<String, PlacedStep> undos,
      Map<PlacedStep.Role, Map<String, Boolean>> taken) {
    void all(List<Node> nodes, String parent, PlacedStep.Role role, Optional<String> within) {
      for (var node : nodes) {
        var path = node.below(parent);
        if (!node.name().isEmpty()) {
          requireFree(path, node instanceof WorkflowStep, role);
        }
        switch (node) {
          case WorkflowStep step -> {
            put(steps, path, new PlacedStep(path, step, role, within));
            step.undo()
                .ifPresent(
                    undo ->
                        undos.put(
                            undo.below(path),
                            new PlacedStep(undo.below(path), undo, PlacedStep.Role.UNDO, within)));
          }
          case ParallelGroup group -> all(group.branches(), path, role, within);
          case Sequence sequence ->
              all(
                  sequence.steps(),
                  path,
                  role,
                  sequence.definition().isPresent() ? Optional.of(path) : within);
        }
      }
    }

    /** One name means one thing among siblings, or {@code steps.NAME} would mean two. */
    private void requireFree(String path, boolean step, PlacedStep.Role role) {
      var before = taken.computeIfAbsent(role, list -> new HashMap<>()).putIfAbsent(path, step);
      // what cleans up after several parts of one group stands under its name once for each
      var parts = role == PlacedStep.Role.ALWAYS && !step && Boolean.FALSE.equals(before);
      if (before != null && !parts && !(before && step)) {
        throw new InvalidValueException(
            "definition " + definition,
            "has %s of the name '%s'; rename one"
                .formatted(before || step ? "a step and a group" : "two groups", path));
      }
    }

    void put(Map<String, PlacedStep> into, String path, PlacedStep step) {
      if (into.put(path, step) != null) {
        throw new InvalidValueException(
            "definition " + definition, "has two steps of the name '" + path + "'; rename one");
      }
    }
  }

  /** As the journal keeps it: everything but the code. */
  public Value.Fields toValue() {
    return DefinitionCodec.write(this);
  }

  /**
   * The definition that {@link #toValue} gave; a step that called a function calls none.
   *
   * @throws InvalidValueException if it is not such a value
   */
  public static WorkflowDefinition read(Value.Fields value) {
    return DefinitionCodec.read(value);
  }

  /** Collects a definition's parts; not thread-safe. */
  public static final class Builder {
    private final String name;
    private @Nullable String description;
    private final List<Parameter> inputs = new ArrayList<>();
    private final List<Node> steps = new ArrayList<>();
    private final List<Node> always = new ArrayList<>();
    private FailurePolicy failure = FailurePolicy.HOLD;
    private final List<Node> onFailure = new ArrayList<>();
    private final List<String> locks = new ArrayList<>();
    private @Nullable Duration deadline;
    private Duration resumeMaxAge = DEFAULT_RESUME_MAX_AGE;

    private Builder(String name) {
      this.name = name;
    }

    /** One line for people; the name with blanks if not given. */
    public Builder description(String text) {
      description = text;
      return this;
    }

    /** Something a run may be given: checked, and with its default filled in, at the start. */
    public Builder input(Parameter parameter) {
      inputs.add(parameter);
      return this;
    }

    /** One more at the end: a step, a group or a sequence. */
    public Builder step(Node node) {
      steps.add(node);
      return this;
    }

    /** Nodes side by side, without a name in their paths. */
    public Builder parallel(Node... branches) {
      return step(new ParallelGroup("", Optional.empty(), Arrays.asList(branches)));
    }

    /**
     * The steps of another definition, under this name. Its steps for every ending become such of
     * this one.
     */
    public Builder run(String as, WorkflowDefinition other, Value.Fields with) {
      return run(Sequence.of(as, other, with), other);
    }

    /** As {@link #run(String, WorkflowDefinition, Value.Fields)}, where a condition is true. */
    public Builder run(
        String as, WorkflowDefinition other, Value.Fields with, Optional<String> when) {
      var sequence = Sequence.of(as, other, with);
      return run(
          new Sequence(as, when, sequence.definition(), sequence.inputs(), sequence.steps()),
          other);
    }

    private Builder run(Sequence sequence, WorkflowDefinition other) {
      steps.add(sequence);
      if (!other.always().isEmpty()) {
        always.add(
            new Sequence(
                sequence.name(),
                sequence.when(),
                sequence.definition(),
                sequence.inputs(),
                other.always()));
      }
      return this;
    }

    /** One more that runs last on every ending. */
    public Builder always(Node node) {
      always.add(node);
      return this;
    }

    /** Undoes a failed run, then runs these. */
    public Builder rollback(Node... afterwards) {
      failure = FailurePolicy.ROLLBACK;
      onFailure.addAll(Arrays.asList(afterwards));
      return this;
    }

    /** A key that a run holds alone; may hold {@code ${expressions}}. */
    public Builder lock(String key) {
      locks.add(key);
      return this;
    }

    /** How long a run may take in all, outside points of no return. */
    public Builder deadline(Duration limit) {
      deadline = limit;
      return this;
    }

    /** For how long a run may have been interrupted and still goes on by itself. */
    public Builder resumeMaxAge(Duration age) {
      resumeMaxAge = age;
      return this;
    }

    public WorkflowDefinition build() {
      return new WorkflowDefinition(
          name,
          description == null ? name.replace('_', ' ') : description,
          inputs,
          steps,
          always,
          failure,
          onFailure,
          locks,
          Optional.ofNullable(deadline),
          resumeMaxAge,
          Optional.empty());
    }
  }
}
