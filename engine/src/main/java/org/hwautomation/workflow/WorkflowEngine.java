package org.hwautomation.workflow;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, recovers and ends runs. An engine is an <em>executor</em> from its first start or
 * takeover on, and an observer before. Thread-safe.
 *
 * <pre>{@code
 * try (var engine = WorkflowEngine.builder(store).action(new CommissionServer()).build()) {
 *   var run = engine.start("prov-001", definition, context);
 *   RunState end = run.await();
 * }
 * }</pre>
 */
public final class WorkflowEngine implements AutoCloseable {
  static final Logger LOG = LoggerFactory.getLogger(WorkflowEngine.class);

  private final EngineSettings settings;
  private final ActionRegistry registry;
  private final LiveRuns runs;
  private final Ownership ownership;
  private final RunStarter starter;
  private final HeldRuns held;
  private final RunRecovery recovery;
  private final CommandInbox inbox;
  private final RunCommands commands;

  WorkflowEngine(EngineSettings settings, ActionRegistry registry) {
    this.settings = settings;
    this.registry = registry;
    runs = new LiveRuns(settings, registry);
    ownership = new Ownership(settings, this::listenForCommands);
    starter = new RunStarter(settings, registry, ownership, runs);
    held = new HeldRuns(settings, starter);
    recovery = new RunRecovery(settings, registry, ownership, runs);
    inbox = new CommandInbox(settings, ownership, runs, recovery);
    commands = new RunCommands(settings, runs, recovery);
  }

  private void listenForCommands() {
    inbox.schedule();
  }

  public static WorkflowEngineBuilder builder(WorkflowStore store) {
    return new WorkflowEngineBuilder(store);
  }

  /**
   * Starts a run; when this returns it is in the journal and this engine executes it.
   *
   * @param workflowId the caller's name for it; only one live run may have it
   * @throws WorkflowAlreadyRunningException if a live run has that workflow id
   * @throws LockHeldException if another run holds one of the context's lock keys
   * @throws LockAwaitedException if another run waits for one of them: only a start that queues too
   *     may stand behind it
   * @throws InvalidValueException if a value or the definition can't be remembered, or holds a
   *     secret in clear
   */
  public RunHandle start(
      String workflowId, WorkflowDefinition definition, WorkflowContext context) {
    return new RunHandle(this, starter.start(workflowId, definition, context));
  }

  /**
   * Registers the code of a definition's functions again, under the names workflow id and step
   * path, after the process that started a run with it died: the run goes on, also if it was parked
   * for want of it. Not needed for steps that name an action.
   *
   * @return the run that goes on; empty if none waited for this
   */
  public Optional<RunHandle> offer(String workflowId, WorkflowDefinition definition) {
    registry.keep(workflowId, ActionRegistry.functionsIn(definition));
    return store()
        .latestRun(workflowId)
        .filter(run -> !run.status().isTerminal())
        .flatMap(recovery::recover)
        .map(execution -> new RunHandle(this, execution));
  }

  /**
   * Takes over every live run whose owner is dead, or that was parked for want of an action which
   * is registered here, and continues it. Runs that can't be continued are parked with the reason.
   *
   * @return those that go on
   */
  public List<RunHandle> recover() {
    return recovery.recoverAll().stream().map(execution -> new RunHandle(this, execution)).toList();
  }

  /**
   * Parks every live run that nobody executes: for a store that is an older copy, so that no run
   * does again by itself what it did after the copy was made. A person resumes or cancels each.
   *
   * @param why for the journals, such as from when the copy is
   * @return how many were parked; those that were parked before are not among them
   */
  public int parkRestored(String actor, String why) {
    return recovery.parkRestored(actor, why);
  }

  /**
   * Continues a run: a parked, paused or interrupted one as itself; a held one as a new run in
   * which completed steps are not run again.
   *
   * @throws RunOwnedException if a living process executes it; nothing has changed then, and one
   *     that is paused there goes on by {@link #unpause}
   * @throws WorkflowException if it completed or was cancelled, or can't be continued here
   */
  public RunHandle resume(String runId, String actor) {
    return resume(runId, actor, ResumeChanges.NONE);
  }

  /**
   * As {@link #resume(String, String)}, with changes; only a held run takes any.
   *
   * @throws InvalidValueException if a completed step has read a value that is to be changed
   */
  public RunHandle resume(String runId, String actor, ResumeChanges changes) {
    var run = record(runId);
    if (run.phase() == Phase.HELD && run.status() == WorkflowStatus.FAILED) {
      return new RunHandle(this, held.resume(run, actor, changes));
    }
    if (run.status().isTerminal()) {
      throw new WorkflowException(
          "run %s is %s; only an interrupted, paused, parked or failed and held run can be resumed%s"
              .formatted(
                  runId,
                  run.status().wireName(),
                  run.phase() == Phase.HELD ? "; look at its server, then release it" : ""));
    }
    if (!changes.values().values().isEmpty() || !changes.skips().isEmpty()) {
      throw new WorkflowException(
          "run %s has not failed; only a failed and held run can be resumed with changes"
              .formatted(runId));
    }
    if (state(runId).flatMap(RunState::paused).isPresent()) { // which its phase need not say
      return resumePaused(run, actor, changes.reason());
    }
    return recovery
        .adopt(runId, actor, true)
        .map(execution -> new RunHandle(this, execution))
        .orElseThrow(
            () ->
                new WorkflowException(
                    "run %s is parked: %s"
                        .formatted(runId, record(runId).message().orElse("unknown"))));
  }

  /** Here, or refused: it never goes on elsewhere while the caller is told that it does not. */
  private RunHandle resumePaused(RunRecord run, String actor, String reason) {
    var runId = run.runId();
    if (executing(runId).isEmpty() && !recovery.isLeft(run)) {
      throw new RunOwnedException(
          runId, run.owner().orElse("another process"), "unpause it there instead");
    }
    if (executing(runId).isEmpty()) {
      recovery.adopt(runId, actor, true);
    }
    var here =
        executing(runId)
            .orElseThrow(
                () ->
                    new WorkflowException(
                        "run %s is parked: %s"
                            .formatted(runId, record(runId).message().orElse("unknown"))));
    commands.give(runId, Command.Kind.RESUME, Value.Fields.EMPTY, actor, reason);
    return here;
  }

  /**
   * Undoes what a failed and held run did, as a new run: the undos of its completed steps, the last
   * first, down to the last that passed a point of no return; then its steps for failure.
   *
   * @throws WorkflowException if it is not failed and held, or was rolled back before
   */
  public RunHandle rollback(String runId, String actor) {
    return rollback(runId, actor, "");
  }

  /**
   * As {@link #rollback(String, String)}.
   *
   * @param reason for the journal
   */
  public RunHandle rollback(String runId, String actor, String reason) {
    var run = record(runId);
    if (run.phase() != Phase.HELD || run.status() != WorkflowStatus.FAILED) {
      throw new WorkflowException(
          "run %s is %s; only a failed and held run can be rolled back"
              .formatted(runId, run.status().wireName()));
    }
    return new RunHandle(this, held.rollBack(run, actor, reason));
  }

  /**
   * Cancels a run, whichever process executes it; one that nobody executes is taken over for it.
   * Where an attempt was cut off inside a point of no return, the cancel waits for the next one to
   * find out how that went; a run in which nobody can is cancelled and keeps its locks until it is
   * released.
   *
   * @return false if it had ended already; nothing changes then
   */
  public boolean cancel(String runId, String actor, String reason) {
    return cancel(runId, actor, reason, false);
  }

  /**
   * As {@link #cancel(String, String, String)}.
   *
   * @param force true to cut clean-up short too; the run says what was not cleaned
   */
  public boolean cancel(String runId, String actor, String reason, boolean force) {
    return commands.cancel(runId, actor, reason, force);
  }

  /**
   * Lets a run make no further attempt; one that runs is not interrupted.
   *
   * @throws WorkflowException if the run has ended, or is being cancelled or rolled back
   */
  public CommandAnswer pause(String runId, String actor, String reason) {
    return commands.give(runId, Command.Kind.PAUSE, Value.Fields.EMPTY, actor, reason);
  }

  /**
   * Lets a paused run go on where it is executed.
   *
   * @throws WorkflowException if it is not paused
   */
  public CommandAnswer unpause(String runId, String actor, String reason) {
    return commands.give(runId, Command.Kind.RESUME, Value.Fields.EMPTY, actor, reason);
  }

  /**
   * Says yes to a step that asks for an approval.
   *
   * @throws WorkflowException if it does not wait for one
   */
  public CommandAnswer approve(String runId, String step, String actor, String reason) {
    return commands.give(runId, Command.Kind.APPROVE, about(step), actor, reason);
  }

  /**
   * Says no to a step that asks for an approval: it fails.
   *
   * @throws WorkflowException if it does not wait for one
   */
  public CommandAnswer refuse(String runId, String step, String actor, String reason) {
    return commands.give(runId, Command.Kind.REFUSE, about(step), actor, reason);
  }

  /**
   * Leaves a step of a live run out, as if it had completed without a result. In a held run, a step
   * is left out by {@link #resume(String, String, ResumeChanges)}.
   *
   * @throws WorkflowException if an attempt of it runs, it is over, or was cut off inside a point
   *     of no return
   */
  public CommandAnswer skip(String runId, String step, String actor, String reason) {
    return commands.give(runId, Command.Kind.SKIP, about(step), actor, reason);
  }

  /**
   * Lets a run wait for no maintenance window from here on. One that resumes it waits again.
   *
   * @throws WorkflowException if the run has ended
   */
  public CommandAnswer overrideWindow(String runId, String actor, String reason) {
    return commands.give(runId, Command.Kind.OVERRIDE_WINDOW, Value.Fields.EMPTY, actor, reason);
  }

  private static Value.Fields about(String step) {
    return Value.Fields.EMPTY.with("step", step);
  }

  /**
   * Gives the locks of a held run back without resuming it.
   *
   * @return false if it is not held
   */
  public boolean release(String runId, String actor, String reason) {
    return held.release(runId, actor, reason);
  }

  private RunRecord record(String runId) {
    return store().run(runId).orElseThrow(() -> new RunNotFoundException(runId));
  }

  /** The state of a run, wherever it is executed; empty if there is none. */
  public Optional<RunState> state(String runId) {
    return runs.find(runId)
        .map(execution -> execution.journal().state())
        .or(() -> RunState.of(store().entries(runId, 0)));
  }

  /** The run if this engine executes it. */
  public Optional<RunHandle> executing(String runId) {
    return runs.find(runId).map(execution -> new RunHandle(this, execution));
  }

  /** How many runs this engine executes. */
  public int executing() {
    return runs.count();
  }

  /** A handle on the latest run of a workflow id, to which steps can be added. */
  public Workflow workflow(String workflowId) {
    return new Workflow(this, workflowId);
  }

  /**
   * Follows a run from an entry on, in this process or another.
   *
   * @param afterSeq 0 for all of it
   */
  public Subscription subscribe(String runId, long afterSeq, RunListener listener) {
    return Subscription.start(
        store(),
        time(),
        runId,
        afterSeq,
        listener,
        settings.threads(),
        runs.find(runId).map(RunExecution::journal).orElse(null));
  }

  /** Makes the threads of runs, steps and listeners. */
  ThreadFactory threads() {
    return settings.threads();
  }

  public WorkflowStore store() {
    return settings.store();
  }

  public WorkflowTime time() {
    return settings.time();
  }

  /** Who waits for which locks, in order. */
  public List<LockWait> lockWaits() {
    return store().lockWaits();
  }

  /** How long what the steps of {@code state} use usually takes, by action; learned so far. */
  public Optional<UsualDuration> usualDuration(String action, RunState state) {
    return store().usualDuration(action + " " + settings.likeness().apply(state));
  }

  /**
   * How long an action usually takes, learned so far, by the words for what runs are alike.
   *
   * @param action {@code name@major}
   */
  public Map<String, UsualDuration> usualDurations(String action) {
    var usual = new LinkedHashMap<String, UsualDuration>();
    store()
        .usualDurations(action + " ")
        .forEach((what, times) -> usual.put(what.substring(action.length() + 1), times));
    return usual;
  }

  /** The registered actions by name. */
  public Map<String, Action> actions() {
    return registry.actions();
  }

  /**
   * Stops gently: starts nothing new, gives running steps {@code drainTime} to end, waits for
   * points of no return, and leaves what is not finished resumable. A start that is under way is
   * let in first, and stops like the others.
   */
  public void close(Duration drainTime) {
    var closing = runs.close();
    if (closing.isEmpty()) {
      return;
    }
    inbox.close();
    var running = closing.get();
    running.forEach(execution -> execution.stop(drainTime));
    var left =
        CompletableFuture.allOf(
            running.stream()
                .map(execution -> execution.done().handle((state, _) -> state))
                .toArray(CompletableFuture<?>[]::new));
    try {
      left.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runs end all the same, and then the ownership
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed exceptionally", e);
    }
    // an attempt that ignores its interruption keeps its run ours, or another would repeat it
    var _ =
        left.thenCompose(
                nothing ->
                    CompletableFuture.allOf(
                        running.stream()
                            .flatMap(execution -> execution.leftBehind().stream())
                            .map(RunAttempt::over)
                            .toArray(CompletableFuture<?>[]::new)))
            .thenRun(ownership::end);
  }

  /** {@link #close(Duration)} with the builder's drain time. */
  @Override
  public void close() {
    close(settings.drain());
  }
}
