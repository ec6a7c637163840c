package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.redfish.Sensor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a BMC measures. */
@Command(name = "sensors", description = "Show temperatures, fans, voltages and power.")
final class BmcSensorsCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();

  @Option(names = "--all", description = "Also what is not built in, such as an empty fan bay.")
  private boolean all;

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("bmc sensors")) {
      var place = target.place(manager);
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var sensors =
            BiosViews.redfish(session).sensors().stream()
                .filter(sensor -> all || !sensor.isAbsent())
                .toList();
        var document = new LinkedHashMap<String, Object>();
        document.put("host", place.name());
        document.put("count", sensors.size());
        document.put("sensors", sensors.stream().map(BmcSensorsCommand::fields).toList());
        screen.result(
            document,
            () ->
                screen.table(
                    List.of("SENSOR", "READING", "CRITICAL", "HEALTH"),
                    sensors.stream().map(BmcSensorsCommand::row).toList()));
        return ExitCodes.DONE;
      }
    }
  }

  private static Map<String, @Nullable Object> fields(Sensor sensor) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    fields.put("kind", sensor.kind().name().toLowerCase(Locale.ROOT));
    fields.put("name", sensor.name());
    fields.put("reading", number(sensor.reading()));
    fields.put("unit", sensor.unit());
    fields.put("lower_critical", number(sensor.lowerCritical()));
    fields.put("upper_critical", number(sensor.upperCritical()));
    fields.put("health", sensor.health());
    fields.put("state", sensor.state());
    return fields;
  }

  private static @Nullable Double number(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }

  private static List<String> row(Sensor sensor) {
    var limits =
        (sensor.lowerCritical().isPresent() ? "below " + shown(sensor.lowerCritical()) + " " : "")
            + (sensor.upperCritical().isPresent() ? "from " + shown(sensor.upperCritical()) : "");
    return List.of(
        sensor.name(),
        sensor.reading().isPresent() ? shown(sensor.reading()) + " " + sensor.unit() : "none",
        limits.strip(),
        sensor.health() == null ? "" : sensor.health());
  }

  private static String shown(OptionalDouble value) {
    var number = value.orElseThrow();
    return number == Math.rint(number)
        ? String.valueOf((long) number)
        : String.format(Locale.ROOT, "%.2f", number);
  }
}
