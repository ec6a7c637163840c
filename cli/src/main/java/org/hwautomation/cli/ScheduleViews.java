package org.hwautomation.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.schedule.ScheduleDocument;
import org.hwautomation.store.FiringRecord;
import org.hwautomation.store.ScheduleRecord;
import org.hwautomation.store.ScheduleTerms;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.Spelling;

/** Schedules as people read them. */
final class ScheduleViews {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm xxx", Locale.ROOT);
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private ScheduleViews() {}

  /**
   * The schedule of a name.
   *
   * @throws IllegalArgumentException if there is none; names the nearest
   */
  static ScheduleRecord find(WorkflowManager manager, String name) {
    return manager
        .store()
        .schedules()
        .find(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no schedule '%s'%s; they are listed with: hwauto schedule list"
                        .formatted(
                            name,
                            Spelling.hint(
                                name,
                                manager.store().schedules().list().stream()
                                    .map(ScheduleRecord::name)
                                    .toList()))));
  }

  /** A time in its zone and in UTC, and how far away it is. */
  static String time(Instant at, String zone, Instant now) {
    return "%s   %s   in %s"
        .formatted(
            LOCAL.format(at.atZone(ZoneId.of(zone))),
            UTC.format(at),
            Durations.text(Duration.between(now, at)));
  }

  /** The same without the way to it. */
  static String time(Instant at, String zone) {
    return LOCAL.format(at.atZone(ZoneId.of(zone)));
  }

  /** What was said of it, by what it is called. */
  static Map<String, String> facts(ScheduleTerms terms) {
    var facts = new LinkedHashMap<String, String>();
    facts.put("description", terms.description());
    facts.put("cron", terms.cron());
    facts.put("zone", terms.zone());
    facts.put("template", terms.work().template());
    facts.put(
        "servers",
        terms.work().servers().isEmpty() ? "none" : String.join(", ", terms.work().servers()));
    facts.put("device type", terms.work().deviceType().orElse("as the inventory knows it"));
    facts.put("inputs", inputs(terms));
    facts.put(
        "overlap",
        switch (terms.overlap()) {
          case SKIP -> "skip: no start while a run of it is not over";
          case QUEUE -> "queue: waits until its last run is over";
          case ALLOW -> "allow: starts beside a run of it that is not over";
        });
    facts.put(
        "missed",
        switch (terms.missed()) {
          case SKIP -> "skip: noted, not started";
          case ONCE ->
              "once: the last one is started late, up to " + Durations.exact(terms.missedLimit());
        });
    return facts;
  }

  private static String inputs(ScheduleTerms terms) {
    var words = new TreeMap<>(terms.work().inputs());
    return words.isEmpty()
        ? "none"
        : String.join(
            " ",
            words.entrySet().stream().map(each -> each.getKey() + "=" + each.getValue()).toList());
  }

  /** The coming times, a line each. */
  static void next(Screen screen, List<Instant> times, String zone, Instant now) {
    times.forEach(at -> screen.line("  " + time(at, zone, now)));
  }

  /** Who would start it, or that nobody would. */
  static void schedulers(Screen screen, WorkflowManager manager) {
    if (manager.store().firings().schedulers().isEmpty()) {
      screen.problem(
          screen.warn("No service runs on this database: nothing fires until one does."));
    }
  }

  /** A firing in one line, and each start that has something to say in another. */
  static void firing(Screen screen, FiringRecord firing, String zone) {
    var word = ScheduleDocument.outcome(firing);
    screen.line(
        "  %s  %s%s"
            .formatted(
                time(firing.fireAt(), zone),
                switch (word) {
                  case "started" -> screen.good(word);
                  case "waiting" -> screen.running(word);
                  case "refused", "missed" -> screen.bad(word);
                  default -> screen.warn(word);
                },
                firing.cause().equals(FiringRecord.BY_SCHEDULE)
                    ? ""
                    : ", asked for by " + firing.cause()));
    for (var start : firing.starts()) {
      screen.line(
          "    %s%s"
              .formatted(
                  start.server().isEmpty() ? "" : start.server() + "  ",
                  start
                      .runId()
                      .map(run -> "run " + run)
                      .or(start::message)
                      .orElse(start.outcome().wireName())));
    }
  }
}
