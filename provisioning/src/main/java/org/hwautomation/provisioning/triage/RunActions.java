package org.hwautomation.provisioning.triage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.WorkflowStatus;

/** What may be done about a run as it stands, and what each would do. */
final class RunActions {
  private final RunRecord run;
  private final RunState state;
  private final boolean executed;
  private final StepPlaces places;
  private final Map<String, Action> actions;

  RunActions(RunRecord run, RunState state, boolean executed, Map<String, Action> actions) {
    this.run = run;
    this.state = state;
    this.executed = executed;
    this.places = new StepPlaces(state.definition());
    this.actions = actions;
  }

  List<LegalAction> list() {
    if (state.held()) {
      return state.status() == WorkflowStatus.CANCELLED ? List.of(release()) : ofHeld();
    }
    if (state.status().isTerminal()) {
      return List.of();
    }
    return executed ? ofExecuted() : ofLeft();
  }

  private List<LegalAction> ofHeld() {
    var legal = new ArrayList<LegalAction>();
    if (state.rollback().isPresent()) {
      return List.of(release());
    }
    if (canGoOn()) {
      legal.add(
          action(
              LegalAction.Kind.RESUME,
              "run resume " + run.runId(),
              "a new run; " + notRepeated() + "goes on at " + next() + looksFirst()));
    }
    undone()
        .ifPresent(
            undone ->
                legal.add(
                    action(
                        LegalAction.Kind.ROLL_BACK,
                        "run rollback " + run.runId(),
                        "a new run that " + undone + "; it can't be resumed after that")));
    legal.add(release());
    state
        .failedStep()
        .filter(step -> state.number(step) > 0 && state.number(step) <= state.totalSteps())
        .filter(step -> unsettled().isEmpty())
        .ifPresent(
            step ->
                legal.add(
                    action(
                        LegalAction.Kind.SKIP,
                        "run resume %s --skip %s".formatted(run.runId(), step),
                        "a new run; %sgoes on behind %s; what that checks or brings about is missing"
                            .formatted(notRepeated(), step))));
    return legal;
  }

  private LegalAction release() {
    return action(
        LegalAction.Kind.RELEASE,
        "run release " + run.runId(),
        "gives the server back; nothing is undone, and the run can't be resumed after that");
  }

  /** A run that no living process executes. */
  private List<LegalAction> ofLeft() {
    var legal = new ArrayList<LegalAction>();
    if (canGoOn() && !missing()) {
      legal.add(
          action(
              LegalAction.Kind.RESUME,
              "run resume " + run.runId(),
              "the same run; " + notRepeated() + "goes on at " + next() + looksFirst()));
    }
    legal.add(cancel());
    return legal;
  }

  private List<LegalAction> ofExecuted() {
    var legal = new ArrayList<LegalAction>();
    for (var step : state.activeSteps().toList()) {
      if (step.approvalAwaited().isPresent()) {
        legal.add(
            action(
                LegalAction.Kind.APPROVE,
                "run approve %s %s".formatted(run.runId(), step.path()),
                step.path() + " is done: " + whatItDoes(step.path())));
        legal.add(
            action(
                LegalAction.Kind.REFUSE,
                "run approve %s %s --reject".formatted(run.runId(), step.path()),
                step.path() + " fails, and with it the run"));
      }
    }
    if (state.paused().isPresent()) {
      legal.add(
          action(
              LegalAction.Kind.RESUME,
              "run resume " + run.runId(),
              "the same run goes on at " + next()));
    }
    state
        .activeSteps()
        .filter(step -> step.windowAwaited().isPresent())
        .findFirst()
        .ifPresent(
            step ->
                legal.add(
                    action(
                        LegalAction.Kind.OVERRIDE_WINDOW,
                        "run now %s --reason TEXT".formatted(run.runId()),
                        "waits for no maintenance window; %s is done at once: %s"
                            .formatted(step.path(), whatItDoes(step.path())))));
    legal.add(
        action(LegalAction.Kind.WATCH, "run watch " + run.runId(), "follows it; changes nothing"));
    if (state.cancel().isEmpty()
        && state.paused().isEmpty()
        && state.parked().isEmpty()
        && state.rollback().isEmpty()) {
      legal.add(
          action(
              LegalAction.Kind.PAUSE,
              "run pause " + run.runId(),
              "lets the running attempt end and makes no other until it is resumed"));
    }
    if (state.cancel().isEmpty()) {
      legal.add(cancel());
    }
    return legal;
  }

  private LegalAction cancel() {
    var waits =
        unsettled()
            .map(point -> "; first it is waited for or looked into: " + point.description())
            .orElse("");
    return action(
        LegalAction.Kind.CANCEL,
        "run cancel " + run.runId(),
        "ends it"
            + waits
            + (state.definition().always().isEmpty() ? "" : ", then cleans up")
            + "; the server is given back"
            + (waits.isEmpty() ? "" : " if nothing is in doubt"));
  }

  private Optional<StepState.Point> unsettled() {
    return state.steps().values().stream()
        .flatMap(step -> step.unsettledPoint().stream())
        .findFirst();
  }

  /** False if a point was cut off and the step's action can't find out how it went. */
  private boolean canGoOn() {
    return state.steps().values().stream()
        .filter(step -> step.status() != StepStatus.COMPLETED)
        .filter(step -> step.interruptedPoint().isPresent())
        .allMatch(
            step ->
                places
                    .action(step.path())
                    .flatMap(action -> Optional.ofNullable(actions.get(action)))
                    .filter(Action::adoptsInterruptedPoint)
                    .isPresent());
  }

  /** True if what it was parked for is still so here. */
  private boolean missing() {
    return state
            .parked()
            .filter(
                parked ->
                    parked.reason() == ParkReason.ACTION_MISSING
                        || parked.reason() == ParkReason.SCRIPT_GONE
                        || parked.reason() == ParkReason.UNKNOWN_EVENT)
            .isPresent()
        && state.steps().values().stream()
            .filter(step -> !step.isOver())
            .flatMap(step -> places.action(step.path()).stream())
            .anyMatch(action -> !actions.containsKey(action));
  }

  private String looksFirst() {
    return state.steps().values().stream()
        .filter(step -> step.status() != StepStatus.COMPLETED)
        .flatMap(step -> step.interruptedPoint().stream())
        .findFirst()
        .map(point -> ", which first finds out what became of " + point.description())
        .orElse("");
  }

  private String notRepeated() {
    var done =
        state.steps().values().stream().filter(s -> s.status() == StepStatus.COMPLETED).count();
    return done == 0
        ? ""
        : done == 1
            ? "the completed step is not repeated; "
            : done + " completed steps are not repeated; ";
  }

  private String next() {
    return state.steps().values().stream()
        .filter(step -> !step.isPassed())
        .map(StepState::path)
        .findFirst()
        .orElse("its end");
  }

  /**
   * What a rollback would do; empty if it would do nothing. The last step that passed a point of no
   * return ends it: that is not undone, nor what was before.
   */
  private Optional<String> undone() {
    if (unsettled().isPresent()) {
      return Optional.empty();
    }
    var undos = new ArrayList<String>();
    var completed =
        state.steps().values().stream()
            .filter(step -> state.number(step.path()) <= state.totalSteps())
            .filter(step -> step.status() == StepStatus.COMPLETED || step.points() > 0)
            .sorted(Comparator.comparingLong(StepState::endedSeq).reversed())
            .toList();
    for (var step : completed) {
      if (step.points() > 0) {
        break;
      }
      places
          .find(step.path())
          .filter(placed -> step.status() == StepStatus.COMPLETED)
          .flatMap(placed -> placed.undo())
          .ifPresent(undo -> undos.add(step.path()));
    }
    var words = new ArrayList<String>();
    if (!undos.isEmpty()) {
      words.add("undoes " + String.join(", then ", undos));
    }
    if (!state.definition().onFailure().isEmpty()) {
      words.add("runs its steps for failure");
    }
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join(", then ", words));
  }

  private String whatItDoes(String path) {
    var action = places.action(path).flatMap(name -> Optional.ofNullable(actions.get(name)));
    if (action.isEmpty()) {
      return "the run goes on";
    }
    var point = action.get().pointsOfNoReturn().stream().findFirst();
    return (action.get().externalEffects().isEmpty()
            ? action.get().summary()
            : String.join("; ", action.get().externalEffects()))
        + point
            .map(
                p ->
                    "; may not be cut off while %s, usually %s"
                        .formatted(p.description(), Durations.exact(p.expected())))
            .orElse("");
  }

  private static LegalAction action(LegalAction.Kind kind, String command, String effect) {
    return new LegalAction(kind, command, effect);
  }
}
