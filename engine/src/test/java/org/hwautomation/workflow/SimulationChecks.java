package org.hwautomation.workflow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Watches every transaction of a simulation and says what must not be. It knows the rules from the
 * contract and folds nothing but what was written.
 */
final class SimulationChecks {
  private final SimulatedMachine machine;
  private final Map<String, RunState> folds = new LinkedHashMap<>();
  private final Map<String, Map<String, PlacedStep>> placed = new HashMap<>();
  private final Set<String> completed = new HashSet<>();
  private final Set<String> inside = new HashSet<>();
  private final Set<String> owed = new HashSet<>();
  private final Map<String, SimulatedProcess> executors = new HashMap<>();
  private final String secret;

  /**
   * @param secret the clear text that no journal may hold
   */
  SimulationChecks(SimulatedMachine machine, String secret) {
    this.machine = machine;
    this.secret = secret;
  }

  SimulatedMachine machine() {
    return machine;
  }

  /** Every run, as its journal tells it, oldest first. */
  List<RunState> runs() {
    return List.copyOf(folds.values());
  }

  RunState state(String runId) {
    var state = folds.get(runId);
    if (state == null) {
      throw new IllegalStateException("no run " + runId);
    }
    return state;
  }

  /** The process that took or started a run last. */
  Optional<SimulatedProcess> executor(String runId) {
    return Optional.ofNullable(executors.get(runId));
  }

  /** The same for a step of the run and the same step of the runs that resume it. */
  String key(RunState state, String path) {
    var placed = placed(state).get(path);
    var carried = placed != null && placed.role() == PlacedStep.Role.MAIN;
    return (carried ? state.rootRunId() : state.runId()) + "/" + path;
  }

  /** Its steps by path. */
  Map<String, PlacedStep> placed(RunState state) {
    return placed.computeIfAbsent(state.runId(), id -> state.definition().placed());
  }

  boolean isCompleted(String key) {
    return completed.contains(key);
  }

  /** True if the attempt before was cut off inside a point of no return. */
  boolean owesPoint(String key) {
    return owed.contains(key);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is no dependency of ours
  private void require(boolean so, RunState state, String what, Object... details) {
    if (!so) {
      machine.problem(
          "run %s (%s): %s".formatted(state.workflowId(), state.runId(), what.formatted(details)));
    }
  }

  void created(NewRun run, SimulatedProcess process) {
    var state = RunState.of(run.entries()).orElseThrow();
    folds.put(state.runId(), state);
    executors.put(state.runId(), process);
    compare(state, run.record(), 1);
    for (var entry : run.entries()) {
      requireNoSecret(state, entry);
      if (EventCodec.read(entry).orElseThrow() instanceof Event.PointCarried carried) {
        owed.add(key(state, carried.step()));
      }
    }
    for (var other : folds.values()) {
      require(
          other.runId().equals(state.runId())
              || other.status().isTerminal()
              || !other.workflowId().equals(state.workflowId()),
          state,
          "started while another run of its workflow id is live");
    }
  }

  void takenOver(String runId, SimulatedProcess process) {
    executors.put(runId, process);
  }

  void appended(Append append, SimulatedProcess process) {
    var runId = append.record().runId();
    var state = state(runId);
    for (var entry : append.entries()) {
      var event = EventCodec.read(entry).orElseThrow();
      require(entry.seq() == state.lastSeq() + 1, state, "entry %d does not follow", entry.seq());
      require(entry.epoch() >= state.epoch(), state, "an owner wrote that had lost it: %s", event);
      requireNoSecret(state, entry);
      var next = state.apply(entry, event);
      check(state, event, next);
      state = next;
    }
    folds.put(runId, state);
    compare(state, append.record(), append.epoch());
  }

  /** The live state of its owner, which its row shows, is the fold of its journal. */
  private void compare(RunState fold, RunRecord row, long epoch) {
    var expected = RunRecord.of(row.identity(), fold, epoch);
    require(expected.equals(row), fold, "its row is %s, its journal says %s", row, expected);
  }

  private void requireNoSecret(RunState state, JournalEntry entry) {
    require(
        !ValueCodec.write(entry.payload()).contains(secret),
        state,
        "a secret stands in its journal, in %s",
        entry.type());
  }

  private void check(RunState before, Event event, RunState after) {
    require(
        !before.status().isTerminal() || after.status() == before.status(),
        before,
        "%s became %s by %s",
        before.status(),
        after.status(),
        event);
    switch (event) {
      case Event.AttemptStarted started -> started(before, started);
      case Event.CheckpointSaved saved ->
          require(isRunning(before, saved.step(), saved.attempt()), before, "late: %s", saved);
      case Event.PointEntered entered -> {
        var key = key(before, entered.step());
        require(isRunning(before, entered.step(), entered.attempt()), before, "late: %s", entered);
        require(inside.add(key), before, "entered twice: %s", entered);
        owed.remove(key);
      }
      case Event.PointExited exited -> {
        require(isRunning(before, exited.step(), exited.attempt()), before, "late: %s", exited);
        require(inside.remove(key(before, exited.step())), before, "not inside: %s", exited);
      }
      case Event.PointCarried carried -> owed.add(key(before, carried.step()));
      case Event.StepCompleted done -> {
        var key = key(before, done.step());
        require(
            isRunning(before, done.step(), done.attempt()) || onlyAsks(before, done.step()),
            before,
            "late: %s",
            done);
        require(completed.add(key), before, "completed twice: %s", done.step());
        inside.remove(key);
        owed.remove(key);
      }
      case Event.AttemptFailed failed -> {
        open(before, failed.step(), failed);
        cutOff(before, failed.step());
      }
      case Event.AttemptInterrupted interrupted -> cutOff(before, interrupted.step());
      case Event.ApprovalRequested asked -> open(before, asked.step(), asked);
      case Event.LimitAwaited waits -> open(before, waits.step(), waits);
      case Event.WindowAwaited waits -> open(before, waits.step(), waits);
      case Event.StepSkipped skipped -> {
        open(before, skipped.step(), skipped);
        cutOff(before, skipped.step());
      }
      case Event.RunEnded ended -> ended(before, ended, after);
      default -> {}
    }
  }

  private void open(RunState before, String step, Event event) {
    require(!before.step(step).isOver(), before, "over already: %s", event);
  }

  private boolean onlyAsks(RunState state, String step) {
    var placed = placed(state).get(step);
    return placed != null && placed.step().work() instanceof WorkflowStep.Work.Waits;
  }

  private void cutOff(RunState before, String step) {
    var key = key(before, step);
    if (inside.remove(key)) {
      owed.add(key);
    }
  }

  private static boolean isRunning(RunState state, String step, int attempt) {
    var attempts = state.step(step).attempts();
    return !attempts.isEmpty()
        && attempts.getLast().number() == attempt
        && attempts.getLast().outcome() == StepState.Outcome.RUNNING;
  }

  private void started(RunState before, Event.AttemptStarted started) {
    var step = before.step(started.step());
    var placed = placed(before).get(started.step());
    require(placed != null, before, "started what it has not: %s", started);
    require(!step.isOver(), before, "started a step that is over: %s", started);
    require(!step.isRunning(), before, "started while an attempt runs: %s", started);
    require(started.attempt() == step.attempts().size() + 1, before, "miscounted: %s", started);
    require(before.locksAwaited().isEmpty(), before, "started without its locks: %s", started);
    require(
        before.owner().isPresent() && before.parked().filter(p -> !lingers(p)).isEmpty(),
        before,
        "started while nobody owns it or it is parked: %s",
        started);
    if (placed != null && placed.role() == PlacedStep.Role.MAIN) {
      require(
          before.paused().isEmpty() || before.cancel().isPresent(),
          before,
          "started while paused: %s",
          started);
      require(before.rollback().isEmpty(), before, "started in a rollback: %s", started);
      require(
          arePassedBefore(before, before.definition().steps(), "", started.step()),
          before,
          "started before what comes before is in the journal: %s",
          started);
    }
  }

  /** True if it is parked only until an attempt beside it ends. */
  private static boolean lingers(Event.RunParked parked) {
    return parked.reason() == ParkReason.ATTEMPT_LINGERS;
  }

  /** True if every step that comes before {@code path} in the definition is passed. */
  private boolean arePassedBefore(RunState state, List<Node> nodes, String parent, String path) {
    for (var node : nodes) {
      var here = node.below(parent);
      if (path.equals(here) || path.startsWith(here.isEmpty() ? "" : here + "/")) {
        if (node instanceof Sequence sequence) {
          return arePassedBefore(state, sequence.steps(), here, path);
        }
        if (node instanceof ParallelGroup group) {
          for (var branch : group.branches()) {
            var its = branch.below(here);
            if (path.equals(its) || path.startsWith(its + "/")) {
              return arePassedBefore(state, List.of(branch), here, path);
            }
          }
        }
        return true;
      }
      var passed =
          placed(state).values().stream()
              .filter(step -> step.role() == PlacedStep.Role.MAIN)
              .filter(step -> step.path().equals(here) || step.path().startsWith(here + "/"))
              .allMatch(step -> state.step(step.path()).isPassed());
      if (!passed) {
        return false;
      }
    }
    return true;
  }

  private void ended(RunState before, Event.RunEnded ended, RunState after) {
    require(!before.status().isTerminal(), before, "ended twice: %s", ended);
    require(
        before.steps().values().stream().noneMatch(StepState::isRunning),
        before,
        "ended while an attempt runs: %s",
        ended);
    if (ended.status() == WorkflowStatus.COMPLETED) {
      require(
          before.definition().mainSteps().stream()
              .allMatch(step -> before.step(step.path()).isPassed()),
          before,
          "completed without all of its steps");
    }
    if (ended.status() == WorkflowStatus.CANCELLED && before.purpose().isEmpty()) {
      require(before.cancel().isPresent(), before, "cancelled though nobody asked");
    }
    require(after.endedAt().isPresent(), after, "ended without a time");
  }

  /** After a power failure: what the disk has is what there is. */
  void reread(MemoryStore data) {
    for (var runId : List.copyOf(folds.keySet())) {
      var journal = RunState.of(data.entries(runId, 0));
      if (journal.isPresent()) {
        folds.put(runId, journal.get());
      } else {
        folds.remove(runId);
      }
    }
  }

  /** At the end: whole journals, rows and locks agree. */
  void atEnd(MemoryStore data) {
    for (var fold : folds.values()) {
      var whole = RunState.of(data.entries(fold.runId(), 0)).orElseThrow();
      require(whole.equals(fold), fold, "its whole journal tells something else than its parts");
      var row = data.run(fold.runId()).orElseThrow();
      require(row.status() == fold.status(), fold, "its row says %s", row.status());
      require(
          fold.status().isTerminal(),
          fold,
          "never ended: %s; %s",
          fold.phase(),
          fold.steps().values().stream().filter(step -> !step.isPassed()).toList());
    }
    for (var lock : data.locks()) {
      require(state(lock.runId()).held(), state(lock.runId()), "kept the lock %s", lock.key());
    }
  }
}
