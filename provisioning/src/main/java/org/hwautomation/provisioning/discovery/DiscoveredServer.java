package org.hwautomation.provisioning.discovery;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One record of a server from all that sources say of it. Nothing is thrown away: each value keeps
 * who said it, and the first source in the order of {@link Source} is believed.
 *
 * @param facts of the server as a whole, in the order of {@link Fact}
 * @param parts of which it is built
 * @param reports what they come from
 */
public record DiscoveredServer(
    Map<Fact, Testimony> facts, List<SeenPart> parts, List<SourceReport> reports) {
  /** One source's word. */
  public record Said(Source source, String value) {}

  /**
   * What sources say of one thing; at least one does.
   *
   * @param agrees false if two values are not the same
   */
  public record Testimony(List<Said> said, boolean agrees) {
    public Testimony {
      said = List.copyOf(said);
    }

    /** What is believed. */
    public String value() {
      return said.getFirst().value();
    }

    /** Who says it, {@code dmidecode, Redfish}; with the values where they differ. */
    public String sources() {
      return said.stream()
          .map(one -> agrees ? one.source().label() : one.source().label() + ": " + one.value())
          .collect(Collectors.joining(agrees ? ", " : "; "));
    }
  }

  /**
   * A part, from all that see it.
   *
   * @param details as in {@link Part}
   * @param unseenBy sources that list such parts, but not this one
   */
  public record SeenPart(
      Part.Kind kind, String key, Map<String, Testimony> details, List<Source> unseenBy) {
    public Optional<String> detail(String name) {
      return Optional.ofNullable(details.get(name)).map(Testimony::value);
    }

    /** True for an empty slot. */
    public boolean isEmpty() {
      return detail("size").equals(Optional.of(Part.EMPTY));
    }
  }

  public DiscoveredServer {
    parts = List.copyOf(parts);
    reports = List.copyOf(reports);
  }

  /** Puts reports together; of two by one source the later in the list counts. */
  public static DiscoveredServer of(List<SourceReport> reports) {
    var bySource = new LinkedHashMap<Source, SourceReport>();
    reports.forEach(report -> bySource.put(report.source(), report));
    var sorted =
        bySource.values().stream().sorted(Comparator.comparing(SourceReport::source)).toList();
    var facts = new LinkedHashMap<Fact, Testimony>();
    for (var fact : Fact.values()) {
      var said = new ArrayList<Said>();
      for (var report : sorted) {
        var value = report.facts().get(fact);
        if (value != null) {
          said.add(new Said(report.source(), value));
        }
      }
      if (!said.isEmpty()) {
        facts.put(fact, new Testimony(said, agree(said, fact)));
      }
    }
    var parts = new ArrayList<SeenPart>();
    for (var kind : Part.Kind.values()) {
      parts.addAll(parts(kind, sorted));
    }
    return new DiscoveredServer(facts, parts, sorted);
  }

  private static boolean agree(List<Said> said, Fact fact) {
    return said.stream().allMatch(one -> fact.same(said.getFirst().value(), one.value()));
  }

  /** Sources whose names of the parts have nothing in common with the first's add no parts. */
  private static List<SeenPart> parts(Part.Kind kind, List<SourceReport> reports) {
    var seen = new LinkedHashMap<Source, Map<String, Part>>();
    var keys = new LinkedHashSet<String>();
    for (var report : reports) {
      var own = new LinkedHashMap<String, Part>();
      report.parts().stream()
          .filter(part -> part.kind() == kind)
          .forEach(part -> own.putIfAbsent(part.key(), part));
      if (!own.isEmpty() && (keys.isEmpty() || own.keySet().stream().anyMatch(keys::contains))) {
        seen.put(report.source(), own);
        keys.addAll(own.keySet());
      }
    }
    return keys.stream().sorted(NATURAL).map(key -> part(kind, key, seen)).toList();
  }

  private static SeenPart part(Part.Kind kind, String key, Map<Source, Map<String, Part>> seenBy) {
    var said = new LinkedHashMap<String, List<Said>>();
    var unseen = new ArrayList<Source>();
    var there = false;
    for (var entry : seenBy.entrySet()) {
      var part = entry.getValue().get(key);
      if (part == null) {
        unseen.add(entry.getKey());
        continue;
      }
      there |= !part.isEmpty();
      part.details()
          .forEach(
              (name, value) ->
                  said.computeIfAbsent(name, _ -> new ArrayList<>())
                      .add(new Said(entry.getKey(), value)));
    }
    var details = new LinkedHashMap<String, Testimony>();
    said.forEach(
        (name, all) ->
            details.put(
                name,
                new Testimony(
                    all, all.stream().allMatch(one -> same(all.getFirst().value(), one.value())))));
    unseen.removeIf(source -> source == Source.LLDP);
    return new SeenPart(kind, key, details, there ? unseen : List.of());
  }

  /** A model is often written with its maker's name, or without. */
  private static boolean same(String one, String other) {
    var first = Fact.plain(one);
    var second = Fact.plain(other);
    return first.equals(second)
        || (Math.min(first.length(), second.length()) > 5
            && (first.contains(second) || second.contains(first)));
  }

  /** {@code A2} before {@code A10}. */
  private static final Comparator<String> NATURAL =
      Comparator.comparing(
          key ->
              java.util.regex.Pattern.compile("[0-9]{1,8}")
                  .matcher(key)
                  .replaceAll(match -> "%08d".formatted(Long.parseLong(match.group()))));

  public Optional<String> value(Fact fact) {
    return Optional.ofNullable(facts.get(fact)).map(Testimony::value);
  }

  /** A number, if it is one. */
  public @Nullable Integer number(Fact fact) {
    return value(fact)
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(Integer::valueOf)
        .orElse(null);
  }

  /** The parts of a kind; empty slots and bays are none. */
  public List<SeenPart> present(Part.Kind kind) {
    return parts.stream().filter(part -> part.kind() == kind && !part.isEmpty()).toList();
  }

  /** What sources contradict each other in, one line each, with all that is said. */
  public List<String> disagreements() {
    var lines = new ArrayList<String>();
    facts.forEach(
        (fact, testimony) -> {
          if (!testimony.agrees()) {
            lines.add(fact.label().replace('_', ' ') + " is " + testimony.sources());
          }
        });
    for (var part : parts) {
      var name = part.kind().label() + " " + part.key();
      part.details()
          .forEach(
              (detail, testimony) -> {
                if (!testimony.agrees()) {
                  lines.add(
                      "%s: %s is %s"
                          .formatted(name, detail.replace('_', ' '), testimony.sources()));
                }
              });
      for (var source : part.unseenBy()) {
        lines.add(name + " is not seen by " + source.label());
      }
    }
    return lines;
  }

  /** What could not be read, with who was asked. */
  public List<String> problems() {
    return reports.stream().flatMap(report -> report.problems().stream()).distinct().toList();
  }

  /** In the form that device types are compared with. */
  public HardwareInventory inventory() {
    return new HardwareInventory(
        text(Fact.MANUFACTURER),
        text(Fact.PRODUCT),
        text(Fact.SERIAL),
        text(Fact.UUID),
        text(Fact.MANUFACTURER),
        text(Fact.BOARD),
        text(Fact.BOARD_SERIAL),
        null,
        text(Fact.BIOS_VERSION),
        null,
        text(Fact.CPU_MODEL),
        number(Fact.SOCKETS),
        number(Fact.CORES),
        number(Fact.THREADS),
        number(Fact.MEMORY_GIB),
        present(Part.Kind.DISK).stream()
            .map(
                part ->
                    new Disk(
                        part.detail("name").orElse(part.key()),
                        part.detail("model").orElse(null),
                        part.key(),
                        null,
                        null,
                        null))
            .toList(),
        List.of(),
        problems());
  }

  private @Nullable String text(Fact fact) {
    return value(fact).orElse(null);
  }
}
