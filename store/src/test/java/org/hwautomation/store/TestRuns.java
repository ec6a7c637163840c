package org.hwautomation.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.hwautomation.workflow.Append;
import org.hwautomation.workflow.HistoryRecord;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.NewRun;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunIdentity;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowStatus;

/** Runs and appends for tests, without an engine. */
final class TestRuns {
  static final Instant NOW = Instant.parse("2026-11-24T03:00:00.123456Z");

  private TestRuns() {}

  /** What stands in the files of a folder, as Latin-1 and so byte by byte. */
  static List<String> contents(Path folder) throws IOException {
    var contents = new ArrayList<String>();
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        contents.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }

  static RunRecord record(String workflowId) {
    var runId = UUID.randomUUID().toString();
    return first(
        new RunIdentity(
            runId,
            workflowId,
            "basic-provisioning",
            Optional.of("server-of-" + workflowId),
            Optional.of("a1.c5.large"),
            "default",
            Optional.of("batch-1"),
            Optional.empty(),
            runId,
            Optional.empty(),
            "cli:alice",
            NOW));
  }

  private static RunRecord first(RunIdentity identity) {
    return new RunRecord(
        identity,
        WorkflowStatus.PENDING,
        Phase.NONE,
        Optional.of("owner-1"),
        1,
        1,
        Optional.empty(),
        0,
        5,
        Optional.empty(),
        NOW,
        Optional.empty());
  }

  static NewRun start(RunRecord record, String... lockKeys) {
    return new NewRun(
        record,
        entries(record.runId(), 1, 1, 1),
        List.of(lockKeys),
        false,
        record.identity().resumedFrom(),
        Optional.of(history(record)));
  }

  static List<JournalEntry> entries(String runId, long epoch, long firstSeq, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new JournalEntry(
                    runId,
                    firstSeq + i,
                    epoch,
                    "step_completed",
                    1,
                    NOW.plusSeconds(firstSeq + i),
                    "engine",
                    Value.fields(Map.of("step", "s" + (firstSeq + i), "grüße", List.of(1, true)))))
        .toList();
  }

  /** The next {@code count} entries of a run. */
  static Append next(RunRecord before, int count) {
    return append(
        change(before, before.status(), before.phase(), before.owner(), before.lastSeq() + count),
        entries(before.runId(), before.epoch(), before.lastSeq() + 1, count),
        false);
  }

  static Append end(RunRecord before, WorkflowStatus status, Phase phase, boolean releaseLocks) {
    var ended = change(before, status, phase, Optional.empty(), before.lastSeq() + 1);
    return append(
        ended, entries(before.runId(), before.epoch(), before.lastSeq() + 1, 1), releaseLocks);
  }

  static Append append(RunRecord after, List<JournalEntry> entries, boolean releaseLocks) {
    return new Append(
        after.epoch(),
        entries,
        after,
        releaseLocks,
        Optional.empty(),
        after.status().isTerminal() ? Optional.of(history(after)) : Optional.empty());
  }

  static RunRecord change(
      RunRecord run, WorkflowStatus status, Phase phase, Optional<String> owner, long lastSeq) {
    return new RunRecord(
        run.identity(),
        status,
        phase,
        owner,
        run.epoch(),
        lastSeq,
        Optional.of("group/step"),
        run.stepsCompleted() + 1,
        run.totalSteps(),
        status == WorkflowStatus.FAILED ? Optional.of("no such disk") : Optional.empty(),
        NOW.plusSeconds(lastSeq),
        status.isTerminal() ? Optional.of(NOW.plusSeconds(lastSeq)) : Optional.empty());
  }

  static RunRecord resumption(RunRecord held) {
    var before = held.identity();
    return first(
        new RunIdentity(
            UUID.randomUUID().toString(),
            before.workflowId(),
            before.definition(),
            before.serverId(),
            before.deviceType(),
            before.site(),
            before.batchId(),
            before.parentRunId(),
            before.rootRunId(),
            Optional.of(before.runId()),
            "cli:bob",
            NOW));
  }

  static HistoryRecord history(RunRecord run) {
    return new HistoryRecord(
        run.runId(),
        run.workflowId(),
        run.serverId().orElse("none"),
        run.deviceType(),
        run.status() == WorkflowStatus.PENDING ? WorkflowStatus.RUNNING : run.status(),
        run.createdAt(),
        run.endedAt(),
        run.stepsCompleted(),
        run.totalSteps(),
        run.message(),
        "{\"steps\":[],\"context\":{}}");
  }
}
