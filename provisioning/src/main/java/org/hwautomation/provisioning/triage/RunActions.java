package org.hwautomation.provisioning.triage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.Phase;
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
    if (canGoOn()) {
      legal.add(
          action(
              LegalAction.Kind.RESUME,
              "run resume " + run.runId(),
              "a new run; " + notRepeated() + "goes on at " + next() + looksFirst()));
    }
    undos()
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
        .filter(step -> state.steps().get(step) != null && unsettled().isEmpty())
        .ifPresent(
            step ->
                legal.add(
                    action(
                        LegalAction.Kind.SKIP,
                        "run resume %s --skip %s".formatted(run.runId(), step),
                        "a new run; %sgoes on behind %s, which is left out"
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
    for (var step : state.steps().values()) {
      if (asks(step)) {
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
    if (run.phase() == Phase.PAUSED) {
      legal.add(
          action(
              LegalAction.Kind.RESUME,
              "run resume " + run.runId(),
              "the same run goes on at " + next()));
    }
    legal.add(
        action(
            LegalAction.Kind.WATCH, "run watch " + run.runId(), "follows it; changes nothing"));
    if (state.cancel().isEmpty()
        && run.phase() != Phase.PAUSED
        && run.phase() != Phase.PARKED
        && run.phase() != Phase.ROLLING_BACK) {
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
                        || parked.reason() == ParkReason.UNKNOWN_EVENT)
            .isPresent()
        && state.steps().keySet().stream()
            .flatMap(path -> places.action(path).stream())
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
        .filter(
            step ->
                step.status() != StepStatus.COMPLETED
                    && (step.status() != StepStatus.SKIPPED || state.held()))
        .map(StepState::path)
        .findFirst()
        .orElse("its end");
  }

  /** What a rollback would undo, in its order; empty if no completed step says how. */
  private Optional<String> undos() {
    var undone = new ArrayList<String>();
    for (var step : state.steps().values().stream().toList().reversed()) {
      if (step.status() != StepStatus.COMPLETED) {
        continue;
      }
      var placed = places.find(step.path());
      if (placed.isEmpty()) {
        continue;
      }
      if (entersPoint(step.path())) {
        break;
      }
      placed.get().undo().ifPresent(undo -> undone.add(step.path()));
    }
    if (undone.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of("undoes " + String.join(", then ", undone));
  }

  private boolean entersPoint(String path) {
    return places
        .action(path)
        .flatMap(action -> Optional.ofNullable(actions.get(action)))
        .filter(action -> !action.pointsOfNoReturn().isEmpty())
        .isPresent();
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

  private boolean asks(StepState step) {
    return run.phase() == Phase.WAITING_FOR_APPROVAL
        && !step.isOver()
        && step.attempts().isEmpty()
        && places.find(step.path()).flatMap(placed -> placed.approval()).isPresent()
        && state.currentStep().filter(step.path()::equals).isPresent();
  }

  private static LegalAction action(LegalAction.Kind kind, String command, String effect) {
    return new LegalAction(kind, command, effect);
  }
}
