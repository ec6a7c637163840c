package org.hwautomation.provisioning.runs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.provisioning.catalogue.PlainValue;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.WorkflowStore;
import org.jspecify.annotations.Nullable;

/** Journals as JSON has them, without secrets: a secret's reference is three asterisks. */
public final class JournalDocument {
  private JournalDocument() {}

  /** An entry as it is. */
  public static Map<String, @Nullable Object> of(JournalEntry entry) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("seq", entry.seq());
    document.put("epoch", entry.epoch());
    document.put("type", entry.type());
    document.put("schema_version", entry.schemaVersion());
    document.put("at", entry.at().toString());
    document.put("actor", entry.actor());
    document.put("payload", PlainValue.of(entry.payload()));
    return document;
  }

  /** An entry as it is, with a line for people and the step that it is about. */
  public static Map<String, @Nullable Object> withWords(JournalEntry entry) {
    var document = of(entry);
    document.put("text", EventWords.of(entry));
    document.put("step", entry.payload().text("step").orElse(null));
    return document;
  }

  /**
   * All that is known of a run, in one document that needs no other: identity, definition, every
   * entry, and the runs that it resumed or that resumed it.
   */
  public static Map<String, @Nullable Object> export(
      WorkflowStore store, RunRecord run, String version) {
    var entries = store.entries(run.runId(), 0);
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("format", "hwautomation-run");
    document.put("format_version", 1);
    document.put("product_version", version);
    document.put("run", identity(run));
    document.put(
        "definition",
        entries.isEmpty()
            ? null
            : entries.getFirst().payload().get("definition").map(PlainValue::of).orElse(null));
    document.put("history", history(store, run));
    document.put("entries", entries.stream().map(JournalDocument::of).toList());
    return document;
  }

  private static List<Map<String, @Nullable Object>> history(WorkflowStore store, RunRecord run) {
    return store
        .runs(
            new RunQuery(
                Set.of(), Optional.empty(), Optional.of(run.workflowId()), Optional.empty(), 1_000))
        .reversed()
        .stream()
        .map(JournalDocument::identity)
        .toList();
  }

  private static Map<String, @Nullable Object> identity(RunRecord run) {
    var identity = run.identity();
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("run_id", run.runId());
    document.put("workflow_id", run.workflowId());
    document.put("definition", run.definition());
    document.put("server_id", run.serverId().orElse(null));
    document.put("device_type", run.deviceType().orElse(null));
    document.put("site", identity.site());
    document.put("batch_id", run.batchId().orElse(null));
    document.put("root_run_id", identity.rootRunId());
    document.put("resumed_from", identity.resumedFrom().orElse(null));
    document.put("started_by", run.startedBy());
    document.put("status", run.status().wireName());
    document.put("phase", run.phase().wireName());
    document.put("message", run.message().orElse(null));
    document.put("epoch", run.epoch());
    document.put("last_seq", run.lastSeq());
    document.put("created_at", run.createdAt().toString());
    document.put("ended_at", run.endedAt().map(Object::toString).orElse(null));
    return document;
  }
}
