package org.hwautomation.provisioning.alert;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.AlertSettings.Event;
import org.hwautomation.provisioning.configuration.AlertSettings.Receiver;
import org.hwautomation.store.AlertDelivery;
import org.hwautomation.store.AlertFacts;
import org.hwautomation.store.AlertGroup;
import org.jspecify.annotations.Nullable;

/** Alerts as JSON has them. Holds no secret. Stateless. */
public final class AlertDocument {
  /** How many deliveries are listed. */
  private static final int LISTED = 100;

  private AlertDocument() {}

  /** All of it: receivers, causes that are open, and what was not delivered. */
  public static Map<String, @Nullable Object> of(WorkflowManager manager) {
    var alerts = manager.store().alerts();
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put(
        "receivers",
        manager.configuration().alerts().receivers().stream()
            .map(receiver -> receiver(receiver, alerts.last(receiver.id()).orElse(null)))
            .toList());
    document.put("groups", alerts.open().stream().map(AlertDocument::of).toList());
    document.put("deliveries", alerts.unsent(LISTED).stream().map(AlertDocument::of).toList());
    return document;
  }

  private static Map<String, @Nullable Object> receiver(
      Receiver receiver, @Nullable AlertDelivery last) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("receiver", receiver.id());
    document.put("kind", receiver.kind());
    document.put("to", receiver.place());
    document.put("events", receiver.events().stream().map(Event::wireName).sorted().toList());
    document.put("last", last == null ? null : of(last));
    return document;
  }

  /** A cause that is open. */
  public static Map<String, @Nullable Object> of(AlertGroup group) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("group", group.id());
    document.put("event", group.event());
    document.put("key", group.key());
    facts(document, group.facts());
    document.put("seen_at", group.seenAt().toString());
    document.put("told", group.told());
    document.put("told_at", group.toldAt().map(Instant::toString).orElse(null));
    return document;
  }

  /** Something that was or is to be sent. */
  public static Map<String, @Nullable Object> of(AlertDelivery delivery) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("delivery", delivery.id());
    document.put("group", delivery.group());
    document.put("event", delivery.event());
    document.put("receiver", delivery.receiver());
    document.put("news", delivery.news().wireName());
    document.put("cause", delivery.facts().title());
    document.put("count", delivery.facts().count());
    document.put("status", delivery.status().wireName());
    document.put("attempts", delivery.attempts());
    document.put("said", delivery.said().orElse(null));
    document.put("created_at", delivery.createdAt().toString());
    document.put("tried_at", delivery.triedAt().map(Instant::toString).orElse(null));
    document.put(
        "due_at",
        delivery.status() == AlertDelivery.Status.WAITING ? delivery.dueAt().toString() : null);
    return document;
  }

  /** What is told of a cause. */
  public static void facts(Map<String, @Nullable Object> document, AlertFacts facts) {
    document.put("kind", facts.kind());
    document.put("cause", facts.title());
    document.put("count", facts.count());
    document.put("servers", List.copyOf(facts.servers()));
    document.put("runs", List.copyOf(facts.runs()));
    document.put("since", facts.since().map(Instant::toString).orElse(null));
  }
}
