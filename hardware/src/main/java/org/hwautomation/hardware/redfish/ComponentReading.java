package org.hwautomation.hardware.redfish;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads the parts of a server, one request each. A part that is answered badly becomes a warning; a
 * BMC that does not answer, or lets nobody in, ends the reading. Bounded: {@value #MOST} members of
 * a list, and {@value #FAILURES} bad answers in all.
 */
final class ComponentReading {
  private static final int MOST = 256;
  private static final int FAILURES = 20;

  private final Connection connection;
  private final List<String> warnings = new ArrayList<>();

  ComponentReading(Connection connection) {
    this.connection = connection;
  }

  Components read(String systemUri) {
    var system = connection.get(systemUri).body();
    var processors = new ArrayList<Processor>();
    each(
        Json.link(system, "Processors"),
        (uri, item) -> {
          var processor = Processor.of(uri, item);
          if (processor != null) {
            processors.add(processor);
          }
        });
    var memory = new ArrayList<MemoryModule>();
    each(Json.link(system, "Memory"), (uri, item) -> memory.add(MemoryModule.of(uri, item)));
    var chassis = new ArrayList<JsonNode>();
    for (var uri : Json.links(system, "Links", "Chassis")) {
      add(chassis, uri);
    }
    return new Components(
        processors, memory, drives(system), ports(system, chassis), supplies(chassis), warnings);
  }

  private List<Drive> drives(JsonNode system) {
    var drives = new LinkedHashMap<String, Drive>();
    each(
        Json.link(system, "Storage"),
        (_, storage) -> {
          for (var link : Json.links(storage, "Drives")) {
            var body = body(link);
            if (body != null) {
              drives.putIfAbsent(link, Drive.of(link, body));
            }
          }
        });
    if (drives.isEmpty()) {
      each(
          Json.link(system, "SimpleStorage"),
          (uri, storage) -> {
            var number = 0;
            for (var device : storage.path("Devices")) {
              if (device.isObject() && number < MOST) {
                drives.put(uri + "#" + number++, Drive.of(uri, device));
              }
            }
          });
    }
    return List.copyOf(drives.values());
  }

  private List<HostPort> ports(JsonNode system, List<JsonNode> chassis) {
    var ports = new LinkedHashMap<String, HostPort>();
    each(
        Json.link(system, "EthernetInterfaces"),
        (uri, item) -> {
          var permanent = Json.text(item, "PermanentMACAddress");
          put(
              ports,
              new HostPort(
                  Json.textOr(item, ComputerSystem.lastSegment(uri), "Id"),
                  mac(permanent == null ? Json.text(item, "MACAddress") : permanent),
                  null,
                  Json.integer(item, "SpeedMbps"),
                  Json.text(item, "LinkStatus")));
        });
    var adapters = new LinkedHashSet<String>();
    each(
        Json.link(system, "NetworkInterfaces"),
        (_, item) -> {
          var adapter = Json.link(item, "Links", "NetworkAdapter");
          if (adapter != null) {
            adapters.add(adapter);
          }
        });
    for (var each : chassis) {
      adapters.addAll(members(Json.link(each, "NetworkAdapters")));
    }
    for (var uri : adapters) {
      var adapter = body(uri);
      if (adapter != null) {
        functions(adapter, ports);
      }
    }
    return List.copyOf(ports.values());
  }

  /** The adapter's model, for each of its ports. */
  private void functions(JsonNode adapter, Map<String, HostPort> ports) {
    var model = Json.text(adapter, "Model");
    each(
        Json.link(adapter, "NetworkDeviceFunctions"),
        (uri, item) -> {
          var permanent = Json.text(item, "Ethernet", "PermanentMACAddress");
          put(
              ports,
              new HostPort(
                  Json.textOr(item, ComputerSystem.lastSegment(uri), "Id"),
                  mac(permanent == null ? Json.text(item, "Ethernet", "MACAddress") : permanent),
                  model == null ? Json.text(adapter, "Name") : model,
                  OptionalInt.empty(),
                  null));
        });
  }

  private static void put(Map<String, HostPort> ports, HostPort port) {
    if (port.macAddress().isEmpty() || port.macAddress().matches("(00:?)+")) {
      return;
    }
    ports.merge(
        port.macAddress(),
        port,
        (first, second) ->
            new HostPort(
                first.id(),
                first.macAddress(),
                first.model() == null ? second.model() : first.model(),
                first.mbps().isPresent() ? first.mbps() : second.mbps(),
                first.link() == null ? second.link() : first.link()));
  }

  private static String mac(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT).replace('-', ':');
  }

  private List<PowerSupply> supplies(List<JsonNode> chassis) {
    var supplies = new ArrayList<PowerSupply>();
    for (var each : chassis) {
      var link = Json.link(each, "Power");
      var power = link == null ? null : body(link);
      if (power != null) {
        for (var item : power.path("PowerSupplies")) {
          if (item.isObject() && supplies.size() < MOST) {
            supplies.add(PowerSupply.of(item));
          }
        }
      }
    }
    return supplies;
  }

  private void each(@Nullable String collection, BiConsumer<String, JsonNode> reader) {
    for (var uri : members(collection)) {
      var body = body(uri);
      if (body != null) {
        reader.accept(uri, body);
      }
    }
  }

  private void add(List<JsonNode> bodies, String uri) {
    var body = body(uri);
    if (body != null) {
      bodies.add(body);
    }
  }

  private List<String> members(@Nullable String collection) {
    try {
      var members = connection.members(collection);
      if (members.size() > MOST) {
        warnings.add(
            "%s: %s has %d members; the first %d are read"
                .formatted(connection.peer(), collection, members.size(), MOST));
        return members.subList(0, MOST);
      }
      return members;
    } catch (RedfishException e) {
      warn(e);
      return List.of();
    }
  }

  private @Nullable JsonNode body(String uri) {
    try {
      return connection.get(uri).body();
    } catch (RedfishException e) {
      warn(e);
      return null;
    }
  }

  /** Answered, but not with a part: one bad member must not hide the others. */
  private void warn(RedfishException e) {
    var leadsAway = e.status().isEmpty() && !e.passing() && !e.mayHaveArrived();
    var answered = e.status().isPresent() && e.status().getAsInt() != 401;
    if ((!answered && !leadsAway) || warnings.size() >= FAILURES) {
      throw e;
    }
    warnings.add(String.valueOf(e.getMessage()));
  }
}
