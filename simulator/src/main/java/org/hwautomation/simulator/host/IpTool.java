package org.hwautomation.simulator.host;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.Hardware;
import org.hwautomation.simulator.HostBoot;
import tools.jackson.databind.json.JsonMapper;

/** {@code ip} of iproute2: address, link and route, shown as text or with {@code -j} as JSON. */
record IpTool(Hardware hardware, HostBoot boot) {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int PREFIX = 16;

  int run(Invocation call) {
    boolean json = false;
    List<String> words = new ArrayList<>();
    for (String word : call.arguments()) {
      switch (word) {
        case "-j", "-json", "--json" -> json = true;
        case "-4", "-o", "-br", "-p", "-d", "-s" -> {
          if (word.equals("-o") || word.equals("-br")) {
            return call.fail(255, "the simulated ip does not know " + word + "; use -j");
          }
        }
        default -> words.add(word);
      }
    }
    String object = words.isEmpty() ? "" : words.getFirst();
    String verb = words.size() > 1 ? words.get(1) : "show";
    boolean show = "show".startsWith(verb) || verb.equals("list") || verb.equals("ls");
    if (!show) {
      return call.fail(2, "RTNETLINK answers: Operation not permitted");
    }
    String text = "";
    if (!object.isEmpty() && "address".startsWith(object)) {
      text = json ? addressJson() : addressText(true);
    } else if (!object.isEmpty() && "link".startsWith(object)) {
      text = json ? addressJson() : addressText(false);
    } else if (!object.isEmpty() && "route".startsWith(object)) {
      text = json ? routeJson() : routeText();
    } else {
      call.err().print("Object \"" + object + "\" is unknown, try \"ip help\".\n");
      return 1;
    }
    return HostTools.print(call, text);
  }

  private String gateway() {
    return boot.address().replaceFirst("\\.\\d+\\.\\d+$", ".0.1");
  }

  private String network() {
    return boot.address().replaceFirst("\\.\\d+\\.\\d+$", ".0.0") + "/" + PREFIX;
  }

  private String broadcast() {
    return boot.address().replaceFirst("\\.\\d+\\.\\d+$", ".255.255");
  }

  private String addressText(boolean addresses) {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default qlen 1000
            link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
        """);
    if (addresses) {
      text.append(
          "    inet 127.0.0.1/8 scope host lo\n       valid_lft forever preferred_lft forever\n");
    }
    for (int i = 0; i < hardware.nics().size(); i++) {
      Hardware.Nic nic = hardware.nics().get(i);
      boolean up = i == 0;
      text.append(i + 2)
          .append(": ")
          .append(nic.name())
          .append(up ? ": <BROADCAST,MULTICAST,UP,LOWER_UP>" : ": <BROADCAST,MULTICAST>")
          .append(" mtu 1500 qdisc ")
          .append(up ? "mq state UP" : "noop state DOWN")
          .append(" group default qlen 1000\n    link/ether ")
          .append(nic.mac())
          .append(" brd ff:ff:ff:ff:ff:ff\n");
      if (up && addresses) {
        text.append("    inet ")
            .append(boot.address())
            .append('/')
            .append(PREFIX)
            .append(" brd ")
            .append(broadcast())
            .append(" scope global dynamic ")
            .append(nic.name())
            .append("\n       valid_lft 583sec preferred_lft 583sec\n");
      }
    }
    return text.toString();
  }

  private String addressJson() {
    List<Map<String, Object>> links = new ArrayList<>();
    Map<String, Object> loopback = new LinkedHashMap<>();
    loopback.put("ifindex", 1);
    loopback.put("ifname", "lo");
    loopback.put("flags", List.of("LOOPBACK", "UP", "LOWER_UP"));
    loopback.put("mtu", 65536);
    loopback.put("operstate", "UNKNOWN");
    loopback.put("link_type", "loopback");
    loopback.put("address", "00:00:00:00:00:00");
    loopback.put("addr_info", List.of(info("127.0.0.1", 8, "host", "lo")));
    links.add(loopback);
    for (int i = 0; i < hardware.nics().size(); i++) {
      Hardware.Nic nic = hardware.nics().get(i);
      Map<String, Object> link = new LinkedHashMap<>();
      link.put("ifindex", i + 2);
      link.put("ifname", nic.name());
      link.put(
          "flags",
          i == 0
              ? List.of("BROADCAST", "MULTICAST", "UP", "LOWER_UP")
              : List.of("BROADCAST", "MULTICAST"));
      link.put("mtu", 1500);
      link.put("qdisc", i == 0 ? "mq" : "noop");
      link.put("operstate", i == 0 ? "UP" : "DOWN");
      link.put("link_type", "ether");
      link.put("address", nic.mac());
      link.put("broadcast", "ff:ff:ff:ff:ff:ff");
      link.put(
          "addr_info",
          i == 0 ? List.of(info(boot.address(), PREFIX, "global", nic.name())) : List.of());
      links.add(link);
    }
    return JSON.writeValueAsString(links) + "\n";
  }

  private static Map<String, Object> info(String address, int prefix, String scope, String label) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("family", "inet");
    info.put("local", address);
    info.put("prefixlen", prefix);
    info.put("scope", scope);
    info.put("label", label);
    info.put("valid_life_time", 4294967295L);
    info.put("preferred_life_time", 4294967295L);
    return info;
  }

  private String routeText() {
    String nic = hardware.nics().getFirst().name();
    return "default via "
        + gateway()
        + " dev "
        + nic
        + " proto dhcp src "
        + boot.address()
        + " metric 100 \n"
        + network()
        + " dev "
        + nic
        + " proto kernel scope link src "
        + boot.address()
        + " metric 100 \n";
  }

  private String routeJson() {
    String nic = hardware.nics().getFirst().name();
    Map<String, Object> standard = new LinkedHashMap<>();
    standard.put("dst", "default");
    standard.put("gateway", gateway());
    standard.put("dev", nic);
    standard.put("protocol", "dhcp");
    standard.put("prefsrc", boot.address());
    standard.put("metric", 100);
    standard.put("flags", List.of());
    Map<String, Object> local = new LinkedHashMap<>();
    local.put("dst", network());
    local.put("dev", nic);
    local.put("protocol", "kernel");
    local.put("scope", "link");
    local.put("prefsrc", boot.address());
    local.put("metric", 100);
    local.put("flags", List.of());
    return JSON.writeValueAsString(List.of(standard, local)) + "\n";
  }
}
