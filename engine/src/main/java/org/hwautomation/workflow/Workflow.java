package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A handle on the latest run of a workflow id: steps are added, then it is executed. Thread-safe.
 *
 * <pre>{@code
 * Workflow workflow = engine.workflow("custom-001");
 * workflow.addStep(WorkflowStep.named("custom_validation").attempts(2).run(context -> healthy()));
 * workflow.onProgress(p -> System.out.println(p.stepName() + " - " + p.status()));
 * boolean success = workflow.execute(WorkflowContext.EMPTY);
 * }</pre>
 */
public final class Workflow {
  /** How long {@link #execute} waits for its own callback to see the end. */
  static final Duration CATCH_UP = Duration.ofSeconds(5);

  private final WorkflowEngine engine;
  private final String id;
  private final List<WorkflowStep> steps = new ArrayList<>();
  private final List<WorkflowStep> always = new ArrayList<>();
  private String name;
  private @Nullable WorkflowDefinition followed;
  private @Nullable Consumer<Progress> callback;
  private UnaryOperator<WorkflowContext> preparation = UnaryOperator.identity();
  private boolean cancelled;
  private @Nullable RunHandle run;

  Workflow(WorkflowEngine engine, String id) {
    this.engine = engine;
    this.id = id;
    this.name = id;
  }

  public String id() {
    return id;
  }

  /** The definition's name; the id if not given. */
  public synchronized Workflow named(String definition) {
    name = definition;
    return this;
  }

  /**
   * Adds a step at the end.
   *
   * @throws InvalidValueException if there is a step of that name
   */
  public synchronized Workflow addStep(WorkflowStep step) {
    if (steps.stream().anyMatch(other -> other.name().equals(step.name()))) {
      throw new InvalidValueException(
          "workflow " + id, "has a step '" + step.name() + "' already; name this one differently");
    }
    steps.add(step);
    return this;
  }

  /** Adds a step that runs last on every ending. */
  public synchronized Workflow addAlways(WorkflowStep step) {
    always.add(step);
    return this;
  }

  /**
   * Takes over a definition with all that it says; steps that are added come after its own.
   *
   * @throws InvalidValueException if there are steps already
   */
  public synchronized Workflow following(WorkflowDefinition definition) {
    if (!steps.isEmpty() || !always.isEmpty()) {
      throw new InvalidValueException(
          "workflow " + id, "has steps of its own already; take the definition over first");
    }
    followed = definition;
    name = definition.name();
    return this;
  }

  /** The steps so far, those inside groups and sequences included. */
  public synchronized List<WorkflowStep> steps() {
    if (followed == null) {
      return List.copyOf(steps);
    }
    return definition().mainSteps().stream().map(PlacedStep::step).toList();
  }

  /** Told of every step; a second call replaces the first. */
  public synchronized Workflow onProgress(Consumer<Progress> listener) {
    callback = listener;
    return this;
  }

  /** Completes the context right before a start: lock keys, addresses, secrets. */
  public synchronized Workflow preparedBy(UnaryOperator<WorkflowContext> step) {
    preparation = step;
    return this;
  }

  /** The definition that {@link #start} would freeze. */
  public synchronized WorkflowDefinition definition() {
    if (followed == null) {
      return WorkflowDefinition.of(name, steps).withAlways(always);
    }
    if (steps.isEmpty() && always.isEmpty() && name.equals(followed.name())) {
      return followed;
    }
    var builder = followed.toBuilder(name);
    steps.forEach(builder::step);
    always.forEach(builder::always);
    return builder.build();
  }

  /**
   * Starts a run and returns at once.
   *
   * @throws WorkflowAlreadyRunningException if one of this id is live
   */
  public RunHandle start(WorkflowContext context) {
    UnaryOperator<WorkflowContext> prepare;
    WorkflowDefinition definition;
    synchronized (this) {
      prepare = preparation;
      definition = definition();
    }
    var handle = engine.start(id, definition, prepare.apply(context));
    boolean cancelledMeanwhile;
    synchronized (this) {
      run = handle;
      cancelledMeanwhile = cancelled;
    }
    if (cancelledMeanwhile) {
      handle.cancel("java", "cancelled before it started");
    }
    return handle;
  }

  /**
   * Runs it to its end. Durable: what completed stays completed, also after a crash.
   *
   * @return true if every step completed; false if one failed, it was cancelled, or it is parked
   * @throws WorkflowException if it can't be started or its journal can't be written
   */
  public boolean execute(WorkflowContext context) {
    Consumer<Progress> told;
    synchronized (this) {
      if (cancelled) {
        return false;
      }
      told = callback;
    }
    var handle = start(context);
    try {
      if (told == null) {
        return handle.await().status() == WorkflowStatus.COMPLETED;
      }
      try (var subscription = handle.subscribe(new CallbackListener(told))) {
        var end = handle.await();
        subscription.awaitCaughtUp(CATCH_UP);
        return end.status() == WorkflowStatus.COMPLETED;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkflowException(
          "interrupted while waiting for run " + handle.runId() + "; it goes on", e);
    }
  }

  private record CallbackListener(Consumer<Progress> callback) implements RunListener {
    @Override
    public void onEvent(JournalEntry entry, Event event, RunState state) {
      Progress.of(event, state).ifPresent(callback);
    }

    @Override
    public void onProgress(LiveProgress progress, RunState state) {
      callback.accept(Progress.of(progress, state));
    }
  }

  /** Cancels the latest run, or keeps the next from starting; false if it had ended already. */
  public boolean cancel() {
    return cancel("java", "cancelled");
  }

  /** As {@link #cancel()}, saying who and why. */
  public boolean cancel(String actor, String reason) {
    RunHandle latest;
    synchronized (this) {
      latest = run;
      if (latest == null) {
        cancelled = true;
      }
    }
    if (latest != null) {
      return latest.cancel(actor, reason);
    }
    return engine
        .store()
        .latestRun(id)
        .map(record -> engine.cancel(record.runId(), actor, reason))
        .orElse(true);
  }

  /** The latest run, of this process or not. */
  public Optional<RunState> state() {
    RunHandle latest;
    synchronized (this) {
      latest = run;
    }
    return latest != null
        ? Optional.of(latest.state())
        : engine.store().latestRun(id).flatMap(record -> engine.state(record.runId()));
  }

  /** The latest run under the original's keys; see {@link StatusReport}. */
  public Map<String, @Nullable Object> status() {
    RunHandle latest;
    synchronized (this) {
      latest = run;
    }
    var progress = latest == null ? Optional.<LiveProgress>empty() : latest.progress();
    return state()
        .map(state -> StatusReport.of(state, progress))
        .orElseGet(() -> StatusReport.notStarted(id, steps()));
  }
}
