package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
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
 * processes, and {@link #append} holds the lock on its run's row.
 */
final class RunTransactions {
  private final Liveness owners;

  RunTransactions(Liveness owners) {
    this.owners = owners;
  }

  void create(Session session, NewRun run) throws SQLException {
    var record = run.record();
    var live = RunTable.live(session, record.workflowId());
    if (live.isPresent()) {
      throw new WorkflowAlreadyRunningException(record.workflowId(), live.get());
    }
    if (run.resumedFrom().isPresent()) {
      var before = locked(session, run.resumedFrom().get());
      if (before.phase() != Phase.HELD) {
        throw new RunFencedException(
            before.runId(), "it is not held any more; it was resumed or released already");
      }
      LockTable.release(session, before.runId());
      RunTable.update(session, before.inPhase(Phase.NONE), before.status());
    }
    RunTable.insert(session, record);
    if (run.queues()) {
      LockWaitTable.add(session, record.runId(), run.lockKeys(), record.createdAt());
    } else {
      LockTable.take(session, record.runId(), run.lockKeys(), record.createdAt());
      if (run.resumedFrom().isEmpty()) {
        LockWaitTable.requireNoneAhead(session, owners, run.lockKeys());
      }
    }
    JournalTable.add(session, record.runId(), record.epoch(), 0, run.entries());
    requireSeq(record, run.entries().size());
    if (run.history().isPresent()) {
      HistoryTable.write(session, run.history().get());
    }
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

  void append(Session session, Append append, Instant now) throws SQLException {
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
    if (append.takeLocks()) {
      LockWaitTable.take(session, owners, runId, record.updatedAt());
    }
    JournalTable.add(session, runId, append.epoch(), before.lastSeq(), append.entries());
    requireSeq(record, before.lastSeq() + append.entries().size());
    RunTable.update(session, record, before.status());
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
    if (record.status().isTerminal()) {
      ProgressTable.delete(session, runId);
    }
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
