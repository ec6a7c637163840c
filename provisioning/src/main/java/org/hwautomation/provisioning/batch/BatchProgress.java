package org.hwautomation.provisioning.batch;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.store.BatchMember;
import org.hwautomation.store.BatchRecord;
import org.hwautomation.store.SqlStore;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.WorkflowStatus;
import org.jspecify.annotations.Nullable;

/**
 * How far a batch is, as its rows and its runs say at one moment. Immutable.
 *
 * @param servers in the batch's order
 */
public record BatchProgress(BatchRecord batch, List<ServerResult> servers) {
  /** How a server of a batch stands. */
  public enum Result {
    WAITING,
    RUNNING,
    READY,
    /** It was ready before. */
    SKIPPED,
    FAILED,
    /** Failed, and its run keeps it until a person resumes or releases it. */
    HELD,
    /** Its run waits for a person. */
    PARKED,
    /** Its run could not be started. */
    REFUSED,
    /** A person cancelled its run, or the batch before it began. */
    CANCELLED;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** True for what counts against the batch's limit of failures. */
    public boolean isFailure() {
      return this == FAILED || this == HELD || this == PARKED || this == REFUSED;
    }
  }

  /**
   * A server and how it stands.
   *
   * @param run its newest run, a resumed one too
   * @param message why, or where it is
   */
  public record ServerResult(
      BatchMember member, Optional<RunRecord> run, Result result, String message) {}

  public BatchProgress {
    servers = List.copyOf(servers);
  }

  /** How a batch stands now. */
  public static BatchProgress of(SqlStore store, BatchRecord batch) {
    var runs = runs(store, batch.name());
    var results = new ArrayList<ServerResult>();
    for (var member : store.batches().members(batch.name())) {
      results.add(result(member, Optional.ofNullable(runs.get(member.workflowId()))));
    }
    return new BatchProgress(batch, results);
  }

  /** The newest run of each workflow id. */
  static Map<String, RunRecord> runs(SqlStore store, String batch) {
    var newest = new HashMap<String, RunRecord>();
    store
        .runs(
            new RunQuery(Set.of(), Optional.empty(), Optional.empty(), Optional.of(batch), 100_000))
        .forEach(run -> newest.putIfAbsent(run.workflowId(), run));
    return newest;
  }

  private static ServerResult result(BatchMember member, Optional<RunRecord> run) {
    if (run.isEmpty()) {
      var result =
          switch (member.state()) {
            case WAITING -> Result.WAITING;
            case STARTING, STARTED -> Result.RUNNING;
            case SKIPPED -> Result.SKIPPED;
            case REFUSED -> Result.REFUSED;
            case CANCELLED -> Result.CANCELLED;
          };
      return new ServerResult(member, run, result, member.message().orElse(""));
    }
    var result =
        switch (run.get().status()) {
          case PENDING, RUNNING ->
              run.get().phase() == Phase.PARKED ? Result.PARKED : Result.RUNNING;
          case COMPLETED -> Result.READY;
          case FAILED -> run.get().phase() == Phase.HELD ? Result.HELD : Result.FAILED;
          case CANCELLED -> Result.CANCELLED;
        };
    return new ServerResult(member, run, result, words(run.get()));
  }

  private static String words(RunRecord run) {
    return run.status() == WorkflowStatus.COMPLETED
        ? ""
        : run.message()
            .flatMap(message -> message.lines().findFirst())
            .or(run::currentStep)
            .orElse("");
  }

  public long count(Result result) {
    return servers.stream().filter(each -> each.result() == result).count();
  }

  public int failures() {
    return (int) servers.stream().filter(each -> each.result().isFailure()).count();
  }

  /** With so many failures nothing more is started; empty if it is never stopped. */
  public Optional<Integer> stopsAt() {
    return StopAfter.failures(batch.terms().stopAfter(), servers.size())
        .map(failures -> failures + batch.forgiven());
  }

  /** True if nothing waits and nothing runs. */
  public boolean isOver() {
    return count(Result.RUNNING) == 0
        && (count(Result.WAITING) == 0 || batch.state() == BatchRecord.State.CANCELLED);
  }

  /**
   * In words, such as {@code 12 ready, 3 running, 25 waiting}; what there is none of is left out.
   */
  public String words() {
    var words = new ArrayList<String>();
    counts()
        .forEach(
            (result, number) -> {
              if (number > 0) {
                words.add(number + " " + result.wireName());
              }
            });
    return String.join(", ", words);
  }

  private Map<Result, Long> counts() {
    var counts = new EnumMap<Result, Long>(Result.class);
    for (var result : Result.values()) {
      counts.put(result, count(result));
    }
    return counts;
  }

  /** As JSON has it in lists. */
  public Map<String, @Nullable Object> summary() {
    var terms = batch.terms();
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", batch.name());
    document.put("template", terms.template());
    document.put("device_type", terms.deviceType().orElse(null));
    document.put("state", batch.state().wireName());
    document.put("why", batch.why().isEmpty() ? null : batch.why());
    document.put("max", terms.most());
    document.put(
        "per_rack", terms.perRack().isPresent() ? (Object) terms.perRack().getAsInt() : null);
    document.put("stop_after", terms.stopAfter().orElse(null));
    document.put("stops_at", stopsAt().orElse(null));
    document.put("failures", failures());
    document.put("started_by", batch.createdBy());
    document.put("start_time", batch.createdAt().toString());
    document.put("changed_at", batch.changedAt().toString());
    var numbers = new LinkedHashMap<String, Object>();
    counts().forEach((result, number) -> numbers.put(result.wireName(), number));
    document.put("counts", numbers);
    document.put("total", servers.size());
    return document;
  }

  /** As JSON has it, with its servers. */
  public Map<String, @Nullable Object> document() {
    var document = summary();
    document.put("servers", servers.stream().map(BatchProgress::row).toList());
    return document;
  }

  private static Map<String, @Nullable Object> row(ServerResult each) {
    var member = each.member();
    var row = new LinkedHashMap<String, @Nullable Object>();
    row.put("server", member.server());
    row.put("rack", member.rack().orElse(null));
    row.put("device_type", member.deviceType().orElse(null));
    row.put("target_ipmi_ip", member.address().orElse(null));
    row.put("result", each.result().wireName());
    row.put("message", each.message().isEmpty() ? null : each.message());
    row.put("attempt", member.attempt());
    row.put("workflow_id", member.workflowId());
    row.put("run_id", each.run().map(RunRecord::runId).orElse(null));
    row.put("steps_completed", each.run().map(RunRecord::stepsCompleted).orElse(null));
    row.put("steps", each.run().map(RunRecord::totalSteps).orElse(null));
    return row;
  }
}
