package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.workflow.SimulatedStore.Fault;

/**
 * Some hours of several processes that share a store and start, steer and lose runs, decided by one
 * seed; then calm, in which every run must come to its end.
 */
final class Simulation {
  private static final String SECRET = "simulated-password-7f3a";

  /** More is a livelock. */
  private static final long MAX_STEPS = 400_000;

  /** What came of one seed. */
  record Result(long seed, long hash, List<String> problems, List<String> trace, Tally tally) {}

  /** What happened, in numbers. */
  record Tally(
      long steps,
      int runs,
      int completed,
      int deaths,
      int powerFailures,
      int requests,
      int rolledBack) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0);

    Tally plus(Tally more) {
      return new Tally(
          steps + more.steps,
          runs + more.runs,
          completed + more.completed,
          deaths + more.deaths,
          powerFailures + more.powerFailures,
          requests + more.requests,
          rolledBack + more.rolledBack);
    }
  }

  private final Chance chance;
  private final SimulatedMachine machine;
  private final SimulationChecks checks;
  private final SimulatedServers servers;
  private final SimulatedDisk disk = new SimulatedDisk();
  private final SimulatedDefinitions definitions;
  private final Fault fault;
  private final List<Peer> processes = new ArrayList<>();
  private final int deathRate;
  private final int failureRate;
  private boolean stormy = true;
  private int launched;
  private int deaths;
  private int powerFailures;

  private record Peer(SimulatedProcess process, WorkflowEngine engine) {}

  private Simulation(long seed, Fault fault, boolean verbose) {
    this.fault = fault;
    chance = new Chance(seed);
    machine = new SimulatedMachine(chance, verbose);
    checks = new SimulationChecks(machine, SECRET);
    servers = new SimulatedServers(machine, checks, SimulatedDefinitions.LIMITS);
    definitions = new SimulatedDefinitions(chance);
    deathRate = chance.pick(List.of(0, 400, 100, 40));
    failureRate = chance.pick(List.of(0, 0, 0, 500));
  }

  /** Runs one seed. */
  static Result of(long seed, Fault fault, boolean verbose) {
    var simulation = new Simulation(seed, fault, verbose);
    try {
      simulation.storm();
      simulation.calm();
    } catch (RuntimeException e) { // not an engine's, whose threads are its own
      simulation.machine.problem("the simulation itself failed: " + e);
    }
    return simulation.result(seed);
  }

  private Result result(long seed) {
    var runs = checks.runs();
    return new Result(
        seed,
        machine.hash(),
        machine.problems(),
        machine.problems().isEmpty() ? List.of() : machine.lines(),
        new Tally(
            machine.steps(),
            runs.size(),
            (int) runs.stream().filter(r -> r.status() == WorkflowStatus.COMPLETED).count(),
            deaths,
            powerFailures,
            servers.requests(),
            (int) runs.stream().filter(r -> r.rollback().isPresent()).count()));
  }

  private boolean goesOn() {
    if (machine.steps() > MAX_STEPS && machine.problems().isEmpty()) {
      machine.problem("no end after " + MAX_STEPS + " steps");
    }
    return machine.problems().isEmpty();
  }

  private Peer launch() {
    var process = new SimulatedProcess(machine, ++launched);
    machine.trace(process.name(), "begins");
    var builder =
        WorkflowEngine.builder(new SimulatedStore(disk, process, new Storm(), checks, fault))
            .time(process)
            .threads(process.threads())
            .random(chance::fraction)
            .commandInterval(Duration.ofSeconds(60))
            .classifier(SimulatedStep.Failure::classOf)
            .expressions(new SimulatedDefinitions.Language())
            .description(process.name());
    SimulatedDefinitions.LIMITS.forEach(builder::limit);
    for (var kind : SimulatedStep.Kind.values()) {
      builder.action(new SimulatedStep(kind, process, servers, chance, SECRET));
    }
    var node = new Peer(process, builder.build());
    processes.add(node);
    return node;
  }

  private final class Storm implements SimulatedStore.Weather {
    @Override
    public boolean dieBefore(SimulatedProcess process, String write) {
      return dies();
    }

    @Override
    public boolean dieAfter(SimulatedProcess process, String write) {
      return dies();
    }

    private boolean dies() {
      var dies = stormy && chance.oneIn(deathRate);
      deaths += dies ? 1 : 0;
      return dies;
    }

    @Override
    public boolean fail(SimulatedProcess process, String call) {
      return stormy && chance.oneIn(failureRate);
    }
  }

  private void storm() {
    launch();
    if (chance.oneIn(2)) {
      launch();
    }
    for (var i = 10 + chance.below(30); i > 0 && goesOn(); i--) {
      happen();
      for (var steps = 1 + chance.below(60); steps > 0 && goesOn(); steps--) {
        if (!machine.step()) {
          break;
        }
      }
    }
    stormy = false;
  }

  private Peer anyProcess() {
    processes.removeIf(node -> node.process().isDead());
    if (processes.isEmpty() || (processes.size() < 3 && chance.oneIn(10))) {
      var node = launch();
      client(node, "recover", WorkflowEngine::recover);
      return node;
    }
    return chance.pick(processes);
  }

  /** What somebody does with an engine. */
  @FunctionalInterface
  private interface Deed {
    void doWith(WorkflowEngine engine) throws InterruptedException;
  }

  private void client(Peer node, String what, Deed deed) {
    machine.trace(node.process().name(), "is asked to " + what);
    node.process()
        .fork(
            "client",
            () -> {
              try {
                deed.doWith(node.engine());
              } catch (WorkflowException e) {
                machine.trace(node.process().name(), "refuses to " + what);
              } catch (InterruptedException | RuntimeException e) {
                machine.problem("asked to " + what + ", an engine threw " + e);
              }
            });
  }

  private void happen() {
    var node = anyProcess();
    var choice = chance.below(30);
    if (choice < 8 || checks.runs().isEmpty()) {
      start(node);
    } else if (choice < 12) {
      client(node, "recover", WorkflowEngine::recover);
    } else if (choice < 25) {
      steer(node, chance.pick(checks.runs()), choice);
    } else {
      befall(node, choice);
    }
  }

  private void start(Peer node) {
    var definition = definitions.next();
    var context = WorkflowContext.builder().server("server-" + chance.below(3));
    for (var lock : List.of("a", "b")) {
      if (chance.oneIn(3)) {
        context.lock(lock);
      }
    }
    if (chance.oneIn(2)) {
      context.queue();
    }
    if (chance.oneIn(3)) {
      context.secret("password", SECRET);
    }
    var id = "wf-" + chance.below(6);
    client(
        node,
        "start " + id,
        engine -> {
          var run = engine.start(id, definition, context.build());
          if (definition.always().isEmpty()) {
            follow(run);
          }
        });
  }

  /** A listener sees every event of its run in order. */
  private void follow(RunHandle run) {
    var seen = new long[1];
    run.subscribe(
        (entry, event, state) -> {
          if (entry.seq() != ++seen[0]) {
            machine.problem("a listener of " + run.runId() + " missed an event at " + seen[0]);
          }
          SimulatedProcess.pause();
        });
  }

  private void steer(Peer node, RunState run, int choice) {
    var id = run.runId();
    var steps = List.copyOf(run.steps().keySet());
    var waiting =
        run.activeSteps().filter(s -> s.approvalAwaited().isPresent()).map(StepState::path);
    var step = waiting.findFirst().orElseGet(() -> chance.pick(steps));
    switch (choice) {
      case 12 -> client(node, "cancel", engine -> engine.cancel(id, "test", "storm"));
      case 13 -> client(node, "force", engine -> engine.cancel(id, "test", "storm", true));
      case 14 -> client(node, "pause", engine -> engine.pause(id, "test", ""));
      case 15, 16 -> client(node, "unpause", engine -> engine.unpause(id, "test", ""));
      case 17 -> client(node, "skip " + step, engine -> engine.skip(id, step, "test", ""));
      case 18 -> client(node, "refuse " + step, engine -> engine.refuse(id, step, "test", ""));
      case 19, 20 ->
          client(node, "approve " + step, engine -> engine.approve(id, step, "test", ""));
      case 21 -> client(node, "release", engine -> engine.release(id, "test", ""));
      case 22 -> client(node, "roll back", engine -> engine.rollback(id, "test"));
      default -> client(node, "resume", engine -> engine.resume(id, "test"));
    }
  }

  private void befall(Peer node, int choice) {
    switch (choice) {
      case 25 -> {
        deaths++;
        node.process().die("of nothing in particular");
        recoverTwice();
      }
      case 26 -> {
        node.process().castOut();
        recoverTwice();
      }
      case 27 -> {
        if (chance.oneIn(3)) {
          losePower();
        }
      }
      case 28 ->
          machine.stepWallClock(
              chance.upTo(Duration.ofMinutes(90)).multipliedBy(chance.oneIn(2) ? 1 : -1));
      default -> {
        if (chance.oneIn(3)) {
          client(node, "close", engine -> engine.close(chance.upTo(Duration.ofMinutes(2))));
          processes.remove(node);
        }
      }
    }
  }

  /** Whoever takes a run over is not alone in trying. */
  private void recoverTwice() {
    if (chance.oneIn(2)) {
      client(anyProcess(), "recover", WorkflowEngine::recover);
      client(anyProcess(), "recover", WorkflowEngine::recover);
    }
  }

  private void losePower() {
    powerFailures++;
    machine.trace("power", "fails; %d writes are lost".formatted(disk.unsynced()));
    processes.forEach(node -> node.process().die("with the power"));
    processes.clear();
    if (disk.unsynced() > 0) {
      disk.losePower();
      checks.reread(disk.data());
    }
  }

  /** No more accidents, and a person who answers every question: every run must end. */
  private void calm() {
    if (!goesOn()) {
      return;
    }
    processes.forEach(
        node -> {
          if (node.process().isOutcast()) {
            node.process().die("at last");
          }
        });
    machine.trace("-", "calm");
    processes.removeIf(node -> node.process().isDead());
    var last = launch();
    for (var round = 0; round < 120 && goesOn(); round++) {
      client(last, "recover", WorkflowEngine::recover);
      for (var run : checks.runs()) {
        answer(last, run, round);
      }
      machine.run(Duration.ofMinutes(15));
      if (checks.runs().stream().allMatch(run -> run.status().isTerminal() && !run.held())) {
        break;
      }
    }
    if (goesOn()) {
      checks.atEnd(disk.data());
    }
  }

  private void answer(Peer last, RunState run, int round) {
    var id = run.runId();
    switch (run.phase()) {
      case WAITING_FOR_APPROVAL ->
          run.activeSteps()
              .filter(step -> step.approvalAwaited().isPresent())
              .map(StepState::path)
              .forEach(
                  step -> client(last, "approve", engine -> engine.approve(id, step, "calm", "")));
      case PAUSED -> client(last, "unpause", engine -> engine.unpause(id, "calm", ""));
      case PARKED -> {
        if (run.owner().isPresent()) {
          return; // an attempt lingers
        }
        if (round < 3) {
          client(last, "resume", engine -> engine.resume(id, "calm"));
        } else {
          client(last, "cancel", engine -> engine.cancel(id, "calm", "parked"));
        }
      }
      case HELD -> {
        if (round > 1 || chance.oneIn(2)) {
          client(last, "release", engine -> engine.release(id, "calm", ""));
        } else {
          client(last, "resume", engine -> engine.resume(id, "calm"));
        }
      }
      default -> {
        if (round > 20 && run.cancel().isEmpty() && !run.status().isTerminal()) {
          client(last, "cancel", engine -> engine.cancel(id, "calm", "it takes long"));
        }
      }
    }
  }
}
