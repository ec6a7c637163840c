package org.hwautomation.provisioning.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.hwautomation.cli.SimulatedConfiguration;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.server.LockKeys;
import org.hwautomation.simulator.Account.Role;
import org.hwautomation.simulator.BootOverride;
import org.hwautomation.simulator.BootTarget;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.HttpFault;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.UpdateFault;
import org.hwautomation.store.FirmwareResults.FirmwareResult;
import org.hwautomation.store.FirmwareResults.Status;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Firmware plans carried out on simulated servers of three vendors, well and badly. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
final class FirmwareUpdateTest {
  private static final Map<EffectKind, Integer> ONCE_EACH =
      Map.of(
          EffectKind.FIRMWARE_RECEIVED, 3,
          EffectKind.FIRMWARE_WRITING, 3,
          EffectKind.FIRMWARE_WRITTEN, 3,
          EffectKind.FIRMWARE_ACTIVATED, 3);

  @TempDir private Path folder = Path.of(".");

  @Test
  void every_image_is_written_once_and_proven_and_its_result_is_kept() throws Exception {
    try (var rig = new FirmwareRig(folder, DataCentre.builder().servers(3)).proven()) {
      var runs = new LinkedHashMap<String, RunHandle>();
      rig.servers()
          .forEach(
              server -> runs.put(server.hostname(), rig.update(rig.manager().engine(), server)));
      for (var server : rig.servers()) {
        var end = Objects.requireNonNull(runs.get(server.hostname())).await();
        assertThat(end.status()).as("%s", end.error()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(rig.runsTheLatest(server)).as(server.hostname()).isTrue();
        assertThat(rig.flashes(server)).isEqualTo(ONCE_EACH);
        assertThat(server.power().state()).isEqualTo(PowerState.OFF);
        assertThat(rig.manager().machine(server.hostname()).hasTag(ServerHolding.TAG)).isFalse();
        assertThat(rig.manager().store().holds().find(server.identity().systemId())).isEmpty();
        assertThat(rig.manager().store().firmwareResults().of(server.identity().systemId()))
            .hasSize(3)
            .extracting(FirmwareResult::status)
            .containsOnly(Status.SUCCEEDED);
      }
      assertThat(rig.dataCentre().recorder().unsafeActs()).isEmpty();
    }
  }

  @Test
  void the_login_that_a_firmware_first_workflow_is_given_is_the_one_that_is_used()
      throws Exception {
    try (var rig = new FirmwareRig(folder, DataCentre.builder().servers(1)).proven()) {
      var server = rig.servers().getFirst();
      var manager = rig.manager();
      assertThat(manager.isFirmwareAvailable()).isTrue();
      var type = SimulatedConfiguration.deviceType(server);
      var refused =
          manager
              .firmwareFirst("fw-1", server.hostname(), type)
              .credentials(Credentials.of("root", Secret.of("not-the-password-of-anybody")))
              .policy(UpdatePolicy.LATEST)
              .create();
      var context = manager.createContext(server.hostname(), type).build();
      assertThatThrownBy(() -> refused.start(context))
          .isInstanceOf(HardwareException.class)
          .hasMessageNotContaining("not-the-password");
      var power = server.maas().powerParameters();
      var accepted =
          manager
              .firmwareFirst("fw-2", server.hostname(), type)
              .targetIp(server.bmc().address())
              .credentials(
                  Credentials.of(
                      String.valueOf(power.get("power_user")),
                      Secret.of(String.valueOf(power.get("power_pass")))))
              .policy(UpdatePolicy.LATEST)
              .create();
      assertThat(accepted.execute(context)).isTrue();
      assertThat(rig.runsTheLatest(server)).isTrue();
    }
  }

  /** Rule by rule: a run that is refused has written nothing. */
  @Test
  void rule_9_a_host_that_runs_something_gets_no_firmware() throws Exception {
    try (var rig = new FirmwareRig(folder, DataCentre.builder().servers(1)).proven()) {
      var server = rig.servers().getFirst();
      server
          .power()
          .override(
              new BootOverride(BootTarget.BIOS_SETUP, BootOverride.Lasting.CONTINUOUS, true),
              Channel.CONSOLE); // MAAS switches off what boots from the network
      server.power().perform(PowerAction.ON, Channel.CONSOLE);
      var end = rig.updated(server);
      assertThat(end.phase()).isEqualTo(Phase.HELD);
      assertThat(end.error().orElse("")).contains("safety rule 9", "hwauto bmc power off");
      assertThat(rig.dataCentre().recorder().count(server.hostname(), EffectKind.FIRMWARE_RECEIVED))
          .isZero();
    }
  }

  @Test
  void rule_9_a_version_that_is_new_goes_to_one_server_first() throws Exception {
    try (var rig =
        new FirmwareRig(
            folder,
            DataCentre.builder()
                .server(Personality.SUPERMICRO)
                .server(Personality.SUPERMICRO)
                .server(Personality.SUPERMICRO))) {
      var runs =
          rig.servers().stream().map(server -> rig.update(rig.manager().engine(), server)).toList();
      for (var run : runs) {
        assertThat(run.await().status()).isEqualTo(WorkflowStatus.COMPLETED);
      }
      var effects =
          rig.dataCentre().recorder().effects().stream()
              .filter(
                  effect ->
                      effect.kind() == EffectKind.FIRMWARE_WRITING
                          || effect.kind() == EffectKind.FIRMWARE_ACTIVATED)
              .filter(effect -> effect.detail().contains("01.02.00"))
              .toList();
      assertThat(effects.get(0).kind()).isEqualTo(EffectKind.FIRMWARE_WRITING);
      assertThat(effects.get(1).kind()).isEqualTo(EffectKind.FIRMWARE_ACTIVATED);
      assertThat(effects.get(1).server()).isEqualTo(effects.get(0).server());
    }
  }

  @Test
  void rule_9_a_version_that_went_wrong_on_the_first_server_goes_to_no_other() throws Exception {
    try (var rig =
        new FirmwareRig(
            folder, DataCentre.builder().server(Personality.HPE).server(Personality.HPE))) {
      var first = rig.servers().get(0);
      first.faults().update(UpdateFault.COMPLETED_UNCHANGED);
      assertThat(rig.updated(first).phase()).isEqualTo(Phase.HELD);
      var second = rig.servers().get(1);
      var end = rig.updated(second);
      assertThat(end.phase()).isEqualTo(Phase.HELD);
      assertThat(end.error().orElse(""))
          .contains("went wrong on " + first.identity().systemId(), "hwauto firmware forget");
      assertThat(rig.flashes(second)).containsEntry(EffectKind.FIRMWARE_RECEIVED, 0);
    }
  }

  /** The faults, each on its vendors: ready in the end, or held with a reason to act on. */
  private record Case(Personality personality, UpdateFault fault, String reason) {
    boolean goesWell() {
      return reason.isEmpty();
    }
  }

  private static final String UNCHANGED = " runs";
  private static final List<Case> CASES =
      List.of(
          new Case(Personality.DELL, UpdateFault.COMPLETED_UNCHANGED, UNCHANGED),
          new Case(Personality.HPE, UpdateFault.COMPLETED_UNCHANGED, UNCHANGED),
          new Case(Personality.SUPERMICRO, UpdateFault.COMPLETED_UNCHANGED, UNCHANGED),
          new Case(Personality.DELL, UpdateFault.COMPLETED_CRITICAL, "was not installed"),
          new Case(Personality.HPE, UpdateFault.COMPLETED_CRITICAL, "was not installed"),
          new Case(Personality.SUPERMICRO, UpdateFault.COMPLETED_CRITICAL, "was not installed"),
          new Case(Personality.DELL, UpdateFault.TASK_VANISHES, ""),
          new Case(Personality.HPE, UpdateFault.TASK_VANISHES, "knows nothing of this update"),
          new Case(Personality.SUPERMICRO, UpdateFault.TASK_VANISHES, ""),
          new Case(Personality.DELL, UpdateFault.SLOW_WRITING, ""),
          new Case(Personality.HPE, UpdateFault.SLOW_WRITING, ""),
          new Case(Personality.SUPERMICRO, UpdateFault.SLOW_WRITING, ""),
          new Case(Personality.DELL, UpdateFault.POWER_EVENT_MID_FLASH, "PS2 is critical"),
          new Case(Personality.HPE, UpdateFault.POWER_EVENT_MID_FLASH, "PS2 is critical"),
          new Case(Personality.SUPERMICRO, UpdateFault.POWER_EVENT_MID_FLASH, "PS2 is critical"));

  @Test
  void whatever_goes_wrong_ends_ready_or_held_with_a_reason_and_nothing_unsafe_is_done()
      throws Exception {
    var racked = DataCentre.builder();
    CASES.forEach(one -> racked.server(one.personality()));
    try (var rig = new FirmwareRig(folder, racked).proven();
        var slow = Executors.newVirtualThreadPerTaskExecutor()) {
      var watched = new ArrayList<Future<?>>();
      var runs =
          IntStream.range(0, CASES.size())
              .mapToObj(
                  i -> {
                    rig.servers().get(i).faults().update(CASES.get(i).fault());
                    if (CASES.get(i).fault() == UpdateFault.SLOW_WRITING) {
                      watched.add(slow.submit(() -> onlyTheFirst(rig, i)));
                    }
                    return rig.update(rig.manager().engine(), rig.servers().get(i));
                  })
              .toList();
      for (var i = 0; i < CASES.size(); i++) {
        requireEnd(rig, CASES.get(i), i, runs.get(i).await());
      }
      for (var each : watched) {
        each.get();
      }
      assertThat(rig.dataCentre().recorder().unsafeActs()).isEmpty();
    }
  }

  /** One slow image is enough to wait for. */
  private static Void onlyTheFirst(FirmwareRig rig, int index) throws InterruptedException {
    var server = rig.servers().get(index);
    while (rig.dataCentre().recorder().count(server.hostname(), EffectKind.FIRMWARE_WRITTEN) == 0) {
      Thread.sleep(5);
    }
    server.faults().updatesWell();
    return null;
  }

  private static void requireEnd(FirmwareRig rig, Case one, int index, RunState end) {
    var server = rig.servers().get(index);
    var told = "%s: %s".formatted(one, end.error());
    if (one.goesWell()) {
      assertThat(end.status()).as(told).isEqualTo(WorkflowStatus.COMPLETED);
      assertThat(rig.runsTheLatest(server)).as(told).isTrue();
      assertThat(rig.flashes(server)).as(told).isEqualTo(ONCE_EACH);
    } else {
      assertThat(end.phase()).as(told).isEqualTo(Phase.HELD);
      assertThat(end.error().orElse("")).as(told).contains(one.reason());
      assertThat(rig.manager().machine(server.hostname()).hasTag(ServerHolding.TAG))
          .as(told)
          .isTrue();
      assertThat(rig.manager().store().holds().find(server.identity().systemId())).isPresent();
    }
  }

  @Test
  void a_bmc_that_is_not_whole_again_after_its_own_update_is_waited_for() throws Exception {
    var faults =
        List.of(
            HttpFault.NOT_FOUND,
            HttpFault.UNAVAILABLE,
            HttpFault.NOT_JSON,
            HttpFault.CLOSE,
            HttpFault.INTERNAL_ERROR,
            HttpFault.EMPTY_BODY);
    try (var rig = new FirmwareRig(folder, DataCentre.builder().servers(3)).proven();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new LinkedHashMap<SimulatedServer, Future<RunState>>();
      for (var server : rig.servers()) {
        ends.put(
            server,
            threads.submit(
                () -> {
                  var run = rig.update(rig.manager().engine(), server);
                  while (activated(rig, server) == 0) {
                    Thread.sleep(1);
                  }
                  faults.forEach(fault -> server.faults().bmc().next(2, fault));
                  return run.await();
                }));
      }
      for (var server : rig.servers()) {
        var end = Objects.requireNonNull(ends.get(server)).get();
        assertThat(end.status())
            .as("%s: %s", server.personality(), end.error())
            .isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(rig.flashes(server)).isEqualTo(ONCE_EACH);
      }
      assertThat(rig.dataCentre().recorder().unsafeActs()).isEmpty();
    }
  }

  private static int activated(FirmwareRig rig, SimulatedServer server) {
    return rig.dataCentre().recorder().count(server.hostname(), EffectKind.FIRMWARE_ACTIVATED);
  }

  /** Safety rule 13, after our own BMC update. */
  @Test
  void rule_13_a_new_certificate_of_the_same_bmc_is_pinned_and_audited() throws Exception {
    try (var rig = new FirmwareRig(folder, DataCentre.builder().servers(3)).proven()) {
      var runs = new LinkedHashMap<SimulatedServer, RunHandle>();
      for (var server : rig.servers()) {
        server.faults().update(UpdateFault.BMC_UPDATE_NEW_CERTIFICATE);
        runs.put(server, rig.update(rig.manager().engine(), server));
      }
      for (var server : rig.servers()) {
        var end = Objects.requireNonNull(runs.get(server)).await();
        assertThat(end.status()).as("%s", end.error()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(rig.runsTheLatest(server)).isTrue();
        assertThat(server.bmc().certificates()).isEqualTo(2);
        assertThat(
                rig.manager().store().audit().of(LockKeys.ofServer(server.identity().systemId())))
            .filteredOn(entry -> entry.reason().contains("after its own update"))
            .hasSize(2);
      }
    }
  }

  @Test
  void rule_13_a_bmc_that_is_another_one_after_the_update_is_told_no_password() throws Exception {
    try (var rig =
        new FirmwareRig(folder, DataCentre.builder().server(Personality.DELL)).proven()) {
      var server = rig.servers().getFirst();
      server.faults().update(UpdateFault.BMC_UPDATE_NEW_CERTIFICATE);
      var run = rig.update(rig.manager().engine(), server);
      while (server.bmc().certificates() == 0) {
        Thread.sleep(1);
      }
      server.faults().claimSerial("ANOTHER");
      var before = rig.dataCentre().recorder().count(server.hostname(), EffectKind.SESSION_CREATED);
      var end = run.await();
      assertThat(end.phase()).isEqualTo(Phase.HELD);
      assertThat(end.error().orElse(""))
          .contains("does not prove that it is the same BMC", "hwauto bmc trust");
      assertThat(rig.dataCentre().recorder().count(server.hostname(), EffectKind.SESSION_CREATED))
          .isEqualTo(before);
    }
  }

  @Test
  void accounts_that_the_bmcs_own_update_demoted_are_given_their_rights_back() throws Exception {
    try (var rig = new FirmwareRig(folder, DataCentre.builder().servers(3)).proven()) {
      var runs = new LinkedHashMap<SimulatedServer, RunHandle>();
      for (var server : rig.servers()) {
        server
            .bmc()
            .accounts()
            .create(5, "second", "a-Second-1-password", Role.OPERATOR, true, Channel.CONSOLE);
        server.faults().update(UpdateFault.BMC_UPDATE_DEMOTES);
        runs.put(server, rig.update(rig.manager().engine(), server));
      }
      for (var server : rig.servers()) {
        var end = Objects.requireNonNull(runs.get(server)).await();
        assertThat(end.status()).as("%s", end.error()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(server.bmc().accounts().named("second").orElseThrow().role())
            .as("%s", server.personality())
            .isEqualTo(Role.OPERATOR);
      }
      assertThat(rig.dataCentre().recorder().unsafeActs()).isEmpty();
    }
  }

  @Test
  void a_server_that_somebody_takes_between_two_images_gets_no_more_of_them() throws Exception {
    try (var rig =
        new FirmwareRig(folder, DataCentre.builder().server(Personality.SUPERMICRO)).proven()) {
      var server = rig.servers().getFirst();
      var run = rig.update(rig.manager().engine(), server);
      while (rig.dataCentre().recorder().count(server.hostname(), EffectKind.FIRMWARE_WRITING)
          == 0) {
        Thread.sleep(2);
      }
      server.maas().status(MaasStatus.DEPLOYED);
      var end = run.await();
      assertThat(end.phase()).isEqualTo(Phase.PARKED);
      assertThat(rig.flashes(server)).containsEntry(EffectKind.FIRMWARE_RECEIVED, 1);
      assertThat(Objects.requireNonNull(end.steps().get("update_firmware")).checkpoints().keySet())
          .contains(KeptImage.CHECKPOINT + "0")
          .doesNotContain(KeptImage.CHECKPOINT + "1");
      assertThat(rig.dataCentre().recorder().unsafeActs()).isEmpty();
    }
  }
}
