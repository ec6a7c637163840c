package org.hwautomation.hardware.redfish;

import java.util.ArrayList;
import java.util.List;

/**
 * All firmware that a BMC lists, running or not.
 *
 * @param warnings members that could not be read and were left out
 */
public record FirmwareInventory(List<FirmwareItem> items, List<String> warnings) {
  public FirmwareInventory {
    items = List.copyOf(items);
    warnings = List.copyOf(warnings);
  }

  /** What runs now. */
  public List<FirmwareItem> running() {
    return items.stream().filter(FirmwareItem::running).toList();
  }

  /** What runs now on this sort of component. */
  public List<FirmwareItem> running(FirmwareComponent component) {
    return items.stream().filter(i -> i.running() && i.component() == component).toList();
  }

  static FirmwareInventory read(Connection connection) {
    var service = Json.link(connection.root(), "UpdateService");
    var answer = service == null ? null : connection.find(service);
    var list = answer == null ? null : Json.link(answer.body(), "FirmwareInventory");
    var items = new ArrayList<FirmwareItem>();
    var warnings = new ArrayList<String>();
    for (var uri : connection.members(list)) {
      try {
        items.add(FirmwareItem.of(uri, connection.get(uri).body()));
      } catch (RedfishException e) {
        // Answered, but not with an item: one bad member must not hide the others.
        if (e.status().isEmpty() || e.status().getAsInt() == 401) {
          throw e;
        }
        warnings.add(String.valueOf(e.getMessage()));
      }
    }
    return new FirmwareInventory(items, warnings);
  }
}
