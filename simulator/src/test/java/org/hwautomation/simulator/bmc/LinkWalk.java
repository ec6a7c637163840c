package org.hwautomation.simulator.bmc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Follows every link of a Redfish service. */
final class LinkWalk {
  private final Client client;
  private final Set<String> seen = new LinkedHashSet<>();
  private final List<String> broken = new ArrayList<>();
  private final ArrayDeque<String> waiting = new ArrayDeque<>();

  LinkWalk(Client client) {
    this.client = client;
  }

  void from(String path) {
    waiting.add(path);
    while (!waiting.isEmpty()) {
      var next = waiting.removeFirst();
      if (!seen.add(next)) {
        continue;
      }
      var answer = client.get(next);
      if (answer.status() != 200) {
        broken.add(next + " " + answer.status());
        continue;
      }
      collect(answer.json());
    }
  }

  Set<String> seen() {
    return seen;
  }

  List<String> broken() {
    return broken;
  }

  private void collect(JsonNode node) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry -> {
                var value = entry.getValue();
                var name = entry.getKey();
                if (value.isString()
                    && (name.equals("@odata.id")
                        || name.equals("Uri")
                        || name.equals("@Redfish.ActionInfo"))) {
                  waiting.add(value.asString());
                } else {
                  collect(value);
                }
              });
    } else if (node.isArray()) {
      node.forEach(this::collect);
    }
  }
}
