package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.ssh.HostKeyScope;
import org.hwautomation.provisioning.WorkflowFactory;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.server.LockKeys;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.simulator.BootOverride;
import org.hwautomation.simulator.BootTarget;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Effect;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.LoopbackBlock;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.workflow.LockHeldException;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The safety rules against a simulated data centre: what is refused, held or believed. */
final class SafetyTest {
  private static final Set<EffectKind> READING =
      Set.of(EffectKind.SESSION_CREATED, EffectKind.SESSION_DELETED);

  @TempDir private Path folder;
  private DataCentre dataCentre;
  private String setup;

  @BeforeEach
  void start() throws Exception {
    dataCentre = DataCentre.builder().servers(3).seed(11).speed(600).start();
    setup = new SimulatedSetup(dataCentre).yaml();
    configure(setup);
  }

  @AfterEach
  void stop() {
    dataCentre.close();
  }

  private void configure(String text) throws Exception {
    Files.writeString(folder.resolve("hwauto.yaml"), text);
  }

  private CommandRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", folder.resolve("hwauto.yaml").toString()));
    all.addAll(List.of("--state", folder.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private CommandRun write(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--yes", "--pace", "100"));
    return run(all.toArray(String[]::new));
  }

  private WorkflowManager manager() {
    return WorkflowManager.open(
        new SimulatedSetup(dataCentre).configuration(folder), new Pace(600), "test", "a test");
  }

  private SimulatedServer server(int index) {
    return dataCentre.servers().get(index);
  }

  private List<Effect> changes() {
    return dataCentre.recorder().effects().stream()
        .filter(effect -> !READING.contains(effect.kind()))
        .toList();
  }

  /** On, and at rest in the setup menu: MAAS switches what boots from the network off again. */
  private void switchOn(SimulatedServer server) {
    server
        .power()
        .override(
            new BootOverride(BootTarget.BIOS_SETUP, BootOverride.Lasting.CONTINUOUS, true),
            Channel.CONSOLE);
    assertThat(write("bmc", "power", "on", server.hostname()).exitCode()).isZero();
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (var i = 0; i < 3000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  @Test
  void rule_1_a_bmc_that_is_another_servers_is_not_written_to() {
    var commissioned =
        run(
            "provision",
            server(0).hostname(),
            "--device-type",
            SimulatedSetup.deviceType(server(0)),
            "--template",
            "commissioning",
            "--yes",
            "--pace",
            "600");
    assertThat(commissioned.exitCode()).as(commissioned.err()).isZero();
    dataCentre.recorder().clear();
    server(0).faults().claimSerial("OTHER-SERIAL");
    var direct = write("bmc", "power", "on", server(0).hostname());
    assertThat(direct.exitCode()).as(direct.err()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(direct.err()).contains("safety rule 1");
    var provision =
        write(
            "provision",
            server(0).hostname(),
            "--device-type",
            SimulatedSetup.deviceType(server(0)));
    assertThat(provision.exitCode()).isNotZero();
    assertThat(provision.err() + provision.out()).contains("OTHER-SERIAL");
    try (var manager = manager()) {
      var held = manager.store().latestRun("provision-" + server(0).hostname()).orElseThrow();
      assertThat(held.phase()).isIn(Phase.HELD, Phase.PARKED);
    }
    assertThat(changes()).isEmpty();
  }

  @Test
  void rule_2_a_server_in_any_state_of_use_is_not_written_to() {
    var name = server(0).hostname();
    for (var status :
        List.of(
            MaasStatus.DEPLOYED,
            MaasStatus.DEPLOYING,
            MaasStatus.ALLOCATED,
            MaasStatus.RESERVED,
            MaasStatus.RELEASING,
            MaasStatus.DISK_ERASING,
            MaasStatus.ENTERING_RESCUE_MODE,
            MaasStatus.RESCUE_MODE,
            MaasStatus.EXITING_RESCUE_MODE)) {
      server(0).maas().status(status);
      var refused = write("bmc", "power", "on", name);
      assertThat(refused.exitCode()).as(status.label()).isEqualTo(ExitCodes.BAD_INPUT);
      assertThat(refused.err()).contains(status.label(), "safety rule 2");
    }
    server(0).maas().status(MaasStatus.READY);
    server(0).maas().locked(true);
    assertThat(write("bmc", "boot", "pxe", name).err()).contains("locked");
    assertThat(write("bmc", "reset", name).exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(changes()).isEmpty();
    assertThat(dataCentre.recorder().unsafeActs()).isEmpty();
  }

  @Test
  void rule_2_a_lamp_is_no_write_that_a_user_could_notice() {
    server(0).maas().status(MaasStatus.DEPLOYED);
    assertThat(run("bmc", "identify", server(0).hostname()).err()).contains("--yes");
    assertThat(run("bmc", "identify", server(0).hostname(), "--dry-run").exitCode()).isZero();
    assertThat(server(0).indicator()).isFalse();
    assertThat(write("bmc", "identify", server(0).hostname()).exitCode()).isZero();
    assertThat(server(0).indicator()).isTrue();
    assertThat(dataCentre.recorder().unsafeActs()).isEmpty();
  }

  @Test
  void rule_2_a_reason_overrules_it_and_is_audited() {
    server(0).maas().status(MaasStatus.DEPLOYED);
    var name = server(0).hostname();
    assertThat(write("bmc", "boot", "pxe", name, "--allow-in-use").exitCode())
        .isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(changes()).isEmpty();
    var done = write("bmc", "boot", "pxe", name, "--allow-in-use", "--reason", "rack is on fire");
    assertThat(done.exitCode()).as(done.err()).isZero();
    try (var manager = manager()) {
      assertThat(manager.store().audit().newest(10))
          .anySatisfy(
              entry -> {
                assertThat(entry.target()).isEqualTo(name);
                assertThat(entry.reason()).isEqualTo("rack is on fire");
              });
    }
  }

  @Test
  void rule_2_a_maas_that_cannot_be_asked_means_no() throws Exception {
    var bmc = server(0).bmc();
    var address = bmc.address();
    configure(
        setup
            .replaceFirst("url: \"http://127.0.0.1:[0-9]+/", "url: \"http://127.0.0.1:1/")
            .replaceFirst(
                "(?m)^bmc:$",
                "bmc:\n  password: \""
                    + server(0).maas().powerParameters().get("power_pass")
                    + "\""));
    var user = server(0).maas().powerParameters().get("power_user");
    var refused =
        write(
            "bmc",
            "power",
            "on",
            "--redfish",
            "https://" + address,
            "--user",
            String.valueOf(user));
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(refused.err()).contains("MAAS cannot be asked", "safety rule 2");
    assertThat(changes()).isEmpty();
  }

  @Test
  void rule_2_a_server_that_somebody_takes_meanwhile_parks_the_run() throws Exception {
    var server = server(0);
    try (var manager = manager()) {
      var run =
          new WorkflowFactory(manager)
              .basicProvisioning("taken", server.hostname(), SimulatedSetup.deviceType(server))
              .start(
                  manager
                      .createContext(server.hostname(), SimulatedSetup.deviceType(server))
                      .targetIpmiIp(SimulatedSetup.targetAddress(0))
                      .build());
      await(
          () -> dataCentre.recorder().count(server.hostname(), EffectKind.COMMISSION_FINISHED) > 0);
      server.maas().locked(true);
      await(() -> run.state().phase() == Phase.PARKED || run.isDone());
      assertThat(run.state().phase()).isEqualTo(Phase.PARKED);
    }
    assertThat(changes())
        .extracting(Effect::kind)
        .doesNotContain(
            EffectKind.BMC_NETWORK_WRITTEN, EffectKind.BIOS_STAGED, EffectKind.ACCOUNT_CHANGED);
    assertThat(dataCentre.recorder().unsafeActs()).isEmpty();
  }

  @Test
  void rule_3_a_direct_write_during_a_run_is_refused_with_its_name() throws Exception {
    try (var manager = manager()) {
      var id = server(0).identity().systemId();
      var workflow = manager.engine().workflow("the-other");
      workflow.addStep(
          WorkflowStep.named("wait")
              .run(
                  context -> {
                    context.sleep(Duration.ofMinutes(5));
                    return true;
                  }));
      var run =
          workflow.start(WorkflowContext.builder().server(id).lock(LockKeys.ofServer(id)).build());
      for (var command :
          List.of(
              List.of("bmc", "power", "on"),
              List.of("bmc", "boot", "pxe"),
              List.of("bmc", "reset"),
              List.of("bios", "apply", "--device-type", SimulatedSetup.deviceType(server(0))))) {
        var words = new ArrayList<>(command);
        words.add(server(0).hostname());
        var refused = write(words.toArray(String[]::new));
        assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCodes.BAD_INPUT);
        assertThat(refused.err()).contains(run.runId());
      }
      run.cancel("test", "over");
      run.await();
    }
    assertThat(changes()).isEmpty();
  }

  @Test
  void rule_3_of_two_runs_of_one_server_one_is_refused() throws Exception {
    var type = SimulatedSetup.deviceType(server(0));
    try (var one = manager();
        var other = manager()) {
      var first =
          new WorkflowFactory(one)
              .commissioning("first", server(0).hostname(), type)
              .start(one.createContext(server(0).hostname(), type).build());
      assertThatThrownBy(
              () ->
                  new WorkflowFactory(other)
                      .commissioning("second", server(0).hostname(), type)
                      .start(other.createContext(server(0).hostname(), type).build()))
          .isInstanceOf(LockHeldException.class)
          .hasMessageContaining(first.runId());
      first.await();
    }
    assertThat(dataCentre.recorder().count(server(0).hostname(), EffectKind.COMMISSION))
        .isEqualTo(1);
  }

  @Test
  void rule_4_a_wrong_password_reaches_the_bmc_once_in_two_runs() throws Exception {
    var server = server(0);
    configure(setup.replaceFirst("(?m)^bmc:$", "bmc:\n  password: \"certainly-wrong\""));
    var user = String.valueOf(server.maas().powerParameters().get("power_user"));
    for (var i = 0; i < 2; i++) {
      var refused =
          run("bmc", "info", "--redfish", "https://" + server.bmc().address(), "--user", user);
      assertThat(refused.exitCode()).isNotZero();
    }
    assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.LOGIN_REFUSED))
        .isEqualTo(1);
    assertThat(dataCentre.recorder().unsafeActs()).isEmpty();
  }

  @Test
  void rule_4_a_wrong_password_is_tried_once_in_two_runs_of_provision() {
    var server = server(0);
    var parameters = new HashMap<>(server.maas().powerParameters());
    parameters.put("power_pass", "certainly-wrong");
    server.maas().power("redfish", parameters, Channel.CONSOLE);
    for (var i = 0; i < 2; i++) {
      var failed =
          run(
              "provision",
              server.hostname(),
              "--device-type",
              SimulatedSetup.deviceType(server),
              "--workflow-id",
              "try-" + i,
              "--yes",
              "--pace",
              "600");
      assertThat(failed.exitCode()).as(failed.err()).isNotZero();
      assertThat(failed.err() + failed.out()).doesNotContain("certainly-wrong");
    }
    // MAAS's own power checks try it too
    assertThat(dataCentre.recorder().effects(server.hostname()))
        .filteredOn(effect -> effect.kind() == EffectKind.LOGIN_REFUSED)
        .filteredOn(effect -> effect.channel() != Channel.MAAS)
        .hasSize(1);
  }

  @Test
  void rule_4_a_refused_ssh_key_is_held_back_from_other_processes_until_it_is_cleared()
      throws Exception {
    var server = server(0);
    var key = folder.resolve("stranger.key");
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var pem = Base64.getMimeEncoder(64, new byte[] {'\n'});
    Files.writeString(
        key,
        "-----BEGIN PRIVATE KEY-----\n"
            + pem.encodeToString(generator.generateKeyPair().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    configure(setup.replaceFirst("key_path: \"[^\"]*\"", "key_path: \"" + key + "\""));
    var failed =
        run(
            "provision",
            server.hostname(),
            "--device-type",
            SimulatedSetup.deviceType(server),
            "--yes",
            "--pace",
            "600");
    assertThat(failed.exitCode()).isNotZero();
    assertThat(failed.err() + failed.out()).contains("refused");
    var configuration =
        org.hwautomation.provisioning.configuration.Configuration.loader()
            .file(folder.resolve("hwauto.yaml"))
            .flag("state_dir", "--state", folder.toString())
            .load();
    var scope = new HostKeyScope("any", "later boot");
    try (var manager = WorkflowManager.open(configuration, new Pace(600), "test", "second")) {
      assertThatThrownBy(
              () ->
                  manager
                      .connections()
                      .host(server.host().address(), scope, MutationGuard.OPEN)
                      .close())
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("refused over SSH")
          .hasMessageContaining("hwauto bmc unlock " + server.host().address());
      var cleared = run("bmc", "unlock", server.host().address(), "--json");
      assertThat(cleared.json().path("cleared").asInt()).isEqualTo(1);
      assertThatThrownBy(
              () ->
                  manager
                      .connections()
                      .host(server.host().address(), scope, MutationGuard.OPEN)
                      .close())
          .as("tried again")
          .isInstanceOf(HardwareException.class);
    }
  }

  @Test
  void rule_7_an_address_that_another_bmc_has_is_refused() {
    var type = SimulatedSetup.deviceType(server(0));
    for (var taken : List.of(server(1).bmc().address())) {
      var refused =
          run(
              "provision",
              server(0).hostname(),
              "--device-type",
              type,
              "--template",
              "ipmi_setup",
              "--target-ipmi-ip",
              taken,
              "--yes",
              "--pace",
              "600");
      assertThat(refused.exitCode()).isNotZero();
      assertThat(refused.err() + refused.out()).contains("choose a free address");
    }
    assertThat(changes()).isEmpty();
  }

  @Test
  void rule_7_an_address_that_a_host_has_is_refused() throws Exception {
    // not a BMC: something else in the BMC network that answers where a BMC would be asked
    var taken = "10.0.7.7";
    try (var other = new ServerSocket()) {
      other.bind(
          new InetSocketAddress(dataCentre.block().local(taken), LoopbackBlock.REDFISH_PORT));
      var refused = move(server(0), taken);
      assertThat(refused.exitCode()).as(refused.err()).isNotZero();
      assertThat(refused.err() + refused.out()).contains(taken, "choose a free address");
    }
    assertThat(changes()).isEmpty();
  }

  @Test
  void rules_6_and_7_after_a_move_maas_reads_the_servers_power() throws Exception {
    var server = server(0);
    var moved = move(server, SimulatedSetup.targetAddress(0));
    assertThat(moved.exitCode()).as(moved.err() + moved.out()).isZero();
    assertThat(server.bmc().address()).isEqualTo(SimulatedSetup.targetAddress(0));
    try (var manager = manager();
        var maas = manager.connections().maas(MutationGuard.OPEN)) {
      var id = server.identity().systemId();
      assertThat(maas.queryPowerState(id)).isEqualTo(org.hwautomation.hardware.maas.PowerState.OFF);
    }
    assertThat(dataCentre.check()).isEmpty();
  }

  private CommandRun move(SimulatedServer server, String target) {
    return run(
        "provision",
        server.hostname(),
        "--device-type",
        SimulatedSetup.deviceType(server),
        "--template",
        "ipmi_setup",
        "--target-ipmi-ip",
        target,
        "--yes",
        "--pace",
        "600");
  }

  @Test
  void rule_11_a_reset_over_ipmi_is_sent_only_as_an_unproven_one() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/ipmitool")), "ipmitool is absent");
    var server = server(0);
    switchOn(server);
    var parameters = server.maas().powerParameters();
    var user = String.valueOf(parameters.get("power_user"));
    configure(
        setup.replaceFirst(
            "(?m)^bmc:$", "bmc:\n  password: \"" + parameters.get("power_pass") + "\""));
    dataCentre.recorder().clear();
    var place = List.of("--ipmi", server.bmc().address(), "--user", user, "--json");

    var reset = new ArrayList<>(List.of("bmc", "power", "reset"));
    reset.addAll(place);
    var refused = write(reset.toArray(String[]::new));
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(refused.err() + refused.out()).contains("cycle", "--unproven");
    assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.RESET)).isZero();

    reset.add("--unproven");
    var sent = write(reset.toArray(String[]::new));
    assertThat(sent.exitCode()).as(sent.err()).isZero();
    assertThat(sent.json().path("proven").asBoolean(true)).isFalse();
    assertThat(sent.json().path("reset").asString()).isEqualTo("sent, not proven");
    assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.RESET)).isEqualTo(1);

    reset.set(2, "cycle");
    assertThat(write(reset.toArray(String[]::new)).exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
  }

  @Test
  void rule_11_a_bmc_that_ignores_its_new_address_fails_the_step() {
    for (var server : dataCentre.servers()) {
      server.faults().lie(Lie.NETWORK_PATCH_IGNORED);
      var before = server.bmc().address();
      var failed = move(server, "10.0.8.8");
      assertThat(failed.exitCode())
          .as(failed.out() + failed.err())
          .isIn(ExitCodes.FAILED, ExitCodes.UNREACHABLE);
      assertThat(failed.out() + failed.err()).contains("configure_ipmi_network");
      assertThat(server.bmc().address()).isEqualTo(before);
      assertThat(server.maas().powerParameters().get("power_address")).contains(before);
    }
    assertThat(dataCentre.check()).isEmpty();
  }

  @Test
  void rule_11_cycles_and_resets_are_proven_by_a_trace() {
    for (var server : dataCentre.servers()) {
      switchOn(server);
      for (var action : List.of("cycle", "reset")) {
        var done = write("bmc", "power", action, server.hostname(), "--json");
        assertThat(done.exitCode()).as(server + " " + action + done.err()).isZero();
        assertThat(done.json().path("seen").asString()).isNotEmpty();
      }
      var reset = write("bmc", "reset", server.hostname());
      assertThat(reset.exitCode()).as(server + reset.err()).isZero();
      assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.BMC_RESET)).isEqualTo(1);
    }
    assertThat(dataCentre.check()).isEmpty();
  }

  @Test
  void rule_11_a_bmc_that_accepts_and_ignores_is_not_believed() {
    for (var server : dataCentre.servers()) {
      switchOn(server);
      for (var lie :
          List.of(Lie.RESET_IGNORED, Lie.BOOT_OVERRIDE_IGNORED, Lie.BIOS_PATCH_IGNORED)) {
        server.faults().lie(lie);
      }
      var name = server.hostname();
      for (var command :
          List.of(
              List.of("bmc", "power", "cycle", name),
              List.of("bmc", "power", "reset", name),
              List.of("bmc", "power", "soft", name),
              List.of("bmc", "power", "off", name),
              List.of("bmc", "boot", "pxe", name),
              List.of("bmc", "reset", name),
              List.of("bios", "apply", name, "--device-type", SimulatedSetup.deviceType(server)))) {
        var words = new ArrayList<>(command);
        words.addAll(List.of("--yes", "--pace", "600"));
        var failed = run(words.toArray(String[]::new));
        assertThat(failed.exitCode())
            .as(command + failed.out() + failed.err())
            .isIn(ExitCodes.FAILED, ExitCodes.UNREACHABLE);
      }
      assertThat(server.power().state()).isEqualTo(PowerState.ON);
    }
  }

  @Test
  void rule_13_a_wrong_certificate_is_told_no_password() throws Exception {
    configure(
        setup.replaceAll("(\"10\\.0\\.[0-9.]+\": \")[0-9a-fA-F:]{64,}", "$1" + "ab".repeat(32)));
    dataCentre.recorder().clear();
    var refused = run("bmc", "info", server(0).hostname());
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(ExitCodes.UNREACHABLE);
    assertThat(sessions(server(0))).isZero();
    configure(setup);
    assertThat(run("bmc", "info", server(0).hostname()).exitCode()).isZero();
    assertThat(sessions(server(0))).as("with the right certificate").isPositive();
  }

  @Test
  void rule_13_an_impostor_with_another_certificate_is_told_nothing() {
    var name = server(0).hostname();
    server(0).faults().impostor(true);
    dataCentre.recorder().clear();
    for (var command :
        List.of(
            List.of("bmc", "info", name),
            List.of("bmc", "power", "on", name, "--yes"),
            List.of("bios", "show", name))) {
      var refused = run(command.toArray(String[]::new));
      assertThat(refused.exitCode()).as(command + refused.err()).isEqualTo(ExitCodes.UNREACHABLE);
      assertThat(refused.err()).contains("certificate");
    }
    var type = SimulatedSetup.deviceType(server(0));
    var provision = write("provision", name, "--device-type", type);
    assertThat(provision.exitCode()).isNotZero();
    assertThat(provision.err() + provision.out()).contains("certificate");
    assertThat(sessions(server(0))).isZero();
    assertThat(changes()).isEmpty();
    assertThat(dataCentre.recorder().unsafeActs()).isEmpty();

    server(0).faults().impostor(false);
    assertThat(run("bmc", "info", name).exitCode()).isZero();
    assertThat(sessions(server(0))).isPositive();
  }

  private int sessions(SimulatedServer server) {
    return dataCentre.recorder().count(server.hostname(), EffectKind.SESSION_CREATED)
        + dataCentre.recorder().count(server.hostname(), EffectKind.LOGIN_REFUSED);
  }

  @Test
  void rule_14_a_dry_run_shows_every_request() {
    for (var server : dataCentre.servers()) {
      switchOn(server);
      dataCentre.recorder().clear();
      var dry = write("bmc", "power", "cycle", server.hostname(), "--dry-run", "--json");
      assertThat(dry.exitCode()).as(dry.err()).isZero();
      assertThat(dry.json().path("would_send").size()).isPositive();
      assertThat(dry.json().path("maas_state").asString()).contains("MAAS calls it");
      assertThat(dry.json().path("serial").asString()).isNotEmpty();
      assertThat(server.power().state()).isEqualTo(PowerState.ON);
      assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.RESET)).isZero();
    }
  }
}
