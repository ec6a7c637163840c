package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Creates runs: in the journal first, then executed here. Thread-safe. */
final class RunStarter {
  private final EngineSettings settings;
  private final ActionRegistry registry;
  private final Ownership ownership;
  private final LiveRuns runs;

  RunStarter(EngineSettings settings, ActionRegistry registry, Ownership ownership, LiveRuns runs) {
    this.settings = settings;
    this.registry = registry;
    this.ownership = ownership;
    this.runs = runs;
  }

  /** As {@link WorkflowEngine#start}. */
  RunExecution start(String workflowId, WorkflowDefinition definition, WorkflowContext context) {
    if (workflowId.isBlank() || workflowId.length() > 200) {
      throw new InvalidValueException("workflow id", "is not 1 to 200 characters");
    }
    registry.refuseUnregistered(definition);
    var stored = definition.toValue();
    Limits.check("the definition", stored, Limits.DEFINITION);
    Limits.check("all values", context.values(), Limits.VALUES);
    refuseSecretsInClear(stored, context);
    var store = settings.store();
    var now = settings.time().now();
    var identity = RunIdentity.starting(RunIds.next(now), workflowId, definition, context, now);
    try (var _ = runs.claim(identity.runId())) {
      store
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
              stored,
              withSecrets(context),
              context.lockKeys(),
              context.serverId(),
              context.deviceType());
      return create(identity, started, List.of(), ActionRegistry.functionsIn(definition));
    }
  }

  private static void refuseSecretsInClear(Value.Fields definition, WorkflowContext context) {
    var known = new KnownSecrets();
    context.secrets().values().forEach(known::learn);
    known.refuse("the context", context.values());
    known.refuse("the definition", definition);
  }

  private Value.Fields withSecrets(WorkflowContext context) {
    var values = context.values();
    for (var secret : context.secrets().entrySet()) {
      values =
          values.with(
              secret.getKey(), settings.store().keepSecret(secret.getKey(), secret.getValue()));
    }
    return values;
  }

  /** Claims, creates and executes the run that resumes a held one. */
  RunExecution resume(RunIdentity identity, Event.RunStarted started, List<Event> carried) {
    try (var _ = runs.claim(identity.runId())) {
      return create(identity, started, carried, registry.functions(identity.workflowId()));
    }
  }

  // INVARIANT: the caller has claimed the run, or a recovery could find it before it is executed
  private RunExecution create(
      RunIdentity identity,
      Event.RunStarted started,
      List<Event> carried,
      Map<String, Action> code) {
    var events = new ArrayList<Event>();
    events.add(started);
    events.addAll(carried);
    events.add(new Event.RunOwned(ownership.id(), false));
    var entries = new ArrayList<JournalEntry>();
    for (var event : events) {
      entries.add(
          EventCodec.write(
              identity.runId(),
              entries.size() + 1L,
              1,
              settings.time().now(),
              identity.startedBy(),
              event));
    }
    var state = RunState.of(entries).orElseThrow();
    var record = RunRecord.of(identity, state, 1);
    settings
        .store()
        .create(
            new NewRun(
                record,
                entries,
                started.lockKeys().stream().sorted().toList(),
                started.resumedFrom(),
                RunHistory.of(state, record)));
    registry.keep(identity.workflowId(), code);
    return runs.execute(
        new RunJournal(settings.store(), settings.time(), identity, state, 1, entries), code);
  }
}
