package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A frozen list of steps. Immutable and thread-safe.
 *
 * @param name such as {@code basic_provisioning}
 * @param steps run one after the other; the first that fails ends the run
 * @param always run last on every ending, each whether or not the one before failed
 * @param deadline how long a run may take in all, outside points of no return
 * @param resumeMaxAge a run interrupted for longer is parked instead of resumed; 4 h by default
 */
public record WorkflowDefinition(
    String name,
    String description,
    List<WorkflowStep> steps,
    List<WorkflowStep> always,
    Optional<Duration> deadline,
    Duration resumeMaxAge) {

  /** The default of {@code resumeMaxAge}. */
  public static final Duration DEFAULT_RESUME_MAX_AGE = Duration.ofHours(4);

  public WorkflowDefinition {
    steps = List.copyOf(steps);
    always = List.copyOf(always);
    var seen = new HashSet<String>();
    for (var step : Stream.concat(steps.stream(), always.stream()).toList()) {
      if (!seen.add(step.name())) {
        throw new InvalidValueException(
            "definition " + name, "has two steps of the name '" + step.name() + "'; rename one");
      }
    }
    if (steps.isEmpty()) {
      throw new InvalidValueException("definition " + name, "has no step");
    }
  }

  /** All its steps, those for every ending last. */
  List<WorkflowStep> all() {
    return Stream.concat(steps.stream(), always.stream()).toList();
  }

  /** A definition of steps alone. */
  public static WorkflowDefinition of(String name, List<WorkflowStep> steps) {
    return new WorkflowDefinition(
        name, name.replace('_', ' '), steps, List.of(), Optional.empty(), DEFAULT_RESUME_MAX_AGE);
  }

  /** The same with other steps for every ending. */
  public WorkflowDefinition withAlways(List<WorkflowStep> clean) {
    return new WorkflowDefinition(name, description, steps, clean, deadline, resumeMaxAge);
  }

  /** The same with a deadline. */
  public WorkflowDefinition withDeadline(Duration limit) {
    return new WorkflowDefinition(
        name, description, steps, always, Optional.of(limit), resumeMaxAge);
  }

  /** The same with another limit to how old an interrupted run may be. */
  public WorkflowDefinition withResumeMaxAge(Duration age) {
    return new WorkflowDefinition(name, description, steps, always, deadline, age);
  }

  /** The same with another description. */
  public WorkflowDefinition withDescription(String text) {
    return new WorkflowDefinition(name, text, steps, always, deadline, resumeMaxAge);
  }

  /** As the journal keeps it: everything but the code. */
  Value.Fields toValue() {
    return Value.fields(
        new Stored(
            name,
            description,
            steps.stream().map(StoredStep::of).toList(),
            always.stream().map(StoredStep::of).toList(),
            deadline,
            resumeMaxAge));
  }

  static WorkflowDefinition.Stored read(Value.Fields value) {
    return value.as(Stored.class);
  }

  /** A definition in the journal: like the definition, but its functions are names. */
  record Stored(
      String name,
      String description,
      List<StoredStep> steps,
      List<StoredStep> always,
      Optional<Duration> deadline,
      Duration resumeMaxAge) {

    List<StoredStep> all() {
      var all = new ArrayList<>(steps);
      all.addAll(always);
      return all;
    }
  }

  /** A step in the journal. An empty action means a function of the process that started it. */
  record StoredStep(
      String name,
      String description,
      Optional<String> action,
      Value.Fields inputs,
      Duration timeout,
      StoredRetry retry) {

    static StoredStep of(WorkflowStep step) {
      var retry = step.retry();
      return new StoredStep(
          step.name(),
          step.description(),
          step.action(),
          step.inputs(),
          step.timeout(),
          new StoredRetry(
              retry.attempts(),
              retry.delay(),
              retry.factor(),
              retry.cap(),
              retry.jitter(),
              retry.on().stream().sorted().toList()));
    }
  }

  /** A policy in the journal. */
  record StoredRetry(
      int attempts,
      Duration delay,
      double factor,
      Duration cap,
      double jitter,
      List<ErrorClass> on) {

    RetryPolicy policy() {
      return new RetryPolicy(attempts, delay, factor, cap, jitter, Set.copyOf(on));
    }
  }
}
