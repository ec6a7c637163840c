package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.MutationGuard;
import org.hwautomation.hardware.Secret;
import org.hwautomation.hardware.redfish.FirmwareComponent;
import org.hwautomation.hardware.redfish.Ipv4Settings;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.hardware.redfish.ResetType;
import org.hwautomation.hardware.redfish.UpdateRequest;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.server.Bmc;
import org.hwautomation.provisioning.server.BmcAccess;
import org.hwautomation.provisioning.server.Connections;
import org.hwautomation.provisioning.server.LoginQuarantine;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.provisioning.server.StoredInventory;
import org.hwautomation.provisioning.steps.BiosWords;
import org.hwautomation.simulator.BootPhase;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.FirmwareImage;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.UnsafeAct;
import org.hwautomation.simulator.UnsafeKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happens without a rule: the clients do what they are told, and the simulator must notice.
 * Where nobody is asked, no {@link WorkflowManager} and no command stands between.
 */
final class SafetyMutationTest {
  /** Rule 4 taken out. */
  private static final LoginQuarantine FORGETFUL =
      new LoginQuarantine() {
        @Override
        public Optional<String> reason(String address, Credentials credentials) {
          return Optional.empty();
        }

        @Override
        public void refused(
            String address, Credentials credentials, String protocol, String said) {}
      };

  @TempDir private Path folder;
  private DataCentre dataCentre;
  private WorkflowManager manager;
  private Connections unruly;

  @BeforeEach
  void start() {
    dataCentre = DataCentre.builder().servers(2).seed(5).speed(60).start();
    var configuration = new SimulatedSetup(dataCentre).configuration(folder);
    manager = WorkflowManager.open(configuration, new Pace(60), "test", "a test");
    unruly =
        new Connections(
            configuration, new StoredInventory(manager.store()), FORGETFUL, new Pace(60));
  }

  @AfterEach
  void stop() {
    manager.close();
    dataCentre.close();
  }

  private SimulatedServer server(int index) {
    return dataCentre.servers().get(index);
  }

  private BmcAccess access(SimulatedServer server, String password) {
    var address = server.bmc().address();
    return new BmcAccess(
        address,
        "test",
        Credentials.of(
            String.valueOf(server.maas().powerParameters().get("power_user")), Secret.of(password)),
        "test",
        Set.copyOf(manager.configuration().bmcPins().at(address)));
  }

  private Bmc bmc(SimulatedServer server) {
    return unruly.bmc(
        access(server, String.valueOf(server.maas().powerParameters().get("power_pass"))),
        MutationGuard.OPEN);
  }

  private void assertCaught(UnsafeKind kind) throws InterruptedException {
    Eventually.until(
        kind + " is caught",
        () -> dataCentre.check().stream().map(UnsafeAct::kind).anyMatch(kind::equals));
  }

  @Test
  void without_rule_2_a_user_loses_the_server() throws InterruptedException {
    server(0).maas().status(MaasStatus.DEPLOYED);
    try (var bmc = bmc(server(0))) {
      bmc.client().power().reset(ResetType.ON);
    }
    assertCaught(UnsafeKind.WRITE_TO_SERVER_IN_USE);
  }

  @Test
  void without_rule_3_another_switches_off_while_settings_are_applied() throws Exception {
    var server = server(0);
    try (var bmc = bmc(server)) {
      var template = manager.deviceTypes().get(SimulatedSetup.deviceType(server)).bios();
      var wanted = new LinkedHashMap<String, String>();
      BiosWords.plan(bmc.client().bios(), template, Set.of())
          .changes()
          .forEach(change -> wanted.put(change.attribute(), String.valueOf(change.to().json())));
      bmc.client().bios().stage(wanted);
      bmc.client().power().reset(ResetType.ON);
      for (var i = 0; i < 1000 && server.power().phase() != BootPhase.APPLYING_BIOS; i++) {
        Thread.sleep(10);
      }
      bmc.client().power().reset(ResetType.FORCE_OFF);
    }
    assertCaught(UnsafeKind.POWER_DURING_BIOS_APPLY);
  }

  @Test
  void without_rule_4_a_refused_login_is_repeated() throws InterruptedException {
    for (var i = 0; i < 2; i++) {
      assertThatThrownBy(
              () -> unruly.bmc(access(server(0), "certainly-wrong"), MutationGuard.OPEN).close())
          .isInstanceOf(HardwareException.class);
    }
    assertCaught(UnsafeKind.LOGIN_REPEATED_AFTER_REFUSAL);
  }

  @Test
  void without_rule_5_the_only_working_password_is_changed_in_place() throws InterruptedException {
    var server = server(0);
    var user = String.valueOf(server.maas().powerParameters().get("power_user"));
    try (var bmc = bmc(server)) {
      var account =
          bmc.client().accounts().list().stream()
              .filter(each -> each.username().equals(user))
              .findFirst()
              .orElseThrow();
      var password = Secret.of("Another-1-password");
      var body = JsonMapper.builder().build().createObjectNode();
      password.reveal(text -> body.put("Password", text));
      bmc.client().patch(account.uri(), body);
    }
    assertCaught(UnsafeKind.ONLY_ADMIN_PASSWORD_CHANGED);
  }

  @Test
  void without_rule_6_maas_loses_its_server() throws InterruptedException {
    move(new Ipv4Settings("10.0.9.9", "255.255.0.0", "10.0.0.1"));
    assertCaught(UnsafeKind.MAAS_POWER_ADDRESS_DEAD);
  }

  @Test
  void without_rule_1_maas_powers_another_server() throws InterruptedException {
    var parameters = new java.util.HashMap<>(server(0).maas().powerParameters());
    parameters.put("power_address", server(1).bmc().address());
    server(0).maas().power("redfish", parameters, org.hwautomation.simulator.Channel.CONSOLE);
    assertCaught(UnsafeKind.MAAS_POWER_ADDRESS_WRONG);
  }

  @Test
  void without_rule_7_two_have_one_address() throws InterruptedException {
    move(new Ipv4Settings(server(1).bmc().address(), "255.255.0.0", "10.0.0.1"));
    assertCaught(UnsafeKind.ADDRESS_IN_USE);
  }

  @Test
  void without_rule_7_the_gateway_is_elsewhere() throws InterruptedException {
    // the client itself refuses to send this, so it is sent by hand
    try (var bmc = bmc(server(1))) {
      var body = JsonMapper.builder().build().createObjectNode();
      body.putObject("DHCPv4").put("DHCPEnabled", false);
      body.putArray("IPv4StaticAddresses")
          .addObject()
          .put("Address", "10.0.9.9")
          .put("SubnetMask", "255.255.255.0")
          .put("Gateway", "10.0.0.1");
      bmc.client().patch(bmc.client().network().primary().orElseThrow().uri(), body);
    }
    assertCaught(UnsafeKind.GATEWAY_OUTSIDE_SUBNET);
  }

  @Test
  void without_rule_8_power_is_cut_while_firmware_is_written() throws Exception {
    var server = server(1);
    flash(server, FirmwareImage.of(server, "BMC", "9.9.9"));
    try (var bmc = bmc(server)) {
      bmc.client().power().reset(ResetType.ON);
    }
    assertCaught(UnsafeKind.POWER_DURING_FLASH);
  }

  @Test
  void without_rule_10_a_setting_cuts_the_server_off() throws Exception {
    var server = server(0);
    try (var bmc = bmc(server)) {
      bmc.client().bios().stage(Map.of("PxeDev1EnDis", "Disabled"));
      bmc.client().power().reset(ResetType.ON);
    }
    for (var i = 0; i < 2000 && server.bios().networkFirst(); i++) {
      Thread.sleep(10);
    }
    assertCaught(UnsafeKind.NETWORK_BOOT_LOST);
  }

  @Test
  void without_rule_9_another_boards_image_is_written() throws Exception {
    flash(server(1), FirmwareImage.of(server(1), "BMC", "9.9.9").withBoard("another board"));
    assertCaught(UnsafeKind.WRONG_BOARD_FLASHED);
  }

  /** Sends an image and waits until it is being written. */
  private void flash(SimulatedServer server, FirmwareImage image) throws Exception {
    var file = image.write(folder.resolve("image.bin"));
    var sha256 =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    try (var bmc = bmc(server)) {
      var updates = bmc.client().updates();
      var request = UpdateRequest.of(file, sha256, FirmwareComponent.BMC);
      updates.start(updates.prepare(request), request, sent -> {});
      for (var i = 0; i < 3000 && !server.updates().writing(); i++) {
        Thread.sleep(10);
      }
    }
    assertThat(server.updates().writing()).isTrue();
  }

  @Test
  void without_rule_11_a_lie_looks_like_success() {
    server(0).faults().lie(Lie.RESET_IGNORED);
    try (var bmc = bmc(server(0))) {
      assertThat(bmc.client().power().reset(ResetType.ON)).contains(ResetType.ON);
    }
    assertThat(dataCentre.recorder().count(server(0).hostname(), EffectKind.POWER_ON)).isZero();
  }

  @Test
  void without_rule_13_an_impostor_is_told_the_password() throws InterruptedException {
    server(0).faults().impostor(true);
    var address = server(0).bmc().address();
    var shown =
        RedfishClient.presentedCertificate(
            URI.create("https://" + address),
            manager.configuration().network().addressMap(),
            RedfishClient.DEFAULT_CONNECT_TIMEOUT);
    var password = String.valueOf(server(0).maas().powerParameters().get("power_pass"));
    // whatever is shown is believed
    var credulous = access(server(0), password).pinned(shown.fingerprint().hex());
    unruly.bmc(credulous, MutationGuard.OPEN).close();
    assertCaught(UnsafeKind.CREDENTIAL_TO_IMPOSTOR);
  }

  private void move(Ipv4Settings settings) {
    try (var bmc = bmc(server(0))) {
      var network = bmc.client().network();
      network.changeIpv4(network.primary().orElseThrow(), settings);
    }
  }
}
