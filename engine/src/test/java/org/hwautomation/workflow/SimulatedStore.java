package org.hwautomation.workflow;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One process's view of a {@link SimulatedDisk}: every call takes a while in which others go on, a
 * process may die before or after any write, and the store may be planted with a fault.
 */
final class SimulatedStore implements WorkflowStore {
  /** A mistake that a store could have, and that a simulation must find. */
  enum Fault {
    NONE,
    /** A write is answered before it is synced. */
    SKIPPED_SYNC,
    /** Who lost a run is not told. */
    MISSING_FENCE,
    /** A run is taken from a living owner. */
    DOUBLE_ADOPTION,
    /** A run is given to its next owner without the points of no return it is in. */
    FORGOTTEN_POINT
  }

  /** What befalls a write. */
  interface Weather {
    boolean dieBefore(SimulatedProcess process, String write);

    boolean dieAfter(SimulatedProcess process, String write);

    boolean fail(SimulatedProcess process, String call);
  }

  private final SimulatedDisk disk;
  private final SimulatedProcess process;
  private final Weather weather;
  private final SimulationChecks checks;
  private final Fault fault;
  private final Map<String, Long> epochsSeen = new HashMap<>();

  SimulatedStore(
      SimulatedDisk disk,
      SimulatedProcess process,
      Weather weather,
      SimulationChecks checks,
      Fault fault) {
    this.disk = disk;
    this.process = process;
    this.weather = weather;
    this.checks = checks;
    this.fault = fault;
  }

  private <T> T read(String what, Function<MemoryStore, T> query) {
    SimulatedProcess.pause();
    refuse(what);
    disk.reap();
    return query.apply(disk.data());
  }

  private void write(String what, Consumer<MemoryStore> transaction, Runnable seen) {
    SimulatedProcess.pause();
    refuse(what);
    if (weather.dieBefore(process, what)) {
      process.dieHere("before it could " + what);
    }
    disk.reap();
    disk.write(transaction, fault != Fault.SKIPPED_SYNC || checks.machine().chance().oneIn(4));
    process.machine().trace(process.name(), what);
    seen.run();
    if (weather.dieAfter(process, what)) {
      process.dieHere("right after it did " + what);
    }
    SimulatedProcess.pause();
  }

  private void refuse(String what) {
    if (weather.fail(process, what)) {
      process.machine().trace(process.name(), "can't " + what);
      throw new StoreException("the disk is full; free some space", null);
    }
  }

  @Override
  public Owner registerOwner(String description) {
    var id = disk.register(process);
    return new Owner() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public void close() {
        disk.close(id);
      }
    };
  }

  @Override
  public boolean isAlive(String owner) {
    return read("ask for an owner", data -> disk.isAlive(owner));
  }

  @Override
  public void create(NewRun run) {
    write(
        "create " + run.record().workflowId(),
        data -> data.create(run),
        () -> checks.created(run, process));
  }

  @Override
  public long takeOver(String runId, String owner) {
    var epoch = new long[1];
    write(
        "take over",
        data -> {
          if (fault == Fault.DOUBLE_ADOPTION) {
            data.run(runId).flatMap(RunRecord::owner).ifPresent(data::forget);
          }
          epoch[0] = data.takeOver(runId, owner);
        },
        () -> checks.takenOver(runId, process));
    epochsSeen.put(runId, epoch[0]);
    return epoch[0];
  }

  @Override
  public void append(Append append) {
    var types = append.entries().stream().map(JournalEntry::type).toList();
    write(
        append.record().workflowId()
            + ": "
            + (types.isEmpty() ? "apply a command" : String.join(" + ", types)),
        data -> data.append(append),
        () -> checks.appended(append, process));
  }

  @Override
  public long epoch(String runId) {
    var epoch = read("look at the epoch", data -> data.epoch(runId));
    return fault == Fault.MISSING_FENCE ? epochsSeen.computeIfAbsent(runId, id -> epoch) : epoch;
  }

  @Override
  public List<JournalEntry> entries(String runId, long afterSeq) {
    var entries = read("read a journal", data -> data.entries(runId, afterSeq));
    return fault == Fault.FORGOTTEN_POINT
        ? entries.stream().filter(entry -> !entry.type().equals("point_entered")).toList()
        : entries;
  }

  @Override
  public Optional<RunRecord> run(String runId) {
    return read("read a run", data -> data.run(runId));
  }

  @Override
  public Optional<RunRecord> latestRun(String workflowId) {
    return read("find a run", data -> data.latestRun(workflowId));
  }

  @Override
  public List<RunRecord> runs(RunQuery query) {
    return read("list runs", data -> data.runs(query));
  }

  @Override
  public List<LockHolder> locks() {
    return read("list locks", MemoryStore::locks);
  }

  @Override
  public List<LockWait> lockWaits() {
    return read("list who waits", MemoryStore::lockWaits);
  }

  @Override
  public List<String> lockTurns(String owner) {
    return read("ask for turns", data -> data.lockTurns(owner));
  }

  // Places under limits are those of living processes only, so they need no sync. The callers hold
  // a monitor.
  @Override
  public boolean takeLimit(LimitClaim claim) {
    disk.reap();
    return disk.data().takeLimit(claim);
  }

  @Override
  public void releaseLimit(LimitClaim claim) {
    disk.data().releaseLimit(claim);
  }

  @Override
  public void learnDuration(String what, Duration took) {
    disk.data().learnDuration(what, took);
  }

  @Override
  public Optional<UsualDuration> usualDuration(String what) {
    return disk.data().usualDuration(what);
  }

  @Override
  public void submit(Command command) {
    write("submit " + command.kind().wireName(), data -> data.submit(command), () -> {});
  }

  @Override
  public List<Command> pendingCommands(String owner) {
    return read("look for commands", data -> data.pendingCommands(owner));
  }

  @Override
  public List<Command> pendingCommandsOf(String runId) {
    return read("look for commands", data -> data.pendingCommandsOf(runId));
  }

  @Override
  public Value.SecretReference keepSecret(String name, String clearText) {
    return disk.keepSecret(name, clearText);
  }

  @Override
  public Optional<String> secret(Value.SecretReference reference) {
    return read("read a secret", data -> disk.secret(reference.id()));
  }

  @Override
  public void publishProgress(String runId, LiveProgress progress) {
    read("show progress", data -> progress);
  }

  @Override
  public void close() {}
}
