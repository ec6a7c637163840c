package org.hwautomation.hardware.ipmi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Reads what {@code ipmitool} prints. Unknown lines are passed over. */
final class IpmitoolText {
  private static final Map<Pattern, PowerStatus> POWER =
      Map.of(
          Pattern.compile("\\bpower\\s+is\\s+on\\b", Pattern.CASE_INSENSITIVE), PowerStatus.ON,
          Pattern.compile("\\bpower\\s+is\\s+off\\b", Pattern.CASE_INSENSITIVE), PowerStatus.OFF);
  private static final Pattern LABELLED = Pattern.compile("^\\s*([^:]+?)\\s*:\\s?(.*)$");
  private static final Pattern USER =
      Pattern.compile(
          "^(\\d{1,2})\\s+(.*?)\\s+(true|false)\\s+(true|false)\\s+(true|false)\\s+(\\S.*?)\\s*$");
  private static final Pattern GUID =
      Pattern.compile("\\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern VLAN = Pattern.compile("\\d{1,4}");

  private IpmitoolText() {}

  static PowerStatus power(String text) {
    return POWER.entrySet().stream()
        .filter(row -> row.getKey().matcher(text).find())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(PowerStatus.UNKNOWN);
  }

  static BootOverride bootOverride(String text) {
    var plain = text.toLowerCase(Locale.ROOT);
    var device =
        labels(text).entrySet().stream()
            .filter(line -> line.getKey().toLowerCase(Locale.ROOT).endsWith("boot device selector"))
            .map(line -> BootDevice.ofSelector(line.getValue()))
            .findFirst()
            .orElse(BootDevice.OTHER);
    return new BootOverride(
        plain.contains("boot flag valid"),
        device,
        plain.contains("bios efi boot"),
        plain.contains("options apply to all future boots"));
  }

  static ControllerInfo controller(String text) {
    var labels = labels(text);
    return new ControllerInfo(
        labels.getOrDefault("Firmware Revision", ""),
        labels.getOrDefault("IPMI Version", ""),
        number(labels.getOrDefault("Manufacturer ID", "")),
        labels.getOrDefault("Manufacturer Name", ""),
        labels.getOrDefault("Product ID", ""),
        labels.getOrDefault("Product Name", ""),
        labels.getOrDefault("Device Available", "yes").equals("yes"));
  }

  static Optional<String> guid(String text) {
    var found = GUID.matcher(text);
    return found.find() ? Optional.of(found.group().toLowerCase(Locale.ROOT)) : Optional.empty();
  }

  static LanConfiguration lan(int channel, String text) {
    var labels = labels(text);
    var vlan = VLAN.matcher(labels.getOrDefault("802.1q VLAN ID", ""));
    var suites =
        Arrays.stream(labels.getOrDefault("RMCP+ Cipher Suites", "").split(","))
            .map(String::strip)
            .filter(suite -> suite.matches("\\d{1,3}"))
            .map(Integer::valueOf)
            .toList();
    return new LanConfiguration(
        channel,
        labels.getOrDefault("IP Address Source", ""),
        labels.getOrDefault("IP Address", ""),
        labels.getOrDefault("Subnet Mask", ""),
        labels.getOrDefault("Default Gateway IP", ""),
        labels.getOrDefault("MAC Address", "").toLowerCase(Locale.ROOT),
        vlan.matches() ? OptionalInt.of(Integer.parseInt(vlan.group())) : OptionalInt.empty(),
        suites,
        labels.getOrDefault("Cipher Suite Priv Max", ""));
  }

  /** The bytes of an answer to {@code raw}; empty if there is anything else in it. */
  static List<Integer> bytes(String text) {
    var words = text.strip().split("\\s+");
    return Arrays.stream(words).allMatch(word -> word.matches("[0-9a-fA-F]{2}"))
        ? Arrays.stream(words).map(word -> Integer.valueOf(word, 16)).toList()
        : List.of();
  }

  static boolean serialOverLan(String text) {
    return labels(text).getOrDefault("Enabled", "").equals("true");
  }

  static boolean serialPayload(String text) {
    return text.strip().endsWith(" is enabled");
  }

  static boolean isLan(String channelInfo) {
    return labels(channelInfo).getOrDefault("Channel Medium Type", "").startsWith("802.3 LAN");
  }

  static List<BmcUser> users(String text) {
    var users = new ArrayList<BmcUser>();
    text.lines()
        .forEach(
            line -> {
              var row = USER.matcher(line);
              if (row.matches()) {
                var name = row.group(2).strip();
                users.add(
                    new BmcUser(
                        Integer.parseInt(row.group(1)),
                        name.equalsIgnoreCase("(Empty User)") ? "" : name,
                        row.group(3).equals("true"),
                        row.group(4).equals("true"),
                        row.group(5).equals("true"),
                        PrivilegeLevel.of(row.group(6))));
              }
            });
    return List.copyOf(users);
  }

  static UserAccess access(int id, String text) {
    var labels = labels(text);
    var enabled = labels.getOrDefault("Enable Status", "").toLowerCase(Locale.ROOT);
    return new UserAccess(
        id,
        labels.getOrDefault("User Name", ""),
        labels.getOrDefault("Fixed Name", "").equalsIgnoreCase("yes"),
        labels.getOrDefault("IPMI Messaging", "").equalsIgnoreCase("enabled"),
        PrivilegeLevel.of(labels.getOrDefault("Privilege Level", "")),
        switch (enabled) {
          case "enabled" -> Optional.of(true);
          case "disabled" -> Optional.of(false);
          default -> Optional.empty();
        });
  }

  static List<Sensor> sensors(String text) {
    return text.lines()
        .map(line -> columns(line))
        .filter(columns -> columns.length == 5)
        .map(c -> new Sensor(c[0], c[1], c[2], c[3], c[4]))
        .toList();
  }

  static List<EventLogEntry> eventLog(String text) {
    return text.lines()
        .map(line -> columns(line))
        .filter(columns -> columns.length >= 5)
        .map(
            c -> {
              var event = String.join(" | ", Arrays.copyOfRange(c, 4, c.length));
              return new EventLogEntry(c[0], c[1] + " " + c[2], c[3], event);
            })
        .toList();
  }

  static List<FruDevice> frus(String text) {
    var devices = new ArrayList<FruDevice>();
    var description = "";
    Map<String, String> fields = new LinkedHashMap<>();
    for (var line : text.lines().toList()) {
      var row = LABELLED.matcher(line);
      if (!row.matches()) {
        continue;
      }
      if (row.group(1).equals("FRU Device Description")) {
        add(devices, description, fields);
        description = row.group(2).strip();
        fields = new LinkedHashMap<>();
      } else {
        fields.putIfAbsent(row.group(1).strip(), row.group(2).strip());
      }
    }
    add(devices, description, fields);
    return List.copyOf(devices);
  }

  private static void add(List<FruDevice> devices, String description, Map<String, String> fields) {
    if (!description.isEmpty()) {
      devices.add(new FruDevice(description, java.util.Collections.unmodifiableMap(fields)));
    }
  }

  /** Lines of the form "Label : value"; of a label that comes twice the first counts. */
  private static Map<String, String> labels(String text) {
    Map<String, String> labels = new LinkedHashMap<>();
    text.lines()
        .forEach(
            line -> {
              var row = LABELLED.matcher(line);
              if (row.matches()) {
                labels.putIfAbsent(row.group(1).strip(), row.group(2).strip());
              }
            });
    return labels;
  }

  private static String[] columns(String line) {
    var columns = line.split("\\|", -1);
    for (var i = 0; i < columns.length; i++) {
      columns[i] = columns[i].strip();
    }
    return columns;
  }

  private static long number(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
