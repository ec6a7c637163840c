package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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

  /** A step that crashes cut off so often parks its run. */
  static final int MAX_INTERRUPTIONS = 5;

  private final WorkflowStore store;
  private final WorkflowTime time;
  private final Map<String, Action> actions;

  /** By workflow id and step: the code of steps that name no action, until the run is over. */
  private final Map<String, Map<String, Action>> functions = new ConcurrentHashMap<>();

  private final Function<Throwable, Optional<ErrorClass>> classifier;
  private final Duration grace;
  private final Duration drain;
  private final Duration cleanBudget;
  private final Duration commandInterval;
  private final DoubleSupplier random;
  private final String description;
  private final Map<String, RunExecution> live = new ConcurrentHashMap<>();

  /** Runs that are being created or taken over right now. */
  private final Set<String> claimed = ConcurrentHashMap.newKeySet();

  private final RunRecovery recovery;
  private WorkflowStore.@Nullable Owner owner;
  private WorkflowTime.@Nullable Timer commandTimer;
  private boolean closed;

  private WorkflowEngine(Builder builder) {
    store = builder.store;
    time = builder.time;
    actions = Map.copyOf(builder.actions);
    classifier = builder.classifier;
    grace = builder.grace;
    drain = builder.drain;
    cleanBudget = builder.cleanBudget;
    commandInterval = builder.commandInterval;
    random = builder.random;
    description = builder.description;
    recovery = new RunRecovery(this);
  }

  public static Builder builder(WorkflowStore store) {
    return new Builder(store);
  }

  /**
   * Starts a run; when this returns it is in the journal and this engine executes it.
   *
   * @param workflowId the caller's name for it; only one live run may have it
   * @throws WorkflowAlreadyRunningException if a live run has that workflow id
   * @throws LockHeldException if another run holds one of the context's lock keys
   * @throws InvalidValueException if a value or the definition can't be remembered
   */
  public RunHandle start(
      String workflowId, WorkflowDefinition definition, WorkflowContext context) {
    if (workflowId.isBlank() || workflowId.length() > 200) {
      throw new InvalidValueException("workflow id", "is not 1 to 200 characters");
    }
    refuseUnregistered(definition);
    var us = owner();
    store
        .latestRun(workflowId)
        .filter(run -> !run.status().isTerminal())
        .ifPresent(
            run -> {
              throw new WorkflowAlreadyRunningException(workflowId, run.runId());
            });
    var stored = definition.toValue();
    Limits.check("the definition", stored, Limits.DEFINITION);
    Limits.check("all values", context.values(), Limits.VALUES);
    var runId = RunIds.next(time.now());
    return create(
        us,
        RunRecords.start(
            runId, runId, workflowId, definition, context, Optional.empty(), time.now()),
        new Event.RunStarted(
            workflowId,
            runId,
            Optional.empty(),
            stored,
            withSecrets(context),
            context.lockKeys(),
            context.serverId(),
            context.deviceType()),
        List.of(),
        context.startedBy(),
        functionsOf(definition));
  }

  private void refuseUnregistered(WorkflowDefinition definition) {
    for (var step : definition.all()) {
      if (step.action().filter(name -> !actions.containsKey(name)).isPresent()) {
        throw new InvalidValueException(
            "step " + step.name(),
            "uses "
                + step.action().get()
                + ", which is not registered; known: "
                + String.join(", ", actions.keySet().stream().sorted().toList()));
      }
    }
  }

  private static Map<String, Action> functionsOf(WorkflowDefinition definition) {
    var functions = new LinkedHashMap<String, Action>();
    for (var step : definition.all()) {
      step.function()
          .ifPresent(
              function ->
                  functions.put(
                      step.name(),
                      Action.of(
                          "function@1", step.description(), Action.Effects.EXTERNAL, function)));
    }
    return Map.copyOf(functions);
  }

  /**
   * Gives the code of a definition's functions again, after a restart of the process that started a
   * run with it: so that {@link #recover} and {@link #resume} find it. Not needed for steps that
   * name an action.
   */
  public void offer(String workflowId, WorkflowDefinition definition) {
    functions.put(workflowId, functionsOf(definition));
  }

  private Value.Fields withSecrets(WorkflowContext context) {
    var values = context.values();
    for (var secret : context.secrets().entrySet()) {
      values = values.with(secret.getKey(), store.keepSecret(secret.getKey(), secret.getValue()));
    }
    return values;
  }

  private RunHandle create(
      String us,
      RunRecord draft,
      Event.RunStarted started,
      List<Event> carried,
      String actor,
      Map<String, Action> code) {
    var events = new ArrayList<Event>();
    events.add(started);
    events.addAll(carried);
    events.add(new Event.RunOwned(us, false));
    var entries = new ArrayList<JournalEntry>();
    RunState state = null;
    for (var event : events) {
      var entry = EventCodec.write(draft.runId(), entries.size() + 1L, 1, time.now(), actor, event);
      entries.add(entry);
      state = state == null ? RunState.first(entry) : state.apply(entry, event);
    }
    if (state == null) {
      throw new IllegalStateException("a run has a first event");
    }
    var record = RunRecords.of(draft, state, 1);
    claimed.add(draft.runId()); // or a recovery could find it before it is executed
    try {
      store.create(
          new NewRun(
              record,
              entries,
              started.lockKeys().stream().sorted().toList(),
              started.resumedFrom(),
              RunHistory.of(state, record)));
      functions.put(draft.workflowId(), code);
      return execute(new RunJournal(store, time, draft, state, 1, entries), code);
    } finally {
      claimed.remove(draft.runId());
    }
  }

  private synchronized RunHandle execute(RunJournal journal, Map<String, Action> code) {
    if (closed) {
      throw new WorkflowException(
          "the engine is closed; run " + journal.state().runId() + " waits");
    }
    var execution = new RunExecution(this, journal, code);
    live.put(journal.state().runId(), execution);
    execution.start();
    return new RunHandle(this, execution);
  }

  /**
   * Takes over every live run whose owner is dead and continues it. Runs that can't be continued
   * are parked with the reason.
   *
   * @return those that go on
   */
  public List<RunHandle> recover() {
    var recovered = new ArrayList<RunHandle>();
    for (var run : store.runs(RunQuery.LIVE)) {
      try {
        if (run.owner().isPresent() && isLeft(run)) {
          adopt(run, "engine", false).ifPresent(recovered::add);
        }
      } catch (RunOwnedException | RunFencedException e) {
        LOG.info("{}", e.getMessage()); // another executor was faster
      } catch (WorkflowException e) {
        LOG.warn("run {} can't be recovered: {}", run.runId(), e.getMessage());
      }
    }
    return recovered;
  }

  /** True if no living process executes the run, ours included. */
  private boolean isLeft(RunRecord run) {
    if (live.containsKey(run.runId()) || claimed.contains(run.runId())) {
      return false;
    }
    String us;
    synchronized (this) {
      us = owner == null ? null : owner.id();
    }
    return run.owner().isEmpty()
        || run.owner().get().equals(us)
        || !store.isAlive(run.owner().get());
  }

  /**
   * Continues a run: a parked or interrupted one as itself; a held one as a new run in which
   * completed steps are not run again.
   *
   * @throws RunOwnedException if a living process executes it
   * @throws WorkflowException if it completed or was cancelled, or can't be continued here
   */
  public RunHandle resume(String runId, String actor) {
    var run = store.run(runId).orElseThrow(() -> new RunNotFoundException(runId));
    if (!run.status().isTerminal()) {
      return adopt(run, actor, true)
          .orElseThrow(
              () ->
                  new WorkflowException(
                      "run "
                          + runId
                          + " is parked: "
                          + store.run(runId).flatMap(RunRecord::message).orElse("unknown")));
    }
    if (run.phase() != Phase.HELD) {
      throw new WorkflowException(
          "run %s is %s; only an interrupted, parked or held run can be resumed"
              .formatted(runId, run.status().wireName()));
    }
    return resumeHeld(run, actor);
  }

  private RunHandle resumeHeld(RunRecord run, String actor) {
    var entries = store.entries(run.runId(), 0);
    var before = RunState.of(entries).orElseThrow();
    var carried = new ArrayList<Event>();
    for (var defined : before.definition().steps()) { // those for every ending run again
      var step = before.step(defined.name());
      if (step.status() == StepStatus.COMPLETED) {
        carried.add(new Event.StepAdopted(step.path(), run.runId(), step.result()));
        continue;
      }
      step.checkpoints()
          .forEach(
              (name, kept) ->
                  carried.add(
                      new Event.CheckpointSaved(
                          step.path(), 0, name, kept.inputsHash(), kept.value())));
      step.interruptedPoint()
          .ifPresent(
              p -> carried.add(new Event.PointCarried(step.path(), p.description(), p.expected())));
    }
    var runId = RunIds.next(time.now());
    var handle =
        create(
            owner(),
            RunRecords.resume(runId, before.rootRunId(), run, actor, time.now()),
            new Event.RunStarted(
                run.workflowId(),
                before.rootRunId(),
                Optional.of(run.runId()),
                (Value.Fields) entries.getFirst().payload().get("definition").orElseThrow(),
                before.values(),
                before.lockKeys(),
                before.serverId(),
                before.deviceType()),
            carried,
            actor,
            functions.getOrDefault(run.workflowId(), Map.of()));
    try {
      noLongerHeld(run.runId(), actor, "resumed as " + runId, false);
    } catch (WorkflowException e) {
      // the locks have passed over and its row says so; only its own journal does not
      LOG.warn("run {} is resumed, but its journal can't say so: {}", run.runId(), e.getMessage());
    }
    return handle;
  }

  /** Takes a run over and continues it; empty if it had to be parked. */
  private Optional<RunHandle> adopt(RunRecord run, String actor, boolean asked) {
    var us = owner();
    awaitLeft(run.runId());
    if (!claimed.add(run.runId())) {
      throw new RunOwnedException(run.runId(), "this process");
    }
    try {
      if (live.containsKey(run.runId())) {
        throw new RunOwnedException(run.runId(), "this process");
      }
      var now = store.run(run.runId()).orElseThrow(() -> new RunNotFoundException(run.runId()));
      if (now.status().isTerminal()) {
        throw new RunFencedException(run.runId(), "it is " + now.status().wireName());
      }
      var code = functions.getOrDefault(run.workflowId(), Map.of());
      return recovery.takeOver(now, us, actor, asked, code).map(journal -> execute(journal, code));
    } finally {
      claimed.remove(run.runId());
    }
  }

  /** Lets our own execution of a run that is parked already get out of the way. */
  private void awaitLeft(String runId) {
    var mine = live.get(runId);
    if (mine == null || mine.journal().state().owner().isPresent()) {
      return;
    }
    try {
      mine.done().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkflowException("interrupted while run " + runId + " is being parked", e);
    } catch (ExecutionException e) {
      LOG.debug("run {} was left with an error", runId);
    }
  }

  /**
   * Cancels a run, whichever process executes it; one that nobody executes is taken over for it.
   *
   * @return false if it had ended already; nothing changes then
   */
  public boolean cancel(String runId, String actor, String reason) {
    var execution = live.get(runId);
    if (execution != null) {
      var answer = execution.cancel(actor, reason, Optional.empty());
      if (answer.isPresent()) {
        return answer.get();
      }
      awaitLeft(runId);
    }
    var run = store.run(runId).orElseThrow(() -> new RunNotFoundException(runId));
    if (run.status().isTerminal()) {
      return false;
    }
    store.submit(
        new Command(
            RunIds.next(time.now()),
            runId,
            Command.Kind.CANCEL,
            OptionalLong.empty(),
            actor,
            reason,
            time.now()));
    if (isLeft(run)) {
      try {
        adopt(run, actor, true);
      } catch (RunOwnedException e) {
        LOG.debug("{}; it applies the command", e.getMessage());
      } catch (RunFencedException e) {
        return false; // it ended meanwhile
      }
    }
    return true;
  }

  /**
   * Gives the locks of a held run back without resuming it.
   *
   * @return false if it is not held
   */
  public boolean release(String runId, String actor, String reason) {
    var run = store.run(runId).orElseThrow(() -> new RunNotFoundException(runId));
    if (run.phase() != Phase.HELD) {
      return false;
    }
    return noLongerHeld(runId, actor, reason, true);
  }

  private boolean noLongerHeld(String runId, String actor, String reason, boolean releaseLocks) {
    var run = store.run(runId).orElseThrow(() -> new RunNotFoundException(runId));
    var state = RunState.of(store.entries(runId, 0)).orElseThrow();
    if (!state.held()) {
      return false;
    }
    try {
      new RunJournal(store, time, run, state, run.epoch(), List.of())
          .append(
              actor,
              List.of(new Event.RunReleased(actor, Limits.cut(reason))),
              releaseLocks,
              Optional.empty());
      return true;
    } catch (RunFencedException e) {
      LOG.debug("released or resumed by somebody else: {}", e.getMessage());
      return false;
    }
  }

  /** The state of a run, wherever it is executed; empty if there is none. */
  public Optional<RunState> state(String runId) {
    var execution = live.get(runId);
    return execution != null
        ? Optional.of(execution.journal().state())
        : RunState.of(store.entries(runId, 0));
  }

  /** The run if this engine executes it. */
  public Optional<RunHandle> executing(String runId) {
    return Optional.ofNullable(live.get(runId)).map(execution -> new RunHandle(this, execution));
  }

  /** How many runs this engine executes. */
  public int executing() {
    return live.size();
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
    var execution = live.get(runId);
    return Subscription.start(
        store, time, runId, afterSeq, listener, execution == null ? null : execution.journal());
  }

  public WorkflowStore store() {
    return store;
  }

  public WorkflowTime time() {
    return time;
  }

  /** The registered actions by name. */
  public Map<String, Action> actions() {
    return new LinkedHashMap<>(actions);
  }

  /**
   * Stops gently: starts nothing new, gives running steps {@code drain} to end, waits for points of
   * no return, and leaves what is not finished resumable.
   */
  public void close(Duration drainTime) {
    List<RunExecution> running;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      running = List.copyOf(live.values());
      if (commandTimer != null) {
        commandTimer.cancel();
      }
    }
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
            .thenRun(this::giveUpOwnership);
  }

  private void giveUpOwnership() {
    WorkflowStore.Owner us;
    synchronized (this) {
      us = owner;
      owner = null;
    }
    if (us != null) {
      us.close();
    }
  }

  /** {@link #close(Duration)} with the builder's drain time. */
  @Override
  public void close() {
    close(drain);
  }

  void finished(RunExecution execution) {
    var state = execution.journal().state();
    live.remove(state.runId(), execution);
    if (state.status().isTerminal() && !state.held()) {
      functions.remove(state.workflowId(), execution.functions());
    }
  }

  /** The code of a step: a registered action, or one of {@code code}. */
  Optional<Action> function(WorkflowDefinition.StoredStep step, Map<String, Action> code) {
    return Optional.ofNullable(
        step.action().isPresent() ? actions.get(step.action().get()) : code.get(step.name()));
  }

  Duration grace() {
    return grace;
  }

  Duration cleanBudget() {
    return cleanBudget;
  }

  Function<Throwable, Optional<ErrorClass>> classifier() {
    return classifier;
  }

  double random() {
    return random.getAsDouble();
  }

  private synchronized String owner() {
    if (closed) {
      throw new WorkflowException("the engine is closed");
    }
    if (owner == null) {
      owner = store.registerOwner(description);
      scheduleCommands();
    }
    return owner.id();
  }

  private synchronized void scheduleCommands() {
    if (!closed) {
      commandTimer = time.schedule(commandInterval, this::applyCommands);
    }
  }

  private void applyCommands() {
    WorkflowStore.Owner us;
    synchronized (this) {
      us = owner;
    }
    try {
      if (us != null && !live.isEmpty()) {
        store.pendingCommands(us.id()).forEach(this::apply);
      }
    } catch (WorkflowException e) {
      LOG.warn("commands can't be applied now: {}", e.getMessage());
    } finally {
      scheduleCommands();
    }
  }

  private void apply(Command command) {
    var execution = live.get(command.runId());
    if (execution == null) {
      return;
    }
    var journal = execution.journal();
    if (RunRecovery.isOutdated(command.expectedSeq(), journal.state())) {
      journal.append(command.actor(), List.of(), false, Optional.of(command.commandId()));
      return;
    }
    switch (command.kind()) {
      case CANCEL ->
          execution.cancel(command.actor(), command.reason(), Optional.of(command.commandId()));
    }
  }

  /** Collects an engine's parts; not thread-safe. */
  public static final class Builder {
    private final WorkflowStore store;
    private WorkflowTime time = WorkflowTime.system();
    private final Map<String, Action> actions = new LinkedHashMap<>();
    private Function<Throwable, Optional<ErrorClass>> classifier = error -> Optional.empty();
    private Duration grace = Duration.ofSeconds(10);
    private Duration drain = Duration.ofSeconds(30);
    private Duration cleanBudget = Duration.ofSeconds(600);
    private Duration commandInterval = Duration.ofMillis(500);
    private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
    private String description = "process " + ProcessHandle.current().pid();

    private Builder(WorkflowStore store) {
      this.store = store;
    }

    /** The machine's own clock if not given. */
    public Builder time(WorkflowTime clock) {
      time = clock;
      return this;
    }

    /** Registers an action; a second one of the same name is refused. */
    public Builder action(Action action) {
      if (!action.name().matches("[a-z][a-z0-9_.]*@[1-9][0-9]*")) {
        throw new InvalidValueException(
            "action name '" + action.name() + "'", "is not of the form name@major");
      }
      if (actions.putIfAbsent(action.name(), action) != null) {
        throw new InvalidValueException("action " + action.name(), "is registered already");
      }
      return this;
    }

    /** Registers all of {@code several}. */
    public Builder actions(Collection<? extends Action> several) {
      several.forEach(this::action);
      return this;
    }

    /** Knows the class of the domain's own errors; asked before the engine's own rules. */
    public Builder classifier(Function<Throwable, Optional<ErrorClass>> known) {
      classifier = known;
      return this;
    }

    /** How long an interrupted attempt may take to end; 10 s if not given. */
    public Builder grace(Duration limit) {
      grace = limit;
      return this;
    }

    /** How long {@link #close()} lets running steps go on; 30 s if not given. */
    public Builder drain(Duration limit) {
      drain = limit;
      return this;
    }

    /** What all steps for every ending may take together; 600 s if not given. */
    public Builder cleanBudget(Duration limit) {
      cleanBudget = limit;
      return this;
    }

    /** How often commands of other processes are looked for; 500 ms if not given. */
    public Builder commandInterval(Duration interval) {
      commandInterval = interval;
      return this;
    }

    /** Where jitter comes from. */
    public Builder random(DoubleSupplier source) {
      random = source;
      return this;
    }

    /** What others are told holds a run, such as {@code hwauto provision, process 4711}. */
    public Builder description(String text) {
      description = text;
      return this;
    }

    public WorkflowEngine build() {
      return new WorkflowEngine(this);
    }
  }

  /** Waits for a run without leaving it. */
  static RunState await(RunExecution execution, @Nullable Duration limit)
      throws InterruptedException, TimeoutException {
    try {
      return limit == null
          ? execution.done().get()
          : execution.done().get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new WorkflowException(
          "run %s can't go on: %s".formatted(execution.journal().state().runId(), e.getCause()),
          e.getCause());
    }
  }
}
