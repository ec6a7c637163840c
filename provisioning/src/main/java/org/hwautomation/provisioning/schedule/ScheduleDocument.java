package org.hwautomation.provisioning.schedule;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hwautomation.store.FiringRecord;
import org.hwautomation.store.FiringRecord.Outcome;
import org.hwautomation.store.FiringRecord.Start;
import org.hwautomation.store.ScheduleRecord;
import org.jspecify.annotations.Nullable;

/** Schedules and what became of their times as documents, under the keys that machines read. */
public final class ScheduleDocument {
  /** How many coming times are told. */
  public static final int NEXT = 3;

  private ScheduleDocument() {}

  /**
   * A schedule.
   *
   * @param last its newest firing
   * @param now what {@code next} counts from; a paused schedule has none
   */
  public static Map<String, @Nullable Object> of(
      ScheduleRecord schedule, Optional<FiringRecord> last, Instant now) {
    var terms = schedule.terms();
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", schedule.name());
    document.put("description", terms.description());
    document.put("cron", terms.cron());
    document.put("zone", terms.zone());
    document.put("template", terms.work().template());
    document.put("servers", terms.work().servers());
    document.put("device_type", terms.work().deviceType().orElse(null));
    document.put("inputs", new TreeMap<>(terms.work().inputs()));
    document.put("overlap", terms.overlap().wireName());
    document.put("missed", terms.missed().wireName());
    document.put("missed_limit_seconds", terms.missedLimit().toSeconds());
    document.put("paused", schedule.paused());
    document.put("revision", schedule.revision());
    document.put("created_by", schedule.createdBy());
    document.put("created_at", text(schedule.createdAt()));
    document.put("changed_by", schedule.changedBy());
    document.put("changed_at", text(schedule.changedAt()));
    document.put("next", next(schedule, now).stream().map(ScheduleDocument::text).toList());
    document.put("last", last.map(ScheduleDocument::of).orElse(null));
    return document;
  }

  /** The coming times of a schedule, {@link #NEXT} of them; none while it is paused. */
  public static List<Instant> next(ScheduleRecord schedule, Instant now) {
    if (schedule.paused()) {
      return List.of();
    }
    var from = schedule.firedUntil().isAfter(now) ? schedule.firedUntil() : now;
    try {
      return FireTimes.of(schedule.terms().cron(), schedule.terms().zone()).next(from, NEXT);
    } catch (BadCronException e) {
      return List.of(); // the scheduler's log says why, such as a zone that this Java lacks
    }
  }

  /** A time that came, and what became of it. */
  public static Map<String, @Nullable Object> of(FiringRecord firing) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("schedule", firing.schedule());
    document.put("fired_at", text(firing.fireAt()));
    document.put("cause", firing.cause());
    document.put("outcome", outcome(firing));
    document.put("run_ids", firing.starts().stream().flatMap(s -> s.runId().stream()).toList());
    document.put("ended_at", firing.endedAt().map(ScheduleDocument::text).orElse(null));
    var starts = new ArrayList<Map<String, @Nullable Object>>();
    for (var start : firing.starts()) {
      var entry = new LinkedHashMap<String, @Nullable Object>();
      entry.put("server", start.server().isEmpty() ? null : start.server());
      entry.put("outcome", start.outcome().wireName());
      entry.put("workflow_id", start.workflowId().orElse(null));
      entry.put("run_id", start.runId().orElse(null));
      entry.put("message", start.message().orElse(null));
      starts.add(entry);
    }
    document.put("starts", starts);
    return document;
  }

  /**
   * One word for a firing: {@code waiting} while something of it is not started, {@code started},
   * {@code refused}, {@code overlapped} or {@code missed} if that holds for all, else {@code
   * partly}.
   */
  public static String outcome(FiringRecord firing) {
    if (firing.status() != FiringRecord.Status.DONE) {
      return "waiting";
    }
    var outcomes = firing.starts().stream().map(Start::outcome).distinct().toList();
    return outcomes.size() == 1
        ? outcomes.getFirst().wireName()
        : outcomes.contains(Outcome.STARTED) ? "partly" : Outcome.REFUSED.wireName();
  }

  private static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
