package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.workflow.Append;
import org.hwautomation.workflow.NewRun;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunFencedException;
import org.hwautomation.workflow.RunNotFoundException;
import org.hwautomation.workflow.RunOwnedException;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.WorkflowAlreadyRunningException;

/**
 * What changes runs, each method the content of one transaction. What is read here is still true
 * when it is written: {@link Database#write} lets one transaction write at a time, across
 * processes, and {@link #append} holds the lock on its run's row. What is refused is refused before
 * anything is written, so that it costs those nothing who share the transaction.
 */
final class RunTransactions {
  private final Liveness owners;

  RunTransactions(Liveness owners) {
    this.owners = owners;
  }

  void create(Session session, NewRun run, List<JournalRow> rows) throws SQLException {
    var record = run.record();
    var live = RunTable.live(session, record.workflowId());
    if (live.isPresent()) {
      throw new WorkflowAlreadyRunningException(record.workflowId(), live.get());
    }
    var held = Optional.<RunRecord>empty();
    if (run.resumedFrom().isPresent()) {
      held = Optional.of(held(session, run.resumedFrom().get()));
    }
    if (!run.queues()) {
      LockTable.requireFree(session, run.lockKeys(), run.resumedFrom());
      if (run.resumedFrom().isEmpty()) {
        LockWaitTable.requireNoneAhead(session, owners, run.lockKeys());
      }
    }
    JournalTable.requireNext(record.runId(), record.epoch(), 0, run.entries());
    requireSeq(record, run.entries().size());
    if (held.isPresent()) {
      LockTable.release(session, held.get().runId());
      RunTable.update(session, held.get().inPhase(Phase.NONE), held.get().status());
      FeedTable.add(session, held.get().runId(), held.get().lastSeq() + 1, held.get().lastSeq());
    }
    RunTable.insert(session, record);
    if (run.queues()) {
      LockWaitTable.add(session, record.runId(), run.lockKeys(), record.createdAt());
    } else {
      LockTable.take(session, record.runId(), run.lockKeys(), record.createdAt());
    }
    JournalTable.add(session, rows);
    FeedTable.add(session, record.runId(), 1, record.lastSeq());
    if (run.history().isPresent()) {
      HistoryTable.write(session, run.history().get());
    }
  }

  private static RunRecord held(Session session, String runId) throws SQLException {
    var run = locked(session, runId);
    if (run.phase() != Phase.HELD) {
      throw new RunFencedException(
          runId, "it is not held any more; it was resumed or released already");
    }
    return run;
  }

  long takeOver(Session session, String runId, String owner) throws SQLException {
    var run = locked(session, runId);
    if (run.status().isTerminal()) {
      throw new RunFencedException(runId, "it has ended, " + run.status().wireName());
    }
    var holder = run.owner().filter(id -> !id.equals(owner));
    if (holder.isPresent() && owners.isAlive(session, holder.get())) {
      throw new RunOwnedException(runId, holder.get());
    }
    var epoch = run.epoch() + 1;
    session.update("UPDATE run SET owner = ?, epoch = ? WHERE run_id = ?", owner, epoch, runId);
    return epoch;
  }

  /** Of several runs, those that can be taken over. */
  Map<String, Long> takeOver(Session session, Collection<String> runIds, String owner)
      throws SQLException {
    var alive = new HashMap<String, Boolean>();
    var epochs = new HashMap<String, Long>();
    for (var batch : Batches.of(runIds)) {
      for (var run : RunTable.liveAndLocked(session, batch)) {
        var holder = run.owner().filter(id -> !id.equals(owner));
        if (holder.isPresent() && !alive.containsKey(holder.get())) {
          alive.put(holder.get(), owners.isAlive(session, holder.get()));
        }
        if (holder.isEmpty() || !alive.getOrDefault(holder.get(), true)) {
          epochs.put(run.runId(), run.epoch() + 1);
        }
      }
      RunTable.giveTo(session, owner, batch.stream().filter(epochs::containsKey).toList());
    }
    var inOrder = new LinkedHashMap<String, Long>();
    for (var runId : runIds) {
      var epoch = epochs.get(runId);
      if (epoch != null) {
        inOrder.put(runId, epoch);
      }
    }
    return inOrder;
  }

  void append(Session session, Append append, List<JournalRow> rows, Instant now)
      throws SQLException {
    if (!updateAtOnce(session, append)) {
      updateIfAllowed(session, append);
    }
    JournalTable.add(session, rows);
    var runId = append.record().runId();
    var lastSeq = append.record().lastSeq();
    FeedTable.add(session, runId, lastSeq - append.entries().size() + 1, lastSeq);
    if (append.releaseLocks()) {
      LockTable.release(session, runId);
      LockWaitTable.remove(session, runId);
    }
    if (append.appliedCommand().isPresent()) {
      CommandTable.applied(session, append.appliedCommand().get(), now);
    }
    if (append.history().isPresent()) {
      HistoryTable.write(session, append.history().get());
    }
    if (append.record().status().isTerminal()) {
      ProgressTable.delete(session, runId);
    }
  }

  /** The usual append, which nothing needs to be read for; false if it is not that. */
  private static boolean updateAtOnce(Session session, Append append) throws SQLException {
    var record = append.record();
    var lastSeq = record.lastSeq() - append.entries().size();
    return !append.takeLocks()
        && JournalTable.areNext(record.runId(), append.epoch(), lastSeq, append.entries())
        && RunTable.updateIf(session, record, append.epoch(), lastSeq);
  }

  /** Updates the row of a run whose status may change, or says why that must not be. */
  private void updateIfAllowed(Session session, Append append) throws SQLException {
    var record = append.record();
    var runId = record.runId();
    var before = locked(session, runId);
    if (before.epoch() != append.epoch()) {
      throw new RunFencedException(
          runId, "epoch " + append.epoch() + " is over, it is " + before.epoch() + " now");
    }
    if (before.status().isTerminal() && record.status() != before.status()) {
      throw new RunFencedException(
          runId, "it is " + before.status().wireName() + ", and an ending never changes");
    }
    JournalTable.requireNext(runId, append.epoch(), before.lastSeq(), append.entries());
    requireSeq(record, before.lastSeq() + append.entries().size());
    if (append.takeLocks()) {
      LockWaitTable.take(session, owners, runId, record.updatedAt());
    }
    RunTable.update(session, record, before.status());
  }

  /** Nobody ends the run until this transaction does. */
  static void requireLive(Session session, String runId) throws SQLException {
    var run = locked(session, runId);
    if (run.status().isTerminal()) {
      throw new RunFencedException(runId, "it has ended, " + run.status().wireName());
    }
  }

  private static void requireSeq(RunRecord record, long lastSeq) {
    if (record.lastSeq() != lastSeq) {
      throw new IllegalArgumentException(
          "the row of run %s says its last entry is %d, but it is %d"
              .formatted(record.runId(), record.lastSeq(), lastSeq));
    }
  }

  /** A run whose row nobody else changes until the transaction ends. */
  private static RunRecord locked(Session session, String runId) throws SQLException {
    return RunTable.findAndLock(session, runId).orElseThrow(() -> new RunNotFoundException(runId));
  }

  static RunRecord find(Session session, String runId) throws SQLException {
    return RunTable.find(session, runId).orElseThrow(() -> new RunNotFoundException(runId));
  }
}
