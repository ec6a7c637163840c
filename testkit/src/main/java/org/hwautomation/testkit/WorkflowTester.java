package org.hwautomation.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.EventCodec;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.ParallelGroup;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowEngineBuilder;
import org.hwautomation.workflow.WorkflowStep;
import org.hwautomation.workflow.WorkflowStore;
import org.jspecify.annotations.Nullable;

/**
 * Runs definitions in processes that a test starts, kills and starts again, over one body of data,
 * on {@link VirtualTime}.
 *
 * <pre>{@code
 * try (var tester = WorkflowTester.of(new CopyFile())) {
 *   var run = tester.start(WorkflowStep.named("copy").uses("file.copy@1").with("from", a)….build());
 *   run.finish().is(WorkflowStatus.COMPLETED);
 * }
 * }</pre>
 *
 * <p>A process here is an engine with a store of its own; all live in this JVM. What differs from
 * an engine's defaults: no jitter, and commands, locks and limits of other processes are looked for
 * every 10 s of virtual time. Steps made by {@link #step} are registered in every process, so that
 * their runs outlive the one that started them.
 *
 * <p>To be used by one thread, that of the test; steps may call {@link #time()} and {@link
 * #store()}. Whatever waits, waits in real time for at most 40 s, and then throws {@link
 * TimeoutException} with what the run's journal has.
 */
public final class WorkflowTester implements AutoCloseable {
  /** How often a process looks for commands, locks and limits of others: 10 s. */
  static final Duration LOOK = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** What the action behind a step of {@link #step} tells the engine. */
  public enum Kind {
    /** It changes something outside. */
    EXTERNAL,
    /** It has no effects. */
    READING,
    /** It changes something outside, and goes on with a point of no return that was cut off. */
    ADOPTING
  }

  /** One process: an engine over a store of its own. */
  public static final class Executor {
    private final FaultyStore store;
    private final WorkflowEngine engine;
    private final ProcessTime time;

    private Executor(FaultyStore store, WorkflowEngine engine, ProcessTime time) {
      this.store = store;
      this.engine = engine;
      this.time = time;
    }

    public FaultyStore store() {
      return store;
    }

    public WorkflowEngine engine() {
      return engine;
    }

    boolean isAsleep(String thread) {
      return !store.isDead() && time.isAsleep(thread);
    }
  }

  private record KitAction(Kind kind, Map<String, StepFunction> functions) implements Action {
    @Override
    public String name() {
      return "kit." + kind.name().toLowerCase(Locale.ROOT) + "@1";
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
  private final UnaryOperator<WorkflowEngineBuilder> parts;
  private final VirtualTime time = new VirtualTime();
  private final Map<String, StepFunction> functions = new ConcurrentHashMap<>();
  private final AtomicInteger names = new AtomicInteger();
  private final List<Executor> processes = new ArrayList<>();
  private final WorkflowStore observer;
  private Executor current;

  private WorkflowTester(StoreUnderTest data, UnaryOperator<WorkflowEngineBuilder> parts) {
    this.data = data;
    this.parts = parts;
    observer = data.open();
    current = launch(builder -> builder);
  }

  /** A tester in memory, with {@code actions} in every process. */
  public static WorkflowTester of(Action... actions) {
    return with(builder -> builder.actions(List.of(actions)));
  }

  /** A tester in memory; every process's engine has what {@code parts} gives it. */
  public static WorkflowTester with(UnaryOperator<WorkflowEngineBuilder> parts) {
    return over(StoreUnderTest.inMemory(), parts);
  }

  /** A tester over {@code data}, which it closes. */
  public static WorkflowTester over(
      StoreUnderTest data, UnaryOperator<WorkflowEngineBuilder> parts) {
    return new WorkflowTester(data, parts);
  }

  /** The time that all processes live by. */
  public VirtualTime time() {
    return time;
  }

  /** The current process's engine. */
  public WorkflowEngine engine() {
    return current.engine();
  }

  /** The current process's store: where it fails and dies. */
  public FaultyStore store() {
    return current.store();
  }

  /** The data as another process sees it that only looks: runs, locks, who waits, progress. */
  public WorkflowStore observer() {
    return observer;
  }

  /** Starts one more process beside the current one. */
  public Executor launch(UnaryOperator<WorkflowEngineBuilder> how) {
    var store = new FaultyStore(data.open());
    var clock = new ProcessTime(time);
    var builder =
        WorkflowEngine.builder(store)
            .time(clock)
            .random(() -> 0)
            .commandInterval(LOOK)
            .description("process " + (processes.size() + 1));
    for (var kind : Kind.values()) {
      builder.action(new KitAction(kind, functions));
    }
    var process = new Executor(store, how.apply(parts.apply(builder)).build(), clock);
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

  /** A step behind an action of that kind. */
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

  /** Starts a run of {@code steps}, about server {@code server-1}. */
  public TestRun start(WorkflowStep... steps) {
    return start(sequence(steps));
  }

  /** Starts a run about server {@code server-1}, with a workflow id of its own. */
  public TestRun start(WorkflowDefinition definition) {
    return start(
        "wf-" + names.incrementAndGet(),
        definition,
        WorkflowContext.builder().server("server-1").build());
  }

  /** Starts a run in the current process. */
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

  /**
   * A new process over the same data, which recovers what the dead one left. Of one that lives
   * nothing is left; it goes on beside the new one.
   */
  public WorkflowTester restart() {
    return restart(builder -> builder);
  }

  /** As {@link #restart()}, with an engine that differs from the others'. */
  public WorkflowTester restart(UnaryOperator<WorkflowEngineBuilder> how) {
    if (store().isDead()) {
      crash(); // at a write: others don't know yet
    }
    current = launch(how);
    current.engine().recover();
    return this;
  }

  /** A new process over the same data, which has recovered nothing yet. */
  public Executor replaceProcess(UnaryOperator<WorkflowEngineBuilder> how) {
    current = launch(how);
    return current;
  }

  /** What must hold at the end of a run. */
  @FunctionalInterface
  public interface Check {
    void check(WorkflowTester tester, TestRun run) throws Exception;
  }

  /**
   * Runs {@code definition} over and over, each time with a process that dies right after another
   * of its writes, until one survives them all; each time another process recovers the run and
   * finishes it.
   *
   * @param fresh makes a tester, and whatever its actions work on, anew
   * @param check what must hold each time, also in the run that nothing befell
   * @return at how many writes the process died
   */
  public static int crashAtEveryWrite(
      Callable<WorkflowTester> fresh,
      WorkflowDefinition definition,
      WorkflowContext context,
      Check check)
      throws Exception {
    for (var n = 1; ; n++) {
      try (var tester = fresh.call()) {
        tester.store().crashAtWrite(n);
        var run = tester.startOrDie(definition, context).finish();
        var died = tester.store().isDead();
        if (!died) {
          check.check(tester, run);
          return n - 1;
        }
        run.restart().finish();
        try {
          check.check(tester, run);
        } catch (Exception | AssertionError e) {
          throw new AssertionError("where the process died after write %d: %s".formatted(n, e), e);
        }
      }
    }
  }

  private TestRun startOrDie(WorkflowDefinition definition, WorkflowContext context) {
    try {
      return start("wf", definition, context);
    } catch (StoreException e) {
      return new TestRun(this, observer.latestRun("wf").orElseThrow(() -> e).runId());
    }
  }

  /**
   * Waits, in real time, until something is so; no time passes meanwhile but what the test lets
   * pass.
   *
   * @param what is said if it does not come to pass
   */
  public static void await(String what, BooleanSupplier so)
      throws InterruptedException, TimeoutException {
    await(() -> what, so);
  }

  static void await(Supplier<String> what, BooleanSupplier so)
      throws InterruptedException, TimeoutException {
    var limit = System.nanoTime() + PATIENCE.toNanos();
    while (!so.getAsBoolean()) {
      if (System.nanoTime() > limit) {
        throw new TimeoutException("did not come to pass: " + what.get());
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  /** True if the run has nothing to do but to wait for the next timer. */
  boolean waitsForTime(RunState state) {
    if (state.active().isEmpty()) {
      return !state.locksAwaited().isEmpty();
    }
    var next = time.nextTimer();
    return next.isPresent()
        && allHaveBegun(state)
        && state
            .activeSteps()
            .allMatch(
                step ->
                    step.isRunning()
                        ? isAsleep("step " + step.path() + " of " + state.workflowId())
                        : step.limitAwaited().isPresent()
                            || step.windowAwaited().isPresent()
                            || step.retryAt()
                                .filter(at -> !at.isBefore(micros(next.get())))
                                .isPresent());
  }

  /** False while a branch beside one that is at work has not got to its next step yet. */
  private static boolean allHaveBegun(RunState state) {
    var definition = state.definition();
    return Stream.of(definition.steps(), definition.onFailure(), definition.always())
        .flatMap(List::stream)
        .allMatch(node -> hasBegun(node, "", state));
  }

  private static boolean hasBegun(Node node, String parent, RunState state) {
    var path = node.below(parent);
    return switch (node) {
      case WorkflowStep _ -> true;
      case Sequence sequence ->
          sequence.steps().stream().allMatch(inner -> hasBegun(inner, path, state));
      case ParallelGroup group ->
          group.branches().stream().allMatch(inner -> hasBegun(inner, path, state))
              && (isAtRest(path, state)
                  || group.branches().stream()
                      .allMatch(branch -> isOverOrActive(branch.below(path), state)));
    };
  }

  /** True for a group that nobody runs, or whose branches end before their time. */
  private static boolean isAtRest(String group, RunState state) {
    return state.cancel().isPresent()
        || within(group, state).noneMatch(step -> state.active().contains(step.path()))
        || within(group, state).anyMatch(step -> step.status() == StepStatus.FAILED);
  }

  private static boolean isOverOrActive(String branch, RunState state) {
    return within(branch, state).allMatch(StepState::isOver)
        || within(branch, state).anyMatch(step -> state.active().contains(step.path()));
  }

  private static Stream<StepState> within(String path, RunState state) {
    return state.steps().values().stream()
        .filter(step -> step.path().equals(path) || step.path().startsWith(path + "/"));
  }

  /** As the journal has it. */
  private static Instant micros(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS);
  }

  private boolean isAsleep(String thread) {
    return processes.stream().anyMatch(process -> process.isAsleep(thread));
  }

  /** The events of a run, as its journal has them. */
  List<Event> events(String runId) {
    return observer.entries(runId, 0).stream()
        .map(entry -> EventCodec.read(entry).orElseThrow())
        .toList();
  }

  /** All processes die, and the data is removed. */
  @Override
  public void close() {
    for (var process : processes) {
      process.store().die();
    }
    data.close();
  }
}
