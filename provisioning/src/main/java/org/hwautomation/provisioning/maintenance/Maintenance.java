package org.hwautomation.provisioning.maintenance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.provisioning.schedule.BadCronException;
import org.hwautomation.provisioning.schedule.FireTimes;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.Spelling;

/**
 * The configured maintenance windows. Immutable.
 *
 * @param windows by name
 * @param standard the one that holds for servers and runs of which nothing else is said
 */
public record Maintenance(Map<String, MaintenanceWindow> windows, Optional<String> standard) {
  /** Written in place of a window's name: at any time. */
  public static final String ANY_TIME = "none";

  /** No window is configured: servers may be changed at any time. */
  public static final Maintenance NONE = new Maintenance(Map.of(), Optional.empty());

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final List<String> KEYS = List.of("windows", "default");
  private static final List<String> WINDOW_KEYS = List.of("opens", "lasts", "zone");

  public Maintenance {
    windows = Map.copyOf(windows);
  }

  /**
   * Reads {@code maintenance: {windows: {NAME: {opens, lasts, zone}}, default: NAME}}.
   *
   * @throws BadFileException listing all that is wrong, with its places
   */
  public static Maintenance read(YamlNode node) {
    return new Reader().read(node);
  }

  /**
   * The window of that name.
   *
   * @throws IllegalArgumentException if none is configured, with those that are
   */
  public MaintenanceWindow get(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException(unknown(name)));
  }

  /** The window of that name. */
  public Optional<MaintenanceWindow> find(String name) {
    return Optional.ofNullable(windows.get(name));
  }

  /** What is said of a name that is not configured. */
  public String unknown(String name) {
    if (windows.isEmpty()) {
      return "no maintenance window '%s' is configured; write it under maintenance.windows"
          .formatted(name);
    }
    var hint = Spelling.hint(name, windows.keySet());
    return "no maintenance window '%s' is configured%s"
        .formatted(
            name,
            hint.isEmpty()
                ? "; there are: " + String.join(", ", windows.keySet().stream().sorted().toList())
                : hint);
  }

  private static final class Reader {
    private final List<String> problems = new ArrayList<>();

    Maintenance read(YamlNode node) {
      var mapping = node.asMapping("maintenance");
      requireKnown("maintenance", mapping, KEYS);
      var windows = new LinkedHashMap<String, MaintenanceWindow>();
      mapping
          .find("windows")
          .ifPresent(
              given ->
                  given
                      .asMapping("maintenance.windows")
                      .entries()
                      .forEach(
                          entry ->
                              window(entry).ifPresent(each -> windows.put(each.name(), each))));
      var standard = mapping.find("default").map(given -> given.asScalar("maintenance.default"));
      standard
          .filter(given -> problems.isEmpty() && !windows.containsKey(given.text()))
          .ifPresent(
              given ->
                  problem(
                      given.position(),
                      "maintenance.default: "
                          + new Maintenance(windows, Optional.empty()).unknown(given.text())));
      if (!problems.isEmpty()) {
        throw new BadFileException(problems);
      }
      return new Maintenance(windows, standard.map(YamlNode.Scalar::text));
    }

    private void problem(Position position, String what) {
      problems.add(position + ": " + what);
    }

    private Optional<MaintenanceWindow> window(YamlNode.Entry entry) {
      var name = "maintenance.windows." + entry.key();
      if (!NAME.matcher(entry.key()).matches() || entry.key().equals(ANY_TIME)) {
        problem(
            entry.position(),
            "maintenance.windows: '%s' is no name of a window: 1 to 64 letters, digits, '_', '-' and '.', and not '%s'"
                .formatted(entry.key(), ANY_TIME));
        return Optional.empty();
      }
      var mapping = entry.value().asMapping(name);
      requireKnown(name, mapping, WINDOW_KEYS);
      var opens = mapping.find("opens").map(given -> given.asScalar(name + ".opens"));
      var lasts = mapping.find("lasts").map(given -> given.asScalar(name + ".lasts"));
      var zone = mapping.find("zone").map(given -> given.asScalar(name + ".zone").text());
      if (opens.isEmpty() || lasts.isEmpty()) {
        problem(
            entry.position(),
            name
                + " needs 'opens', five fields as crontab has them, and 'lasts', such as 4h; zone is UTC if not given");
        return Optional.empty();
      }
      try {
        var times = FireTimes.of(opens.get().text(), zone.orElse("UTC"));
        return Optional.of(new MaintenanceWindow(entry.key(), times, length(lasts.get().text())));
      } catch (BadCronException | InvalidValueException e) {
        problem(entry.position(), name + ": " + e.getMessage());
        return Optional.empty();
      }
    }

    private static Duration length(String text) {
      var length = Durations.parse(text);
      if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
        throw new InvalidValueException("lasts '" + text + "'", "is not between 1m and 31d");
      }
      return length;
    }

    private void requireKnown(String name, YamlNode.Mapping mapping, List<String> known) {
      for (var entry : mapping.entries()) {
        if (!known.contains(entry.key())) {
          problem(
              entry.position(),
              "%s: unknown key '%s'%s; known are %s"
                  .formatted(
                      name,
                      entry.key(),
                      Spelling.hint(entry.key(), known),
                      String.join(", ", known)));
        }
      }
    }
  }
}
