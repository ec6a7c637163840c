package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
  private final Map<String, Action> functions = new ConcurrentHashMap<>();
  private final Function<Throwable, Optional<ErrorClass>> classifier;
  private final Duration grace;
  private final Duration drain;
  private final Duration cleanBudget;
  private final Duration commandInterval;
  private final DoubleSupplier random;
  private final String description;
  private final Map<String, RunExecution> live = new ConcurrentHashMap<>();
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
    for (var step : definition.steps()) {
      register(workflowId, step);
    }
    for (var step : definition.always()) {
      register(workflowId, step);
    }
    var runId = RunIds.next(time.now());
    return create(
        RunRecords.start(
            runId, runId, workflowId, definition, context, Optional.empty(), time.now()),
        new Event.RunStarted(
            workflowId,
            runId,
            Optional.empty(),
            definition.toValue(),
            withSecrets(context),
            context.lockKeys(),
            context.serverId(),
            context.deviceType()),
        List.of(),
        context.startedBy());
  }

  private void register(String workflowId, WorkflowStep step) {
    if (step.function().isPresent()) {
      functions.put(
          functionKey(workflowId, step.name()),
          Action.of(
              "function@1", step.description(), Action.Effects.EXTERNAL, step.function().get()));
    } else if (!actions.containsKey(step.action().orElseThrow())) {
      throw new InvalidValueException(
          "step " + step.name(),
          "uses "
              + step.action().orElseThrow()
              + ", which is not registered; known: "
              + String.join(", ", actions.keySet().stream().sorted().toList()));
    }
  }

  private Value.Fields withSecrets(WorkflowContext context) {
    var values = context.values();
    for (var secret : context.secrets().entrySet()) {
      values = values.with(secret.getKey(), store.keepSecret(secret.getKey(), secret.getValue()));
    }
    return values;
  }

  private RunHandle create(
      RunRecord draft, Event.RunStarted started, List<Event> carried, String actor) {
    Limits.check("the definition", started.definition(), Limits.DEFINITION);
    Limits.check("all values", started.values(), Limits.VALUES);
    var us = owner();
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
    store.create(
        new NewRun(
            record,
            entries,
            started.lockKeys().stream().sorted().toList(),
            started.resumedFrom(),
            RunHistory.of(state, record)));
    return execute(new RunJournal(store, time, draft, state, 1, entries));
  }

  private synchronized RunHandle execute(RunJournal journal) {
    if (closed) {
      throw new WorkflowException(
          "the engine is closed; run " + journal.state().runId() + " waits");
    }
    var execution = new RunExecution(this, journal);
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
      var orphan = run.owner().isPresent() && !store.isAlive(run.owner().get());
      if (orphan && !live.containsKey(run.runId())) {
        try {
          adopt(run, "engine", false).ifPresent(recovered::add);
        } catch (RunOwnedException | RunFencedException e) {
          LOG.info("{}", e.getMessage()); // another executor was faster
        }
      }
    }
    return recovered;
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
    var before = RunState.of(store.entries(run.runId(), 0)).orElseThrow();
    var carried = new ArrayList<Event>();
    for (var step : before.steps().values()) {
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
    var draft =
        new RunRecord(
            runId,
            run.workflowId(),
            run.definition(),
            WorkflowStatus.PENDING,
            Phase.NONE,
            Optional.empty(),
            1,
            0,
            Optional.empty(),
            0,
            run.totalSteps(),
            Optional.empty(),
            run.serverId(),
            run.deviceType(),
            run.site(),
            run.batchId(),
            run.parentRunId(),
            before.rootRunId(),
            Optional.of(run.runId()),
            actor,
            time.now(),
            time.now(),
            Optional.empty());
    var definition =
        store.entries(run.runId(), 0).getFirst().payload().get("definition").orElseThrow();
    return create(
        draft,
        new Event.RunStarted(
            run.workflowId(),
            before.rootRunId(),
            Optional.of(run.runId()),
            (Value.Fields) definition,
            before.values(),
            before.lockKeys(),
            before.serverId(),
            before.deviceType()),
        carried,
        actor);
  }

  /** Takes a run over and continues it; empty if it had to be parked. */
  private Optional<RunHandle> adopt(RunRecord run, String actor, boolean asked) {
    var us = owner();
    var mine = live.get(run.runId());
    if (mine != null) {
      throw new RunOwnedException(run.runId(), "this process");
    }
    var epoch = store.takeOver(run.runId(), us);
    RunState state;
    try {
      state = RunState.of(store.entries(run.runId(), 0)).orElseThrow();
    } catch (UnknownEventException e) {
      parkUnread(run, epoch, e);
      return Optional.empty();
    }
    var journal = new RunJournal(store, time, run, state, epoch, List.of());
    var before = state.lastEventAt();
    var events = new ArrayList<Event>();
    events.add(new Event.RunOwned(us, true));
    for (var step : state.steps().values()) {
      if (!step.attempts().isEmpty()
          && step.attempts().getLast().outcome() == StepState.Outcome.RUNNING) {
        events.add(
            new Event.AttemptInterrupted(
                step.path(),
                step.attempts().getLast().number(),
                "the process that ran it died",
                true,
                Optional.empty()));
      }
    }
    journal.append(actor, events, false, Optional.empty());
    var problem = whyPark(journal.state(), Duration.between(before, time.now()), asked);
    if (problem.isPresent()) {
      journal.append(actor, problem.get());
      return Optional.empty();
    }
    var handle = execute(journal);
    for (var command : store.pendingCommandsOf(run.runId())) {
      apply(command);
    }
    return Optional.of(handle);
  }

  /** Parks a run whose journal this version can't fold; its row tells what it can. */
  private void parkUnread(RunRecord run, long epoch, UnknownEventException problem) {
    var entry =
        EventCodec.write(
            run.runId(),
            run.lastSeq() + 1,
            epoch,
            time.now(),
            "engine",
            new Event.RunParked(ParkReason.UNKNOWN_EVENT, String.valueOf(problem.getMessage())));
    store.append(
        new Append(
            epoch,
            List.of(entry),
            run.parked(entry.seq(), epoch, String.valueOf(problem.getMessage()), entry.at()),
            false,
            Optional.empty(),
            Optional.empty()));
  }

  private Optional<Event.RunParked> whyPark(RunState state, Duration interrupted, boolean asked) {
    for (var step : state.definition().all()) {
      var now = state.step(step.name());
      if (now.isOver()) {
        continue;
      }
      var action = function(state, step);
      if (action.isEmpty()) {
        return Optional.of(
            new Event.RunParked(
                ParkReason.ACTION_MISSING,
                step.action()
                    .map(
                        name -> "action " + name + " of step " + step.name() + " is not registered")
                    .orElse(
                        "step %s is a function of the process that started it; register %s again"
                            .formatted(
                                step.name(), functionKey(state.workflowId(), step.name())))));
      }
      if (now.interruptedPoint().isPresent() && !action.get().adoptsInterruptedPoint()) {
        return Optional.of(
            new Event.RunParked(
                ParkReason.POINT_NOT_ADOPTED,
                "step %s was cut off while %s, and can't tell by itself how that went; look at the server"
                    .formatted(step.name(), now.interruptedPoint().get().description())));
      }
      if (!asked && now.interruptions() >= MAX_INTERRUPTIONS) {
        return Optional.of(
            new Event.RunParked(
                ParkReason.INTERRUPTED_TOO_OFTEN,
                "step %s was interrupted %d times; does it end the process?"
                    .formatted(step.name(), now.interruptions())));
      }
    }
    var missing = missingSecret(state.values());
    if (missing.isPresent()) {
      return Optional.of(
          new Event.RunParked(
              ParkReason.SECRET_MISSING,
              "secret "
                  + missing.get()
                  + " can't be read; is the key file the one it was stored with?"));
    }
    var limit = state.definition().resumeMaxAge();
    if (!asked && interrupted.compareTo(limit) > 0) {
      return Optional.of(
          new Event.RunParked(
              ParkReason.TOO_OLD,
              "it was interrupted for %s, longer than %s; look at the server, then resume it"
                  .formatted(Durations.text(interrupted), Durations.text(limit))));
    }
    return Optional.empty();
  }

  private Optional<String> missingSecret(Value value) {
    Collection<Value> parts =
        switch (value) {
          case Value.SecretReference reference -> {
            if (store.secret(reference).isEmpty()) {
              yield List.of(reference);
            }
            yield List.of();
          }
          case Value.Fields fields -> fields.values().values();
          case Value.Items items -> items.values();
          default -> List.of();
        };
    for (var part : parts) {
      if (value instanceof Value.SecretReference reference) {
        return Optional.of(reference.id());
      }
      var missing = missingSecret(part);
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  /**
   * Cancels a run, whichever process executes it; one that nobody executes is taken over for it.
   *
   * @return false if it had ended already; nothing changes then
   */
  public boolean cancel(String runId, String actor, String reason) {
    var execution = live.get(runId);
    if (execution != null) {
      if (execution.journal().state().status().isTerminal()) {
        return false;
      }
      execution.cancel(actor, reason, Optional.empty());
      return true;
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
    if (run.owner().isEmpty() || !store.isAlive(run.owner().get())) {
      adopt(run, actor, true);
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
    var state = RunState.of(store.entries(runId, 0)).orElseThrow();
    new RunJournal(store, time, run, state, run.epoch(), List.of())
        .append(actor, List.of(new Event.RunReleased(actor, reason)), true, Optional.empty());
    return true;
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
    for (var execution : running) {
      try {
        execution.done().get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (ExecutionException e) {
        LOG.debug("a run ended with an error while closing", e.getCause());
      }
    }
    synchronized (this) {
      if (owner != null) {
        owner.close();
        owner = null;
      }
    }
  }

  /** {@link #close(Duration)} with the builder's drain time. */
  @Override
  public void close() {
    close(drain);
  }

  void finished(RunExecution execution) {
    live.remove(execution.journal().state().runId(), execution);
  }

  Optional<Action> function(RunState state, WorkflowDefinition.StoredStep step) {
    return step.action().isPresent()
        ? Optional.ofNullable(actions.get(step.action().get()))
        : Optional.ofNullable(functions.get(functionKey(state.workflowId(), step.name())));
  }

  private static String functionKey(String workflowId, String step) {
    return workflowId + "/" + step;
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
    } catch (StoreException e) {
      LOG.warn("commands can't be read: {}", e.getMessage());
    } finally {
      scheduleCommands();
    }
  }

  private void apply(Command command) {
    var execution = live.get(command.runId());
    if (execution == null) {
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
