package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the captured BMCs say of events and sensors, and what odd ones might. */
final class LogAndSensorsTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @ParameterizedTest
  @CsvSource({
    "dell-r750-idrac9-6.00.30, Sel, 5, 2024-06-11T05:13:00Z",
    "hpe-dl385-gen10plus-ilo5-2.72, IML, 5, 2023-01-19T01:22:18Z",
    "supermicro-sys-821ge-tnhr, Log1, 82, 2023-11-30T20:35:05Z"
  })
  void the_log_of_hardware_events_is_found_and_its_newest_comes_first(
      String capture, String name, int entries, Instant newest) throws Exception {
    try (var bmc = CapturedBmc.serve(capture);
        var client = bmc.client()) {
      var log = client.eventLog();
      assertThat(log.name()).isEqualTo(name);
      assertThat(log.entries()).hasSize(entries);
      assertThat(log.entries().getFirst().created()).contains(newest);
      assertThat(log.entries()).allSatisfy(entry -> assertThat(entry.message()).isNotBlank());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dell-r750-idrac9-6.00.30, 5, 6, 49, 2, 614",
    "hpe-dl385-gen10plus-ilo5-2.72, 53, 6, 0, 2, 531",
    "supermicro-sys-821ge-tnhr, 38, 6, 12, 8, 2161"
  })
  void temperatures_fans_voltages_and_power_are_read(
      String capture, long temperatures, long fans, long voltages, long supplies, double watts)
      throws Exception {
    try (var bmc = CapturedBmc.serve(capture);
        var client = bmc.client()) {
      var sensors = client.sensors();
      Map<Sensor.Kind, Long> counts =
          sensors.stream().collect(Collectors.groupingBy(Sensor::kind, Collectors.counting()));
      assertThat(counts.get(Sensor.Kind.TEMPERATURE)).isEqualTo(temperatures);
      assertThat(counts.get(Sensor.Kind.FAN)).isEqualTo(fans);
      assertThat(counts.getOrDefault(Sensor.Kind.VOLTAGE, 0L)).isEqualTo(voltages);
      assertThat(counts.get(Sensor.Kind.POWER_SUPPLY)).isEqualTo(supplies);
      assertThat(sensors)
          .filteredOn(sensor -> sensor.kind() == Sensor.Kind.POWER)
          .singleElement()
          .satisfies(power -> assertThat(power.reading()).hasValue(watts));
    }
  }

  private static JsonNode json(String text) {
    return JSON.readTree(text.replace('\'', '"'));
  }

  @Test
  void an_entry_without_a_clock_a_severity_or_a_message_is_read_all_the_same() {
    var entry =
        LogEntry.of(
            "/Entries/7",
            json("{'Created': '0000-00-00T00:00:00Z', 'Severity': 'Bad', 'Name': 'x'}"));
    assertThat(entry.id()).isEqualTo("7");
    assertThat(entry.created()).isEmpty();
    assertThat(entry.severity()).isEqualTo(LogEntry.Severity.UNKNOWN);
    assertThat(entry.message()).isEqualTo("x");
  }
}
