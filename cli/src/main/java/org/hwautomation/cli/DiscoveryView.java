package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hwautomation.provisioning.device.DeviceType;
import org.hwautomation.provisioning.device.DeviceTypeMatch;
import org.hwautomation.provisioning.device.DeviceTypeVerdict;
import org.hwautomation.provisioning.discovery.DiscoveredServer;
import org.hwautomation.provisioning.discovery.DiscoveredServer.SeenPart;
import org.hwautomation.provisioning.discovery.DiscoveredServer.Testimony;
import org.hwautomation.provisioning.discovery.HardwareCheck;
import org.hwautomation.provisioning.discovery.Part;
import org.jspecify.annotations.Nullable;

/** What is known of a server's hardware, who says it, and where they differ. */
final class DiscoveryView {
  private final Screen screen;
  private final DiscoveredServer found;

  DiscoveryView(Screen screen, DiscoveredServer found) {
    this.screen = screen;
    this.found = found;
  }

  static Map<String, Object> match(DeviceTypeMatch match) {
    return Map.of(
        "device_type",
        match.type().name(),
        "score",
        match.score(),
        "evidence",
        match.evidence().stream()
            .map(
                one ->
                    Map.of(
                        "wanted",
                        one.wanted(),
                        "seen",
                        one.seen(),
                        "points",
                        one.points(),
                        "of",
                        one.of()))
            .toList());
  }

  static Map<String, Object> deviation(HardwareCheck.Deviation deviation) {
    return Map.of(
        "what", deviation.what(), "expected", deviation.expected(), "found", deviation.found());
  }

  /** Facts, parts, disagreements. */
  void show() {
    screen.table(
        List.of("FACT", "VALUE", "SOURCES"),
        found.facts().entrySet().stream()
            .map(
                entry ->
                    List.of(
                        entry.getKey().label().replace('_', ' '),
                        entry.getValue().value(),
                        mark(entry.getValue())))
            .toList());
    screen.line("");
    screen.table(
        List.of("PART", "WHERE", "SIZE", "MODEL", "MORE"),
        found.parts().stream().map(DiscoveryView::row).toList());
    var disagreements = found.disagreements();
    screen.line("");
    screen.line(
        disagreements.isEmpty()
            ? "The sources agree."
            : "The sources do not agree on %d things:".formatted(disagreements.size()));
    disagreements.forEach(line -> screen.line("  ≠ " + line));
    found.problems().forEach(problem -> screen.line("  ? " + problem));
    if (found.reports().stream().noneMatch(report -> report.source().inBand())) {
      screen.line("  ? the host was not asked: a run reads it with host.discover");
    }
  }

  private static String mark(Testimony testimony) {
    return testimony.agrees() ? testimony.sources() : "≠ " + testimony.sources();
  }

  private static List<String> row(SeenPart part) {
    var more = new ArrayList<String>();
    for (var name : List.of("link", "switch", "switch_port", "health")) {
      part.detail(name).filter(value -> !value.equals("OK")).ifPresent(more::add);
    }
    if (!part.unseenBy().isEmpty()) {
      more.add(
          part.unseenBy().stream()
              .map(source -> source.label())
              .collect(Collectors.joining(", ", "≠ not seen by ", "")));
    }
    var where = part.kind() == Part.Kind.PORT ? "name" : "bay";
    return List.of(
        part.kind().label(),
        part.detail(where).map(name -> name + " ").orElse("")
            + (part.kind() == Part.Kind.DISK && part.detail("bay").isPresent() ? "" : part.key()),
        part.detail("size").orElse(""),
        part.detail("model").orElse(""),
        String.join(" ", more));
  }

  /** The evidence for each type, and what follows. */
  void types(List<DeviceTypeMatch> types, @Nullable DeviceType chosen, DeviceTypeVerdict verdict) {
    var rows = new ArrayList<List<String>>();
    for (var match : types) {
      for (var one : match.evidence()) {
        rows.add(
            List.of(
                match.summary(),
                one.wanted(),
                one.seen(),
                "%d of %d".formatted(one.points(), one.of())));
      }
    }
    screen.line("");
    if (!rows.isEmpty()) {
      screen.table(List.of("DEVICE TYPE", "WANTED", "SEEN", "POINTS"), rows);
    }
    screen.line(
        chosen != null
            ? "Device type " + chosen.name() + ", as given."
            : switch (verdict) {
              case DeviceTypeVerdict.Sure(var match) -> "Device type " + match.summary() + ".";
              case DeviceTypeVerdict.Ask(var why, _) ->
                  "Device type not clear: " + why + ". Say which with --device-type.";
            });
  }

  void deviations(@Nullable DeviceType type, List<HardwareCheck.Deviation> deviations) {
    if (type == null) {
      return;
    }
    screen.line("");
    if (deviations.isEmpty()) {
      screen.line("As expected.");
      return;
    }
    screen.table(
        List.of("NOT AS EXPECTED", "EXPECTED", "FOUND"),
        deviations.stream()
            .map(
                deviation ->
                    List.of(screen.bad(deviation.what()), deviation.expected(), deviation.found()))
            .toList());
  }
}
