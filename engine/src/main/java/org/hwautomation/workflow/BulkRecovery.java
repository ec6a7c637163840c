package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/**
 * One recovery of all that is left. Runs are taken over in batches, which share reads and commits,
 * and executed when all are ours, the first begun first. Where a batch fails, its runs are
 * recovered one by one, but many at once. Used by one thread.
 */
final class BulkRecovery {
  private static final int BATCH = 500;

  /** While one is decoded, another is read or written. */
  private static final int BATCHES_AT_ONCE = 2;

  private static final int SINGLE_AT_ONCE = 128;

  private final EngineSettings settings;
  private final ActionRegistry registry;
  private final Ownership ownership;
  private final LiveRuns runs;
  private final Takeover takeover;
  private final RunRecovery single;
  private final Map<Value.Fields, WorkflowDefinition> definitions = new ConcurrentHashMap<>();
  private final Queue<RunExecution> recovered = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> left = new ConcurrentLinkedQueue<>();

  BulkRecovery(
      EngineSettings settings,
      ActionRegistry registry,
      Ownership ownership,
      LiveRuns runs,
      Takeover takeover,
      RunRecovery single) {
    this.settings = settings;
    this.registry = registry;
    this.ownership = ownership;
    this.runs = runs;
    this.takeover = takeover;
    this.single = single;
  }

  /** An interrupt lets what has begun be finished, and nothing more begin. */
  List<RunExecution> recover() {
    var live = settings.store().runs(RunQuery.LIVE).reversed();
    var isAlive = living(live);
    var batches = new ArrayList<Batch>();
    for (var from = 0; from < live.size(); from += BATCH) {
      batches.add(new Batch(live.subList(from, Math.min(live.size(), from + BATCH)), isAlive));
    }
    var work = new ConcurrentLinkedQueue<Runnable>();
    batches.forEach(batch -> work.add(batch::takeOver));
    try {
      carryOut(work, BATCHES_AT_ONCE);
      batches.forEach(Batch::execute);
    } finally {
      batches.forEach(Batch::unclaim);
    }
    if (!Thread.currentThread().isInterrupted()) {
      carryOut(left, SINGLE_AT_ONCE);
    }
    return List.copyOf(recovered);
  }

  /** Tells of the owners of these runs whether they live; asks once. */
  private Predicate<String> living(List<RunRecord> live) {
    var alive = new HashMap<String, Boolean>();
    for (var run : live) {
      if (run.owner().isPresent() && !alive.containsKey(run.owner().get())) {
        alive.put(run.owner().get(), settings.store().isAlive(run.owner().get()));
      }
    }
    return owner -> alive.getOrDefault(owner, true);
  }

  private void carryOut(Queue<Runnable> work, int atOnce) {
    var workers = new ArrayList<Thread>();
    while (workers.size() < Math.min(atOnce, work.size())) {
      workers.add(settings.threads().newThread(() -> carryOut(work)));
    }
    workers.forEach(Thread::start);
    var interrupted = false;
    for (var worker : workers) {
      while (worker.isAlive()) {
        try {
          worker.join();
        } catch (InterruptedException e) {
          interrupted = true;
          work.clear();
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void carryOut(Queue<Runnable> work) {
    for (var next = work.poll(); next != null; next = work.poll()) {
      next.run();
    }
  }

  /** Runs that are taken over together. */
  private final class Batch {
    private final List<RunRecord> members;
    private final Predicate<String> isAlive;
    private final Map<RunRecord, LiveRuns.Claim> claims = new LinkedHashMap<>();
    private List<RunJournal> journals = List.of();

    Batch(List<RunRecord> members, Predicate<String> isAlive) {
      this.members = members;
      this.isAlive = isAlive;
    }

    void takeOver() {
      try {
        for (var run : single.toContinue(members, isAlive)) {
          claim(run).ifPresent(claim -> claims.put(run, claim));
        }
        if (!claims.isEmpty()) {
          journals =
              takeover.takeOver(
                  List.copyOf(claims.keySet()),
                  ownership.id(),
                  value -> definitions.computeIfAbsent(value, WorkflowDefinition::read));
        }
      } catch (RuntimeException e) {
        WorkflowEngine.LOG.info(
            "{} runs are recovered one by one: {}", members.size(), e.getMessage());
        for (var run : members) {
          var chosen = claims.containsKey(run);
          left.add(
              () ->
                  (chosen ? single.tryToAdopt(run) : single.recover(run))
                      .ifPresent(recovered::add));
        }
        unclaim();
      }
    }

    private Optional<LiveRuns.Claim> claim(RunRecord run) {
      try {
        return Optional.of(runs.claim(run.runId()));
      } catch (RunOwnedException e) {
        WorkflowEngine.LOG.debug("{}", e.getMessage()); // another thread of ours was faster
        return Optional.empty();
      }
    }

    void execute() {
      for (var journal : journals) {
        var code = registry.functions(journal.state().workflowId());
        recovered.add(runs.execute(journal, code));
      }
    }

    void unclaim() {
      claims.values().forEach(LiveRuns.Claim::close);
      claims.clear();
    }
  }
}
