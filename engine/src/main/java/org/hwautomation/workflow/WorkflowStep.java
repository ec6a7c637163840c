package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a step is: a name, an action and how to try it. Immutable and thread-safe; what happens to
 * it is in {@link StepState}.
 *
 * <pre>{@code
 * WorkflowStep.named("custom_validation").description("Custom server validation")
 *     .timeout(Duration.ofSeconds(120)).attempts(2).run(context -> sensorsAreHealthy());
 * WorkflowStep.named("commission").uses("maas.commission@1").with("skip_bmc_config", true).build();
 * }</pre>
 *
 * @param name unique in its definition; letters, digits, {@code _}, {@code -} and {@code .}
 * @param description one line for people
 * @param action the registered action, {@code name@major}; empty for a {@code function}
 * @param inputs what the action is given
 * @param timeout how long an attempt may take outside points of no return; 300 s by default
 * @param retry when a failed attempt is followed by another
 * @param function the code itself, for a step that lives in this process only; not journaled
 */
public record WorkflowStep(
    String name,
    String description,
    Optional<String> action,
    Value.Fields inputs,
    Duration timeout,
    RetryPolicy retry,
    Optional<StepFunction> function) {

  /** The original's timeout. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(300);

  public WorkflowStep {
    if (!name.matches("[A-Za-z0-9_.-]{1,100}")) {
      throw new InvalidValueException(
          "step name '" + name + "'",
          "is not 1 to 100 letters, digits, underscores, dashes and dots");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new InvalidValueException("timeout of step " + name, "is not positive");
    }
    if (action.isEmpty() == function.isEmpty()) {
      throw new InvalidValueException("step " + name, "needs an action or a function");
    }
    Objects.requireNonNull(inputs, "inputs is null");
  }

  /** Begins a step. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /** Collects a step's parts; not thread-safe. */
  public static final class Builder {
    private final String name;
    private @Nullable String description;
    private @Nullable String action;
    private Value.Fields inputs = Value.Fields.EMPTY;
    private Duration timeout = DEFAULT_TIMEOUT;
    private RetryPolicy retry = RetryPolicy.DEFAULT;

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
    public Builder uses(String name) {
      action = name.contains("@") ? name : name + "@1";
      return this;
    }

    /** One input of the action. */
    public Builder with(String key, @Nullable Object value) {
      inputs = inputs.with(key, value);
      return this;
    }

    /** The step with the action that {@link #uses} named. */
    public WorkflowStep build() {
      return make(Optional.empty());
    }

    /** The step that calls {@code function}. */
    public WorkflowStep run(StepFunction function) {
      return make(Optional.of(function));
    }

    private WorkflowStep make(Optional<StepFunction> function) {
      return new WorkflowStep(
          name,
          description == null ? name.replace('_', ' ') : description,
          function.isPresent() ? Optional.empty() : Optional.ofNullable(action),
          inputs,
          timeout,
          retry,
          function);
    }
  }
}
