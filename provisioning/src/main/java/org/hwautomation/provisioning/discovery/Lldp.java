package org.hwautomation.provisioning.discovery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What {@code lldpctl -f json} prints of the switches at the other end of the cables (IEEE
 * 802.1AB).
 */
public final class Lldp {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * A neighbour.
   *
   * @param port of this host, {@code eno1}
   * @param switchName as the switch calls itself; its chassis id where it has no name
   * @param switchPort as the switch names it; its description where that is all there is
   */
  public record Neighbour(String port, String switchName, String switchPort) {}

  private Lldp() {}

  /**
   * Reads both forms of the list: one member per port, or one object when there is one port.
   *
   * @throws DiscoveryException if it is no JSON of lldpctl's
   */
  public static List<Neighbour> parse(String text) {
    JsonNode root;
    try {
      root = JSON.readTree(text).path("lldp");
    } catch (JacksonException e) {
      throw new DiscoveryException("lldpctl printed no valid JSON", e);
    }
    if (!root.isObject()) {
      throw new DiscoveryException("lldpctl printed JSON without an object 'lldp'");
    }
    var found = new ArrayList<Neighbour>();
    for (var entry : listed(root.path("interface"))) {
      for (var port : entry.properties()) {
        var neighbour = neighbour(port.getKey(), port.getValue());
        if (neighbour != null) {
          found.add(neighbour);
        }
      }
    }
    return List.copyOf(found);
  }

  private static List<JsonNode> listed(JsonNode node) {
    return node.isArray() ? List.copyOf(node.values()) : List.of(node);
  }

  private static @Nullable Neighbour neighbour(String name, JsonNode port) {
    var id = text(port.path("port").path("id").path("value"));
    if (id.isEmpty()) {
      id = text(port.path("port").path("descr"));
    }
    for (var chassis : port.path("chassis").properties()) {
      // named: {"leaf1": {"id": …}}; without a name the object itself is the chassis
      var named = chassis.getValue().isObject() && chassis.getValue().has("id");
      var switchName =
          named ? chassis.getKey() : text(port.path("chassis").path("id").path("value"));
      if (!switchName.isEmpty() && !id.isEmpty()) {
        return new Neighbour(name, switchName, id);
      }
    }
    return null;
  }

  private static String text(JsonNode node) {
    return node.isString() ? node.stringValue().strip() : "";
  }
}
