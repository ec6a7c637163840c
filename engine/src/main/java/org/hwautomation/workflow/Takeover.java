package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Takes runs over from dead owners, or parks those that can't be continued. Thread-safe. */
final class Takeover {
  private static final String ACTOR = "engine";

  private final WorkflowStore store;
  private final WorkflowTime time;
  private final ParkRules rules;
  private final ActionRegistry registry;

  Takeover(EngineSettings settings, ActionRegistry registry) {
    this.store = settings.store();
    this.time = settings.time();
    this.registry = registry;
    this.rules = new ParkRules(store, registry);
  }

  /**
   * Makes {@code owner} the owner of a run and writes down what became of the last attempt.
   *
   * @param asked true if a person wants it: age and number of interruptions do not count then
   * @return the journal to go on with; empty if the run had to be parked
   */
  Optional<RunJournal> takeOver(
      RunRecord run, String owner, String actor, boolean asked, Map<String, Action> functions) {
    var epoch = store.takeOver(run.runId(), owner);
    var found = fold(run.runId(), epoch, store.entries(run.runId(), 0), WorkflowDefinition::read);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    var state = found.get();
    if (state.status().isTerminal()) {
      throw new RunFencedException(run.runId(), "it is " + state.status().wireName());
    }
    var journal = new RunJournal(store, time, run.identity(), state, epoch);
    var interrupted = Duration.between(state.lastEventAt(), time.now());
    journal.append(
        actor, arrival(state, owner, store.progress(run.runId())), false, Optional.empty());
    return toGoOnWith(
        journal, store.pendingCommandsOf(run.runId()), actor, interrupted, asked, functions);
  }

  /**
   * As {@link #takeOver(RunRecord, String, String, boolean, Map)}, of several runs together,
   * without a person who asked for it. Whoever has others take a run over first keeps it.
   *
   * @return the journals to go on with, in the order given
   * @throws RuntimeException if they can't be taken over together: some may be ours, and some may
   *     say so in their journal
   */
  List<RunJournal> takeOver(
      List<RunRecord> runs, String owner, Function<Value.Fields, WorkflowDefinition> definitions) {
    var epochs = store.takeOver(runs.stream().map(RunRecord::runId).toList(), owner);
    if (epochs.size() < runs.size()) {
      WorkflowEngine.LOG.info(
          "{} of {} runs are executed by others or have ended",
          runs.size() - epochs.size(),
          runs.size());
    }
    var arrived = arriveAll(runs, epochs, owner, definitions);
    store.appendAll(arrived.stream().map(Arrived::append).toList());
    var commands =
        store.pendingCommands(owner).stream().collect(Collectors.groupingBy(Command::runId));
    var journals = new ArrayList<RunJournal>();
    for (var run : arrived) {
      var identity = run.append().record().identity();
      toGoOnWith(
              new RunJournal(store, time, identity, run.state(), run.append().epoch()),
              commands.getOrDefault(identity.runId(), List.of()),
              ACTOR,
              run.interrupted(),
              false,
              registry.functions(identity.workflowId()))
          .ifPresent(journals::add);
    }
    return journals;
  }

  /** Takes a run over and parks it, whatever it could do. */
  void park(RunRecord run, String owner, String actor, Event.RunParked parked) {
    var epoch = store.takeOver(run.runId(), owner);
    var found = fold(run.runId(), epoch, store.entries(run.runId(), 0), WorkflowDefinition::read);
    if (found.isEmpty()) {
      return; // parked already, for that
    }
    var state = found.get();
    var events = arrival(state, owner, store.progress(run.runId()));
    events.add(parked);
    new RunJournal(store, time, run.identity(), state, epoch)
        .append(actor, events, false, Optional.empty());
  }

  /** What a run's first entries under its new owner are, and what it is after them. */
  private record Arrived(Append append, RunState state, Duration interrupted) {}

  private List<Arrived> arriveAll(
      List<RunRecord> runs,
      Map<String, Long> epochs,
      String owner,
      Function<Value.Fields, WorkflowDefinition> definitions) {
    var entries = store.entriesOf(epochs.keySet());
    var states = new LinkedHashMap<RunRecord, RunState>();
    for (var run : runs) {
      var epoch = epochs.get(run.runId());
      if (epoch != null) {
        fold(run.runId(), epoch, entries.getOrDefault(run.runId(), List.of()), definitions)
            .filter(state -> !state.status().isTerminal())
            .ifPresent(state -> states.put(run, state));
      }
    }
    var said = store.progressOf(states.keySet().stream().map(RunRecord::runId).toList());
    var arrived = new ArrayList<Arrived>();
    states.forEach(
        (run, state) ->
            arrived.add(
                arrive(
                    run.identity(),
                    state,
                    Objects.requireNonNull(epochs.get(run.runId())),
                    arrival(state, owner, Optional.ofNullable(said.get(run.runId()))))));
    return arrived;
  }

  private Arrived arrive(RunIdentity identity, RunState before, long epoch, List<Event> events) {
    var now = time.now();
    var written = RunJournal.written(before, epoch, now, ACTOR, events);
    var entries = written.stream().map(RunJournal.Written::entry).toList();
    var state = RunJournal.after(before, written);
    var append =
        new Append(
            epoch,
            entries,
            RunRecord.of(identity, state, epoch),
            false,
            Optional.empty(),
            Optional.empty());
    return new Arrived(append, state, Duration.between(before.lastEventAt(), now));
  }

  /** A journal's state; if it can't be read, the run is parked. */
  private Optional<RunState> fold(
      String runId,
      long epoch,
      List<JournalEntry> entries,
      Function<Value.Fields, WorkflowDefinition> definitions) {
    try {
      return Optional.of(RunState.of(entries, definitions).orElseThrow());
    } catch (RuntimeException e) {
      parkUnread(runId, epoch, e);
      return Optional.empty();
    }
  }

  /** Heeds what was commanded meanwhile; parks the run if it must not go on by itself. */
  private Optional<RunJournal> toGoOnWith(
      RunJournal journal,
      List<Command> commands,
      String actor,
      Duration interrupted,
      boolean asked,
      Map<String, Action> functions) {
    for (var command : commands) {
      journal.command(command, true);
    }
    var problem = whyPark(journal.state(), interrupted, asked, functions);
    if (problem.isPresent()) {
      journal.append(actor, problem.get());
      return Optional.empty();
    }
    return Optional.of(journal);
  }

  private Optional<Event.RunParked> whyPark(
      RunState state, Duration interrupted, boolean asked, Map<String, Action> functions) {
    if (state.cancel().isEmpty()) {
      return rules.whyPark(state, interrupted, asked, functions);
    }
    return asked ? Optional.empty() : rules.whyParkCancelled(state, interrupted, functions);
  }

  private static List<Event> arrival(RunState state, String owner, Optional<LiveProgress> said) {
    var events = new ArrayList<Event>();
    events.add(new Event.RunOwned(owner, true));
    for (var step : state.steps().values()) {
      if (!step.attempts().isEmpty()
          && step.attempts().getLast().outcome() == StepState.Outcome.RUNNING) {
        events.add(
            new Event.AttemptInterrupted(
                step.path(),
                step.attempts().getLast().number(),
                "the process that ran it ended",
                true,
                said.filter(progress -> progress.step().equals(step.path()))
                    .map(LiveProgress::text)));
      }
    }
    return events;
  }

  /** Parks a run whose journal this version can't fold; its row tells what it can. */
  private void parkUnread(String runId, long epoch, RuntimeException problem) {
    var run = store.run(runId).orElseThrow(() -> new RunNotFoundException(runId));
    var message = Limits.cut("its journal can't be read: " + problem.getMessage());
    var entry =
        EventCodec.write(
            run.runId(),
            run.lastSeq() + 1,
            epoch,
            time.now(),
            ACTOR,
            new Event.RunParked(ParkReason.UNKNOWN_EVENT, message));
    store.append(
        new Append(
            epoch,
            List.of(entry),
            run.parked(entry.seq(), epoch, message, entry.at()),
            false,
            false,
            Optional.empty(),
            Optional.empty()));
  }
}
