package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.ssh.Command;
import org.hwautomation.hardware.ssh.HostKeyScope;
import org.hwautomation.provisioning.WorkflowFactory;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.HostBoot;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.simulator.ServerDescription;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.UnsafeAct;
import org.hwautomation.simulator.UnsafeKind;
import org.hwautomation.workflow.RunState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Safety rule 12 on a deployed server, whose system lets us in though no run opened a window. */
final class SafetyWindowTest {
  @TempDir private Path folder;
  private DataCentre dataCentre;
  private SimulatedServer server;
  private WorkflowManager manager;

  @BeforeEach
  void start() throws Exception {
    dataCentre =
        DataCentre.builder()
            .server(ServerDescription.numbered(0).withMaasStatus(MaasStatus.DEPLOYED))
            .seed(12)
            .speed(600)
            .start();
    server = dataCentre.servers().getFirst();
    var configuration = new SimulatedSetup(dataCentre).configuration(folder);
    manager = WorkflowManager.open(configuration, new Pace(600), "test", "a test");
    boot();
  }

  @AfterEach
  void stop() {
    manager.close();
    dataCentre.close();
  }

  private HostBoot boot() throws InterruptedException {
    for (var i = 0; i < 3000 && server.host().boot().isEmpty(); i++) {
      Thread.sleep(10);
    }
    return server.host().boot().orElseThrow();
  }

  private String read(HostKeyScope scope) throws InterruptedException {
    for (var i = 0; ; i++) {
      try (var shell =
          manager.connections().host(server.host().address(), scope, MutationGuard.OPEN)) {
        return shell.session().runOrThrow(Command.reading("uname -s")).stdout().strip();
      } catch (HardwareException e) {
        // up, and its sshd a moment later
        if (e.kind() != HardwareException.Kind.CONNECTION || i == 300) {
          throw e;
        }
        Thread.sleep(10);
      }
    }
  }

  private RunState runOverruled(String name, List<String> steps) throws Exception {
    var type = SimulatedSetup.deviceType(server);
    var run =
        new WorkflowFactory(manager)
            .custom(name, name, server.hostname(), type, steps)
            .start(
                manager
                    .createContext(server.hostname(), type)
                    .allowInUse(Optional.of("a test"))
                    .build());
    var end = run.await();
    if (end.held()) {
      manager.engine().release(run.runId(), "test", "seen");
    }
    return end;
  }

  @Test
  void rule_12_no_step_works_in_band_where_its_run_opened_no_window() throws Exception {
    assertThat(read(new HostKeyScope("any", "now"))).as("the system lets us in").isEqualTo("Linux");
    dataCentre.recorder().clear();

    var refused = runOverruled("looks-in-band", List.of("discover_hardware"));
    assertThat(refused.error().orElse("")).contains("opened no window on the host");
    var outOfBand = runOverruled("sets-up", List.of("setup_ipmi"));
    assertThat(outOfBand.error()).isEmpty();

    assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.COMMAND_RUN)).isZero();
    assertThat(dataCentre.recorder().unsafeActs()).isEmpty();
  }

  @Test
  void rule_12_another_host_key_within_one_boot_is_refused() throws Exception {
    var scope = new HostKeyScope(server.identity().systemId(), "commissioning-1");
    assertThat(read(scope)).isEqualTo("Linux");
    assertThat(read(scope)).as("the same key again").isEqualTo("Linux");
    var before = boot();
    server.host().install("ubuntu/noble", before.authorizedKeys(), Channel.CONSOLE);
    server.power().perform(PowerAction.RESET, Channel.CONSOLE);
    assertThat(boot().hostKey().getPublic()).isNotEqualTo(before.hostKey().getPublic());
    dataCentre.recorder().clear();

    assertThatThrownBy(() -> read(scope))
        .isInstanceOf(HardwareException.class)
        .hasMessageContaining("host key");
    assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.COMMAND_RUN)).isZero();
    assertThat(read(new HostKeyScope(server.identity().systemId(), "commissioning-2")))
        .as("a boot that we caused has a scope of its own")
        .isEqualTo("Linux");
  }

  @Test
  void without_rule_12_a_deployed_servers_bmc_is_written_to_from_its_own_system() {
    var open = MutationGuard.OPEN;
    var scope = new HostKeyScope("any", "none that we caused");
    try (var shell = manager.connections().host(server.host().address(), scope, open)) {
      shell.session().runOrThrow(Command.reading("sudo -n ipmitool lan print"));
      assertThat(dataCentre.recorder().unsafeActs()).as("reading is harmless").isEmpty();
      shell.session().runOrThrow(Command.changing("sudo -n ipmitool user enable 2"));
    }
    assertThat(dataCentre.check())
        .extracting(UnsafeAct::kind)
        .contains(UnsafeKind.IN_BAND_WRITE_OUTSIDE_WINDOW);
  }
}
