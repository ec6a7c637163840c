package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** One process's view of a store: notes every commit, and can die or fail on the spot. */
public final class RecordingStore implements WorkflowStore {
  private final WorkflowStore inner;
  private final List<List<Event>> commits = new CopyOnWriteArrayList<>();
  private final List<String> owners = new CopyOnWriteArrayList<>();
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile boolean dead;
  private volatile Predicate<Append> refused = append -> false;
  private volatile Predicate<Append> dying = append -> false;
  private volatile Creating creating = run -> {};
  private volatile UnaryOperator<JournalEntry> seenAs = entry -> entry;

  RecordingStore(WorkflowStore inner) {
    this.inner = inner;
  }

  /** From here on nothing that this process does reaches the data. */
  void die() {
    dead = true;
  }

  /** Fails every append that {@code which} picks; nothing of it is written. */
  void refuse(Predicate<Append> which) {
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
  void dieAfter(Predicate<Append> which) {
    dying = which;
  }

  /** Reads entries as {@code change} has them: as if another release had written them. */
  void readEntriesAs(UnaryOperator<JournalEntry> change) {
    seenAs = change;
  }

  /** True if one of the entries is of a type, such as {@code step_completed}. */
  static boolean holds(Append append, String type) {
    return append.entries().stream().anyMatch(entry -> entry.type().equals(type));
  }

  /** How many appends were refused. */
  int refusals() {
    return refusals.get();
  }

  boolean isDead() {
    return dead;
  }

  /** The events of each commit, oldest first; a run's creation is one. */
  List<List<Event>> commits() {
    return List.copyOf(commits);
  }

  /** The owners that this process registered. */
  List<String> owners() {
    return List.copyOf(owners);
  }

  private WorkflowStore alive() {
    if (dead) {
      throw new StoreException("this process is dead", null);
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
    owners.add(owner.id());
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
    alive().create(run);
    note(run.entries());
  }

  @Override
  public long takeOver(String runId, String owner) {
    return alive().takeOver(runId, owner);
  }

  @Override
  public void append(Append append) {
    var store = alive();
    if (refused.test(append)) {
      refusals.incrementAndGet();
      throw new StoreException("the disk is full; free some space", null);
    }
    store.append(append);
    note(append.entries());
    if (dying.test(append)) {
      die();
      throw new StoreException("this process is dead", null);
    }
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
  public void close() {
    if (!dead) {
      inner.close();
    }
  }
}
