package org.hwautomation.provisioning.triage;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.WorkflowStatus;

/** Why a run stands as it stands, from its journal and what is around it. */
final class RunCauses {
  private final RunRecord run;
  private final RunState state;
  private final Surroundings around;
  private final boolean executed;

  RunCauses(RunRecord run, RunState state, Surroundings around) {
    this.run = run;
    this.state = state;
    this.around = around;
    this.executed = around.isExecuted(run);
  }

  /** The one cause that decides. */
  Cause cause() {
    if (state.held()) {
      return ofHeld();
    }
    if (state.status().isTerminal()) {
      return cause(Cause.Kind.ENDED, ended());
    }
    var parked = state.parked();
    if (parked.isPresent()) {
      var lingers = parked.get().reason() == ParkReason.ATTEMPT_LINGERS && executed;
      return cause(lingers ? Cause.Kind.LINGERING : Cause.Kind.PARKED, parked.get().message());
    }
    if (!executed) {
      return cause(
          Cause.Kind.INTERRUPTED,
          "the process that executed it is gone"
              + state.currentStep().map(step -> ", at step " + step).orElse(""));
    }
    return ofPhase();
  }

  private Cause ofHeld() {
    if (state.status() == WorkflowStatus.CANCELLED) {
      return cause(Cause.Kind.UNSETTLED, state.error().orElse("cancelled"));
    }
    return cause(
        Cause.Kind.HELD,
        state.failedStep().map(step -> step + ": ").orElse("") + state.error().orElse("failed"));
  }

  private String ended() {
    return state.status().wireName()
        + state.error().map(error -> ": " + firstLine(error)).orElse("");
  }

  private Cause ofPhase() {
    var step = current();
    var name = step.map(StepState::path).orElse("its first step");
    return switch (run.phase()) {
      case OVERDUE ->
          cause(
              Cause.Kind.OVERDUE,
              state
                  .openPoint()
                  .map(
                      point ->
                          "%s takes longer than it usually does (%s): %s"
                              .formatted(
                                  name, Durations.exact(point.expected()), point.description()))
                  .orElse(name + " takes longer than it usually does"));
      case WAITING_FOR_APPROVAL -> cause(Cause.Kind.WAITING_FOR_APPROVAL, asked());
      case SLOW -> cause(Cause.Kind.SLOW, slow());
      case PAUSED ->
          cause(
              Cause.Kind.PAUSED,
              state
                  .paused()
                  .map(paused -> "paused by " + paused.by() + reason(paused.reason()))
                  .orElse("paused"));
      case WAITING_FOR_LOCK ->
          cause(Cause.Kind.WAITING_FOR_LOCK, run.workflowId() + " waits for " + held());
      case WAITING_FOR_WINDOW -> cause(Cause.Kind.WAITING_FOR_WINDOW, window());
      case WAITING_FOR_LIMIT ->
          cause(
              Cause.Kind.WAITING_FOR_LIMIT,
              name
                  + " waits: as many attempts as may run already"
                  + state
                      .activeSteps()
                      .flatMap(waiting -> waiting.limitAwaited().stream())
                      .findFirst()
                      .map(limit -> " under limit " + limit)
                      .orElse(""));
      case BACKING_OFF ->
          cause(
              Cause.Kind.BACKING_OFF,
              name
                  + " failed and is tried again"
                  + step.flatMap(StepState::retryAt).map(this::in).orElse("")
                  + step.flatMap(StepState::error).map(e -> ": " + firstLine(e)).orElse(""));
      case CANCELLING ->
          cause(
              Cause.Kind.CANCELLING,
              "cancelled by "
                  + state.cancel().map(cancel -> cancel.by()).orElse("somebody")
                  + state
                      .openPoint()
                      .or(state::awaitedPoint)
                      .map(point -> "; first this has to end: " + point.description())
                      .orElse(""));
      case ROLLING_BACK -> cause(Cause.Kind.ROLLING_BACK, "what it did is being undone");
      case NONE, PARKED, HELD ->
          cause(
              Cause.Kind.RUNNING,
              step.map(StepState::path).orElse("about to begin")
                  + said().map(p -> ": " + p.text()).orElse(""));
    };
  }

  private static String reason(String text) {
    return text.isBlank() ? "" : ": " + text;
  }

  private String asked() {
    return state
        .activeSteps()
        .flatMap(
            step ->
                step.approvalAwaited().stream()
                    .map(
                        asked ->
                            "%s waits for the yes of %s, asked %s ago%s"
                                .formatted(
                                    step.path(),
                                    article(asked.role()),
                                    ago(asked.askedAt()),
                                    asked.expiresAt().map(at -> ", expires" + in(at)).orElse(""))))
        .collect(Collectors.joining("; "));
  }

  private String window() {
    return state
        .activeSteps()
        .flatMap(
            step ->
                step.windowAwaited().stream()
                    .map(
                        awaited ->
                            "%s waits for maintenance window %s, which opens%s, at %s"
                                .formatted(
                                    step.path(),
                                    awaited.window(),
                                    in(awaited.opens()),
                                    awaited.opens().truncatedTo(ChronoUnit.SECONDS))))
        .collect(Collectors.joining("; "));
  }

  private static String article(String role) {
    return (role.matches("[aeiou].*") ? "an " : "a ") + role;
  }

  private String slow() {
    return state
        .activeSteps()
        .flatMap(
            step ->
                step.slow().stream()
                    .map(
                        slow ->
                            "%s takes longer than it usually does (%s)%s"
                                .formatted(
                                    step.path(),
                                    Durations.text(slow.usual()),
                                    said()
                                        .map(p -> p.text())
                                        .or(slow::doing)
                                        .map(doing -> ": " + doing)
                                        .orElse(""))))
        .collect(Collectors.joining("; "));
  }

  private String in(Instant when) {
    var left = Duration.between(around.now(), when);
    return left.isNegative() ? " now" : " in " + Durations.text(left);
  }

  private String held() {
    var holders = around.holders(state);
    var ahead = around.ahead(state);
    var text =
        holders.isEmpty()
            ? "a lock"
            : "%s, which run %s (%s) has held for %s"
                .formatted(
                    around.server(holders.getFirst().serverId()).isEmpty()
                        ? holders.getFirst().key()
                        : around.server(holders.getFirst().serverId()),
                    holders.getFirst().runId(),
                    holders.getFirst().workflowId(),
                    ago(holders.getFirst().since()));
    return ahead.isEmpty()
        ? text
        : "%s; first come%s %s"
            .formatted(text, ahead.size() == 1 ? "s" : "", String.join(", ", ahead));
  }

  private Cause cause(Cause.Kind kind, String text) {
    return new Cause(kind, text, evidence());
  }

  private List<String> evidence() {
    var lines = new ArrayList<String>();
    lines.add(
        "run %s, %s%s, started by %s %s ago"
            .formatted(
                run.runId(),
                run.definition(),
                run.deviceType().map(type -> " as " + type).orElse(""),
                run.startedBy(),
                ago(run.createdAt())));
    var step = state.failedStep().map(state.steps()::get).or(this::current);
    step.ifPresent(
        s -> {
          s.attempts().reversed().stream()
              .filter(attempt -> attempt.outcome() != StepState.Outcome.RUNNING)
              .filter(attempt -> attempt.outcome() != StepState.Outcome.COMPLETED)
              .findFirst()
              .ifPresent(attempt -> lines.add(attempt(s, attempt)));
          if (said().isEmpty()) {
            s.lastProgress().ifPresent(said -> lines.add("it last said: " + said));
          }
          s.unsettledPoint()
              .ifPresent(
                  point ->
                      lines.add(
                          "point of no return %s: %s, %s ago, usually %s"
                              .formatted(
                                  s.point().isPresent() ? "open" : "cut off",
                                  point.description(),
                                  ago(point.enteredAt()),
                                  Durations.exact(point.expected()))));
        });
    said().ifPresent(p -> lines.add("it said %s ago: %s".formatted(ago(p.at()), p.text())));
    state.notCleaned().ifPresent(text -> lines.add("not cleaned up: " + text));
    if (run.phase() == Phase.WAITING_FOR_LOCK) {
      around
          .holders(state)
          .forEach(
              holder ->
                  lines.add(
                      "%s is held by run %s (%s) since %s"
                          .formatted(
                              holder.key(), holder.runId(), holder.workflowId(), holder.since())));
    }
    return lines;
  }

  private String attempt(StepState step, StepState.Attempt attempt) {
    return "%s, attempt %d %s%s%s"
        .formatted(
            step.path(),
            attempt.number(),
            attempt.outcome().name().toLowerCase(java.util.Locale.ROOT),
            attempt.errorClass().map(error -> " as " + error.wireName()).orElse(""),
            attempt.endedAt().map(end -> ", " + ago(end) + " ago").orElse(""));
  }

  private String ago(Instant then) {
    return Durations.text(Duration.between(then, around.now()));
  }

  /** What a step that is not over last said of itself. */
  private Optional<LiveProgress> said() {
    return around
        .progress(run)
        .filter(
            now ->
                state
                    .activeSteps()
                    .anyMatch(step -> step.path().equals(now.step()) && step.isRunning()));
  }

  private Optional<StepState> current() {
    return state.activeSteps().findFirst().or(() -> state.currentStep().map(state.steps()::get));
  }

  /** Where it is; empty for a run that is over and holds nothing. */
  Optional<Position> position() {
    if (state.status().isTerminal() && !state.held()) {
      return Optional.empty();
    }
    var queues = run.phase() == Phase.WAITING_FOR_LOCK;
    var step =
        state
            .failedStep()
            .map(state.steps()::get)
            .or(this::current)
            .or(() -> state.steps().values().stream().filter(s -> queues).findFirst());
    return step.map(
        s ->
            new Position(
                s.path(),
                queues ? 0 : state.number(s.path()),
                run.totalSteps(),
                run.stepsCompleted(),
                s.attempts().size(),
                new StepPlaces(state.definition())
                    .find(s.path())
                    .map(placed -> placed.retry().attempts())
                    .orElse(1),
                since(s),
                usual(s),
                said().map(p -> p.text()).or(s::lastProgress)));
  }

  private Optional<Instant> since(StepState step) {
    if (state.held()) {
      return state.endedAt();
    }
    if (state.parked().isPresent() || !executed) {
      return Optional.of(state.lastEventAt());
    }
    if (step.approvalAwaited().isPresent()) {
      return step.approvalAwaited().map(StepState.ApprovalState::askedAt);
    }
    return step.attempts().isEmpty()
        ? Optional.of(state.lastEventAt())
        : Optional.of(step.attempts().getLast().startedAt());
  }

  private Optional<Duration> usual(StepState step) {
    if (state.held() || !step.isRunning()) {
      return Optional.empty();
    }
    return step.point()
        .map(StepState.Point::expected)
        .or(() -> step.slow().map(slow -> slow.usual()))
        .or(
            () ->
                new StepPlaces(state.definition())
                    .action(step.path())
                    .flatMap(action -> around.usual(action, state)));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
