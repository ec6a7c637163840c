package org.hwautomation.simulator.bmc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds resource bodies (DSP0266 9.6, common properties; 9.7, collections). */
final class Resource {
  private Resource() {}

  /** A resource with id, type and name; the caller puts the rest. */
  static Map<String, Object> of(String path, String type, String id, String name) {
    var body = new LinkedHashMap<String, Object>();
    body.put("@odata.id", path);
    body.put("@odata.type", type);
    body.put("Id", id);
    body.put("Name", name);
    return body;
  }

  static Map<String, Object> collection(
      String path, String type, String name, List<String> members) {
    var body = new LinkedHashMap<String, Object>();
    body.put("@odata.id", path);
    body.put("@odata.type", "#" + type + "." + type);
    body.put("Name", name);
    body.put("Members", members.stream().map(Resource::link).toList());
    body.put("Members@odata.count", members.size());
    return body;
  }

  static Map<String, Object> link(String path) {
    return Map.of("@odata.id", path);
  }

  static Map<String, Object> healthy() {
    return Map.of("State", "Enabled", "Health", "OK");
  }

  static Map<String, Object> action(String target) {
    return Map.of("target", target);
  }
}
