package org.hwautomation.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.hwautomation.workflow.Append;
import org.hwautomation.workflow.Command;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.EventCodec;
import org.hwautomation.workflow.HistoryRecord;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.LimitClaim;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.LockHolder;
import org.hwautomation.workflow.LockWait;
import org.hwautomation.workflow.NewRun;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.UsualDuration;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowStore;

/**
 * One process's view of a store: notes every commit, and can die or fail on the spot. A
 * <em>write</em> here is a run's creation, its takeover, or an append to its journal; they are
 * counted together, by all runs of the process. Thread-safe.
 *
 * <p>Each of the settings holds from the next write on, and replaces what was set before.
 */
public final class FaultyStore implements WorkflowStore {
  private final WorkflowStore inner;
  private final List<List<Event>> commits = new CopyOnWriteArrayList<>();
  private final List<Owner> owners = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean dead;
  private final AtomicInteger writes = new AtomicInteger();
  private final List<HistoryRecord> history = new CopyOnWriteArrayList<>();
  private volatile int failing;
  private volatile int last;
  private volatile Predicate<Append> refused = append -> false;
  private volatile Predicate<Append> dying = append -> false;
  private volatile Creating creating = run -> {};
  private volatile Consumer<Append> appending = append -> {};
  private volatile UnaryOperator<JournalEntry> seenAs = entry -> entry;

  FaultyStore(WorkflowStore inner) {
    this.inner = inner;
  }

  /** The view of a process on a store that is given up with it. */
  public static FaultyStore over(WorkflowStore store) {
    return new FaultyStore(store);
  }

  /** From here on nothing that this process does reaches the data. */
  void die() {
    dead = true;
  }

  /** The process is dead, and others learn it, as when the operating system frees its locks. */
  public void bury() {
    die();
    owners.forEach(Owner::close);
  }

  /**
   * The process dies right after the {@code n}th write from now, 1 for the next: it is written, but
   * who asked for it gets a {@link StoreException}, as does every later call.
   */
  public void crashAtWrite(int n) {
    last = writes.get() + atLeastOne(n);
  }

  /** The {@code n}th write from now, 1 for the next, fails as on a full disk; later ones do not. */
  public void failWrite(int n) {
    failing = writes.get() + atLeastOne(n);
  }

  private static int atLeastOne(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("write " + n + " from now: 1 is the next");
    }
    return n;
  }

  /** How many writes were asked for so far, those that failed included. */
  public int writes() {
    return writes.get();
  }

  /** Fails every append that {@code which} picks; nothing of it is written. */
  public void failWrites(Predicate<Append> which) {
    refused = which;
  }

  /** What happens before a run is created. */
  @FunctionalInterface
  interface Creating {
    void accept(NewRun run) throws InterruptedException;
  }

  /** Does something first, such as to wait, whenever a run is about to be created. */
  void beforeCreate(Creating what) {
    creating = what;
  }

  /** Dies right after the first append that {@code which} picks was written. */
  public void crashAfter(Predicate<Append> which) {
    dying = which;
  }

  /** Does something first, whenever entries are about to be written to a run's journal. */
  public void beforeAppend(Consumer<Append> what) {
    appending = what;
  }

  /** Reads entries as {@code change} has them: as if another release had written them. */
  void readEntriesAs(UnaryOperator<JournalEntry> change) {
    seenAs = change;
  }

  /** True if one of the entries is of a type, such as {@code step_completed}. */
  public static boolean holds(Append append, String type) {
    return append.entries().stream().anyMatch(entry -> entry.type().equals(type));
  }

  /** How many appends were refused. */
  public int refusals() {
    return refusals.get();
  }

  /** True once the process died. */
  public boolean isDead() {
    return dead;
  }

  /** The events of each commit, oldest first; a run's creation is one. */
  public List<List<Event>> commits() {
    return List.copyOf(commits);
  }

  /** The owners that this process registered. */
  List<String> owners() {
    return owners.stream().map(Owner::id).toList();
  }

  /** Every row written for {@code workflow_history}, oldest first. */
  List<HistoryRecord> history() {
    return List.copyOf(history);
  }

  /** Counts a write, and fails it if it is to fail. */
  private int begin() {
    var n = writes.incrementAndGet();
    if (n == failing) {
      refusals.incrementAndGet();
      throw full();
    }
    return n;
  }

  /** Dies if that was the last write. */
  private void end(int n, boolean asked) {
    if (n == last || asked) {
      die();
      throw gone();
    }
  }

  private static StoreException full() {
    return new StoreException("the disk is full; free some space", null);
  }

  private static StoreException gone() {
    return new StoreException("this process is dead", null);
  }

  private WorkflowStore alive() {
    if (dead) {
      throw gone();
    }
    return inner;
  }

  private void note(List<JournalEntry> entries) {
    var events = new ArrayList<Event>();
    for (var entry : entries) {
      EventCodec.read(entry).ifPresent(events::add);
    }
    commits.add(List.copyOf(events));
  }

  @Override
  public Owner registerOwner(String description) {
    var owner = alive().registerOwner(description);
    owners.add(owner);
    return new Owner() {
      @Override
      public String id() {
        return owner.id();
      }

      @Override
      public void close() {
        if (!dead) {
          owner.close();
        }
      }
    };
  }

  @Override
  public boolean isAlive(String owner) {
    return alive().isAlive(owner);
  }

  @Override
  public void create(NewRun run) {
    try {
      creating.accept(run);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("interrupted", e);
    }
    var store = alive();
    var n = begin();
    store.create(run);
    run.history().ifPresent(history::add);
    note(run.entries());
    end(n, false);
  }

  @Override
  public long takeOver(String runId, String owner) {
    var store = alive();
    var n = begin();
    var epoch = store.takeOver(runId, owner);
    end(n, false);
    return epoch;
  }

  @Override
  public void append(Append append) {
    appending.accept(append);
    var store = alive();
    var n = begin();
    if (refused.test(append)) {
      refusals.incrementAndGet();
      throw full();
    }
    store.append(append);
    append.history().ifPresent(history::add);
    note(append.entries());
    end(n, dying.test(append));
  }

  @Override
  public Map<String, Long> takeOver(Collection<String> runIds, String owner) {
    return alive().takeOver(runIds, owner);
  }

  @Override
  public void appendAll(List<Append> appends) {
    appends.forEach(appending);
    var store = alive();
    if (appends.stream().anyMatch(refused)) {
      refusals.incrementAndGet();
      throw new StoreException("the disk is full; free some space", null);
    }
    store.appendAll(appends);
    appends.forEach(append -> note(append.entries()));
    if (appends.stream().anyMatch(dying)) {
      die();
      throw new StoreException("this process is dead", null);
    }
  }

  @Override
  public Map<String, List<JournalEntry>> entriesOf(Collection<String> runIds) {
    var all = new LinkedHashMap<String, List<JournalEntry>>();
    alive()
        .entriesOf(runIds)
        .forEach((run, entries) -> all.put(run, entries.stream().map(seenAs).toList()));
    return all;
  }

  @Override
  public long epoch(String runId) {
    return alive().epoch(runId);
  }

  @Override
  public List<JournalEntry> entries(String runId, long afterSeq) {
    return alive().entries(runId, afterSeq).stream().map(seenAs).toList();
  }

  @Override
  public Optional<RunRecord> run(String runId) {
    return alive().run(runId);
  }

  @Override
  public Optional<RunRecord> latestRun(String workflowId) {
    return alive().latestRun(workflowId);
  }

  @Override
  public List<RunRecord> runs(RunQuery query) {
    return alive().runs(query);
  }

  @Override
  public List<LockHolder> locks() {
    return alive().locks();
  }

  @Override
  public List<LockWait> lockWaits() {
    return alive().lockWaits();
  }

  @Override
  public List<String> lockTurns(String owner) {
    return alive().lockTurns(owner);
  }

  @Override
  public boolean takeLimit(LimitClaim claim) {
    return alive().takeLimit(claim);
  }

  @Override
  public void releaseLimit(LimitClaim claim) {
    alive().releaseLimit(claim);
  }

  @Override
  public void learnDuration(String what, Duration took) {
    alive().learnDuration(what, took);
  }

  @Override
  public Map<String, UsualDuration> usualDurations(String beginning) {
    return alive().usualDurations(beginning);
  }

  @Override
  public Optional<UsualDuration> usualDuration(String what) {
    return alive().usualDuration(what);
  }

  @Override
  public void submit(Command command) {
    alive().submit(command);
  }

  @Override
  public List<Command> pendingCommands(String owner) {
    return alive().pendingCommands(owner);
  }

  @Override
  public List<Command> pendingCommandsOf(String runId) {
    return alive().pendingCommandsOf(runId);
  }

  @Override
  public Value.SecretReference keepSecret(String name, String clearText) {
    return alive().keepSecret(name, clearText);
  }

  @Override
  public Optional<String> secret(Value.SecretReference reference) {
    return alive().secret(reference);
  }

  @Override
  public void publishProgress(String runId, LiveProgress progress) {
    alive().publishProgress(runId, progress);
  }

  @Override
  public Optional<LiveProgress> progress(String runId) {
    return alive().progress(runId);
  }

  @Override
  public Map<String, LiveProgress> progressOf(Collection<String> runIds) {
    return alive().progressOf(runIds);
  }

  @Override
  public void close() {
    if (!dead) {
      inner.close();
    }
  }
}
