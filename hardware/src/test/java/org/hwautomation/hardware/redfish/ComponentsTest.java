package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers are built of: the captured BMCs, and answers that are cut, re-typed or missing. */
final class ComponentsTest {
  private static final String MEMORY = FakeBmc.SYSTEM + "/Memory";

  @ParameterizedTest
  @CsvSource({
    "dell-r750-idrac9-6.00.30, 2, 18, 16, 16, 524288, 3, 7, 2",
    "hpe-dl385-gen10plus-ilo5-2.72, 2, 64, 32, 16, 1048576, 18, 7, 2",
    "supermicro-sys-821ge-tnhr, 2, 32, 32, 32, 2097152, 8, 12, 8"
  })
  void the_parts_of_a_real_server_are_read(
      String capture,
      int processors,
      int cores,
      int slots,
      int modules,
      int mib,
      int drives,
      int ports,
      int supplies)
      throws Exception {
    try (var bmc = CapturedBmc.serve(capture);
        var client = bmc.client()) {
      var found = client.components();
      assertThat(found.processors()).hasSize(processors);
      assertThat(found.processors()).allSatisfy(cpu -> assertThat(cpu.cores()).hasValue(cores));
      assertThat(found.memory()).hasSize(slots);
      assertThat(found.memory()).filteredOn(MemoryModule::present).hasSize(modules);
      assertThat(
              found.memory().stream()
                  .filter(MemoryModule::present)
                  .mapToInt(module -> module.mib().orElseThrow())
                  .sum())
          .isEqualTo(mib);
      assertThat(found.drives()).filteredOn(Drive::present).hasSize(drives);
      assertThat(found.drives()).allSatisfy(drive -> assertThat(drive.serialNumber()).isNotBlank());
      assertThat(found.ports()).hasSize(ports);
      assertThat(found.powerSupplies()).hasSize(supplies);
    }
  }

  private static FakeBmc bmcWithMemory() throws Exception {
    var bmc = FakeBmc.http();
    bmc.json(
        FakeBmc.SYSTEM,
        """
        {"Id": "1", "Memory": {"@odata.id": "%s"}, "Processors": {"@odata.id": "/nowhere"}}
        """
            .formatted(MEMORY));
    bmc.json(MEMORY, FakeBmc.members(MEMORY + "/1", MEMORY + "/2"));
    bmc.json(MEMORY + "/1", "{\"DeviceLocator\": \"A1\", \"CapacityMiB\": 32768}");
    bmc.json(
        MEMORY + "/2",
        "{\"DeviceLocator\": \"A2\", \"CapacityMiB\": null, \"Status\": {\"State\": \"Absent\"}}");
    return bmc;
  }

  private static RedfishClient client(FakeBmc bmc) {
    return bmc.client();
  }

  @Test
  void what_the_bmc_has_not_is_a_warning_and_the_rest_is_read() throws Exception {
    try (var bmc = bmcWithMemory();
        var client = client(bmc)) {
      var found = client.components();
      assertThat(found.memory()).extracting(MemoryModule::present).containsExactly(true, false);
      assertThat(found.warnings()).singleElement().asString().contains("/nowhere", "404");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"DeviceLocator\": \"A1\", \"Capac",
        "[]",
        "null",
        "\"text\"",
        "{\"DeviceLocator\": {}, \"CapacityMiB\": [1], \"Status\": \"OK\"}",
        "{\"CapacityMiB\": 1e300, \"Status\": {\"State\": 7}}",
        "{\"CapacityMiB\": -1}"
      })
  void an_odd_module_hides_no_other(String odd) throws Exception {
    try (var bmc = bmcWithMemory();
        var client = client(bmc)) {
      bmc.json(MEMORY + "/2", odd);
      assertThat(client.components().memory())
          .anySatisfy(module -> assertThat(module.slot()).isEqualTo("A1"));
    }
  }

  @Test
  void a_part_elsewhere_is_not_fetched_from_there() throws Exception {
    try (var bmc = bmcWithMemory();
        var client = client(bmc)) {
      bmc.json(MEMORY, FakeBmc.members("http://192.0.2.9/redfish/v1/x", MEMORY + "/1"));
      var found = client.components();
      assertThat(found.memory()).hasSize(1);
      assertThat(found.warnings()).anyMatch(warning -> warning.contains("another place"));
    }
  }

  @Test
  void a_bmc_that_lets_us_in_no_more_ends_the_reading() throws Exception {
    try (var bmc = bmcWithMemory();
        var client = client(bmc)) {
      bmc.on("GET", MEMORY + "/1", _ -> new FakeBmc.Reply(401, Map.of(), "{}"));
      assertThatThrownBy(client::components).isInstanceOf(RedfishException.class);
    }
  }

  @Test
  void a_bmc_that_answers_nothing_well_is_not_asked_for_ever() throws Exception {
    try (var bmc = bmcWithMemory();
        var client = client(bmc)) {
      var many = new String[200];
      for (var number = 0; number < many.length; number++) {
        many[number] = MEMORY + "/gone" + number;
      }
      bmc.json(MEMORY, FakeBmc.members(many));
      assertThatThrownBy(client::components).isInstanceOf(RedfishException.class);
      assertThat(bmc.requests.stream().filter(request -> request.path().contains("gone")))
          .hasSizeLessThan(60);
    }
  }
}
