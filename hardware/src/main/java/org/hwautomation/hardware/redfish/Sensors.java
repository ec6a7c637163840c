package org.hwautomation.hardware.redfish;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import tools.jackson.databind.JsonNode;

/**
 * Reads temperatures, fans, voltages and power from each chassis: {@code Thermal} and {@code Power}
 * (DSP0268), which all three makers still have.
 */
final class Sensors {
  private static final Map<String, Sensor.Kind> LISTS =
      Map.of(
          "Temperatures", Sensor.Kind.TEMPERATURE,
          "Fans", Sensor.Kind.FAN,
          "Voltages", Sensor.Kind.VOLTAGE,
          "PowerSupplies", Sensor.Kind.POWER_SUPPLY,
          "PowerControl", Sensor.Kind.POWER);

  private Sensors() {}

  static List<Sensor> read(Connection connection, List<String> chassis) {
    var sensors = new ArrayList<Sensor>();
    for (var uri : chassis) {
      var body = connection.get(uri).body();
      for (var part : List.of("Thermal", "Power")) {
        var link = Json.link(body, part);
        var answer = link == null ? null : connection.find(link);
        if (answer != null) {
          LISTS.forEach((list, kind) -> add(sensors, answer.body().path(list), kind));
        }
      }
    }
    sensors.sort((one, other) -> one.kind().compareTo(other.kind()));
    return List.copyOf(sensors);
  }

  private static void add(List<Sensor> sensors, JsonNode list, Sensor.Kind kind) {
    for (var item : list) {
      if (item.isObject()) {
        sensors.add(of(item, kind));
      }
    }
  }

  private static Sensor of(JsonNode item, Sensor.Kind kind) {
    return new Sensor(
        kind,
        Json.textOr(item, Json.textOr(item, kind.name(), "FanName"), "Name"),
        switch (kind) {
          case TEMPERATURE -> number(item, "ReadingCelsius");
          case FAN -> number(item, "Reading");
          case VOLTAGE -> number(item, "ReadingVolts");
          case POWER_SUPPLY -> first(item, "PowerOutputWatts", "LastPowerOutputWatts");
          case POWER -> number(item, "PowerConsumedWatts");
        },
        switch (kind) {
          case TEMPERATURE -> "°C";
          case FAN -> "Percent".equals(Json.text(item, "ReadingUnits")) ? "%" : "RPM";
          case VOLTAGE -> "V";
          case POWER_SUPPLY, POWER -> "W";
        },
        number(item, "LowerThresholdCritical"),
        number(item, "UpperThresholdCritical"),
        Json.text(item, "Status", "Health"),
        Json.text(item, "Status", "State"));
  }

  private static OptionalDouble first(JsonNode item, String one, String other) {
    var found = number(item, one);
    return found.isPresent() ? found : number(item, other);
  }

  private static OptionalDouble number(JsonNode item, String name) {
    var value = item.path(name);
    return value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty();
  }
}
