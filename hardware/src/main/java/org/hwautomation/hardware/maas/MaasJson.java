package org.hwautomation.hardware.maas;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.hwautomation.hardware.Secret;
import tools.jackson.databind.JsonNode;

/** Reads records out of MAAS's JSON; tolerates what is missing, null or new. */
final class MaasJson {
  // MAAS's events: "Mon, 05 Nov. 2018 21:45:11"
  private static final DateTimeFormatter EVENT_TIME =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss", Locale.ENGLISH);

  private MaasJson() {}

  static Machine machine(JsonNode node) {
    return new Machine(
        text(node, "system_id"),
        text(node, "hostname"),
        text(node, "fqdn"),
        text(node, "description"),
        MachineStatus.ofCode(node.path("status").asInt(-1)),
        text(node, "status_name"),
        text(node, "status_message"),
        node.path("locked").asBoolean(false),
        PowerState.of(text(node, "power_state")),
        text(node, "power_type"),
        text(node, "owner"),
        text(node.path("pool"), "name"),
        text(node.path("zone"), "name"),
        text(node.path("domain"), "name"),
        text(node, "architecture"),
        node.path("cpu_count").asInt(0),
        node.path("memory").asLong(0),
        node.path("storage").asDouble(0),
        text(node, "osystem"),
        text(node, "distro_series"),
        node.path("netboot").asBoolean(false),
        texts(node.path("ip_addresses")),
        texts(node.path("tag_names")),
        text(node.path("boot_interface"), "mac_address").toLowerCase(Locale.ROOT),
        node.path("interface_set").valueStream().map(MaasJson::networkInterface).toList(),
        hardwareInfo(node.path("hardware_info")),
        text(node, "hardware_uuid").toLowerCase(Locale.ROOT),
        number(node, "current_commissioning_result_id"),
        number(node, "current_testing_result_id"),
        number(node, "current_installation_result_id"));
  }

  private static NetworkInterface networkInterface(JsonNode node) {
    return new NetworkInterface(
        node.path("id").asLong(0),
        text(node, "name"),
        text(node, "type"),
        text(node, "mac_address").toLowerCase(Locale.ROOT),
        node.path("enabled").asBoolean(true),
        addresses(node.path("links")),
        addresses(node.path("discovered")));
  }

  private static List<String> addresses(JsonNode links) {
    return links
        .valueStream()
        .map(link -> text(link, "ip_address"))
        .filter(address -> !address.isEmpty())
        .toList();
  }

  private static HardwareInfo hardwareInfo(JsonNode node) {
    return new HardwareInfo(
        known(node, "system_vendor"),
        known(node, "system_product"),
        known(node, "system_version"),
        known(node, "system_serial"),
        known(node, "cpu_model"),
        known(node, "mainboard_vendor"),
        known(node, "mainboard_product"),
        known(node, "mainboard_serial"),
        known(node, "mainboard_firmware_version"),
        known(node, "mainboard_firmware_date"),
        known(node, "chassis_serial"));
  }

  private static String known(JsonNode node, String field) {
    var text = text(node, field);
    return text.equalsIgnoreCase("Unknown") ? "" : text;
  }

  static PowerParameters powerParameters(JsonNode node) {
    Map<String, Secret> others = new LinkedHashMap<>();
    node.properties()
        .forEach(
            field -> {
              switch (field.getKey()) {
                case "power_address", "power_user", "power_pass" -> {}
                default -> {
                  var value = text(node, field.getKey());
                  if (!value.isEmpty()) {
                    others.put(field.getKey(), Secret.of(value));
                  }
                }
              }
            });
    return new PowerParameters(
        text(node, "power_address"),
        text(node, "power_user"),
        Secret.of(text(node, "power_pass")),
        others);
  }

  static ScriptSet scriptSet(JsonNode node) {
    return new ScriptSet(
        node.path("id").asLong(0),
        text(node, "system_id"),
        text(node, "type_name"),
        ScriptStatus.ofCode(node.path("status").asInt(-1)),
        text(node, "status_name"),
        instant(text(node, "started")),
        instant(text(node, "ended")),
        node.path("results").valueStream().map(MaasJson::scriptResult).toList());
  }

  private static ScriptResult scriptResult(JsonNode node) {
    var exit = number(node, "exit_status");
    return new ScriptResult(
        node.path("id").asLong(0),
        text(node, "name"),
        ScriptStatus.ofCode(node.path("status").asInt(-1)),
        text(node, "status_name"),
        exit.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) exit.getAsLong()),
        instant(text(node, "started")),
        instant(text(node, "ended")),
        node.path("suppressed").asBoolean(false),
        base64(text(node, "output")),
        base64(text(node, "stdout")),
        base64(text(node, "stderr")));
  }

  static Event event(JsonNode node) {
    return new Event(
        node.path("id").asLong(0),
        text(node, "node"),
        text(node, "hostname"),
        text(node, "level"),
        text(node, "type"),
        text(node, "description"),
        text(node, "username"),
        instant(text(node, "created")));
  }

  static Tag tag(JsonNode node) {
    return new Tag(
        text(node, "name"),
        text(node, "definition"),
        text(node, "comment"),
        text(node, "kernel_opts"));
  }

  static SshKey sshKey(JsonNode node) {
    return new SshKey(node.path("id").asLong(0), text(node, "key"), text(node, "keysource"));
  }

  /** A text, a number or a truth value as text; empty for null and missing. */
  static String text(JsonNode node, String field) {
    var value = node.path(field);
    return value.isString()
        ? value.stringValue()
        : value.isNumber() || value.isBoolean() ? value.toString() : "";
  }

  static List<String> texts(JsonNode array) {
    return array.valueStream().filter(JsonNode::isString).map(JsonNode::stringValue).toList();
  }

  private static OptionalLong number(JsonNode node, String field) {
    var value = node.path(field);
    return value.canConvertToLong() && value.isNumber()
        ? OptionalLong.of(value.asLong())
        : OptionalLong.empty();
  }

  private static String base64(String text) {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  static Optional<Instant> instant(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return eventInstant(text);
    }
  }

  private static Optional<Instant> eventInstant(String text) {
    try {
      var plain = text.replace(".", "").replace("Sept ", "Sep ");
      return Optional.of(LocalDateTime.parse(plain, EVENT_TIME).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
