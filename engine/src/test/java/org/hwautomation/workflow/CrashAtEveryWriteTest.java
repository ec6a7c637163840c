package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.hwautomation.workflow.SimulatedStore.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process dies at each of its writes in turn, once before and once after it reached the disk;
 * another takes over. What was done and how the run ended is the same as if nothing had happened.
 */
class CrashAtEveryWriteTest {
  /**
   * What is run.
   *
   * @param resumes true if its failed run is resumed by a person
   */
  record Scenario(String name, WorkflowDefinition definition, boolean resumes) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static WorkflowStep step(String name, String does) {
    return builder(name, does).build();
  }

  private static WorkflowStep.Builder builder(String name, String does) {
    return WorkflowStep.named(name).uses("crash.step").with("does", does);
  }

  static Stream<Scenario> scenarios() {
    var plain = WorkflowDefinition.named("checkpoints");
    plain.step(step("a", "task")).step(step("b", "put")).step(step("c", "task"));
    var group = WorkflowDefinition.named("parallel_groups");
    group
        .step(step("a", "put"))
        .parallel(
            Sequence.of("one", step("b", "task"), step("c", "put")),
            step("d", "flash"),
            ParallelGroup.of("two", step("e", "task"), step("f", "slow")))
        .step(step("g", "task"));
    var points = WorkflowDefinition.named("points_of_no_return");
    points.step(step("a", "flash")).step(step("b", "flash")).always(step("z", "put"));
    var rollback = WorkflowDefinition.named("rollback");
    rollback
        .step(builder("a", "task").undo(step("back", "task")).build())
        .step(builder("b", "put").undo(step("back", "put")).build())
        .step(step("c", "fail"))
        .always(step("z", "put"))
        .rollback(step("tell", "put"));
    var approvals = WorkflowDefinition.named("approvals");
    approvals
        .step(step("a", "put"))
        .step(builder("b", "task").approval(new Approval("operator", Optional.empty())).build())
        .step(step("c", "task"));
    var held = WorkflowDefinition.named("resume_of_a_held_run");
    held.step(step("a", "task"))
        .step(step("b", "flash"))
        .step(step("c", "fail_in_first_run"))
        .step(step("d", "task"));
    return Stream.of(
        new Scenario("checkpoints", plain.build(), false),
        new Scenario("parallel groups", group.build(), false),
        new Scenario("points of no return", points.build(), false),
        new Scenario("rollback and always", rollback.build(), false),
        new Scenario("approvals", approvals.build(), false),
        new Scenario("resume of a held run", held.build(), true));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void a_crash_at_any_write_changes_neither_effects_nor_ending(Scenario scenario) {
    var undisturbed = new World(scenario, 0, false).play();
    assertThat(undisturbed.problems()).isEmpty();
    assertThat(undisturbed.writes()).as("writes of %s", scenario).isGreaterThan(4);
    for (var write = 1; write <= undisturbed.writes(); write++) {
      for (var synced : List.of(false, true)) {
        var end = new World(scenario, write, synced).play();
        var where =
            "%s, a crash %s write %d of %d"
                .formatted(scenario, synced ? "after" : "before", write, undisturbed.writes());
        assertThat(end.problems()).as(where).isEmpty();
        assertThat(end.crashed()).as(where).isTrue();
        assertThat(end.states()).as(where).isEqualTo(undisturbed.states());
        assertThat(end.flashes()).as(where + ": flashes").isEqualTo(undisturbed.flashes());
        assertThat(end.tasks().keySet()).as(where).isEqualTo(undisturbed.tasks().keySet());
        // one may have been started and not yet remembered: at least once
        assertThat(end.tasks().values().stream().mapToInt(n -> n - 1).sum())
            .as(where + ": tasks started again in " + end.tasks())
            .isLessThanOrEqualTo(1);
      }
    }
  }

  /**
   * How it came out.
   *
   * @param states of the last run: its status and each step's
   * @param tasks how often each was started
   * @param flashes how often each was begun
   */
  record Outcome(
      int writes,
      boolean crashed,
      Map<String, String> states,
      Map<String, Integer> tasks,
      Map<String, Integer> flashes,
      List<String> problems) {}

  private static final class World implements SimulatedStore.Weather {
    private final Scenario scenario;
    private final int crashAt;
    private final boolean synced;
    private final SimulatedMachine machine = new SimulatedMachine(new Chance(7), false);
    private final SimulationChecks checks = new SimulationChecks(machine, "no secret here");
    private final SimulatedServers servers = new SimulatedServers(machine, checks, Map.of());
    private final SimulatedDisk disk = new SimulatedDisk();
    private final Map<String, Integer> tasks = new TreeMap<>();
    private final Map<String, Integer> flashes = new TreeMap<>();
    private int writes;
    private int processes;
    private boolean crashed;

    World(Scenario scenario, int crashAt, boolean synced) {
      this.scenario = scenario;
      this.crashAt = crashAt;
      this.synced = synced;
    }

    @Override
    public boolean dieBefore(SimulatedProcess process, String write) {
      writes++;
      return !synced && dies();
    }

    @Override
    public boolean dieAfter(SimulatedProcess process, String write) {
      return synced && dies();
    }

    private boolean dies() {
      var dies = writes == crashAt && !crashed;
      crashed |= dies;
      return dies;
    }

    @Override
    public boolean fail(SimulatedProcess process, String call) {
      return false;
    }

    private WorkflowEngine launch(SimulatedProcess process) {
      return WorkflowEngine.builder(new SimulatedStore(disk, process, this, checks, Fault.NONE))
          .time(process)
          .threads(process.threads())
          .random(() -> 0)
          .commandInterval(Duration.ofSeconds(5))
          .action(new Step(process, this))
          .build();
    }

    Outcome play() {
      var process = new SimulatedProcess(machine, ++processes);
      var engine = launch(process);
      for (var round = 0; round < 200 && machine.problems().isEmpty(); round++) {
        if (process.isDead()) {
          process = new SimulatedProcess(machine, ++processes);
          engine = launch(process);
          ask(process, engine::recover);
        }
        var alive = engine;
        if (checks.runs().isEmpty()) {
          ask(process, () -> start(alive));
        } else if (isOver(checks.runs().getLast())) {
          return outcome();
        } else {
          answer(process, alive, checks.runs().getLast());
        }
        machine.run(Duration.ofSeconds(20));
      }
      machine.problem("it came to no end: " + machine.lines());
      return outcome();
    }

    private void start(WorkflowEngine engine) {
      engine.start("wf", scenario.definition(), WorkflowContext.builder().lock("server/1").build());
    }

    private boolean isOver(RunState run) {
      return run.status().isTerminal() && !(run.held() && scenario.resumes());
    }

    private void answer(SimulatedProcess process, WorkflowEngine engine, RunState run) {
      if (run.held()) {
        ask(process, () -> engine.resume(run.runId(), "a person"));
      }
      run.activeSteps()
          .filter(step -> step.approvalAwaited().isPresent())
          .forEach(
              step ->
                  ask(
                      process,
                      () -> engine.approve(run.runId(), step.path(), "a person", "looks well")));
    }

    private void ask(SimulatedProcess process, Runnable deed) {
      process.fork(
          "client",
          () -> {
            try {
              deed.run();
            } catch (RuntimeException e) {
              machine.problem("refused: " + e);
            }
          });
    }

    private Outcome outcome() {
      var states = new LinkedHashMap<String, String>();
      for (var run : checks.runs().isEmpty() ? checks.runs() : List.of(checks.runs().getLast())) {
        states.put("", run.status() + " " + run.values() + " " + run.error());
        run.steps().forEach((path, step) -> states.put(path, step.status() + " " + step.result()));
      }
      return new Outcome(writes, crashed, states, tasks, flashes, machine.problems());
    }
  }

  private record Step(SimulatedProcess process, World world) implements Action {
    @Override
    public String name() {
      return "crash.step@1";
    }

    @Override
    public String summary() {
      return "does what its input says";
    }

    @Override
    public boolean adoptsInterruptedPoint() {
      return true;
    }

    @Override
    public @Nullable Object run(StepContext context) throws Exception {
      var call = servers().begin(context, process, true, true);
      try {
        SimulatedProcess.pause();
        return act(context, call);
      } finally {
        servers().end(call);
      }
    }

    private @Nullable Object act(StepContext context, SimulatedServers.Call call) throws Exception {
      var done = context.stepPath();
      switch (context.inputs().text("does").orElseThrow()) {
        case "task" -> {
          var task = context.checkpoint("task", String.class, () -> startTask(context, call));
          servers().kept(call, "task");
          context.sleep(Duration.ofSeconds(3));
          return task;
        }
        case "put" -> context.put("by_" + done.replace('/', '_'), done);
        case "slow" -> context.sleep(Duration.ofMinutes(2));
        case "flash" -> flash(context, call);
        case "fail" -> throw new StepRejectedException("as it must");
        case "fail_in_first_run" -> {
          if (world.checks.runs().size() == 1) {
            throw new StepRejectedException("not yet");
          }
        }
        default -> throw new IllegalArgumentException(done);
      }
      return done;
    }

    private SimulatedServers servers() {
      return world.servers;
    }

    private String startTask(StepContext context, SimulatedServers.Call call) {
      context.guard("starting a task");
      servers().request(call);
      world.tasks.merge(context.stepPath(), 1, Integer::sum);
      return "task of " + context.stepPath();
    }

    private void flash(StepContext context, SimulatedServers.Call call)
        throws InterruptedException {
      if (context.checkpoint("flashed").isPresent()) {
        servers().settle(call);
        return; // it had left the point, and was cut off before it completed
      }
      var adopts = context.interruptedPoint().isPresent();
      try (var point = context.pointOfNoReturn("flashing", Duration.ofMinutes(1))) {
        if (!adopts || !world.flashes.containsKey(context.stepPath())) {
          context.guard("starting to flash");
          servers().begin(call);
          world.flashes.merge(context.stepPath(), 1, Integer::sum);
        }
        context.sleep(Duration.ofSeconds(40));
        context.saveCheckpoint("flashed", true);
        servers().kept(call, "flashed");
        servers().settle(call);
      }
    }
  }
}
