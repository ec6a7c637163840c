package org.hwautomation.provisioning.alert;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.batch.BatchProgress;
import org.hwautomation.provisioning.configuration.AlertSettings.Event;
import org.hwautomation.provisioning.triage.Cause;
import org.hwautomation.provisioning.triage.CauseGroup;
import org.hwautomation.provisioning.triage.CauseGroups;
import org.hwautomation.provisioning.triage.Situation;
import org.hwautomation.provisioning.triage.Triage;
import org.hwautomation.provisioning.triage.Urgency;
import org.hwautomation.store.AlertFacts;
import org.hwautomation.store.BatchRecord;

/** Finds what people may have to be told of. Reads the database only. Thread-safe. */
final class AlertCauses {
  /** Longer keys are cut, since the database sorts by them. */
  private static final int LONGEST_KEY = 500;

  private final WorkflowManager manager;

  AlertCauses(WorkflowManager manager) {
    this.manager = manager;
  }

  /** What stands now. */
  List<AlertCause> now() {
    var seen = manager.store().runCare().acknowledged();
    var causes = new ArrayList<AlertCause>();
    for (var group : CauseGroups.of(new Triage(manager).overview())) {
      event(group.kind()).ifPresent(event -> causes.add(cause(event, group, seen)));
    }
    manager.store().batches().list().stream()
        .filter(batch -> batch.state() == BatchRecord.State.STOPPED)
        .map(this::stopped)
        .forEach(causes::add);
    return causes;
  }

  /** A run that a person paused is no news. */
  private static Optional<Event> event(Cause.Kind kind) {
    if (kind == Cause.Kind.SLOW) {
      return Optional.of(Event.SLOW);
    }
    return kind.urgency() == Urgency.NEEDS_PERSON ? Optional.of(Event.HELD) : Optional.empty();
  }

  private static AlertCause cause(Event event, CauseGroup group, Set<String> seen) {
    var situations = group.situations();
    return new AlertCause(
        event,
        bounded(group.key()),
        new AlertFacts(
            group.kind().wireName(),
            group.title(),
            situations.size(),
            situations.stream().map(Situation::name).toList(),
            situations.stream().flatMap(s -> s.run().stream()).map(run -> run.runId()).toList(),
            group.since(),
            "/needs"),
        situations.stream()
            .anyMatch(
                s -> s.run().filter(run -> seen.contains(run.identity().rootRunId())).isEmpty()));
  }

  private AlertCause stopped(BatchRecord batch) {
    var failed =
        BatchProgress.of(manager.store(), batch).servers().stream()
            .filter(server -> server.result().isFailure())
            .toList();
    return new AlertCause(
        Event.BATCH_STOPPED,
        bounded("batch/" + batch.name()),
        new AlertFacts(
            Event.BATCH_STOPPED.wireName(),
            "batch %s is stopped%s"
                .formatted(batch.name(), batch.why().isBlank() ? "" : ": " + batch.why()),
            Math.max(1, failed.size()),
            failed.stream().map(server -> server.member().server()).toList(),
            failed.stream().flatMap(server -> server.run().stream()).map(r -> r.runId()).toList(),
            Optional.of(batch.changedAt()),
            "/batches/" + segment(batch.name())),
        true);
  }

  /** A segment of a path. */
  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static String bounded(String key) {
    if (key.length() <= LONGEST_KEY) {
      return key;
    }
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return key.substring(0, LONGEST_KEY) + "~" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
