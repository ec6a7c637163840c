package org.hwautomation.simulator.bmc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.PowerState;
import org.jspecify.annotations.Nullable;

/**
 * Temperatures, fans and power: DSP0268 Thermal, Power. An iLO tells its fans in percent, the
 * others in revolutions. Without power there is no reading but the air that comes in.
 */
final class SensorRoutes {
  private final Tree tree;
  private final String thermal;
  private final String power;

  SensorRoutes(Tree tree) {
    this.tree = tree;
    thermal = tree.dialect().chassis() + "/Thermal";
    power = tree.dialect().chassis() + "/Power";
  }

  List<Route> routes() {
    return List.of(
        tree.get(thermal, request -> RedfishResponse.ok(thermal())),
        tree.get(power, request -> RedfishResponse.ok(power())));
  }

  private boolean isOn() {
    return tree.server().power().state() == PowerState.ON;
  }

  private Map<String, Object> thermal() {
    var on = isOn();
    var body = Resource.of(thermal, "#Thermal.v1_6_0.Thermal", "Thermal", "Thermal");
    body.put(
        "Temperatures",
        List.of(
            reading("Inlet Temp", "ReadingCelsius", 22, 42),
            reading("CPU1 Temp", "ReadingCelsius", on ? 45 : null, 99),
            reading("CPU2 Temp", "ReadingCelsius", on ? 44 : null, 99)));
    body.put("Fans", List.of(fan("Fan1", on), fan("Fan2", on)));
    return body;
  }

  private Map<String, Object> fan(String name, boolean on) {
    var percent = tree.dialect().hpe();
    var fan = reading(name, "Reading", on ? (percent ? 38 : 7_200) : 0, null);
    fan.put("ReadingUnits", percent ? "Percent" : "RPM");
    return fan;
  }

  private Map<String, Object> power() {
    var on = isOn();
    var body = Resource.of(power, "#Power.v1_6_0.Power", "Power", "Power");
    var control = new LinkedHashMap<String, Object>();
    control.put("MemberId", "0");
    control.put("Name", "System Power Control");
    control.put("PowerConsumedWatts", on ? 318 : 14);
    body.put("PowerControl", List.of(control));
    var second = reading("PS2", "PowerOutputWatts", on ? 158 : 7, null);
    if (tree.server().updates().powerSupplyFailed()) {
      second.put("Status", Map.of("State", "Enabled", "Health", "Critical"));
    }
    body.put(
        "PowerSupplies", List.of(reading("PS1", "PowerOutputWatts", on ? 160 : 7, null), second));
    return body;
  }

  private static Map<String, Object> reading(
      String name, String property, @Nullable Integer value, @Nullable Integer critical) {
    var item = new LinkedHashMap<String, Object>();
    item.put("Name", name);
    if (value != null) {
      item.put(property, value);
    }
    if (critical != null) {
      item.put("UpperThresholdCritical", critical);
    }
    item.put("Status", Resource.healthy());
    return item;
  }
}
