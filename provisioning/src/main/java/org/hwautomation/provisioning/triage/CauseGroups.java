package org.hwautomation.provisioning.triage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hwautomation.provisioning.server.RackLocation;

/**
 * Puts situations together that have one cause: the same kind, at the same step, with the same
 * words once names, addresses, numbers and times are left out. Stateless.
 */
public final class CauseGroups {
  private CauseGroups() {}

  /**
   * The groups of what needs a person and of what is slow; the worst kind first, then the largest.
   */
  public static List<CauseGroup> of(Overview overview) {
    var groups = new LinkedHashMap<String, List<Situation>>();
    Stream.concat(overview.needsPerson().stream(), overview.slow().stream())
        .forEach(s -> groups.computeIfAbsent(key(s), key -> new ArrayList<>()).add(s));
    return groups.entrySet().stream()
        .map(entry -> group(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparing(CauseGroup::kind)
                .thenComparing(group -> -group.situations().size())
                .thenComparing(CauseGroup::key))
        .toList();
  }

  private static CauseGroup group(String key, List<Situation> situations) {
    var first = situations.getFirst();
    return new CauseGroup(
        key, first.cause().kind(), title(situations), since(situations), situations);
  }

  /** Alike for all that has one cause. */
  static String key(Situation s) {
    return s.cause().kind().wireName()
        + "/"
        + step(s).orElse("")
        + "/"
        + plain(s.cause().text(), s);
  }

  /** The words without what differs from server to server. */
  private static String plain(String text, Situation s) {
    var first = text.lines().findFirst().orElse("").toLowerCase(Locale.ROOT);
    for (var own :
        Stream.of(Optional.of(s.name()), s.serverId(), s.serial(), s.run().map(r -> r.runId()))
            .flatMap(Optional::stream)
            .filter(name -> name.length() > 2)
            .toList()) {
      first = first.replace(own.toLowerCase(Locale.ROOT), "*");
    }
    return first
        .replaceAll("\\b[0-9a-f]{2}([:-][0-9a-f]{2}){5}\\b", "*")
        .replaceAll("\\b[0-9a-f]{8}-[0-9a-f-]{27}\\b", "*")
        // times pass: 59s and 1m 02s of the same wait are the same cause
        .replaceAll("\\b\\d+(\\.\\d+)?(ms|[smhd])( \\d+(ms|[smhd]))*\\b", "#")
        .replaceAll("\\d+", "#")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static Optional<String> step(Situation s) {
    return s.position().map(Position::step);
  }

  private static String title(List<Situation> situations) {
    var first = situations.getFirst();
    var line = first.cause().text().lines().findFirst().orElse(first.cause().kind().words());
    var text =
        step(first)
            .map(step -> line.replaceFirst("^" + Pattern.quote(step + ": "), ""))
            .orElse(line);
    if (situations.size() == 1) {
      return first.name() + ": " + text;
    }
    var racks =
        situations.stream()
            .flatMap(s -> s.rack().stream())
            .map(each -> RackLocation.of(each).rack())
            .distinct()
            .sorted()
            .toList();
    var where =
        racks.isEmpty()
            ? ""
            : racks.size() == 1
                ? " in " + named(racks.getFirst())
                : " in " + racks.size() + " racks";
    return "%d servers%s%s: %s"
        .formatted(
            situations.size(), where, step(first).map(step -> " at " + step).orElse(""), text);
  }

  /** {@code rack 14} for a rack that is called 14. */
  private static String named(String rack) {
    return rack.toLowerCase(Locale.ROOT).startsWith("rack") ? rack : "rack " + rack;
  }

  private static Optional<Instant> since(List<Situation> situations) {
    return situations.stream()
        .flatMap(
            s ->
                s
                    .position()
                    .flatMap(Position::since)
                    .or(() -> s.run().flatMap(run -> run.endedAt()))
                    .or(() -> s.run().map(run -> run.updatedAt()))
                    .stream())
        .min(Comparator.naturalOrder());
  }
}
