package org.hwautomation.cli;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hwautomation.provisioning.schedule.ScheduleCheck;
import org.hwautomation.store.ScheduleTerms;
import org.hwautomation.store.ScheduleTerms.Missed;
import org.hwautomation.store.ScheduleTerms.Overlap;
import org.hwautomation.store.ScheduledWork;
import org.hwautomation.workflow.Durations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a person says of a schedule; what is left out stays as it is, or is usual. */
final class ScheduleOptions {
  private static final Duration USUAL_LIMIT = Duration.ofHours(1);

  @Option(
      names = "--cron",
      paramLabel = "CRON",
      description = "When: minute, hour, day of the month, month, day of the week; as in crontab.")
  private @Nullable String cron;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "The time zone, such as Europe/Berlin; this machine's if not given.")
  private @Nullable String zone;

  @Option(
      names = "--template",
      paramLabel = "TEMPLATE",
      description = "What to start, as template list names it.")
  private @Nullable String template;

  @Option(
      names = "--server",
      paramLabel = "S",
      description =
          "MAAS host name or system id; many separated by commas, or given many times. None for a"
              + " template that is about no server.")
  private @Nullable List<String> servers;

  @Option(
      names = "--device-type",
      paramLabel = "T",
      description = "What the servers are; as the inventory knows each if not given.")
  private @Nullable String deviceType;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "An input, as the template declares it; may be given many times. No secret.")
  private @Nullable Map<String, String> inputs;

  @Option(
      names = "--overlap",
      paramLabel = "HOW",
      description =
          "If a run it started before is not over: skip this time (usual), queue behind it, or allow"
              + " both.")
  private @Nullable Overlap overlap;

  @Option(
      names = "--missed",
      paramLabel = "HOW",
      description =
          "If no service ran when it was due: skip it (usual), or start the last one once, late.")
  private @Nullable Missed missed;

  @Option(
      names = "--missed-limit",
      paramLabel = "TIME",
      description = "How late that may be; 1h if not given.")
  private @Nullable String missedLimit;

  @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
  private @Nullable String description;

  @Option(names = "--dry-run", description = "Check it and show when it would fire; keep nothing.")
  private boolean dryRun;

  boolean dryRun() {
    return dryRun;
  }

  /** Those of a new schedule. */
  ScheduleTerms terms() {
    if (cron == null || template == null) {
      throw new IllegalArgumentException(
          "a schedule needs --cron and --template, such as: --cron '30 2 * * sun' --template"
              + " commissioning");
    }
    return over(
        new ScheduleTerms(
            new ScheduledWork(template, List.of(), Optional.empty(), Map.of()),
            cron,
            ZoneId.systemDefault().getId(),
            Overlap.SKIP,
            Missed.SKIP,
            USUAL_LIMIT,
            ""));
  }

  /** Those of a schedule there is, with what was said put over them. */
  ScheduleTerms over(ScheduleTerms terms) {
    var work = terms.work();
    var given = new TreeMap<>(work.inputs());
    given.putAll(inputs == null ? Map.of() : inputs);
    return new ScheduleTerms(
        new ScheduledWork(
            template == null ? work.template() : template,
            servers == null ? work.servers() : ScheduleCheck.servers(servers),
            deviceType == null ? work.deviceType() : text(deviceType),
            given),
        cron == null ? terms.cron() : cron.strip(),
        zone == null ? terms.zone() : zone,
        overlap == null ? terms.overlap() : overlap,
        missed == null ? terms.missed() : missed,
        missedLimit == null ? terms.missedLimit() : Durations.parse(missedLimit),
        description == null ? terms.description() : description.strip());
  }

  private static Optional<String> text(String word) {
    return Optional.of(word).filter(some -> !some.isBlank());
  }

  /** What differs, as a person reads it. */
  static List<String> differences(ScheduleTerms before, ScheduleTerms after) {
    var old = ScheduleViews.facts(before);
    var lines = new ArrayList<String>();
    new LinkedHashMap<>(ScheduleViews.facts(after))
        .forEach(
            (name, value) -> {
              if (!value.equals(old.get(name))) {
                lines.add("%s: %s -> %s".formatted(name, old.get(name), value));
              }
            });
    return lines;
  }
}
