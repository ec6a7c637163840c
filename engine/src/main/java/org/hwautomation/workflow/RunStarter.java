package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Creates runs: in the journal first, then executed here. Thread-safe. */
final class RunStarter {
  private final EngineSettings settings;
  private final ActionRegistry registry;
  private final Ownership ownership;
  private final LiveRuns runs;
  private final StartChecks checks;
  private volatile @Nullable PreparedDefinition last; // many runs of one are started in a row

  RunStarter(EngineSettings settings, ActionRegistry registry, Ownership ownership, LiveRuns runs) {
    this.settings = settings;
    this.registry = registry;
    this.ownership = ownership;
    this.runs = runs;
    this.checks = new StartChecks(settings, registry);
  }

  /** As {@link WorkflowEngine#start}. */
  RunExecution start(String workflowId, WorkflowDefinition definition, WorkflowContext context) {
    var prepared = prepared(definition);
    var values = Parameter.withDefaults(definition.inputs(), context.values());
    checks.check(workflowId, prepared, values, context);
    var now = settings.time().now();
    var identity = RunIdentity.starting(RunIds.next(now), workflowId, definition, context, now);
    try (var _ = runs.claim(identity.runId())) {
      settings
          .store()
          .latestRun(workflowId)
          .filter(run -> !run.status().isTerminal())
          .ifPresent(
              run -> {
                throw new WorkflowAlreadyRunningException(workflowId, run.runId());
              });
      var started =
          new Event.RunStarted(
              workflowId,
              identity.rootRunId(),
              Optional.empty(),
              prepared.stored(),
              withSecrets(values, context),
              context.lockKeys(),
              context.serverId(),
              context.deviceType(),
              Set.of(),
              Optional.empty());
      return create(
          identity,
          withLocks(identity, started, prepared),
          prepared.read(),
          context.queues(),
          List.of(),
          ActionRegistry.functionsIn(definition));
    }
  }

  /** The definition, checked and encoded: once for runs that are started in a row. */
  @SuppressWarnings("ReferenceEquality") // to compare two of them would take longer than it spares
  private PreparedDefinition prepared(WorkflowDefinition definition) {
    var known = last;
    if (known != null && known.given() == definition) {
      return known;
    }
    checks.check(definition);
    var prepared = PreparedDefinition.of(definition);
    last = prepared;
    return prepared;
  }

  /** Adds the locks that the definition asks for. */
  private Event.RunStarted withLocks(
      RunIdentity identity, Event.RunStarted started, PreparedDefinition prepared) {
    var templates = prepared.read().locks();
    if (templates.isEmpty()) {
      return started;
    }
    var entry =
        EventCodec.write(
            identity.runId(), 1, 1, settings.time().now(), identity.startedBy(), started);
    var state = RunState.begin(entry, started, prepared.read());
    var variables = new StepVariables(settings.expressions(), state, Optional.empty());
    var keys = new TreeSet<>(started.lockKeys());
    for (var template : templates) {
      var key = filled(template, variables);
      if (!(key instanceof Value.Text(var text)) || text.isBlank()) {
        throw new InvalidValueException("lock " + template, "is no text for this run");
      }
      keys.add(text);
    }
    return new Event.RunStarted(
        started.workflowId(),
        started.rootRunId(),
        started.resumedFrom(),
        started.definition(),
        started.values(),
        keys,
        started.serverId(),
        started.deviceType(),
        started.edited(),
        started.purpose());
  }

  private static Value filled(String template, StepVariables variables) {
    try {
      return Template.fill(new Value.Text(template), variables::evaluate);
    } catch (ExpressionException e) {
      throw new InvalidValueException("lock " + template + ":", String.valueOf(e.getMessage()));
    }
  }

  private Value.Fields withSecrets(Value.Fields given, WorkflowContext context) {
    var values = given;
    for (var secret : context.secrets().entrySet()) {
      values =
          values.with(
              secret.getKey(), settings.store().keepSecret(secret.getKey(), secret.getValue()));
    }
    return values;
  }

  /** Refuses values that a held run is to be resumed with. */
  void checkEdits(RunState before, Value.Fields edits) {
    checks.checkEdits(before, edits);
  }

  /** Claims, creates and executes the run that resumes a held one. */
  RunExecution resume(RunIdentity identity, Event.RunStarted started, List<Event> carried) {
    try (var _ = runs.claim(identity.runId())) {
      return create(
          identity,
          started,
          WorkflowDefinition.read(started.definition()),
          false,
          carried,
          registry.functions(identity.workflowId()));
    }
  }

  // INVARIANT: the caller has claimed the run, or a recovery could find it before it is executed
  private RunExecution create(
      RunIdentity identity,
      Event.RunStarted started,
      WorkflowDefinition definition,
      boolean queues,
      List<Event> carried,
      Map<String, Action> code) {
    var now = settings.time().now();
    var actor = identity.startedBy();
    var first = EventCodec.write(identity.runId(), 1, 1, now, actor, started);
    var begun = RunState.begin(first, started, definition);
    var events = new ArrayList<>(carried);
    events.add(new Event.RunOwned(ownership.id(), false));
    var waits = queues && !started.lockKeys().isEmpty();
    if (waits) {
      events.add(new Event.LocksAwaited(started.lockKeys()));
    }
    var written = RunJournal.written(begun, 1, now, actor, events);
    var entries = new ArrayList<JournalEntry>();
    entries.add(first);
    written.forEach(next -> entries.add(next.entry()));
    var state = RunJournal.after(begun, written);
    var record = RunRecord.of(identity, state, 1);
    settings
        .store()
        .create(
            new NewRun(
                record,
                entries,
                started.lockKeys().stream().sorted().toList(),
                waits,
                started.resumedFrom(),
                RunHistory.of(state, record)));
    registry.keep(identity.workflowId(), code);
    return runs.execute(
        new RunJournal(settings.store(), settings.time(), identity, state, 1), code);
  }
}
