package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes a run over from a dead owner, or parks it if it can't be continued. Thread-safe. */
final class Takeover {
  private final WorkflowStore store;
  private final WorkflowTime time;
  private final ParkRules rules;

  Takeover(EngineSettings settings, ParkRules rules) {
    this.store = settings.store();
    this.time = settings.time();
    this.rules = rules;
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
    RunState state;
    try {
      state = RunState.of(store.entries(run.runId(), 0)).orElseThrow();
    } catch (StoreException e) {
      throw e;
    } catch (RuntimeException e) {
      parkUnread(run, epoch, e);
      return Optional.empty();
    }
    if (state.status().isTerminal()) {
      throw new RunFencedException(run.runId(), "it is " + state.status().wireName());
    }
    var journal = new RunJournal(store, time, run.identity(), state, epoch);
    var interrupted = Duration.between(state.lastEventAt(), time.now());
    journal.append(actor, arrival(state, owner), false, Optional.empty());
    applyCommands(journal);
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

  private List<Event> arrival(RunState state, String owner) {
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
                store
                    .progress(state.runId())
                    .filter(progress -> progress.step().equals(step.path()))
                    .map(LiveProgress::text)));
      }
    }
    return events;
  }

  private void applyCommands(RunJournal journal) {
    for (var command : store.pendingCommandsOf(journal.state().runId())) {
      journal.command(command, true);
    }
  }

  /** Parks a run whose journal this version can't fold; its row tells what it can. */
  private void parkUnread(RunRecord run, long epoch, RuntimeException problem) {
    var message = Limits.cut("its journal can't be read: " + problem.getMessage());
    var entry =
        EventCodec.write(
            run.runId(),
            run.lastSeq() + 1,
            epoch,
            time.now(),
            "engine",
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
