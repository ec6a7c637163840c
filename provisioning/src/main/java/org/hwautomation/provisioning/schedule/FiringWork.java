package org.hwautomation.provisioning.schedule;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.hwautomation.store.FiringRecord;
import org.hwautomation.store.FiringRecord.Outcome;
import org.hwautomation.store.FiringRecord.Start;
import org.hwautomation.store.FiringRecord.Status;
import org.hwautomation.store.ScheduleTerms.Overlap;
import org.hwautomation.store.SqlStore;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowAlreadyRunningException;

/**
 * Starts what a firing is to start, server by server. Each start is noted, so that whoever carries
 * on does the rest; a run that was started and not noted is found by its workflow id. Thread-safe.
 */
final class FiringWork {
  private final SqlStore store;
  private final Starter starter;
  private final String owner;
  private final BooleanSupplier stopping;

  FiringWork(SqlStore store, Starter starter, String owner, BooleanSupplier stopping) {
    this.store = store;
    this.starter = starter;
    this.owner = owner;
    this.stopping = stopping;
  }

  /**
   * Does what can be done now; the firing stays open if something of it has to wait.
   *
   * @throws StoreException if the database does not answer; the firing stays open
   */
  void carryOn(String schedule, Instant fireAt) {
    var found = store.firings().find(schedule, fireAt);
    if (found.isEmpty()
        || found.get().status() != Status.CLAIMED
        || found.get().claimedBy().filter(owner::equals).isEmpty()) {
      return;
    }
    var firing = found.get();
    var waits = false;
    for (var server : servers(firing)) {
      if (isNoted(firing, server)) {
        continue;
      }
      if (stopping.getAsBoolean()) {
        return;
      }
      var start = start(firing, server);
      start.ifPresent(what -> store.firings().note(firing, owner, what));
      waits |= start.isEmpty();
    }
    if (!waits) {
      store.firings().end(firing, owner);
    }
  }

  private static List<String> servers(FiringRecord firing) {
    return firing.work().servers().isEmpty() ? List.of("") : firing.work().servers();
  }

  private static boolean isNoted(FiringRecord firing, String server) {
    return firing.starts().stream().anyMatch(start -> start.server().equals(server));
  }

  /** Empty if it has to wait. */
  private Optional<Start> start(FiringRecord firing, String server) {
    var request = FiringRequest.of(firing, server);
    var started = store.latestRun(request.workflowId());
    if (started.isPresent()) {
      return Optional.of(started(server, request, started.get().runId()));
    }
    if (firing.overlap() != Overlap.ALLOW) {
      var older = older(firing, server);
      if (older.isPresent()) {
        return Optional.of(
            Start.not(
                server,
                Outcome.OVERLAPPED,
                "that of %s is not started yet".formatted(older.get().fireAt())));
      }
      var live = live(firing, server);
      if (live.isPresent()) {
        return firing.overlap() == Overlap.QUEUE
            ? Optional.empty()
            : Optional.of(
                Start.not(
                    server,
                    Outcome.OVERLAPPED,
                    "run %s (%s) is not over"
                        .formatted(live.get().runId(), live.get().workflowId())));
      }
    }
    return Optional.of(start(request, server));
  }

  private Start start(FiringRequest request, String server) {
    try {
      return started(server, request, starter.start(request).runId());
    } catch (WorkflowAlreadyRunningException e) {
      return store
          .latestRun(request.workflowId())
          .map(run -> started(server, request, run.runId()))
          .orElseThrow(() -> e);
    } catch (StoreException e) {
      throw e; // perhaps it was started, perhaps not: the next look tells
    } catch (RuntimeException e) {
      var message = e.getMessage() == null ? e.toString() : e.getMessage();
      return Start.not(server, Outcome.REFUSED, message);
    }
  }

  private static Start started(String server, FiringRequest request, String runId) {
    return Start.started(server, request.workflowId(), runId);
  }

  /** An earlier time that has not done with this server. */
  private Optional<FiringRecord> older(FiringRecord firing, String server) {
    return store.firings().open().stream()
        .filter(other -> other.schedule().equals(firing.schedule()))
        .filter(other -> other.fireAt().isBefore(firing.fireAt()))
        .filter(other -> servers(other).contains(server) && !isNoted(other, server))
        .findFirst();
  }

  /** A run that the schedule started on this server and that has not ended, resumed or not. */
  private Optional<RunRecord> live(FiringRecord firing, String server) {
    return store.firings().runs(firing.schedule(), server).stream()
        .flatMap(start -> start.workflowId().stream())
        .flatMap(workflowId -> store.latestRun(workflowId).stream())
        .filter(run -> !run.status().isTerminal())
        .findFirst();
  }
}
