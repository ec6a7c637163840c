package org.hwautomation.hardware.maas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real answers of real installations, through the whole client. */
final class MaasFixturesTest {
  private ScriptedMaas server;
  private MaasClient maas;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedMaas();
    maas = server.client();
  }

  @AfterEach
  void stop() {
    maas.close();
    server.close();
  }

  @Test
  void a_real_machine_is_read() throws IOException {
    server.thenJson(fixture("machine.json"));
    var machine = maas.machine("g8xyqs");
    assertThat(machine.systemId()).isEqualTo("g8xyqs");
    assertThat(machine.hostname()).isEqualTo("causal-quagga");
    assertThat(machine.fqdn()).isEqualTo("causal-quagga.maas");
    assertThat(machine.status()).isEqualTo(MachineStatus.FAILED_EXITING_RESCUE_MODE);
    assertThat(machine.statusName()).isEqualTo("Failed to exit rescue mode");
    assertThat(machine.inUse()).isTrue();
    assertThat(machine.locked()).isFalse();
    assertThat(machine.powerState()).isEqualTo(PowerState.ERROR);
    assertThat(machine.powerType()).isEqualTo("virsh");
    assertThat(machine.owner()).isEqualTo("user2");
    assertThat(machine.pool()).isEqualTo("default");
    assertThat(machine.zone()).isEqualTo("zone-north");
    assertThat(machine.memoryMib()).isEqualTo(8192);
    assertThat(machine.cpuCount()).isEqualTo(7);
    assertThat(machine.currentCommissioningResultId()).isEqualTo(OptionalLong.of(198));
    assertThat(machine.currentInstallationResultId()).isEmpty();
    assertThat(machine.bootInterfaceMac()).isEqualTo("3d:fd:40:ef:70:e8");
    assertThat(machine.interfaces()).hasSize(4);
    assertThat(machine.hardwareInfo().systemVendor()).isEmpty();
  }

  @Test
  void a_real_list_with_a_controller_in_it_is_read() throws IOException {
    server.thenJson(fixture("machines.json"));
    var machines = maas.machines();
    assertThat(machines).isNotEmpty();
    assertThat(machines.getFirst().hostname()).isEqualTo("mymaas");
    assertThat(machines.getFirst().status()).isEqualTo(MachineStatus.UNKNOWN);
    assertThat(machines.getFirst().firstIpv4()).contains("10.55.32.135");
  }

  @Test
  void real_script_results_are_read() throws IOException {
    server.thenJson(fixture("node_results.json"));
    var sets = maas.scriptResults("qmrdsx");
    assertThat(sets).hasSize(2);
    assertThat(sets.getFirst().status()).isEqualTo(ScriptStatus.PASSED);
    assertThat(sets.getFirst().started()).contains(Instant.parse("2025-10-21T15:17:12Z"));
    var script = sets.getFirst().results().getFirst();
    assertThat(script.output()).isEqualTo("Hello World\n");
    assertThat(script.exitStatus()).hasValue(0);
    var aborted = sets.get(1);
    assertThat(aborted.status()).isEqualTo(ScriptStatus.ABORTED);
    assertThat(aborted.ended()).isEmpty();
    assertThat(aborted.failures()).extracting(ScriptResult::name).contains("wipe-disks");
  }

  private static String fixture(String name) throws IOException {
    var file =
        Path.of(System.getProperty("hwautomation.root", "."), "../shared/fixtures/maas", name);
    assumeTrue(Files.exists(file), "skipped: the captured MAAS answers are absent (" + name + ")");
    return Files.readString(file);
  }
}
