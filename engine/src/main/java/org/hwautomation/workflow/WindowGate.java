package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks for one step whether its points of no return may be entered. For the branch's thread. */
final class WindowGate {
  /** The wall clock may be set while a step waits; this is how often it is looked at again. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

  private final RunScope run;
  private final PlacedStep step;
  private @Nullable Duration refused;

  WindowGate(RunScope run, PlacedStep step) {
    this.run = run;
    this.step = step;
  }

  /**
   * What is to be waited for before the next attempt; empty if it may be made. One that looks after
   * a point which was cut off waits for nothing.
   *
   * @throws RunStoppedException if there will never be a window
   */
  Optional<MaintenanceWindows.Answer.Closed> closed(StepState state, Action action) {
    var needed = needed(action);
    if (needed.isEmpty() || state.interruptedPoint().isPresent()) {
      return Optional.empty();
    }
    return switch (ask(run, step, needed.get())) {
      case MaintenanceWindows.Answer.Open() -> Optional.empty();
      case MaintenanceWindows.Answer.Closed closed -> Optional.of(closed);
      case MaintenanceWindows.Answer.Never(var why) ->
          throw new RunStoppedException(
              new Event.RunParked(ParkReason.NO_WINDOW, step.path() + ": " + why));
    };
  }

  /** How long to wait before it is asked again. */
  Duration patience(MaintenanceWindows.Answer.Closed closed) {
    var left = Duration.between(run.time().now(), closed.opens());
    return left.compareTo(LOOK_AGAIN) > 0 ? LOOK_AGAIN : left;
  }

  /** Notes for how long the window was not open when the last attempt came to a point. */
  void refused(Optional<Duration> needed) {
    refused = needed.orElse(refused);
  }

  private Optional<Duration> needed(Action action) {
    return Stream.concat(
            action.pointsOfNoReturn().stream().map(ExpectedPoint::expected),
            Stream.ofNullable(refused))
        .max(Duration::compareTo);
  }

  /**
   * Whether a point that usually takes {@code needed} may be entered now. What undoes or cleans up,
   * and what a cancel waits for, may always.
   */
  static MaintenanceWindows.Answer ask(RunScope run, PlacedStep step, Duration needed) {
    var state = run.state();
    return step.role() != PlacedStep.Role.MAIN
            || state.cancel().isPresent()
            || state.windowOverridden().isPresent()
        ? new MaintenanceWindows.Answer.Open()
        : run.settings().windows().at(state, needed, run.time().now());
  }
}
