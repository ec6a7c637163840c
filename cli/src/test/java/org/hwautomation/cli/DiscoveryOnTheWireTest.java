package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.HardwareFault;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Discovery, classification and the check of hardware, against simulated servers. */
@Timeout(120)
final class DiscoveryOnTheWireTest {
  private static final String TYPES =
      """
      device_configuration:
        vendors:
          dell:
            motherboards:
              0PJ80M:
                model: PowerEdge R750
                device_types:
                  d1.c2.medium:
                    hardware_specs: {cpu_name: Intel Xeon Gold 6338, cpu_cores: 64, ram_gb: 512}
                    expected_hardware:
                      dimms: 16
                      dimm_gib: 32
                      dimm_slots: [A1, A3]
                      disks: 2
                      disk_gb: 960
                      ports: 2
                      port_model: BCM57414
                      power_supplies: 2
      %s
      """;
  private static final String TWIN =
      """
                  d1.c2.twin:
                    hardware_specs: {cpu_name: Intel Xeon Gold 6338, cpu_cores: 64, ram_gb: 512}
      """;
  private static final String DEFINITION =
      """
      name: check
      steps:
        - {name: validate, uses: server.validate@1, with: {device_type: d1.c2.medium}}
        - {name: commission, uses: maas.commission@1, with: {enable_ssh: true}}
        - {name: wait, uses: maas.await_commissioning@1}
        - {name: verify, uses: maas.verify_commissioning@1, with: {ssh_kept: true}}
        - {name: discover, uses: host.discover@1}
        - {name: check, uses: server.check_hardware@1, with: {device_type: d1.c2.medium}}
      """;

  @TempDir private Path folder = Path.of(".");
  private DataCentre dataCentre = DataCentre.builder().server(Personality.DELL).speed(600).start();

  @AfterEach
  void stop() {
    dataCentre.close();
  }

  private SimulatedServer server() {
    return dataCentre.servers().getFirst();
  }

  private void configure(String types, String more) throws Exception {
    Files.writeString(folder.resolve("types.yaml"), types);
    Files.writeString(
        folder.resolve("hwauto.yaml"),
        new SimulatedSetup(dataCentre).yaml()
            + "devices: {file: '"
            + folder.resolve("types.yaml")
            + "'}\n"
            + more);
  }

  private CommandRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", folder.resolve("hwauto.yaml").toString()));
    all.addAll(List.of("--state", folder.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private CommandRun discover(String... more) {
    var all = new ArrayList<>(List.of("server", "discover", server().hostname()));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  private CommandRun start(String definition) throws Exception {
    var file = Files.writeString(folder.resolve("check.yaml"), definition);
    return run("start", file.toString(), "--server", server().hostname(), "--yes", "--pace", "600");
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void each_vendors_server_is_read_without_a_write_and_its_type_is_told(Personality vendor)
      throws Exception {
    dataCentre.close();
    dataCentre = DataCentre.builder().server(vendor).speed(600).start();
    Files.writeString(folder.resolve("hwauto.yaml"), new SimulatedSetup(dataCentre).yaml());
    var found = discover("--json");
    assertThat(found.exitCode()).as(found.err() + found.out()).isZero();
    assertThat(found.json().path("device_type").asString())
        .as(found.out())
        .isEqualTo(SimulatedSetup.deviceType(server()));
    assertThat(found.json().path("facts").path("dimms").path("value").asInt())
        .isEqualTo(server().hardware().memoryMiB() / 1024 / 32);
    assertThat(found.json().path("disagreements")).as(found.out()).isEmpty();
    assertThat(found.json().path("problems")).as(found.out()).isEmpty();
    assertThat(dataCentre.recorder().effects())
        .allMatch(
            effect ->
                effect.kind() == EffectKind.SESSION_CREATED
                    || effect.kind() == EffectKind.SESSION_DELETED);
  }

  @Test
  void a_server_that_is_as_expected_says_so() throws Exception {
    configure(TYPES.formatted(""), "");
    var found = discover();
    assertThat(found.exitCode()).as(found.err() + found.out()).isZero();
    assertThat(found.out()).contains("As expected.", "The sources agree.", "d1.c2.medium (100 %)");
  }

  @ParameterizedTest
  @CsvSource({
    "MISSING_DIMM, DIMM in slot A3, no such slot",
    "MISSING_DIMM, DIMMs, 15",
    "LOST_DISK, disks, 1",
  })
  void a_lost_part_is_found_out_of_band(HardwareFault fault, String what, String found)
      throws Exception {
    configure(TYPES.formatted(""), "");
    server().faults().hardware(fault);
    var checked = discover("--json", "--device-type", "d1.c2.medium");
    assertThat(checked.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(checked.json().path("deviations").values())
        .as(checked.out())
        .anySatisfy(
            deviation -> {
              assertThat(deviation.path("what").asString()).isEqualTo(what);
              assertThat(deviation.path("found").asString()).startsWith(found);
            });
  }

  @Test
  void a_bmc_of_another_serial_is_told_and_its_word_is_not_kept() throws Exception {
    configure(TYPES.formatted(""), "");
    var before = start(DEFINITION);
    assertThat(before.exitCode()).as(before.err() + before.out()).isZero();
    server().faults().hardware(HardwareFault.OTHER_SERIAL);
    var found = discover();
    assertThat(found.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(found.out()).contains("≠ serial is dmidecode: " + server().identity().serial());
    assertThat(found.err()).contains("not kept", "safety rule 1");
    assertThat(run("server", "show", server().hostname()).out()).doesNotContain("SWAPPED1");
  }

  @Test
  void two_types_that_fit_alike_are_asked_about() throws Exception {
    configure(TYPES.formatted(TWIN.indent(0)), "");
    var found = discover();
    assertThat(found.out()).as(found.err()).contains("Device type not clear", "d1.c2.twin");
    var held =
        start(
            """
            name: ask
            inputs:
              device_type: {type: device_type}
            steps:
              - {name: classify, uses: server.classify@1}
            """);
    assertThat(held.exitCode()).isNotZero();
    assertThat(held.out() + held.err()).contains("d1.c2.twin", "--set device_type=");
    var id = run("run", "list", "--json").json().path("runs").path(0).path("run_id").asString();
    var told = run("run", "resume", id, "--set", "device_type=d1.c2.twin", "--yes");
    assertThat(told.exitCode()).as(told.err() + told.out()).isZero();
    assertThat(told.out() + told.err()).contains("d1.c2.twin");
  }

  @Test
  void a_type_of_another_vendor_is_refused_also_where_a_person_says_it() throws Exception {
    configure(
        TYPES.formatted(
            """
              hpe:
                motherboards:
                  P00001-001:
                    model: ProLiant DL380
                    device_types:
                      h1.c2.small: {}
            """
                .indent(2)),
        "");
    var refused =
        start(
            """
            name: wrong
            steps:
              - {name: classify, uses: server.classify@1, with: {device_type: h1.c2.small}}
            """);
    assertThat(refused.exitCode()).isNotZero();
    assertThat(refused.out() + refused.err()).contains("choose a type of its vendor", "rule 9");
  }

  @Test
  void a_run_reads_both_sides_and_goes_on_where_all_is_as_expected() throws Exception {
    configure(TYPES.formatted(""), switchPorts("leaf1"));
    var done = start(DEFINITION);
    assertThat(done.exitCode()).as(done.err() + done.out()).isZero();
    var known = run("server", "show", server().hostname(), "--json").json().path("hardware");
    assertThat(known.path("facts").path("cores").path("said").properties())
        .extracting(entry -> entry.getKey())
        .contains("lscpu", "Redfish");
    assertThat(known.path("disagreements")).as("%s", known).isEmpty();
  }

  private String switchPorts(String first) {
    var port =
        1 + Integer.parseInt(server().hardware().nics().getFirst().mac().substring(15), 16) / 2;
    return "servers: {%s: {hardware: {switch_ports: {eno1: '%s Ethernet1/%d'}}}}\n"
        .formatted(server().hostname(), first, port);
  }

  @ParameterizedTest
  @CsvSource({
    "MISSING_DIMM, DIMM in slot A3: expected a module",
    "LOST_DISK, 'disks: expected 2, found 1'",
    "SWAPPED_SWITCH_PORT, switch port of eno1: expected leaf1",
  })
  void what_is_not_as_expected_holds_the_run(HardwareFault fault, String said) throws Exception {
    configure(TYPES.formatted(""), switchPorts("leaf1"));
    server().faults().hardware(fault);
    var held = start(DEFINITION);
    assertThat(held.exitCode()).isNotZero();
    assertThat(held.out() + held.err()).contains("not built as expected", said);
  }

  @Test
  void a_definition_may_let_the_run_go_on_regardless() throws Exception {
    configure(TYPES.formatted(""), "");
    server().faults().hardware(HardwareFault.LOST_DISK);
    var done =
        start(
            """
            name: warn
            steps:
              - name: check
                uses: server.check_hardware@1
                with: {device_type: d1.c2.medium, on_deviation: warn}
            """);
    assertThat(done.exitCode()).as(done.err() + done.out()).isZero();
  }
}
