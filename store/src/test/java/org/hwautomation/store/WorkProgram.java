package org.hwautomation.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowStep;
import org.jspecify.annotations.Nullable;

/**
 * A process that works at runs until it is killed. What its steps change outside is a line in a
 * file, synced before they go on: kind, lock, root run, step and attempt.
 */
final class WorkProgram {
  /** Live runs at which no more are started. */
  private static final int ENOUGH = 6;

  static final int LOCKS = 3;

  private WorkProgram() {}

  /**
   * @param finish true to start nothing, bring all runs to their end, and end
   */
  static void work(String database, Path effects, long seed, boolean finish) throws Exception {
    var random = new Random(seed);
    try (var store = StoreProgram.open(database);
        var file = FileChannel.open(effects, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        var engine =
            WorkflowEngine.builder(store)
                .action(new Task(new Outside(effects, file), random))
                .action(new Flash(new Outside(effects, file), random))
                .commandInterval(Duration.ofMillis(100))
                .build()) {
      System.out.println("ready");
      for (var number = 0; ; number++) {
        engine.recover();
        var live = store.runs(RunQuery.LIVE);
        if (finish) {
          if (live.isEmpty()) {
            return;
          }
          for (var run : live) {
            if (run.phase() == Phase.PARKED) {
              engine.resume(run.runId(), "the test");
            }
          }
        } else if (live.size() < ENOUGH) {
          start(engine, "work-" + seed + "-" + number, random.nextInt(LOCKS));
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private static void start(WorkflowEngine engine, String id, int lock) {
    try {
      engine.start(
          id,
          definition(),
          WorkflowContext.builder()
              .value("lock", "lock-" + lock)
              .lock("lock-" + lock)
              .queue()
              .build());
    } catch (WorkflowException e) {
      System.err.println(e.getMessage());
    }
  }

  private static WorkflowDefinition definition() {
    return WorkflowDefinition.named("work")
        .step(step("a", "work.task"))
        .parallel(
            Sequence.of("line", step("b", "work.task"), step("c", "work.task")),
            step("d", "work.flash"),
            step("e", "work.task"))
        .step(step("f", "work.flash"))
        .always(step("z", "work.task"))
        .build();
  }

  private static WorkflowStep step(String name, String action) {
    return WorkflowStep.named(name).uses(action).build();
  }

  /** What the outside world has seen. */
  private record Outside(Path path, FileChannel file) {
    void add(String kind, StepContext context) {
      var line =
          "%s %s %s %d%n"
              .formatted(
                  kind,
                  context.values().text("lock").orElseThrow(),
                  context.idempotencyKey(),
                  context.attempt());
      try {
        synchronized (file) {
          file.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
          file.force(true);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean has(String kind, StepContext context) {
      var begin =
          "%s %s %s "
              .formatted(
                  kind, context.values().text("lock").orElseThrow(), context.idempotencyKey());
      try {
        return Files.readAllLines(path).stream().anyMatch(line -> line.startsWith(begin));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record Task(Outside outside, Random random) implements Action {
    @Override
    public String name() {
      return "work.task@1";
    }

    @Override
    public String summary() {
      return "starts something, remembers it, and waits for it";
    }

    @Override
    public @Nullable Object run(StepContext context) throws Exception {
      outside.add("call", context);
      var task =
          context.checkpoint(
              "task",
              String.class,
              () -> {
                context.guard("starting a task");
                outside.add("task", context);
                return "task of attempt " + context.attempt();
              });
      context.sleep(Duration.ofMillis(20 + random.nextInt(130)));
      return task;
    }
  }

  private record Flash(Outside outside, Random random) implements Action {
    @Override
    public String name() {
      return "work.flash@1";
    }

    @Override
    public String summary() {
      return "flashes once, whatever happens";
    }

    @Override
    public boolean adoptsInterruptedPoint() {
      return true;
    }

    @Override
    public @Nullable Object run(StepContext context) throws Exception {
      outside.add("call", context);
      if (context.checkpoint("flashed").isPresent()) {
        return true;
      }
      var adopts = context.interruptedPoint().isPresent();
      try (var point = context.pointOfNoReturn("flashing", Duration.ofSeconds(5))) {
        if (!(adopts && outside.has("flash", context))) {
          context.guard("starting to flash");
          outside.add("flash", context);
        } else {
          outside.add("adopt", context);
        }
        context.sleep(Duration.ofMillis(20 + random.nextInt(80)));
        context.saveCheckpoint("flashed", true);
      }
      return true;
    }
  }
}
