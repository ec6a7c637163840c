package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a step is: a name, its work and how to try it. Immutable and thread-safe; what happens to it
 * is in {@link StepState}.
 *
 * <pre>{@code
 * WorkflowStep.named("custom_validation").description("Custom server validation")
 *     .timeout(Duration.ofSeconds(120)).attempts(2).run(context -> sensorsAreHealthy());
 * WorkflowStep.named("commission").uses("maas.commission@1").with("skip_bmc_config", true).build();
 * }</pre>
 *
 * @param name unique among its siblings; letters, digits, {@code _}, {@code -} and {@code .}
 * @param description one line for people
 * @param inputs what the action is given; may hold {@code ${expressions}}
 * @param timeout how long an attempt may take outside points of no return; 300 s by default
 * @param retry when a failed attempt is followed by another
 * @param approval who must agree before it is tried
 * @param limits names under which only so many attempts run at once, sorted
 * @param undo what takes the step back when its run is rolled back; its name is {@code undo}
 */
public record WorkflowStep(
    String name,
    String description,
    Work work,
    Value.Fields inputs,
    Duration timeout,
    RetryPolicy retry,
    Optional<String> when,
    Optional<Approval> approval,
    List<String> limits,
    Optional<WorkflowStep> undo)
    implements Node {

  /** What a step does. */
  public sealed interface Work {
    /** It runs a registered action, {@code name@major}. */
    record Uses(String action) implements Work {}

    /**
     * It calls a function of the process that started the run; not journaled, so empty in a
     * definition that was read from a journal.
     */
    record Calls(Optional<StepFunction> function) implements Work {}

    /** Nothing: it only waits for its approval. */
    record Waits() implements Work {}
  }

  /** The original's timeout. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(300);

  /** The name of every step that undoes another. */
  static final String UNDO = "undo";

  public WorkflowStep {
    Node.checkName("step name", name);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new InvalidValueException("timeout of step " + name, "is not positive");
    }
    if (work instanceof Work.Waits && approval.isEmpty()) {
      throw new InvalidValueException("step " + name, "needs an action or a function");
    }
    Objects.requireNonNull(inputs, "inputs is null");
    limits = limits.stream().sorted().distinct().toList();
    limits.forEach(limit -> Node.checkName("limit", limit));
    undo = undo.map(step -> step.renamed(UNDO));
    if (undo.flatMap(WorkflowStep::undo).isPresent()) {
      throw new InvalidValueException("the undo of step " + name, "has an undo of its own");
    }
  }

  /** Begins a step. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** The registered action it uses. */
  public Optional<String> action() {
    return work instanceof Work.Uses(var action) ? Optional.of(action) : Optional.empty();
  }

  /** Its own code. */
  Optional<StepFunction> function() {
    return work instanceof Work.Calls(var function) ? function : Optional.empty();
  }

  private WorkflowStep renamed(String newName) {
    return newName.equals(name) ? this : toBuilder(newName).make(work);
  }

  /** A builder that begins with all of this. */
  public Builder toBuilder() {
    return toBuilder(name);
  }

  private Builder toBuilder(String newName) {
    var builder = new Builder(newName);
    builder.description = description;
    builder.work = work;
    builder.inputs = inputs;
    builder.timeout = timeout;
    builder.retry = retry;
    builder.when = when.orElse(null);
    builder.approval = approval.orElse(null);
    builder.limits.addAll(limits);
    builder.undo = undo.orElse(null);
    return builder;
  }

  /** Collects a step's parts; not thread-safe. */
  public static final class Builder {
    private final String name;
    private @Nullable String description;
    private @Nullable Work work;
    private Value.Fields inputs = Value.Fields.EMPTY;
    private Duration timeout = DEFAULT_TIMEOUT;
    private RetryPolicy retry = RetryPolicy.DEFAULT;
    private @Nullable String when;
    private @Nullable Approval approval;
    private final List<String> limits = new ArrayList<>();
    private @Nullable WorkflowStep undo;

    private Builder(String name) {
      this.name = name;
    }

    /** One line for people; the name with blanks if not given. */
    public Builder description(String text) {
      description = text;
      return this;
    }

    /** How long one attempt may take; 300 s if not given. */
    public Builder timeout(Duration limit) {
      timeout = limit;
      return this;
    }

    /** Tries in total, at least 1; 3 if not given. */
    public Builder attempts(int total) {
      retry = retry.withAttempts(total);
      return this;
    }

    public Builder retry(RetryPolicy policy) {
      retry = policy;
      return this;
    }

    /** The registered action to use, {@code name} or {@code name@major}. */
    public Builder uses(String action) {
      work = new Work.Uses(action.contains("@") ? action : action + "@1");
      return this;
    }

    /** One input of the action. */
    public Builder with(String key, @Nullable Object value) {
      inputs = inputs.with(key, value);
      return this;
    }

    /** All of {@code more} as inputs of the action. */
    public Builder with(Value.Fields more) {
      inputs = inputs.with(more);
      return this;
    }

    /** Skips the step where this expression is false. */
    public Builder when(String condition) {
      when = condition;
      return this;
    }

    /** Asks a person before the first attempt. */
    public Builder approval(Approval wanted) {
      approval = wanted;
      return this;
    }

    /** Lets only so many attempts run at once that name this limit. */
    public Builder limit(String limit) {
      limits.add(limit);
      return this;
    }

    /** What takes it back when the run is rolled back. */
    public Builder undo(WorkflowStep step) {
      undo = step;
      return this;
    }

    /** The step with the action that {@link #uses} named, or none if it waits for an approval. */
    public WorkflowStep build() {
      return make(work == null ? new Work.Waits() : work);
    }

    /** The step that calls {@code function}. */
    public WorkflowStep run(StepFunction function) {
      return make(new Work.Calls(Optional.of(function)));
    }

    WorkflowStep make(Work what) {
      return new WorkflowStep(
          name,
          description == null ? name.replace('_', ' ') : description,
          what,
          inputs,
          timeout,
          retry,
          Optional.ofNullable(when),
          Optional.ofNullable(approval),
          limits,
          Optional.ofNullable(undo));
    }
  }
}
