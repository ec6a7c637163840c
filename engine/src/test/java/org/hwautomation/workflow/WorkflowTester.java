package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Drives engines over one body of data on virtual time: starts runs, lets the process crash, starts
 * another. Steps made by {@link #step} are registered actions in every process, so that runs
 * outlive the process that started them.
 */
public final class WorkflowTester implements AutoCloseable {
  /** Real time that anything may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** How often a process looks for commands, locks and limits. */
  static final Duration LOOK = Duration.ofSeconds(10);

  /** What the action behind a step tells the engine. */
  public enum Kind {
    EXTERNAL,
    READING,
    ADOPTING
  }

  /** An engine over a store of its own, as one process has them. */
  public record Executor(RecordingStore store, WorkflowEngine engine) {}

  private record KitAction(Kind kind, Map<String, StepFunction> functions) implements Action {
    @Override
    public String name() {
      return "kit." + kind.name().toLowerCase(java.util.Locale.ROOT) + "@1";
    }

    @Override
    public String summary() {
      return "calls what the test gave";
    }

    @Override
    public Effects effects() {
      return kind == Kind.READING ? Effects.NONE : Effects.EXTERNAL;
    }

    @Override
    public boolean adoptsInterruptedPoint() {
      return kind == Kind.ADOPTING;
    }

    @Override
    public @Nullable Object run(StepContext context) throws Exception {
      var function = functions.get(context.inputs().text("function").orElseThrow());
      if (function == null) {
        throw new IllegalStateException("the test gave no function");
      }
      return function.run(context);
    }
  }

  private final StoreUnderTest data;
  private final VirtualTime time = new VirtualTime();
  private final Map<String, StepFunction> functions = new ConcurrentHashMap<>();
  private final KitLanguage language = new KitLanguage();
  private final AtomicInteger names = new AtomicInteger();
  private final List<Executor> processes = new ArrayList<>();
  private final WorkflowStore observer;
  private Executor current;

  WorkflowTester(StoreUnderTest data) {
    this.data = data;
    observer = data.open();
    current = launch(builder -> builder);
  }

  public VirtualTime time() {
    return time;
  }

  public WorkflowEngine engine() {
    return current.engine();
  }

  public RecordingStore store() {
    return current.store();
  }

  /** The data as another process sees it that only looks. */
  public WorkflowStore observer() {
    return observer;
  }

  /** What conditions and inputs are written in. */
  KitLanguage language() {
    return language;
  }

  /** Starts one more process beside the current one. */
  public Executor launch(UnaryOperator<WorkflowEngineBuilder> how) {
    var store = new RecordingStore(data.open());
    var builder =
        WorkflowEngine.builder(store)
            .time(time)
            .random(() -> 0)
            .commandInterval(LOOK)
            .expressions(language)
            .limit("one", 1)
            .limit("other", 1)
            .limit("two", 2)
            .description("process " + (processes.size() + 1));
    for (var kind : Kind.values()) {
      builder.action(new KitAction(kind, functions));
    }
    var process = new Executor(store, how.apply(builder).build());
    processes.add(process);
    return process;
  }

  /** A step that changes something outside. */
  public WorkflowStep step(String name, StepFunction function) {
    return step(name, Kind.EXTERNAL, builder -> builder, function);
  }

  /** A step of one attempt or with another timeout, and so on. */
  public WorkflowStep step(
      String name, UnaryOperator<WorkflowStep.Builder> how, StepFunction function) {
    return step(name, Kind.EXTERNAL, how, function);
  }

  public WorkflowStep step(
      String name, Kind kind, UnaryOperator<WorkflowStep.Builder> how, StepFunction function) {
    var id = name + "-" + names.incrementAndGet();
    functions.put(id, function);
    var builder = WorkflowStep.named(name).uses(new KitAction(kind, functions).name());
    return how.apply(builder).with("function", id).build();
  }

  /** A definition of {@code steps}. */
  public WorkflowDefinition sequence(WorkflowStep... steps) {
    return WorkflowDefinition.of("kit", List.of(steps));
  }

  public TestRun start(WorkflowStep... steps) {
    return start(sequence(steps));
  }

  public TestRun start(WorkflowDefinition definition) {
    return start(
        "wf-" + names.incrementAndGet(),
        definition,
        WorkflowContext.builder().server("server-1").build());
  }

  public TestRun start(String workflowId, WorkflowDefinition definition, WorkflowContext context) {
    return new TestRun(this, engine().start(workflowId, definition, context).runId());
  }

  /** The current process dies: nothing of it is written any more, and others see it dead. */
  public WorkflowTester crash() {
    current.store().die();
    current.store().owners().forEach(data::kill);
    return this;
  }

  /** Others see an owner dead although its process lives, as after a lost lock. */
  public void kill(String owner) {
    data.kill(owner);
  }

  /** A new process over the same data, which recovers what the dead one left. */
  public WorkflowTester restart() {
    return restart(builder -> builder);
  }

  public WorkflowTester restart(UnaryOperator<WorkflowEngineBuilder> how) {
    current = launch(how);
    current.engine().recover();
    return this;
  }

  /** A new process over the same data, which has recovered nothing yet. */
  public Executor replaceProcess(UnaryOperator<WorkflowEngineBuilder> how) {
    current = launch(how);
    return current;
  }

  /** Waits, in real time, until {@code what} is so. */
  public static void await(String what, Predicate<@Nullable Void> so)
      throws InterruptedException, TimeoutException {
    var limit = System.nanoTime() + PATIENCE.toNanos();
    while (!so.test(null)) {
      if (System.nanoTime() > limit) {
        throw new TimeoutException("did not come to pass: " + what);
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** The kinds of events of a run, as its journal has them. */
  List<Event> events(String runId) {
    return observer.entries(runId, 0).stream()
        .map(entry -> EventCodec.read(entry).orElseThrow())
        .toList();
  }

  @Override
  public void close() {
    for (var process : processes) {
      process.store().die();
    }
    data.close();
  }
}
