package org.hwautomation.workflow;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A store that lives and dies with its object: for embedding without durability, and for tests.
 * Thread-safe. Secrets are kept in clear, in memory only.
 */
public final class MemoryStore implements WorkflowStore {
  private final Map<String, RunRecord> runs = new LinkedHashMap<>();
  private final Map<String, List<String>> byWorkflow = new HashMap<>();
  private final Map<String, List<JournalEntry>> journals = new HashMap<>();
  private final Map<String, LockHolder> locks = new LinkedHashMap<>();
  private final Map<String, Command> commands = new LinkedHashMap<>();
  private final Map<String, String> secrets = new HashMap<>();
  private final Map<String, LiveProgress> progress = new HashMap<>();
  private final List<LockWait> waits = new ArrayList<>();
  private final List<LimitClaim> limitsHeld = new ArrayList<>();
  private final List<LimitClaim> limitsAwaited = new ArrayList<>();
  private final Map<String, List<Duration>> durations = new HashMap<>();
  private final List<HistoryRecord> history = new ArrayList<>();
  private final Set<String> owners = new HashSet<>();
  private long lastWait;

  @Override
  public synchronized Owner registerOwner(String description) {
    return registerOwner(UUID.randomUUID());
  }

  synchronized Owner registerOwner(UUID owner) {
    var id = owner.toString();
    owners.add(id);
    return new Owner() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public void close() {
        forget(id);
      }
    };
  }

  /** Takes an owner for dead, as if its process had been killed. */
  public synchronized void forget(String owner) {
    owners.remove(owner);
  }

  @Override
  public synchronized boolean isAlive(String owner) {
    return owners.contains(owner);
  }

  @Override
  public synchronized void create(NewRun run) {
    var record = run.record();
    ofWorkflow(record.workflowId())
        .filter(other -> !other.status().isTerminal())
        .findAny()
        .ifPresent(
            other -> {
              throw new WorkflowAlreadyRunningException(record.workflowId(), other.runId());
            });
    for (var before : run.resumedFrom().stream().toList()) {
      var held = runs.get(before);
      if (held == null) {
        throw new RunNotFoundException(before);
      }
      if (held.phase() != Phase.HELD) {
        throw new RunFencedException(
            before, "it is not held any more; it was resumed or released already");
      }
    }
    for (var key : run.queues() ? List.<String>of() : run.lockKeys()) {
      var holder = locks.get(key);
      if (holder != null && !run.resumedFrom().equals(Optional.of(holder.runId()))) {
        throw new LockHeldException(holder);
      }
    }
    if (!run.queues() && run.resumedFrom().isEmpty()) {
      LockWait.ahead(lockWaits(), run.lockKeys(), owners::contains)
          .ifPresent(
              first -> {
                throw new LockAwaitedException(first);
              });
    }
    run.resumedFrom()
        .ifPresent(
            before -> {
              locks.values().removeIf(holder -> holder.runId().equals(before));
              runs.computeIfPresent(before, (id, held) -> held.inPhase(Phase.NONE));
            });
    for (var key : run.lockKeys()) {
      if (run.queues()) {
        waits.add(
            new LockWait(
                ++lastWait, key, record.runId(), record.owner(), true, record.createdAt()));
      } else {
        hold(key, record);
      }
    }
    runs.put(record.runId(), record);
    byWorkflow.computeIfAbsent(record.workflowId(), id -> new ArrayList<>()).add(record.runId());
    journals.put(record.runId(), new ArrayList<>(run.entries()));
    run.history().ifPresent(history::add);
  }

  private Stream<RunRecord> ofWorkflow(String workflowId) {
    return byWorkflow.getOrDefault(workflowId, List.of()).stream()
        .flatMap(runId -> Stream.ofNullable(runs.get(runId)));
  }

  private void hold(String key, RunRecord run) {
    locks.put(
        key, new LockHolder(key, run.runId(), run.workflowId(), run.serverId(), run.updatedAt()));
  }

  private void takeAwaited(RunRecord run) {
    if (!LockWait.turns(lockWaits(), locks.keySet(), owners::contains).contains(run.runId())) {
      throw new LocksNotFreeException(run.runId());
    }
    waits.stream()
        .filter(wait -> wait.runId().equals(run.runId()))
        .forEach(wait -> hold(wait.key(), run));
    waits.removeIf(wait -> wait.runId().equals(run.runId()));
  }

  @Override
  public synchronized List<LockWait> lockWaits() {
    return waits.stream()
        .map(
            wait -> {
              var run = runs.get(wait.runId());
              return run == null
                  ? wait
                  : new LockWait(
                      wait.position(),
                      wait.key(),
                      wait.runId(),
                      run.owner(),
                      run.phase() == Phase.WAITING_FOR_LOCK,
                      wait.since());
            })
        .toList();
  }

  @Override
  public synchronized List<String> lockTurns(String owner) {
    return LockWait.turnsOf(owner, lockWaits(), locks.keySet(), owners::contains);
  }

  @Override
  public synchronized boolean takeLimit(LimitClaim claim) {
    var run = runs.get(claim.runId());
    if (run == null) {
      throw new RunNotFoundException(claim.runId());
    }
    claim.requireOwner(run.owner());
    limitsHeld.removeIf(held -> !owners.contains(held.owner()) || isSame(held, claim));
    limitsAwaited.removeIf(waiting -> !owners.contains(waiting.owner()));
    var before =
        limitsAwaited.stream()
            .takeWhile(waiting -> !isSame(waiting, claim))
            .filter(waiting -> waiting.limit().equals(claim.limit()))
            .count();
    var held = limitsHeld.stream().filter(h -> h.limit().equals(claim.limit())).count();
    if (before == 0 && held < claim.max()) {
      limitsAwaited.removeIf(waiting -> isSame(waiting, claim));
      limitsHeld.add(claim);
      return true;
    }
    if (limitsAwaited.stream().noneMatch(waiting -> isSame(waiting, claim))) {
      limitsAwaited.add(claim);
    }
    return false;
  }

  private static boolean isSame(LimitClaim one, LimitClaim other) {
    return one.limit().equals(other.limit())
        && one.runId().equals(other.runId())
        && one.step().equals(other.step());
  }

  @Override
  public synchronized void releaseLimit(LimitClaim claim) {
    // not that of the owner who has the run now
    limitsHeld.removeIf(held -> held.owner().equals(claim.owner()) && isSame(held, claim));
    limitsAwaited.removeIf(
        waiting -> waiting.owner().equals(claim.owner()) && isSame(waiting, claim));
  }

  @Override
  public synchronized void learnDuration(String what, Duration took) {
    var times = durations.computeIfAbsent(what, key -> new ArrayList<>());
    times.add(took);
    if (times.size() > UsualDuration.REMEMBERED) {
      times.removeFirst();
    }
  }

  @Override
  public synchronized Map<String, UsualDuration> usualDurations(String beginning) {
    var usual = new LinkedHashMap<String, UsualDuration>();
    durations.keySet().stream()
        .filter(what -> what.startsWith(beginning))
        .sorted()
        .forEach(what -> usualDuration(what).ifPresent(found -> usual.put(what, found)));
    return usual;
  }

  @Override
  public synchronized Optional<UsualDuration> usualDuration(String what) {
    return UsualDuration.of(durations.getOrDefault(what, List.of()));
  }

  @Override
  public synchronized long takeOver(String runId, String owner) {
    var run =
        Optional.ofNullable(runs.get(runId)).orElseThrow(() -> new RunNotFoundException(runId));
    if (run.status().isTerminal()) {
      throw new RunFencedException(runId, "it has ended, " + run.status().wireName());
    }
    var holder = run.owner().filter(id -> !id.equals(owner)).filter(owners::contains);
    if (holder.isPresent()) {
      throw new RunOwnedException(runId, holder.get());
    }
    var epoch = run.epoch() + 1;
    runs.put(runId, run.ownedBy(owner, epoch));
    return epoch;
  }

  @Override
  public synchronized Map<String, Long> takeOver(Collection<String> runIds, String owner) {
    return WorkflowStore.super.takeOver(runIds, owner);
  }

  @Override
  public synchronized void appendAll(List<Append> appends) {
    appends.forEach(this::requireAllowed);
    appends.forEach(this::append);
  }

  @Override
  public synchronized void append(Append append) {
    requireAllowed(append);
    var runId = append.record().runId();
    if (append.takeLocks()) {
      takeAwaited(append.record());
    }
    journals.computeIfAbsent(runId, id -> new ArrayList<>()).addAll(append.entries());
    runs.put(runId, append.record());
    if (append.releaseLocks()) {
      locks.values().removeIf(holder -> holder.runId().equals(runId));
      waits.removeIf(wait -> wait.runId().equals(runId));
    }
    append.appliedCommand().ifPresent(commands::remove);
    append
        .history()
        .ifPresent(
            row -> {
              history.removeIf(old -> old.runId().equals(runId));
              history.add(row);
            });
    if (append.record().status().isTerminal()) {
      progress.remove(runId);
    }
  }

  private void requireAllowed(Append append) {
    var runId = append.record().runId();
    var run =
        Optional.ofNullable(runs.get(runId)).orElseThrow(() -> new RunNotFoundException(runId));
    if (run.epoch() != append.epoch()) {
      throw new RunFencedException(
          runId, "epoch " + append.epoch() + " is over, it is " + run.epoch() + " now");
    }
    if (run.status().isTerminal() && append.record().status() != run.status()) {
      throw new RunFencedException(
          runId, "it is " + run.status().wireName() + ", and an ending never changes");
    }
    var next = run.lastSeq() + 1;
    for (var entry : append.entries()) {
      if (entry.seq() != next++) {
        throw new RunFencedException(runId, "entry " + entry.seq() + " does not follow");
      }
    }
  }

  @Override
  public synchronized long epoch(String runId) {
    var run = runs.get(runId);
    return run == null ? 0 : run.epoch();
  }

  @Override
  public synchronized List<JournalEntry> entries(String runId, long afterSeq) {
    return journals.getOrDefault(runId, List.of()).stream()
        .filter(entry -> entry.seq() > afterSeq)
        .toList();
  }

  @Override
  public synchronized Optional<RunRecord> run(String runId) {
    return Optional.ofNullable(runs.get(runId));
  }

  @Override
  public synchronized Optional<RunRecord> latestRun(String workflowId) {
    return ofWorkflow(workflowId).max(Comparator.comparing(RunRecord::runId));
  }

  @Override
  public synchronized List<RunRecord> runs(RunQuery query) {
    return runs.values().stream()
        .filter(run -> query.statuses().isEmpty() || query.statuses().contains(run.status()))
        .filter(run -> query.phases().isEmpty() || query.phases().contains(run.phase()))
        .filter(run -> query.serverId().isEmpty() || query.serverId().equals(run.serverId()))
        .filter(
            run ->
                query.workflowId().isEmpty() || query.workflowId().get().equals(run.workflowId()))
        .filter(run -> query.batchId().isEmpty() || query.batchId().equals(run.batchId()))
        .sorted(Comparator.comparing(RunRecord::runId).reversed())
        .limit(query.limit())
        .toList();
  }

  @Override
  public synchronized List<LockHolder> locks() {
    return List.copyOf(locks.values());
  }

  @Override
  public synchronized void submit(Command command) {
    var run = runs.get(command.runId());
    if (run == null) {
      throw new RunNotFoundException(command.runId());
    }
    if (run.status().isTerminal()) {
      throw new RunFencedException(command.runId(), "it has ended, " + run.status().wireName());
    }
    commands.put(command.commandId(), command);
  }

  @Override
  public synchronized List<Command> pendingCommands(String owner) {
    return commands.values().stream()
        .filter(
            command -> {
              var run = runs.get(command.runId());
              return run != null && run.owner().equals(Optional.of(owner));
            })
        .toList();
  }

  @Override
  public synchronized List<Command> pendingCommandsOf(String runId) {
    return commands.values().stream().filter(c -> c.runId().equals(runId)).toList();
  }

  @Override
  public synchronized Value.SecretReference keepSecret(String name, String clearText) {
    var reference = new Value.SecretReference(name + "-" + UUID.randomUUID());
    secrets.put(reference.id(), clearText);
    return reference;
  }

  @Override
  public synchronized Optional<String> secret(Value.SecretReference reference) {
    return Optional.ofNullable(secrets.get(reference.id()));
  }

  @Override
  public synchronized void publishProgress(String runId, LiveProgress now) {
    progress.put(runId, now);
  }

  @Override
  public synchronized Optional<LiveProgress> progress(String runId) {
    return Optional.ofNullable(progress.get(runId));
  }

  /** What {@code workflow_history} would hold. */
  public synchronized List<HistoryRecord> history() {
    return List.copyOf(history);
  }

  @Override
  public void close() {}
}
