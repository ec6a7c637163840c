package org.hwautomation.workflow;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A registered step function: what it is called, what it does to the world, and how it recovers.
 * Implementations are thread-safe; one instance serves all runs.
 */
public interface Action {
  /** {@code name@major}, such as {@code maas.commission@1}. */
  String name();

  /** One line for people. */
  String summary();

  /** Does the work; see {@link StepFunction#run}. */
  @Nullable Object run(StepContext context) throws Exception;

  /** What it changes outside the run. {@link Effects#EXTERNAL} unless said otherwise. */
  default Effects effects() {
    return Effects.EXTERNAL;
  }

  /**
   * True if an attempt that follows one cut off inside a point of no return looks at {@link
   * StepContext#interruptedPoint()} and adopts or verifies what that one began. If false, such a
   * run is parked for a person.
   */
  default boolean adoptsInterruptedPoint() {
    return false;
  }

  /** What {@code with:} may give it; empty for nothing. */
  default List<Parameter> inputs() {
    return List.of();
  }

  /** What its result holds, for {@code steps.NAME.KEY} in expressions; empty for nothing. */
  default List<Parameter> outputs() {
    return List.of();
  }

  /** What it changes outside the run, one line each, such as {@code reboots the server}. */
  default List<String> externalEffects() {
    return List.of();
  }

  /** The points of no return that it may enter. */
  default List<ExpectedPoint> pointsOfNoReturn() {
    return List.of();
  }

  /** What takes it back: a registered action, {@code name@major}; empty if nothing does. */
  default Optional<String> undoneBy() {
    return Optional.empty();
  }

  /** What the step does to the world. */
  enum Effects {
    /** It only reads, or changes nothing outside its own run: may be repeated at any time. */
    NONE,
    /** It changes something outside: never two attempts of it at once. */
    EXTERNAL
  }

  /** An action made of a function. */
  static Action of(String name, String summary, Effects effects, StepFunction function) {
    return new Action() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String summary() {
        return summary;
      }

      @Override
      public Effects effects() {
        return effects;
      }

      @Override
      public @Nullable Object run(StepContext context) throws Exception {
        return function.run(context);
      }
    };
  }
}
