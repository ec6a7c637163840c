package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the steps of a simulation change: they see every call of a step's function and every
 * request, and say which must not be.
 */
final class SimulatedServers {
  /** A call of a step's function that has not returned, in a process. */
  record Call(
      SimulatedProcess process,
      String runId,
      String path,
      int attempt,
      String key,
      boolean external,
      Set<String> locks,
      List<String> limits) {}

  private final SimulatedMachine machine;
  private final SimulationChecks checks;
  private final Map<String, Integer> limits;
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Call> latest = new HashMap<>();
  private final Map<String, Set<String>> checkpoints = new HashMap<>();
  private final Set<String> onTheirWay = new HashSet<>();
  private final Map<String, Integer> requests = new HashMap<>();

  SimulatedServers(SimulatedMachine machine, SimulationChecks checks, Map<String, Integer> limits) {
    this.machine = machine;
    this.checks = checks;
    this.limits = limits;
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is no dependency of ours
  private void require(boolean so, Call call, String what, Object... details) {
    if (!so) {
      machine.problem(
          "step %s of run %s, attempt %d, in %s: %s"
              .formatted(
                  call.path(),
                  call.runId(),
                  call.attempt(),
                  call.process().name(),
                  what.formatted(details)));
    }
  }

  private List<Call> others(Call call) {
    return calls.stream()
        .filter(other -> !other.equals(call) && other.process().isSound() && other.external())
        .toList();
  }

  /** A step's function was called. */
  Call begin(StepContext context, SimulatedProcess process, boolean external, boolean adopts) {
    var state = checks.state(context.runId());
    var placed = Optional.ofNullable(checks.placed(state).get(context.stepPath()));
    var call =
        new Call(
            process,
            context.runId(),
            context.stepPath(),
            context.attempt(),
            checks.key(state, context.stepPath()),
            external,
            state.lockKeys(),
            placed.map(step -> step.step().limits()).orElse(List.of()));
    require(!checks.isCompleted(call.key()), call, "called again though it completed");
    if (process.isSound() && isExecutor(call)) {
      require(isRunning(call, state), call, "called though the journal does not say it started");
      if (checks.owesPoint(call.key())) {
        require(context.interruptedPoint().isPresent(), call, "is not told of its cut-off point");
        require(adopts, call, "called though it can't adopt its cut-off point");
      }
    }
    if (external && process.isSound()) {
      for (var other : others(call)) {
        require(
            !other.key().equals(call.key()),
            call,
            "called while attempt %d in %s goes on",
            other.attempt(),
            other.process().name());
        require(
            other.runId().equals(call.runId())
                || other.locks().stream().noneMatch(call.locks()::contains),
            call,
            "called while run %s, which needs the same lock, is at it",
            other.runId());
      }
      for (var limit : call.limits()) {
        var inside = others(call).stream().filter(o -> o.limits().contains(limit)).count() + 1;
        require(
            inside <= limits.getOrDefault(limit, 1), call, "%d are inside limit %s", inside, limit);
      }
    }
    for (var kept : checkpoints.getOrDefault(call.key(), Set.of())) {
      require(context.checkpoint(kept).isPresent(), call, "its checkpoint %s is gone", kept);
    }
    calls.add(call);
    latest.put(call.key(), call);
    machine.trace(
        process.name(), "calls " + state.workflowId() + ":" + call.path() + " #" + call.attempt());
    return call;
  }

  private boolean isExecutor(Call call) {
    return checks.executor(call.runId()).filter(call.process()::equals).isPresent();
  }

  private static boolean isRunning(Call call, RunState state) {
    var step = state.step(call.path());
    return step.isRunning() && step.attempts().getLast().number() == call.attempt();
  }

  /** The function returned or threw. */
  void end(Call call) {
    calls.remove(call);
    machine.trace(
        call.process().name(),
        "leaves "
            + checks.state(call.runId()).workflowId()
            + ":"
            + call.path()
            + " #"
            + call.attempt());
  }

  /** A request that was guarded changes something. */
  void request(Call call) {
    var state = checks.state(call.runId());
    requests.merge(call.key(), 1, Integer::sum);
    require(
        call.equals(latest.get(call.key())),
        call,
        "changes something after a later attempt was made");
    require(isExecutor(call), call, "changes something though another process has the run");
    require(isRunning(call, state), call, "changes something though its attempt is over");
    require(!checks.isCompleted(call.key()), call, "changes something though it completed");
  }

  /** How many there were. */
  int requests() {
    return requests.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The server begins something that can't be taken back. */
  void begin(Call call) {
    request(call);
    require(onTheirWay.add(call.key()), call, "starts afresh what is on its way");
  }

  /** It has come to its end. */
  void settle(Call call) {
    onTheirWay.remove(call.key());
  }

  /** A checkpoint was kept: the call that keeps it has returned. */
  void kept(Call call, String name) {
    checkpoints.computeIfAbsent(call.key(), key -> new HashSet<>()).add(name);
  }

  /** Something in a point of no return was interrupted. */
  void interruptedInside(Call call) {
    require(false, call, "interrupted inside a point of no return");
  }
}
