package org.hwautomation.provisioning.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hwautomation.provisioning.discovery.DiscoveredServer.SeenPart;
import org.jspecify.annotations.Nullable;

/**
 * Expected against found. What nobody can tell is a deviation too: a check that saw nothing proves
 * nothing.
 */
public final class HardwareCheck {
  /**
   * Something that is not as it must be.
   *
   * @param what {@code DIMM in slot A3}, {@code disks}
   */
  public record Deviation(String what, String expected, String found) {
    @Override
    public String toString() {
      return "%s: expected %s, found %s".formatted(what, expected, found);
    }
  }

  private final DiscoveredServer server;
  private final List<Deviation> deviations = new ArrayList<>();

  private HardwareCheck(DiscoveredServer server) {
    this.server = server;
  }

  /** All that deviates; sources that do not agree on who the server is count, too. */
  public static List<Deviation> of(ExpectedHardware expected, DiscoveredServer server) {
    var check = new HardwareCheck(server);
    check.identity(Fact.SERIAL);
    check.identity(Fact.UUID);
    check.memory(expected);
    check.count(Fact.DISKS, "disks", expected.disks(), "");
    check.sizes(Part.Kind.DISK, expected.diskGb(), "GB");
    check.count(Fact.PORTS, "network ports", expected.ports(), "");
    check.models(expected.portModel());
    check.supplies(expected.powerSupplies());
    expected.switchPorts().forEach(check::switchPort);
    return List.copyOf(check.deviations);
  }

  private void add(String what, Object expected, String found) {
    deviations.add(new Deviation(what, expected.toString(), found));
  }

  private void identity(Fact fact) {
    var testimony = server.facts().get(fact);
    if (testimony != null && !testimony.agrees()) {
      add(fact.label(), "one server", testimony.sources());
    }
  }

  private void memory(ExpectedHardware expected) {
    for (var slot : expected.dimmSlots()) {
      var part = find(Part.Kind.DIMM, Part.slot(slot));
      if (part == null || part.isEmpty()) {
        add("DIMM in slot " + slot, "a module", part == null ? "no such slot" : "an empty slot");
      } else if (!part.unseenBy().isEmpty()) {
        add("DIMM in slot " + slot, "a module", "none by " + labels(part.unseenBy()));
      } else if (!size(part).agrees()) {
        add("DIMM in slot " + slot, "a module", size(part).sources());
      }
    }
    var empty =
        server.parts().stream()
            .filter(part -> part.kind() == Part.Kind.DIMM && part.isEmpty())
            .map(SeenPart::key)
            .collect(Collectors.joining(", "));
    count(Fact.DIMMS, "DIMMs", expected.dimms(), empty.isEmpty() ? "" : ", empty slots: " + empty);
    sizes(Part.Kind.DIMM, expected.dimmGib(), "GiB");
  }

  private static DiscoveredServer.Testimony size(SeenPart part) {
    var size = part.details().get("size");
    return size == null ? new DiscoveredServer.Testimony(List.of(), true) : size;
  }

  /** For memory each source must say so; of disks behind a RAID controller the host sees fewer. */
  private void count(Fact fact, String what, @Nullable Integer expected, String more) {
    if (expected == null) {
      return;
    }
    var testimony = server.facts().get(fact);
    if (testimony == null) {
      if (expected > 0) {
        add(what, expected, "nothing: no source lists any");
      }
      return;
    }
    var wanted = expected.toString();
    var right =
        fact == Fact.DIMMS
            ? testimony.said().stream().allMatch(said -> said.value().equals(wanted))
            : testimony.value().equals(wanted);
    if (!right) {
      add(what, expected, (testimony.agrees() ? testimony.value() : testimony.sources()) + more);
    }
  }

  private void sizes(Part.Kind kind, @Nullable Integer expected, String unit) {
    if (expected == null) {
      return;
    }
    var wanted = expected + " " + unit;
    for (var part : server.present(kind)) {
      var size = part.detail("size").orElse("a size that nobody tells");
      if (!size.equals(wanted)) {
        add(name(kind) + " " + part.detail("bay").orElse(part.key()), wanted, size);
      }
    }
  }

  private static String name(Part.Kind kind) {
    return kind == Part.Kind.DIMM ? "DIMM" : kind.label();
  }

  private void models(@Nullable String expected) {
    if (expected == null) {
      return;
    }
    for (var part : server.present(Part.Kind.PORT)) {
      var model = part.detail("model");
      if (model.isPresent() && !Fact.plain(model.get()).contains(Fact.plain(expected))) {
        add("network port " + name(part), expected, model.get());
      }
    }
    if (server.present(Part.Kind.PORT).stream().allMatch(part -> part.detail("model").isEmpty())) {
      add("network ports", expected, "models that nobody tells");
    }
  }

  private void supplies(@Nullable Integer expected) {
    var present = server.present(Part.Kind.POWER_SUPPLY).size();
    if (expected != null && expected != present) {
      add("power supplies", expected, String.valueOf(present));
    }
  }

  private void switchPort(String port, String expected) {
    var found =
        server.present(Part.Kind.PORT).stream()
            .filter(
                part ->
                    part.key().equalsIgnoreCase(port)
                        || part.detail("name").filter(port::equals).isPresent())
            .findFirst();
    if (found.isEmpty()) {
      add("switch port of " + port, expected, "no such port");
      return;
    }
    var switchName = found.get().detail("switch");
    if (switchName.isEmpty()) {
      add("switch port of " + port, expected, "nothing: LLDP tells of no switch there");
      return;
    }
    var seen = switchName.get() + " " + found.get().detail("switch_port").orElse("");
    if (!seen.strip().toLowerCase(Locale.ROOT).equals(expected.toLowerCase(Locale.ROOT))) {
      add("switch port of " + port, expected, seen.strip());
    }
  }

  private @Nullable SeenPart find(Part.Kind kind, String key) {
    return server.parts().stream()
        .filter(part -> part.kind() == kind && part.key().equals(key))
        .findFirst()
        .orElse(null);
  }

  private static String name(SeenPart part) {
    return part.detail("name").orElse(part.key());
  }

  private static String labels(List<Source> sources) {
    return sources.stream().map(Source::label).collect(Collectors.joining(", "));
  }
}
