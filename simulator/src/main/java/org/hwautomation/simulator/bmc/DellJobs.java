package org.hwautomation.simulator.bmc;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.simulator.BiosOutcome;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Delay;
import org.hwautomation.simulator.SimulatedServer;
import org.jspecify.annotations.Nullable;

/**
 * The job queue of an iDRAC's Lifecycle Controller. A BIOS configuration job is New, then
 * Scheduled, Running from the next POST on, and Completed some time after it. It outlives resets of
 * host and iDRAC. Empty on other vendors' BMCs. Thread-safe.
 */
final class DellJobs {
  private final SimulatedServer server;
  private final Map<String, Job> jobs = new LinkedHashMap<>();
  private final Map<String, Object> uncommitted = new LinkedHashMap<>();
  private int number;

  DellJobs(SimulatedServer server) {
    this.server = server;
  }

  /** States of a job, as the wire spells them. */
  enum State {
    NEW("New", "New", "OK"),
    SCHEDULED("Scheduled", "Starting", "OK"),
    RUNNING("Running", "Running", "OK"),
    COMPLETED("Completed", "Completed", "OK"),
    COMPLETED_WITH_ERRORS("CompletedWithErrors", "Completed", "Warning"),
    FAILED("Failed", "Exception", "Critical");

    private final String label;
    private final String taskState;
    private final String taskStatus;

    State(String label, String taskState, String taskStatus) {
      this.label = label;
      this.taskState = taskState;
      this.taskStatus = taskStatus;
    }

    String label() {
      return label;
    }

    String taskState() {
      return taskState;
    }

    String taskStatus() {
      return taskStatus;
    }

    boolean done() {
      return this == COMPLETED || this == COMPLETED_WITH_ERRORS || this == FAILED;
    }
  }

  record Job(
      String id,
      State state,
      String message,
      String messageId,
      int percent,
      Instant created,
      @Nullable Instant ended) {
    Job with(State next, String text, String textId, int done, @Nullable Instant end) {
      return new Job(id, next, text, textId, done, created, end);
    }
  }

  /** Makes a BIOS configuration job, or empty if there is one that is not done. */
  synchronized Optional<Job> create() {
    if (unfinished().isPresent()) {
      return Optional.empty();
    }
    var now = server.time().now();
    var id =
        "JID_"
            + (900_000_000_000L
                + Math.floorMod(now.toEpochMilli() / 10, 90_000_000_000L)
                + ++number);
    var job = new Job(id, State.NEW, "New", "JCP000", 0, now, null);
    jobs.put(id, job);
    server.after(Delay.JOB_SCHEDULING, () -> schedule(id));
    return Optional.of(job);
  }

  synchronized List<Job> all() {
    return List.copyOf(jobs.values());
  }

  synchronized Optional<Job> job(String id) {
    return Optional.ofNullable(jobs.get(id));
  }

  synchronized Optional<Job> unfinished() {
    return jobs.values().stream().filter(job -> !job.state().done()).findFirst();
  }

  synchronized boolean biosJobRuns() {
    return unfinished().filter(job -> job.state() == State.RUNNING).isPresent();
  }

  /** Values that were written without a job: they apply when one is made. */
  synchronized Map<String, Object> uncommitted() {
    return Map.copyOf(uncommitted);
  }

  synchronized void stage(Map<String, Object> values) {
    uncommitted.putAll(values);
  }

  synchronized void dropUncommitted() {
    uncommitted.clear();
  }

  /** Removes a job with what it would apply; false while it runs. */
  synchronized boolean delete(String id) {
    var job = jobs.get(id);
    if (job == null || job.state() == State.RUNNING) {
      return false;
    }
    jobs.remove(id);
    if (!job.state().done()) {
      server.bios().clearPending(Channel.REDFISH);
    }
    return true;
  }

  /** Removes all jobs but one that runs. */
  void deleteAll() {
    for (var job : all()) {
      delete(job.id());
    }
  }

  private synchronized void schedule(String id) {
    jobs.computeIfPresent(
        id,
        (key, job) ->
            job.state() == State.NEW
                ? job.with(State.SCHEDULED, "Task successfully scheduled.", "JCP001", 0, null)
                : job);
  }

  /** POST began: a job that waits for it runs. */
  synchronized void postStarted() {
    unfinished()
        .ifPresent(
            job ->
                jobs.put(job.id(), job.with(State.RUNNING, "Job in progress.", "PR20", 34, null)));
  }

  /** The BIOS dealt with staged values: the job that asked for them ends soon. */
  synchronized void applied(List<BiosOutcome> outcomes) {
    var running = unfinished();
    if (running.isEmpty()) {
      return;
    }
    var id = running.get().id();
    var failed = outcomes.stream().filter(outcome -> !outcome.applied()).count();
    var state =
        failed == 0
            ? State.COMPLETED
            : failed == outcomes.size() ? State.FAILED : State.COMPLETED_WITH_ERRORS;
    server.after(Delay.JOB_COMPLETION, () -> finish(id, state));
  }

  private synchronized void finish(String id, State state) {
    jobs.computeIfPresent(
        id,
        (key, job) ->
            state == State.COMPLETED
                ? job.with(state, "Job completed successfully.", "PR19", 100, server.time().now())
                : job.with(
                    state,
                    "Job completed with errors: some attributes were not applied.",
                    "PR21",
                    100,
                    server.time().now()));
  }
}
