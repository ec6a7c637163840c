package org.hwautomation.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;

/**
 * What a schedule starts. Immutable.
 *
 * @param template its name
 * @param servers host names or MAAS system ids, a run each; empty for a template about no server
 * @param deviceType what the servers are; as the inventory knows each if empty
 * @param inputs texts by the input's name; no secrets
 */
public record ScheduledWork(
    String template,
    List<String> servers,
    Optional<String> deviceType,
    Map<String, String> inputs) {
  public ScheduledWork {
    servers = List.copyOf(servers);
    inputs = Map.copyOf(inputs);
  }

  String write() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("template", template);
    fields.put("servers", servers);
    deviceType.ifPresent(type -> fields.put("device_type", type));
    fields.put("inputs", new TreeMap<>(inputs));
    return ValueCodec.write(Value.fields(fields));
  }

  static ScheduledWork read(String text) {
    if (!(ValueCodec.read(text) instanceof Value.Fields fields)) {
      throw new IllegalStateException("a schedule's work is no map: " + text);
    }
    var servers =
        fields.get("servers").orElse(Value.Null.INSTANCE) instanceof Value.Items(var items)
            ? items.stream().map(item -> item.as(String.class)).toList()
            : List.<String>of();
    var inputs = new TreeMap<String, String>();
    if (fields.get("inputs").orElse(Value.Null.INSTANCE) instanceof Value.Fields given) {
      given.values().forEach((name, value) -> inputs.put(name, value.as(String.class)));
    }
    return new ScheduledWork(
        fields.text("template").orElseThrow(), servers, fields.text("device_type"), inputs);
  }
}
