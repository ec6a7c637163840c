package org.hwautomation.provisioning.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.hwautomation.provisioning.network.MacAddress;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code ip -j addr} or {@code ip addr show} prints; loopback is left out. */
public final class IpAddresses {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern HEAD =
      Pattern.compile("[0-9]+: ([^:@\\s]{1,32})(?:@\\S+)?: <([^>]*)>.*");
  private static final Pattern LINK = Pattern.compile("\\s+link/ether (\\S+).*");
  private static final Pattern ADDRESS = Pattern.compile("\\s+inet6? (\\S+/[0-9]{1,3})\\s.*");

  private IpAddresses() {}

  /**
   * Reads either form.
   *
   * @throws DiscoveryException if it is neither
   */
  public static List<NetworkInterface> parse(String text) {
    return text.stripLeading().startsWith("[") ? json(text) : plain(text);
  }

  private static List<NetworkInterface> json(String text) {
    JsonNode links;
    try {
      links = JSON.readTree(text);
    } catch (JacksonException e) {
      throw new DiscoveryException("'ip -j addr' printed no valid JSON", e);
    }
    var found = new ArrayList<NetworkInterface>();
    for (var link : links) {
      var name = link.path("ifname").asString("");
      var flags = new ArrayList<String>();
      link.path("flags").forEach(flag -> flags.add(flag.asString("")));
      if (name.isEmpty() || flags.contains("LOOPBACK")) {
        continue;
      }
      var addresses = new ArrayList<String>();
      for (var address : link.path("addr_info")) {
        add(
            addresses,
            address.path("local").asString("") + "/" + address.path("prefixlen").asString(""));
      }
      found.add(
          new NetworkInterface(
              name, mac(link.path("address").asString("")), flags.contains("LOWER_UP"), addresses));
    }
    return List.copyOf(found);
  }

  private static List<NetworkInterface> plain(String text) {
    var found = new ArrayList<NetworkInterface>();
    @Nullable String name = null;
    @Nullable String mac = null;
    var flags = List.<String>of();
    var addresses = new ArrayList<String>();
    var heads = 0;
    for (var line : text.lines().toList()) {
      var head = HEAD.matcher(line);
      var link = LINK.matcher(line);
      var address = ADDRESS.matcher(line + " ");
      if (head.matches()) {
        heads++;
        if (name != null && !flags.contains("LOOPBACK")) {
          found.add(new NetworkInterface(name, mac, flags.contains("LOWER_UP"), addresses));
        }
        name = head.group(1);
        flags = List.of(head.group(2).split(","));
        mac = null;
        addresses.clear();
      } else if (link.matches()) {
        mac = mac(link.group(1));
      } else if (address.matches()) {
        add(addresses, address.group(1));
      }
    }
    if (heads == 0) {
      throw new DiscoveryException("'ip addr' printed no interfaces");
    }
    if (name != null && !flags.contains("LOOPBACK")) {
      found.add(new NetworkInterface(name, mac, flags.contains("LOWER_UP"), addresses));
    }
    return List.copyOf(found);
  }

  private static void add(List<String> addresses, String address) {
    if (address.matches("[0-9a-fA-F:.]{3,45}/[0-9]{1,3}") && !address.startsWith("fe80:")) {
      addresses.add(address);
    }
  }

  private static @Nullable String mac(String text) {
    return MacAddress.find(text).map(MacAddress::text).orElse(null);
  }
}
