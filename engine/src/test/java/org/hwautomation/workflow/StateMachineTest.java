package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hwautomation.workflow.SimulatedStore.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random definitions and commands against a small model of a run that knows nothing of the engine:
 * after each command both stand the same. Everything comes from a seed, so plain code does it.
 */
class StateMachineTest {
  private static final int SEEDS = 400;
  private static final Duration LONG = Duration.ofSeconds(60);

  /** More would park the run, as a step that ends its process. */
  private static final int MAX_CRASHES = 4;

  private enum Kind {
    QUICK,
    LONG,
    ASK,
    FAIL
  }

  private enum Deed {
    CANCEL,
    PAUSE,
    RESUME,
    APPROVE,
    CRASH,
    TICK
  }

  /** What a run should be. */
  private static final class Model {
    private final List<Kind> steps;
    private int at;
    private int attempts;
    private boolean running;
    private boolean asked;
    private boolean approved;
    private boolean paused;
    private Duration left = LONG;
    private WorkflowStatus status = WorkflowStatus.RUNNING;

    Model(List<Kind> steps) {
      this.steps = steps;
      goOn();
    }

    private void goOn() {
      while (status == WorkflowStatus.RUNNING && !running) {
        if (at == steps.size()) {
          status = WorkflowStatus.COMPLETED;
          return;
        }
        if (paused) {
          return;
        }
        switch (steps.get(at)) {
          case QUICK -> next();
          case FAIL -> status = WorkflowStatus.FAILED;
          case LONG -> {
            running = true;
            attempts++;
            left = LONG;
          }
          case ASK -> {
            if (!approved) {
              asked = true;
              return;
            }
            next();
          }
        }
      }
    }

    private void next() {
      at++;
      attempts = 0;
      asked = false;
      approved = false;
    }

    private boolean isOver() {
      return status != WorkflowStatus.RUNNING;
    }

    /** What {@code deed} answers: false if it is refused or comes to nothing. */
    boolean apply(Deed deed, Duration tick) {
      switch (deed) {
        case CANCEL -> {
          if (isOver()) {
            return false;
          }
          status = WorkflowStatus.CANCELLED;
          running = false;
        }
        case PAUSE -> {
          if (isOver()) {
            return false;
          }
          paused = true;
        }
        case RESUME -> {
          if (isOver() || !paused) {
            return false;
          }
          paused = false;
        }
        case APPROVE -> {
          if (isOver() || !asked || approved) {
            return false;
          }
          approved = true;
        }
        case CRASH -> running = false;
        case TICK -> {
          var rest = tick;
          while (running && rest.compareTo(left) >= 0) {
            rest = rest.minus(left);
            running = false;
            next();
            goOn();
          }
          left = left.minus(rest);
        }
      }
      goOn();
      return true;
    }

    Phase phase() {
      if (isOver()) {
        return status == WorkflowStatus.FAILED ? Phase.HELD : Phase.NONE;
      }
      if (asked && !approved) {
        return Phase.WAITING_FOR_APPROVAL;
      }
      return paused && !running ? Phase.PAUSED : Phase.NONE;
    }
  }

  @Test
  void a_run_stands_as_the_model_says_after_every_command() {
    for (var seed = 0L; seed < SEEDS; seed++) {
      new Play(seed).play();
    }
  }

  private static final class Play implements SimulatedStore.Weather {
    private final long seed;
    private final Chance chance;
    private final SimulatedMachine machine;
    private final SimulationChecks checks;
    private final SimulatedDisk disk = new SimulatedDisk();
    private final List<String> told = new ArrayList<>();
    private SimulatedProcess process;
    private WorkflowEngine engine;
    private int processes;

    Play(long seed) {
      this.seed = seed;
      chance = new Chance(seed);
      machine = new SimulatedMachine(chance, false);
      checks = new SimulationChecks(machine, "no secret here");
      process = new SimulatedProcess(machine, ++processes);
      engine = launch();
    }

    @Override
    public boolean dieBefore(SimulatedProcess dying, String write) {
      return false;
    }

    @Override
    public boolean dieAfter(SimulatedProcess dying, String write) {
      return false;
    }

    @Override
    public boolean fail(SimulatedProcess failing, String call) {
      return false;
    }

    private WorkflowEngine launch() {
      var builder =
          WorkflowEngine.builder(new SimulatedStore(disk, process, this, checks, Fault.NONE))
              .time(process)
              .threads(process.threads())
              .commandInterval(Duration.ofDays(1));
      for (var kind : Kind.values()) {
        builder.action(
            Action.of(action(kind), "for the model", Action.Effects.EXTERNAL, c -> act(kind, c)));
      }
      return builder.build();
    }

    private static String action(Kind kind) {
      return "model." + kind.name().toLowerCase(Locale.ROOT) + "@1";
    }

    private static @Nullable Object act(Kind kind, StepContext context) throws Exception {
      if (kind == Kind.LONG) {
        context.sleep(LONG);
      }
      if (kind == Kind.FAIL) {
        throw new StepRejectedException("as it must");
      }
      return true;
    }

    void play() {
      var kinds = new ArrayList<Kind>();
      var definition = WorkflowDefinition.named("model");
      for (var i = 1 + chance.below(5); i > 0; i--) {
        var kind = chance.oneIn(8) ? Kind.FAIL : chance.pick(List.of(Kind.values()).subList(0, 3));
        kinds.add(kind);
        var step = WorkflowStep.named("s" + kinds.size()).uses(action(kind));
        if (kind == Kind.ASK) {
          step.approval(new Approval("operator", Optional.empty()));
        }
        definition.step(step.build());
      }
      told.add(kinds.toString());
      var model = new Model(kinds);
      ask(() -> engine.start("wf", definition.build(), WorkflowContext.EMPTY) != null);
      compare(model);
      var crashes = 0;
      for (var i = 4 + chance.below(16); i > 0; i--) {
        var deed = chance.pick(List.of(Deed.values()));
        if (deed == Deed.CANCEL && !chance.oneIn(4)) {
          continue;
        }
        if (deed == Deed.CRASH && ++crashes > MAX_CRASHES) {
          continue;
        }
        var tick = Duration.ofSeconds(7 + chance.below(60));
        told.add(deed == Deed.TICK ? "TICK " + tick : deed.toString());
        var expected = model.apply(deed, tick);
        assertThat(perform(deed, tick)).as("answer in seed %d, %s", seed, told).isEqualTo(expected);
        compare(model);
      }
    }

    private boolean perform(Deed deed, Duration tick) {
      var id = checks.runs().getFirst().runId();
      var before = engine;
      return switch (deed) {
        case CANCEL -> ask(() -> before.cancel(id, "test", ""));
        case PAUSE -> ask(() -> before.pause(id, "test", "") == CommandAnswer.DONE);
        case RESUME -> ask(() -> before.unpause(id, "test", "") == CommandAnswer.DONE);
        case APPROVE -> {
          var step =
              checks.runs().getFirst().activeSteps().map(StepState::path).findFirst().orElse("s1");
          yield ask(() -> before.approve(id, step, "test", "") == CommandAnswer.DONE);
        }
        case CRASH -> {
          process.die("as the test wants");
          process = new SimulatedProcess(machine, ++processes);
          engine = launch();
          var next = engine;
          yield ask(() -> next.recover().size() < 2);
        }
        case TICK -> {
          machine.run(tick);
          yield true;
        }
      };
    }

    /** Asks on a thread of the process, and lets everything happen that happens at once. */
    private boolean ask(BooleanSupplier what) {
      var answer = new boolean[1];
      process.fork(
          "client",
          () -> {
            try {
              answer[0] = what.getAsBoolean();
            } catch (WorkflowException e) {
              answer[0] = false;
            }
          });
      machine.run(Duration.ZERO);
      return answer[0];
    }

    private void compare(Model model) {
      assertThat(machine.problems()).as("seed %d, %s", seed, told).isEmpty();
      var run = checks.runs().getFirst();
      var completed =
          run.steps().values().stream().filter(s -> s.status() == StepStatus.COMPLETED).count();
      var attempts =
          model.at < model.steps.size() && model.steps.get(model.at) == Kind.LONG
              ? run.step("s" + (model.at + 1)).attempts().size()
              : 0;
      assertThat(
              Map.of(
                  "status",
                  run.status(),
                  "phase",
                  run.phase(),
                  "completed",
                  (int) completed,
                  "attempts",
                  attempts))
          .as("seed %d, after %s", seed, told)
          .isEqualTo(
              Map.of(
                  "status", model.status,
                  "phase", model.phase(),
                  "completed", model.at,
                  "attempts", model.attempts));
    }
  }
}
