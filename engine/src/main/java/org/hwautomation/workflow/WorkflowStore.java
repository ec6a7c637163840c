package org.hwautomation.workflow;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where runs live: journal, owners, locks, commands and secrets. Implementations are thread-safe,
 * and safe for many processes at once.
 *
 * <p>What returns has been synced. What throws has changed nothing. A store that can't be used
 * throws {@link StoreException}.
 */
public interface WorkflowStore extends AutoCloseable {

  /**
   * Makes this process an executor. The registration dies with the process, in a way that others
   * see without comparing clocks; closing it gives all its runs up.
   *
   * @param description for people, such as {@code hwauto provision, process 4711 on deploy1}
   */
  Owner registerOwner(String description);

  /** True while the process that registered {@code owner} lives and has not closed it. */
  boolean isAlive(String owner);

  /**
   * Creates a run with its first entries, takes its locks all at once, and gives it to an owner
   * under epoch 1. If {@link NewRun#resumedFrom} names a held run, that run's locks pass over and
   * it is no longer held. One that {@link NewRun#queues} takes no locks: it waits for them in
   * order, behind who waits already.
   *
   * @throws WorkflowAlreadyRunningException if a run of that workflow id is live
   * @throws LockHeldException if another run holds one of the keys
   * @throws LockAwaitedException if none does, but another run waits for one, and this is neither
   *     to queue nor resumes a run that holds them
   * @throws RunFencedException if the run it resumes is not held any more
   */
  void create(NewRun run);

  /**
   * Gives a live run to {@code owner} if its owner is none, dead, or the same.
   *
   * @return the new epoch, one more than the last
   * @throws RunOwnedException if a living owner has it
   * @throws RunFencedException if it has ended
   * @throws RunNotFoundException if there is none
   */
  long takeOver(String runId, String owner);

  /**
   * As {@link #takeOver(String, String)} for several runs, in one transaction where the store has
   * such. A run that a living owner has, that has ended, or that is not there is left out.
   *
   * @return the new epochs by run, in the order given
   */
  default Map<String, Long> takeOver(Collection<String> runIds, String owner) {
    var epochs = new LinkedHashMap<String, Long>();
    for (var runId : runIds) {
      try {
        epochs.put(runId, takeOver(runId, owner));
      } catch (RunOwnedException | RunFencedException | RunNotFoundException e) {
        WorkflowEngine.LOG.debug("left out: {}", e.getMessage());
      }
    }
    return epochs;
  }

  /**
   * Adds entries and updates the run's row, in one transaction.
   *
   * @throws LocksNotFreeException if it is to take the locks that it waits for, and can't yet
   * @throws RunFencedException if {@code epoch} is not the run's, or the entries do not follow the
   *     last one
   */
  void append(Append append);

  /**
   * As {@link #append} for several runs, none of which takes locks; in one transaction where the
   * store has such. Where it has not, what throws may have written to some of the runs.
   */
  default void appendAll(List<Append> appends) {
    appends.forEach(this::append);
  }

  /** The run's epoch now; 0 if there is no such run. */
  long epoch(String runId);

  /** The entries after {@code seq}, in order; all of them for 0. */
  List<JournalEntry> entries(String runId, long afterSeq);

  /** The entries of several runs, each in order; a run that is not there is left out. */
  default Map<String, List<JournalEntry>> entriesOf(Collection<String> runIds) {
    var all = new LinkedHashMap<String, List<JournalEntry>>();
    for (var runId : runIds) {
      var entries = entries(runId, 0);
      if (!entries.isEmpty()) {
        all.put(runId, entries);
      }
    }
    return all;
  }

  Optional<RunRecord> run(String runId);

  /** The newest run of a workflow id. */
  Optional<RunRecord> latestRun(String workflowId);

  /** Runs, newest first. */
  List<RunRecord> runs(RunQuery query);

  /** Who holds what. */
  List<LockHolder> locks();

  /** Who waits for what, in order. */
  List<LockWait> lockWaits();

  /** The runs of {@code owner} that may take the locks they wait for now. */
  List<String> lockTurns(String owner);

  /**
   * Takes a place under a limit, or one in its queue. Places and turns of dead owners don't count.
   *
   * @return false if the limit is full or it is another's turn: ask again
   * @throws RunFencedException if {@code claim}'s owner does not execute the run any more
   * @throws RunNotFoundException if there is no such run
   */
  boolean takeLimit(LimitClaim claim);

  /** Gives up what a step holds or waits for under a limit, if {@code claim}'s owner has it. */
  void releaseLimit(LimitClaim claim);

  /**
   * Remembers how long something took. Need not be synced.
   *
   * @param what such as {@code firmware.apply@1 Dell R750}
   */
  void learnDuration(String what, Duration took);

  /** What was learned of it; empty if nothing. */
  Optional<UsualDuration> usualDuration(String what);

  /** What was learned of all things whose names begin so, by name; in order. */
  default Map<String, UsualDuration> usualDurations(String beginning) {
    return Map.of();
  }

  /**
   * Adds a command for whoever owns the run.
   *
   * @throws RunNotFoundException if there is no such run
   * @throws RunFencedException if it has ended
   */
  void submit(Command command);

  /** Commands not yet applied for runs of {@code owner}, oldest first. */
  List<Command> pendingCommands(String owner);

  /** Commands given for a run and not yet applied, oldest first. */
  List<Command> pendingCommandsOf(String runId);

  /**
   * Encrypts and keeps a secret under a new reference.
   *
   * @param name for people, such as {@code bmc-password}; part of the reference
   */
  Value.SecretReference keepSecret(String name, String clearText);

  /** The clear text, or empty if it is not there or can't be decrypted with this key. */
  Optional<String> secret(Value.SecretReference reference);

  /**
   * Shows other processes what a step is doing. Not part of the journal, need not be synced; the
   * engine calls it at most once a second a run.
   */
  default void publishProgress(String runId, LiveProgress progress) {}

  /** What {@link #publishProgress} said last, while the run lives. */
  default Optional<LiveProgress> progress(String runId) {
    return Optional.empty();
  }

  /** What {@link #progress} says of several runs; one that says nothing is left out. */
  default Map<String, LiveProgress> progressOf(Collection<String> runIds) {
    var all = new LinkedHashMap<String, LiveProgress>();
    runIds.forEach(runId -> progress(runId).ifPresent(now -> all.put(runId, now)));
    return all;
  }

  /** Closes connections and gives up what this object holds. */
  @Override
  void close();

  /** This process as an executor. */
  interface Owner extends AutoCloseable {
    /** Unique for ever. */
    String id();

    @Override
    void close();
  }
}
