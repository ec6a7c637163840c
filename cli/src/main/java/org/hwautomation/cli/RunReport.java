package org.hwautomation.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.catalogue.PlainValue;
import org.hwautomation.provisioning.runs.EventWords;
import org.hwautomation.provisioning.runs.RunNames;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.provisioning.triage.LegalAction;
import org.hwautomation.provisioning.triage.Triage;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunPurpose;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StatusReport;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowStatus;
import org.jspecify.annotations.Nullable;

/** A run as it is now: as JSON, for people, and as an exit code. */
final class RunReport {
  /** The peer was away, too busy or too slow, did not let us in, or was somebody else. */
  private static final Set<ErrorClass> UNREACHABLE =
      Set.of(ErrorClass.AUTHENTICATION, ErrorClass.CONNECTION, ErrorClass.BUSY, ErrorClass.TIMEOUT);

  private final WorkflowManager manager;
  private final RunState state;
  private final GlobalOptions options;

  RunReport(WorkflowManager manager, RunState state, GlobalOptions options) {
    this.manager = manager;
    this.state = state;
    this.options = options;
  }

  /**
   * The report of a run.
   *
   * @throws org.hwautomation.workflow.RunNotFoundException if there is none
   */
  static RunReport of(WorkflowManager manager, String name, GlobalOptions options) {
    var run = RunNames.find(manager, name);
    return new RunReport(manager, manager.engine().state(run.runId()).orElseThrow(), options);
  }

  String hostname() {
    return state
        .values()
        .text(ServerFields.HOSTNAME)
        .or(state::serverId)
        .orElse(state.workflowId());
  }

  /** The report under the original's keys, with results, and what can be done next. */
  Map<String, @Nullable Object> document() {
    var document =
        new LinkedHashMap<String, @Nullable Object>(
            StatusReport.of(state, manager.store().progress(state.runId())));
    document.put("workflow_id", state.workflowId());
    document.put("hostname", hostname());
    document.put("held", state.held());
    var results = new LinkedHashMap<String, @Nullable Object>();
    for (var step : state.steps().values()) {
      if (!(step.result() instanceof Value.Null)) {
        results.put(step.path(), PlainValue.of(step.result()));
      }
    }
    document.put("results", results);
    document.put("next", next());
    return document;
  }

  /** True if it has ended and keeps its server locked. */
  boolean isHeld() {
    return state.held();
  }

  /** The commands with which a person goes on from here; none if nothing is to be done. */
  List<String> next() {
    var id = state.runId();
    if (state.held() && state.status() == WorkflowStatus.CANCELLED) {
      return List.of(options.next("run release " + id));
    }
    if (state.held()) {
      return Stream.of(
              Optional.of("run resume " + id),
              undo().map(action -> action.command()),
              Optional.of("run release " + id))
          .flatMap(Optional::stream)
          .map(options::next)
          .toList();
    }
    return state.parked().isPresent()
            || RunNames.interrupted(manager.store(), RunNames.find(manager, id))
        ? List.of(options.next("run resume " + id), options.next("run cancel " + id))
        : List.of();
  }

  /** What a rollback of it would do; empty if nothing. */
  private Optional<LegalAction> undo() {
    return new Triage(manager)
        .ofRun(RunNames.find(manager, state.runId())).actions().stream()
            .filter(action -> action.kind() == LegalAction.Kind.ROLL_BACK)
            .findFirst();
  }

  /** True if it was to undo what another did, and did. */
  private boolean isUndone() {
    return state.purpose().equals(Optional.of(RunPurpose.ROLLBACK))
        && state.status() == WorkflowStatus.CANCELLED
        && !state.held()
        && state.notCleaned().isEmpty();
  }

  private String undoneSteps() {
    var undone =
        state.steps().values().stream()
            .filter(step -> state.number(step.path()) > state.totalSteps())
            .filter(step -> step.status() == StepStatus.COMPLETED)
            .map(StepState::path)
            .toList();
    return undone.isEmpty() ? "nothing had to be done" : String.join(", ", undone);
  }

  /** Says in a few lines how it ended. */
  void summary(Screen screen) {
    screen.line("");
    var took =
        Durations.text(
            Duration.between(state.createdAt(), state.endedAt().orElse(state.lastEventAt())));
    if (state.status() == WorkflowStatus.COMPLETED) {
      screen.line(
          screen.good("%s is done".formatted(hostname()))
              + ": %d of %d steps in %s, run %s"
                  .formatted(state.stepsCompleted(), state.totalSteps(), took, state.runId()));
      return;
    }
    if (isUndone()) {
      screen.line(
          screen.good("%s is rolled back".formatted(hostname()))
              + ": %s in %s, run %s".formatted(undoneSteps(), took, state.runId()));
      screen.line("  Its server is free.");
      return;
    }
    var word =
        state.status().isTerminal()
            ? state.status().wireName()
            : state.phase() == Phase.PARKED ? "parked" : "stopped";
    screen.line(
        screen.bad("%s: %s".formatted(hostname(), word))
            + " after %d of %d steps in %s, run %s"
                .formatted(state.stepsCompleted(), state.totalSteps(), took, state.runId()));
    why().ifPresent(text -> screen.line("  " + text));
    state.notCleaned().ifPresent(text -> screen.line("  not cleaned up: " + text));
    if (state.held()) {
      screen.line(
          state.status() == WorkflowStatus.CANCELLED
              ? "  The server stays locked for it until somebody has looked at it and gives it up:"
              : undo()
                  .map(
                      action ->
                          "  The server stays locked for it. Go on where it failed, undo it, or give it up:")
                  .orElse(
                      "  The server stays locked for it. Go on where it failed, or give it up:"));
    }
    next().forEach(command -> screen.line("    " + command));
  }

  /** Why it stands or ended, with the step. */
  private Optional<String> why() {
    return state
        .parked()
        .map(parked -> parked.message())
        .or(
            () ->
                state.error().map(e -> state.failedStep().map(step -> step + ": ").orElse("") + e));
  }

  /** All of it, step by step. */
  void details(Screen screen) {
    screen.line("run       " + state.runId() + resumes());
    screen.line("workflow  " + state.workflowId() + " (" + definition() + ")");
    screen.line("server    " + hostname() + state.serverId().map(id -> " (" + id + ")").orElse(""));
    state.deviceType().ifPresent(type -> screen.line("type      " + type));
    var phase = state.phase() == Phase.NONE ? "" : ", " + state.phase().wireName();
    screen.line("status    " + state.status().wireName() + phase);
    screen.line("started   " + state.createdAt());
    state.endedAt().ifPresent(at -> screen.line("ended     " + at));
    why().ifPresent(text -> screen.line("message   " + text));
    state
        .openPoint()
        .ifPresent(point -> screen.line("must not be cut off now: " + point.description()));
    screen.line("");
    screen.table(
        List.of("STEP", "STATUS", "TOOK", "TRIES", ""),
        state.steps().values().stream().map(step -> row(screen, step)).toList());
    var next = next();
    if (!next.isEmpty()) {
      screen.line("");
      next.forEach(command -> screen.line("  " + command));
    }
  }

  private String definition() {
    return RunNames.find(manager, state.runId()).definition();
  }

  private String resumes() {
    return state.resumedFrom().map(from -> ", resumes " + from).orElse("");
  }

  private static List<String> row(Screen screen, StepState step) {
    var word = step.status().wireName();
    var text =
        switch (step.status()) {
          case COMPLETED -> screen.good(word);
          case FAILED -> screen.bad(word);
          case SKIPPED, PENDING -> screen.faint(word);
          case RUNNING -> word;
        };
    var took =
        step.startedAt()
            .filter(start -> step.isOver() || step.status() == StepStatus.RUNNING)
            .map(
                start ->
                    Durations.text(Duration.between(start, step.endedAt().orElseGet(Instant::now))))
            .orElse("");
    var message =
        step.error().or(() -> EventWords.summary(step.result())).or(step::lastProgress).orElse("");
    return List.of(step.path(), text, took, String.valueOf(step.attempts().size()), message);
  }

  /** 0 if it completed, 3 if somebody could not be reached or refused us, 2 if a rule did. */
  int exitCode() {
    if (state.status() == WorkflowStatus.COMPLETED) {
      return ExitCodes.DONE;
    }
    if (state.status() != WorkflowStatus.FAILED) {
      return ExitCodes.FAILED;
    }
    var failures =
        manager.store().entries(state.runId(), 0).stream()
            .filter(entry -> entry.type().equals("attempt_failed"))
            .map(entry -> entry.payload())
            .filter(failure -> failure.text("step").equals(state.failedStep()))
            .toList();
    if (failures.isEmpty()) {
      return ExitCodes.FAILED;
    }
    var last = failures.getLast();
    if (last.text("error_type").filter(type -> type.endsWith("RefusedException")).isPresent()) {
      return ExitCodes.BAD_INPUT;
    }
    var kind = last.text("error_class").orElse("");
    return UNREACHABLE.stream().anyMatch(away -> kind.equals(away.wireName()))
            && !last.text("error_type").orElse("").endsWith("WorkflowTimeoutException")
        ? ExitCodes.UNREACHABLE
        : ExitCodes.FAILED;
  }
}
