package org.hwautomation.hardware.redfish;

import static org.hwautomation.hardware.HardwareException.Kind;

import java.util.ArrayList;
import java.util.List;

/** The light that helps to find a server, on the system or else on its chassis. */
final class IdentifyLight {
  private final Connection connection;

  IdentifyLight(Connection connection) {
    this.connection = connection;
  }

  void set(ComputerSystem system, boolean on) {
    var places = new ArrayList<>(List.of(system.uri()));
    places.addAll(system.chassisUris());
    for (var uri : places) {
      var resource = connection.get(uri).body();
      if (resource.path("LocationIndicatorActive").isBoolean()) {
        connection.patch(uri, Json.object().put("LocationIndicatorActive", on));
        return;
      }
      if (resource.has("IndicatorLED")) {
        connection.patch(uri, Json.object().put("IndicatorLED", on ? "Blinking" : "Off"));
        return;
      }
    }
    throw RedfishException.notSent(
        Kind.REJECTED,
        connection.peer(),
        connection.peer() + " has no light to identify " + system.id(),
        null);
  }
}
