package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.hwautomation.simulator.BmcNetwork;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.ServerDescription;
import org.hwautomation.workflow.Spelling;

/** Servers to simulate, as {@code --server NAME,KEY=VALUE,…} describes them. */
final class SimulatedNames {
  private static final List<String> KEYS = List.of("vendor", "bmc", "user", "password");
  private static final List<String> VENDORS =
      Stream.of(Personality.values()).map(each -> each.name().toLowerCase(Locale.ROOT)).toList();

  private SimulatedNames() {}

  /**
   * The servers, in order; what is not said is as usual.
   *
   * @throws IllegalArgumentException if a name stands twice, or a key or a value is wrong
   */
  static List<ServerDescription> descriptions(List<String> options) {
    var found = new ArrayList<ServerDescription>();
    var names = new HashSet<String>();
    for (var option : options) {
      var described = description(option, found.size());
      if (!names.add(described.hostname())) {
        throw wrong(option, "there is a server of that name already");
      }
      found.add(described);
    }
    return found;
  }

  private static ServerDescription description(String option, int index) {
    var parts = option.split(",", -1);
    if (!parts[0].matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
      throw wrong(option, "'" + parts[0] + "' is no host name");
    }
    var described = ServerDescription.numbered(index).withHostname(parts[0]);
    var said = new ArrayList<>(List.of(parts).subList(1, parts.length));
    said.sort(Comparator.comparing(part -> !part.startsWith("vendor="))); // it decides the user
    for (var part : said) {
      var sign = part.indexOf('=');
      var key = sign < 0 ? part : part.substring(0, sign);
      described = with(described, option, key, sign < 0 ? "" : part.substring(sign + 1));
    }
    return described;
  }

  private static ServerDescription with(
      ServerDescription described, String option, String key, String value) {
    return switch (key) {
      case "vendor" -> {
        if (!VENDORS.contains(value)) {
          throw wrong(
              option,
              "there is no vendor '%s'%s; there are: %s"
                  .formatted(value, Spelling.hint(value, VENDORS), String.join(", ", VENDORS)));
        }
        yield described.withPersonality(Personality.valueOf(value.toUpperCase(Locale.ROOT)));
      }
      case "bmc" -> {
        if (!BmcNetwork.isAddress(value) || !value.startsWith("10.0.")) {
          throw wrong(option, "'" + value + "' is no address in 10.0.0.0/16");
        }
        yield described.withBmcAddress(value);
      }
      case "user" -> described.withBmcLogin(filled(option, key, value), described.bmcPassword());
      case "password" -> described.withBmcLogin(described.bmcUser(), filled(option, key, value));
      default ->
          throw wrong(
              option,
              "there is no key '%s'%s; there are: %s"
                  .formatted(key, Spelling.hint(key, KEYS), String.join(", ", KEYS)));
    };
  }

  private static String filled(String option, String key, String value) {
    if (value.isBlank()) {
      throw wrong(option, key + " is empty");
    }
    return value;
  }

  /** Without what follows the name: it may hold a password. */
  private static IllegalArgumentException wrong(String option, String why) {
    return new IllegalArgumentException(
        "--server %s: %s".formatted(option.replaceFirst(",.*", ""), why));
  }
}
