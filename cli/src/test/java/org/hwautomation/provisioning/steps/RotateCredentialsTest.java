package org.hwautomation.provisioning.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.Secret;
import org.hwautomation.hardware.ipmi.LanplusTransport;
import org.hwautomation.simulator.Channel;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Rules 5 and 6: a BMC's login changes from A to B, and nobody is locked out meanwhile. */
@Timeout(120)
@Execution(ExecutionMode.CONCURRENT)
final class RotateCredentialsTest {
  private static final Personality[] VENDORS = Personality.values();

  @TempDir private Path folder = Path.of(".");

  @BeforeEach
  void needsIpmitool() {
    assumeTrue(LanplusTransport.isInstalled(), "ipmitool is not installed");
  }

  private FirmwareRig rig(int servers) throws Exception {
    var racked = DataCentre.builder();
    for (var n = 0; n < servers; n++) {
      racked.server(VENDORS[n % VENDORS.length]);
    }
    return new FirmwareRig(folder, racked);
  }

  /** The login that MAAS has. */
  private static Credentials inMaas(SimulatedServer server) {
    var power = server.maas().powerParameters();
    return Credentials.of(
        Objects.requireNonNull(power.get("power_user")),
        Secret.of(Objects.requireNonNull(power.get("power_pass"))));
  }

  private static boolean opens(SimulatedServer server, Credentials login) {
    return login
        .password()
        .reveal(password -> server.bmc().accounts().opens(login.username(), password));
  }

  private static RunHandle rotate(
      WorkflowEngine engine, SimulatedServer server, CredentialRotation rotation) {
    var context =
        WorkflowContext.builder()
            .server(server.identity().systemId())
            .value(ServerFields.HOSTNAME, server.hostname());
    rotation.give(context);
    return engine.start(
        "rotate-" + server.hostname(),
        WorkflowDefinition.of("bmc-rotate", List.of(CredentialRotation.step())),
        context.build());
  }

  private static RunState rotated(
      FirmwareRig rig, SimulatedServer server, CredentialRotation rotation)
      throws InterruptedException {
    return rotate(rig.manager().engine(), server, rotation).await();
  }

  private static String journal(FirmwareRig rig, String runId) {
    return rig.manager().store().entries(runId, 0).stream()
        .map(entry -> entry.type() + " " + entry.payload())
        .collect(Collectors.joining("\n"));
  }

  @Test
  void a_login_is_changed_on_every_vendor_and_the_password_stands_in_no_journal() throws Exception {
    try (var rig = rig(3)) {
      for (var server : rig.servers()) {
        var old = inMaas(server);
        var rotation = CredentialRotation.to(old, false);
        var end = rotated(rig, server, rotation);
        assertThat(end.status()).as("%s", end.error()).isEqualTo(WorkflowStatus.COMPLETED);
        assertThat(inMaas(server)).isEqualTo(rotation.fresh());
        assertThat(opens(server, rotation.fresh())).isTrue();
        assertThat(server.bmc().accounts().named(rotation.fresh().username()))
            .hasValueSatisfying(account -> assertThat(account.ipmi()).isTrue());
        assertThat(opens(server, old)).as("nobody named it, so it stays").isTrue();
        var text = journal(rig, end.runId());
        for (var login : List.of(old, rotation.fresh())) {
          assertThat(login.password().reveal(text::contains)).isFalse();
        }
      }
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  @Test
  void an_account_that_a_rotation_made_is_retired_by_the_next_one() throws Exception {
    try (var rig = rig(1)) {
      var server = rig.servers().getFirst();
      var first = CredentialRotation.to(inMaas(server), false);
      assertThat(rotated(rig, server, first).status()).isEqualTo(WorkflowStatus.COMPLETED);
      var second = CredentialRotation.to(inMaas(server), false);
      var end = rotated(rig, server, second);
      assertThat(end.status()).as("%s", end.error()).isEqualTo(WorkflowStatus.COMPLETED);
      assertThat(server.bmc().accounts().named(first.fresh().username())).isEmpty();
      assertThat(inMaas(server)).isEqualTo(second.fresh());
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  @Test
  void a_crash_at_any_journal_write_locks_nobody_out_and_the_rest_is_done_by_another()
      throws Exception {
    int writes;
    try (var one = rig(1);
        var process = one.worker()) {
      var server = one.servers().getFirst();
      var end =
          rotate(process.engine(), server, CredentialRotation.to(inMaas(server), true)).await();
      assertThat(end.status()).as("%s", end.error()).isEqualTo(WorkflowStatus.COMPLETED);
      writes = process.store().writes();
    }
    try (var rig = new FirmwareRig(folder.resolve("all"), racked(writes));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var ends = new ArrayList<Future<?>>();
      for (var n = 1; n <= writes; n++) {
        var write = n;
        ends.add(
            threads.submit(
                () -> {
                  crashAt(rig, rig.servers().get(write - 1), write);
                  return null;
                }));
      }
      for (var end : ends) {
        end.get();
      }
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  private static DataCentre.Builder racked(int servers) {
    var racked = DataCentre.builder();
    for (var n = 1; n <= servers; n++) {
      racked.server(VENDORS[n % VENDORS.length]);
    }
    return racked;
  }

  private static void crashAt(FirmwareRig rig, SimulatedServer server, int write)
      throws InterruptedException {
    var told = "crash at write %d, %s".formatted(write, server.personality());
    var old = inMaas(server);
    var rotation = CredentialRotation.to(old, true);
    try (var process = rig.worker()) {
      process.store().crashAtWrite(write);
      try {
        rotate(process.engine(), server, rotation).await();
      } catch (WorkflowException died) {
        // as it does in a process that dies
      }
      process.store().bury();
    }
    assertThat(opens(server, inMaas(server))).as(told + ": MAAS is let in").isTrue();
    try (var process = rig.worker()) {
      var run =
          rig.manager().store().runs(RunQuery.ALL).stream()
              .filter(record -> record.serverId().equals(Optional.of(server.identity().systemId())))
              .findFirst()
              .orElseThrow();
      var end =
          run.status().isTerminal()
              ? process.engine().state(run.runId()).orElseThrow()
              : process.engine().resume(run.runId(), "test").await();
      assertThat(end.status())
          .as("%s: %s%n%s", told, end.error(), journal(rig, run.runId()))
          .isEqualTo(WorkflowStatus.COMPLETED);
    }
    assertThat(inMaas(server)).as(told).isEqualTo(rotation.fresh());
    assertThat(opens(server, rotation.fresh())).as(told).isTrue();
    assertThat(server.bmc().accounts().named(old.username())).as(told).isEmpty();
    assertThat(rig.dataCentre().recorder().count(server.hostname(), EffectKind.ACCOUNT_CREATED))
        .as(told)
        .isEqualTo(1);
  }

  @Test
  void an_account_that_a_fresh_read_does_not_show_is_not_given_to_maas() throws Exception {
    try (var rig = rig(3)) {
      for (var server : rig.servers()) {
        var old = inMaas(server);
        server.faults().lie(Lie.ACCOUNT_CHANGE_IGNORED);
        var end = rotated(rig, server, CredentialRotation.to(old, true));
        assertThat(end.status()).isNotEqualTo(WorkflowStatus.COMPLETED);
        assertThat(inMaas(server)).isEqualTo(old);
        assertThat(opens(server, old)).isTrue();
      }
      assertThat(rig.dataCentre().check()).isEmpty();
    }
  }

  @Test
  void a_login_that_maas_cannot_use_is_taken_back_and_its_account_with_it() throws Exception {
    try (var rig = rig(1)) {
      var server = rig.servers().getFirst();
      var old = inMaas(server);
      server.bmc().ipmiOverLan(false, Channel.CONSOLE);
      try (var maas = rig.manager().connections().maas(MutationGuard.OPEN)) {
        var id = server.identity().systemId();
        maas.setPowerParameters(id, "ipmi", maas.powerParameters(id));
      }
      var rotation = CredentialRotation.to(old, true);
      var end = rotated(rig, server, rotation);
      assertThat(end.error())
          .hasValueSatisfying(
              text -> assertThat(text).contains("MAAS could not use the new login"));
      assertThat(inMaas(server)).isEqualTo(old);
      assertThat(opens(server, old)).isTrue();
      assertThat(server.bmc().accounts().named(rotation.fresh().username())).isEmpty();
    }
  }

  @Test
  void a_login_that_somebody_changed_meanwhile_is_left_alone() throws Exception {
    try (var rig = rig(1)) {
      var server = rig.servers().getFirst();
      var another = Credentials.of("somebody", Secret.of("An0ther-Password"));
      var end = rotated(rig, server, CredentialRotation.to(another, true));
      assertThat(end.error())
          .hasValueSatisfying(
              text -> assertThat(text).contains("is not the one that this run is to replace"));
      assertThat(rig.dataCentre().recorder().count(server.hostname(), EffectKind.ACCOUNT_CREATED))
          .isZero();
    }
  }
}
