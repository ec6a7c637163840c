package org.hwautomation.provisioning.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.ipmi.LanplusTransport;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.CipherTable;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What a run may ask of a BMC, in a window on its host and over Redfish alone. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
final class SetUpBmcTest {
  private static final CipherTable OPEN = CipherTable.of(List.of(0, 1, 2, 3, 17), "aaaaa", false);

  /** As OpenIPMI's BMC and some others: by the list's order, or by the numbers? */
  private static final CipherTable UNTOLD = CipherTable.of(List.of(1, 2, 3, 17), "Xaaa", true);

  private static final Map<String, Boolean> CLOSE = Map.of("close_weak_ciphers", true);

  @TempDir private Path folder = Path.of(".");

  @BeforeEach
  void needsIpmitool() {
    assumeTrue(LanplusTransport.isInstalled(), "ipmitool is not installed");
  }

  private FirmwareRig rig(Personality... vendors) throws Exception {
    var racked = DataCentre.builder();
    for (var vendor : vendors) {
      racked.server(vendor);
    }
    return new FirmwareRig(folder, racked);
  }

  private static WorkflowStep step(String name, Map<String, ?> with) {
    var step = StepLibrary.step(name).toBuilder();
    with.forEach(step::with);
    return step.build();
  }

  /** Commissioning with SSH kept, then the step. */
  private static WorkflowDefinition inBand(Map<String, ?> asked) {
    return WorkflowDefinition.of(
        "in-band",
        List.of(
            step("commission_server", Map.of("enable_ssh", true)),
            step("wait_for_commissioning", Map.of()),
            step("verify_commissioning", Map.of("ssh_kept", true)),
            step("setup_ipmi", asked)));
  }

  private static WorkflowDefinition outOfBand(Map<String, ?> asked) {
    return WorkflowDefinition.of("out-of-band", List.of(step("setup_ipmi", asked)));
  }

  private static RunHandle start(
      WorkflowEngine engine, SimulatedServer server, WorkflowDefinition definition) {
    return engine.start(
        definition.name() + "-" + server.hostname(),
        definition,
        WorkflowContext.builder()
            .server(server.identity().systemId())
            .value(ServerFields.HOSTNAME, server.hostname())
            .build());
  }

  private static RunState run(
      FirmwareRig rig, SimulatedServer server, WorkflowDefinition definition)
      throws InterruptedException {
    return start(rig.manager().engine(), server, definition).await();
  }

  private static String error(RunState end) {
    assertThat(end.status()).isNotEqualTo(WorkflowStatus.COMPLETED);
    return end.error().orElse("");
  }

  private static void succeeded(RunState end) {
    assertThat(end.status()).as("%s", end.error()).isEqualTo(WorkflowStatus.COMPLETED);
  }

  private static int changes(FirmwareRig rig, SimulatedServer server) {
    return rig.dataCentre().recorder().count(server.hostname(), EffectKind.BMC_SETTING_CHANGED);
  }

  private static void maasUsesIpmi(FirmwareRig rig, SimulatedServer server) {
    try (var maas = rig.manager().connections().maas(MutationGuard.OPEN)) {
      var id = server.identity().systemId();
      maas.setPowerParameters(id, "ipmi", maas.powerParameters(id));
    }
  }

  @Test
  void suites_0_and_1_are_closed_and_no_other_whichever_way_the_bmc_counts() throws Exception {
    try (var rig = rig(Personality.DELL, Personality.HPE, Personality.SUPERMICRO)) {
      rig.of(Personality.HPE).bmc().services().presetCiphers(OPEN);
      var before = rig.servers().stream().map(s -> s.bmc().services().ciphers()).toList();
      var runs =
          rig.servers().stream()
              .map(server -> start(rig.manager().engine(), server, inBand(CLOSE)))
              .toList();
      for (var n = 0; n < runs.size(); n++) {
        var server = rig.servers().get(n);
        succeeded(runs.get(n).await());
        var after = server.bmc().services().ciphers();
        for (var suite : before.get(n).suites()) {
          assertThat(after.level(suite))
              .as("suite %d of %s", suite, server.personality())
              .isEqualTo(suite < 2 ? 0 : before.get(n).level(suite));
        }
        assertThat(changes(rig, server)).isOne();
      }
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  @Test
  void suites_that_lock_everybody_out_when_closed_are_put_back() throws Exception {
    try (var rig = rig(Personality.HPE)) {
      var server = rig.servers().getFirst();
      locksOut(server);
      assertThat(error(run(rig, server, inBand(CLOSE))))
          .contains(
              "a new login was not let in", "put back to aaaaaXXXXXXXXXXX, and a login works");
      assertThat(server.bmc().services().ciphers()).isEqualTo(OPEN);
      assertThat(server.bmc().services().cipherLevel(17)).isEqualTo(4);
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  @Test
  void where_the_place_of_a_weak_suite_can_not_be_told_nothing_is_written() throws Exception {
    try (var rig = rig(Personality.SUPERMICRO)) {
      var server = rig.servers().getFirst();
      server.bmc().services().presetCiphers(UNTOLD);
      assertThat(error(run(rig, server, inBand(CLOSE))))
          .contains("cipher suite 1 stands can't be told for sure", "nothing was written");
      assertThat(changes(rig, server)).isZero();
    }
  }

  @Test
  void a_crash_at_any_late_journal_write_leaves_nobody_locked_out() throws Exception {
    int writes;
    try (var one = rig(Personality.HPE);
        var process = one.worker()) {
      var server = locksOut(one.servers().getFirst());
      error(start(process.engine(), server, inBand(CLOSE)).await());
      writes = process.store().writes();
    }
    var crashes = 6;
    var racked = DataCentre.builder();
    for (var n = 0; n < crashes; n++) {
      racked.server(Personality.HPE);
    }
    try (var rig = new FirmwareRig(folder.resolve("all"), racked);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<Future<?>>();
      for (var n = 0; n < crashes; n++) {
        var server = locksOut(rig.servers().get(n));
        var write = writes - n;
        ends.add(
            threads.submit(
                () -> {
                  crashAt(rig, server, write);
                  return null;
                }));
      }
      for (var end : ends) {
        end.get();
      }
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  private static SimulatedServer locksOut(SimulatedServer server) {
    server.bmc().services().presetCiphers(OPEN);
    server.faults().lie(Lie.CIPHER_WRITE_CLOSES_ALL);
    return server;
  }

  private static void crashAt(FirmwareRig rig, SimulatedServer server, int write)
      throws InterruptedException {
    try (var process = rig.worker()) {
      process.store().crashAtWrite(write);
      try {
        start(process.engine(), server, inBand(CLOSE)).await();
      } catch (WorkflowException died) {
        // as it does in a process that dies
      }
      process.store().bury();
    }
    try (var process = rig.worker()) {
      var run =
          rig.manager().store().runs(RunQuery.ALL).stream()
              .filter(record -> record.serverId().equals(Optional.of(server.identity().systemId())))
              .findFirst()
              .orElseThrow();
      if (!run.status().isTerminal()) {
        error(process.engine().resume(run.runId(), "test").await());
      }
    }
    var services = server.bmc().services();
    assertThat(services.ciphers()).as("crash at write %d", write).isEqualTo(OPEN);
    assertThat(services.cipherLevel(17)).as("crash at write %d", write).isEqualTo(4);
  }

  @Test
  void the_serial_console_and_time_servers_are_set_where_asked_for_and_once() throws Exception {
    try (var rig = rig(Personality.DELL)) {
      var server = rig.servers().getFirst();
      var services = server.bmc().services();
      var ntp = List.of("10.0.0.7", "ntp.example.net");
      succeeded(run(rig, server, inBand(Map.of("serial_over_lan", true, "ntp_servers", ntp))));
      assertThat(services.serialOverLan()).isTrue();
      var user = server.maas().powerParameters().get("power_user");
      var slot = server.bmc().accounts().named(String.valueOf(user)).orElseThrow().id();
      assertThat(services.serialUser(slot)).isTrue();
      assertThat(services.ntp()).isTrue();
      assertThat(services.ntpServers()).isEqualTo(ntp);
      var before = changes(rig, server);
      succeeded(run(rig, server, outOfBand(Map.of("ntp_servers", ntp))));
      assertThat(changes(rig, server)).as("they are right already").isEqualTo(before);
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  @Test
  void time_servers_that_a_fresh_session_does_not_show_are_no_success() throws Exception {
    try (var rig = rig(Personality.SUPERMICRO)) {
      var server = rig.servers().getFirst();
      server.faults().lie(Lie.SERVICE_CHANGE_IGNORED);
      assertThat(error(run(rig, server, outOfBand(Map.of("ntp_servers", List.of("10.0.0.7"))))))
          .contains("accepted the time servers 10.0.0.7, and a fresh read shows none");
    }
  }

  @Test
  void what_is_not_asked_for_is_not_written_and_what_needs_a_window_is_refused_without()
      throws Exception {
    try (var rig = rig(Personality.HPE)) {
      var server = rig.servers().getFirst();
      succeeded(run(rig, server, outOfBand(Map.of())));
      for (var input : List.of("close_weak_ciphers", "serial_over_lan")) {
        assertThat(error(run(rig, server, outOfBand(Map.of(input, true)))))
            .contains("'" + input + "' is done in band");
      }
      assertThat(changes(rig, server)).isZero();
    }
  }

  @Test
  void rule_6_an_account_that_ipmi_does_not_let_in_is_let_in_where_maas_uses_ipmi()
      throws Exception {
    try (var rig = rig(Personality.DELL, Personality.HPE, Personality.SUPERMICRO)) {
      for (var server : rig.servers()) {
        maasUsesIpmi(rig, server);
        var accounts = server.bmc().accounts();
        var user = String.valueOf(server.maas().powerParameters().get("power_user"));
        accounts.ipmi(accounts.named(user).orElseThrow().id(), false, Channel.CONSOLE);
        server.faults().lie(Lie.ACCOUNT_CHANGE_IGNORED);
        assertThat(error(run(rig, server, outOfBand(Map.of()))))
            .contains("may use IPMI, and a fresh read shows it let in over Redfish");
        server.faults().honest();
        succeeded(run(rig, server, outOfBand(Map.of())));
        assertThat(accounts.named(user).orElseThrow().ipmi()).isTrue();
      }
    }
  }

  @Test
  void rule_6_a_bmc_whose_ipmi_is_off_while_maas_uses_it_is_noticed() throws Exception {
    try (var rig = rig(Personality.HPE)) {
      var server = rig.servers().getFirst();
      maasUsesIpmi(rig, server);
      server.bmc().ipmiOverLan(false, Channel.CONSOLE);
      assertThat(error(run(rig, server, outOfBand(Map.of()))))
          .contains("MAAS switches this server's power over IPMI", "switched off");
    }
  }
}
