package org.hwautomation.provisioning.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One record from many sources: who is believed, what counts as the same, what is told. */
final class DiscoveredServerTest {
  private static final String LLDP =
      """
      {"lldp": {"interface": [
        {"eno1": {"via": "LLDP", "chassis": {"leaf1": {"id": {"type": "mac", "value": "02:00:00:00:00:01"}}},
          "port": {"id": {"type": "ifname", "value": "Ethernet1/7"}, "descr": "to rack"}}},
        {"eno2": {"chassis": {"id": {"type": "mac", "value": "02:00:00:00:00:02"}},
          "port": {"descr": "Ethernet1/8"}}}]}}
      """;

  private static SourceReport says(Source source, Fact fact, String value) {
    return SourceReport.of(source).fact(fact, value).build();
  }

  private static SourceReport lists(Source source, Part... parts) {
    var report = SourceReport.of(source);
    for (var part : parts) {
      report.part(part);
    }
    return report.build();
  }

  private static Part dimm(String slot, String size) {
    return Part.of(Part.Kind.DIMM, Part.slot(slot)).with("size", size);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MANUFACTURER | Super Micro Computer | Supermicro",
        "MANUFACTURER | Hewlett-Packard | HPE",
        "UUID | 33221100-5544-7766-8899-aabbccddeeff | 00112233-4455-6677-8899-AABBCCDDEEFF",
        "SERIAL | f54p1g3 | F54P1G3",
        "CPU_MODEL | AMD EPYC 7763 64-Core Processor | AMD EPYC 7763",
        "CPU_MODEL | Intel(R) Xeon(R) Gold 6354 CPU @ 3.00GHz | Intel Xeon Gold 6354"
      })
  void the_same_in_another_spelling_is_no_disagreement(Fact fact, String one, String other) {
    var server =
        DiscoveredServer.of(
            List.of(says(Source.MAAS, fact, one), says(Source.REDFISH, fact, other)));
    assertThat(server.disagreements()).isEmpty();
    assertThat(server.value(fact)).contains(other.strip());
  }

  @Test
  void who_differs_is_told_with_both_values_and_the_firmware_tables_are_believed() {
    var server =
        DiscoveredServer.of(
            List.of(
                says(Source.REDFISH, Fact.SERIAL, "ABC"),
                says(Source.DMIDECODE, Fact.SERIAL, "XYZ")));
    assertThat(server.value(Fact.SERIAL)).contains("XYZ");
    assertThat(server.disagreements()).containsExactly("serial is dmidecode: XYZ; Redfish: ABC");
    assertThat(HardwareCheck.of(ExpectedHardware.NOTHING, server))
        .extracting(HardwareCheck.Deviation::what)
        .containsExactly("serial");
  }

  @Test
  void a_placeholder_is_silence() {
    var server =
        DiscoveredServer.of(
            List.of(
                says(Source.DMIDECODE, Fact.SERIAL, "To be filled by O.E.M."),
                says(Source.REDFISH, Fact.SERIAL, "ABC")));
    assertThat(server.value(Fact.SERIAL)).contains("ABC");
    assertThat(server.disagreements()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "DIMM A1, A1, A1",
    "DIMM_A1, A1, A1",
    "DIMM.Socket.B12, DIMM B12, B12",
    "P1-DIMMA1, P1-DIMMA1, P1/A1",
    "PROC 1 DIMM 11, PROC 1 DIMM 11, PROC1/11",
    "PROC 11 DIMM 1, PROC 11 DIMM 1, PROC11/1"
  })
  void a_slot_has_one_name(String bmc, String firmware, String slot) {
    assertThat(Part.slot(bmc)).isEqualTo(Part.slot(firmware)).isEqualTo(slot);
  }

  @Test
  void a_module_that_one_source_misses_is_told_and_an_empty_slot_is_not() {
    var server =
        DiscoveredServer.of(
            List.of(
                lists(Source.DMIDECODE, dimm("A1", "32 GiB"), dimm("A2", "32 GiB")),
                lists(Source.REDFISH, dimm("DIMM A1", "32 GiB"), dimm("DIMM A3", "").empty())));
    assertThat(server.disagreements()).containsExactly("dimm A2 is not seen by Redfish");
  }

  @Test
  void slots_that_two_sources_name_quite_differently_are_not_counted_twice() {
    var server =
        DiscoveredServer.of(
            List.of(
                lists(Source.DMIDECODE, dimm("Channel0", "32 GiB")),
                lists(Source.REDFISH, dimm("DIMM A1", "32 GiB"))));
    assertThat(server.present(Part.Kind.DIMM)).hasSize(1);
    assertThat(server.disagreements()).isEmpty();
  }

  @Test
  void lldp_names_switch_and_port_of_each_nic() {
    assertThat(Lldp.parse(LLDP))
        .containsExactly(
            new Lldp.Neighbour("eno1", "leaf1", "Ethernet1/7"),
            new Lldp.Neighbour("eno2", "02:00:00:00:00:02", "Ethernet1/8"));
    assertThat(Lldp.parse("{\"lldp\": {}}")).isEmpty();
    assertThatThrownBy(() -> Lldp.parse("no lldpd here")).isInstanceOf(DiscoveryException.class);
  }

  @Test
  void cut_or_retyped_lldp_is_a_typed_error_or_less() {
    SeededTries.check(
        200,
        any -> {
          var text = LLDP.substring(0, any.random().nextInt(LLDP.length()));
          var odd =
              LLDP.replaceFirst(
                  "\"(id|port|chassis|value|interface|eno1)\": [{\\[\"]",
                  "\"x\": 7, \"$1\": 7, \"y\": {");
          for (var answer : List.of(text, odd)) {
            try {
              Lldp.parse(answer);
            } catch (DiscoveryException expected) {
              assertThat(expected).hasMessageContaining("lldpctl");
            }
          }
        });
  }

  @Test
  void a_switch_port_is_compared_and_what_nobody_tells_deviates() {
    var expected =
        new ExpectedHardware(
            null,
            null,
            List.of(),
            null,
            null,
            null,
            null,
            null,
            Map.of("eno1", "leaf1 Ethernet1/7"));
    var ip =
        """
        [{"ifname": "eno1", "flags": ["UP", "LOWER_UP"], "address": "02:AA:00:00:00:01"}]
        """;
    var host = new HostReport(null, null, null, null, ip);
    var with = DiscoveredServer.of(HostReports.of(host, LLDP, Optional.empty()));
    assertThat(HardwareCheck.of(expected, with)).isEmpty();
    var swapped =
        DiscoveredServer.of(HostReports.of(host, LLDP.replace("1/7", "1/9"), Optional.empty()));
    assertThat(HardwareCheck.of(expected, swapped))
        .hasToString("[switch port of eno1: expected leaf1 Ethernet1/7, found leaf1 Ethernet1/9]");
    var without = DiscoveredServer.of(HostReports.of(host, null, Optional.empty()));
    assertThat(HardwareCheck.of(expected, without)).hasSize(1);
  }

  @Test
  void what_one_source_counts_otherwise_deviates_for_memory_and_not_for_disks() {
    var server =
        DiscoveredServer.of(
            List.of(
                SourceReport.of(Source.DMIDECODE).number(Fact.DIMMS, 16).build(),
                SourceReport.of(Source.REDFISH)
                    .number(Fact.DIMMS, 15)
                    .number(Fact.DISKS, 4)
                    .build(),
                SourceReport.of(Source.LSBLK).number(Fact.DISKS, 1).build()));
    var expected = new ExpectedHardware(16, null, List.of(), 4, null, null, null, null, Map.of());
    assertThat(HardwareCheck.of(expected, server))
        .hasToString("[DIMMs: expected 16, found dmidecode: 16; Redfish: 15]");
  }
}
