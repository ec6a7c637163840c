package org.hwautomation.workflow;

import java.util.Optional;

/** Says what a command comes to for a run as it stands. */
final class CommandRules {
  private CommandRules() {}

  /** What it comes to. */
  sealed interface Outcome {
    /** It is carried out by this event. */
    record Accepted(Event event) implements Outcome {}

    /** What it asks for is so already. */
    record Nothing() implements Outcome {}

    /** It can't be carried out. */
    record Refused(String why) implements Outcome {}
  }

  /**
   * @param rowId the command's row, if it came through the store
   */
  static Outcome judge(Command command, Optional<String> rowId, RunState state) {
    var expected = command.expectedSeq();
    if (expected.isPresent() && expected.getAsLong() != state.lastSeq()) {
      return refused("the run has moved on since it was given");
    }
    if (state.status().isTerminal()) {
      return refused("the run is " + state.status().wireName());
    }
    return switch (command.kind()) {
      case CANCEL -> cancel(command, rowId, state);
      case PAUSE -> pause(command, state);
      case RESUME ->
          state.paused().isPresent()
              ? new Outcome.Accepted(new Event.RunResumed(command.actor(), reason(command)))
              : refused("the run is not paused");
      case APPROVE -> answer(command, state, true);
      case REFUSE -> answer(command, state, false);
      case SKIP -> skip(command, state);
      case OVERRIDE_WINDOW ->
          state.windowOverridden().isPresent()
              ? new Outcome.Nothing()
              : new Outcome.Accepted(new Event.WindowOverridden(command.actor(), reason(command)));
    };
  }

  private static Outcome refused(String why) {
    return new Outcome.Refused(why);
  }

  private static String reason(Command command) {
    return Limits.cut(command.reason());
  }

  private static Outcome cancel(Command command, Optional<String> rowId, RunState state) {
    var forced = command.arguments().flag("force");
    var before = state.cancel();
    if (before.isPresent() && (!forced || before.get().isForced())) {
      return new Outcome.Nothing();
    }
    return new Outcome.Accepted(
        new Event.CancelRequested(
            command.actor(),
            reason(command),
            rowId,
            forced ? Optional.of(true) : Optional.empty()));
  }

  private static Outcome pause(Command command, RunState state) {
    if (state.paused().isPresent()) {
      return new Outcome.Nothing();
    }
    if (state.cancel().isPresent()) {
      return refused("the run is being cancelled");
    }
    if (state.rollback().isPresent()) {
      return refused("the run is being rolled back");
    }
    if (state.definition().alwaysSteps().stream()
        .anyMatch(step -> !state.step(step.path()).attempts().isEmpty())) {
      return refused("the run is cleaning up");
    }
    return new Outcome.Accepted(new Event.RunPaused(command.actor(), reason(command)));
  }

  private static Outcome answer(Command command, RunState state, boolean approved) {
    var named = named(command, state);
    if (named.isEmpty()) {
      return unknownStep(command, state);
    }
    var step = named.get();
    if (step.approvalAwaited().isEmpty()) {
      return refused("step " + step.path() + " does not wait for an approval");
    }
    return new Outcome.Accepted(
        new Event.ApprovalAnswered(step.path(), approved, command.actor(), reason(command)));
  }

  private static Outcome skip(Command command, RunState state) {
    var named = named(command, state);
    if (named.isEmpty()) {
      return unknownStep(command, state);
    }
    var step = named.get();
    var why = whyNotSkipped(step, state);
    if (why.isPresent()) {
      return refused(why.get());
    }
    return new Outcome.Accepted(skipped(step.path(), command.actor(), command.reason()));
  }

  /** Why a step can't be left out; empty if it can. */
  static Optional<String> whyNotSkipped(StepState step, RunState state) {
    if (state.number(step.path()) > state.totalSteps()) {
      return Optional.of("step " + step.path() + " is part of a rollback");
    }
    if (step.isOver() && !state.held()) {
      return Optional.of("step " + step.path() + " is " + step.status().wireName() + " already");
    }
    if (step.status() == StepStatus.COMPLETED) {
      return Optional.of("step " + step.path() + " is completed");
    }
    if (step.isRunning()) {
      return Optional.of(
          "an attempt of step " + step.path() + " is running; cancel or pause the run first");
    }
    return step.unsettledPoint()
        .map(
            point ->
                "step %s was cut off while %s, and how that went is not known"
                    .formatted(step.path(), point.description()));
  }

  static Event.StepSkipped skipped(String path, String actor, String reason) {
    return new Event.StepSkipped(
        path,
        Limits.cut("skipped by " + actor + (reason.isBlank() ? "" : ": " + reason)),
        Optional.of(SkipCause.COMMAND));
  }

  private static Optional<StepState> named(Command command, RunState state) {
    return command.step().flatMap(path -> Optional.ofNullable(state.steps().get(path)));
  }

  private static Outcome unknownStep(Command command, RunState state) {
    return refused(
        "the run has no step '%s'; its steps: %s"
            .formatted(
                command.step().orElse(""),
                String.join(", ", state.steps().keySet().stream().limit(100).toList())));
  }
}
