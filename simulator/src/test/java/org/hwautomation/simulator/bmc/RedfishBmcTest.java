package org.hwautomation.simulator.bmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.hwautomation.simulator.Account;
import org.hwautomation.simulator.BootTarget;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Eventually;
import org.hwautomation.simulator.Faults;
import org.hwautomation.simulator.HttpFault;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.UnsafeAct;
import org.hwautomation.simulator.UnsafeKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** What the BMCs do on the wire, seen by a client that knows nothing of Redfish. */
class RedfishBmcTest {
  private static final String ACCOUNTS = "/redfish/v1/AccountService/Accounts";

  private DataCentre dataCentre;
  private SimulatedServer dell;
  private SimulatedServer hpe;
  private SimulatedServer supermicro;

  @BeforeEach
  void start() {
    dataCentre = DataCentre.builder().servers(3).seed(7).speed(1000).start();
    dell = dataCentre.servers().get(0);
    hpe = dataCentre.servers().get(1);
    supermicro = dataCentre.servers().get(2);
  }

  @AfterEach
  void stop() {
    dataCentre.close();
  }

  private SimulatedServer server(Personality personality) {
    return switch (personality) {
      case DELL -> dell;
      case HPE -> hpe;
      case SUPERMICRO -> supermicro;
    };
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void every_link_leads_somewhere(Personality personality) {
    try (var client = new Client(server(personality))) {
      var walk = new LinkWalk(client);
      walk.from("/redfish/v1");

      assertThat(walk.broken()).isEmpty();
      assertThat(walk.seen()).hasSizeGreaterThan(25);
    }
  }

  @Test
  void the_root_is_open_and_the_rest_is_not() {
    try (var client = new Client(dell)) {
      assertThat(client.get("/redfish/v1/", "Authorization", "").status()).isEqualTo(200);
      var refused = client.get("/redfish/v1/Systems", "Authorization", "");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.header("WWW-Authenticate")).startsWith("Basic");
      assertThat(client.get("/redfish/v1/Nothing").status()).isEqualTo(404);
      var method = client.send("DELETE", "/redfish/v1/Systems", null);
      assertThat(method.status()).isEqualTo(405);
      assertThat(method.header("Allow")).contains("GET");
      assertThat(client.get("/redfish/v1/Systems?$expand=*").status()).isEqualTo(501);
    }
  }

  @Test
  void a_session_opens_counts_and_closes() {
    // in real time, so that no session ends for want of use
    try (var slow = DataCentre.builder().server(Personality.DELL).speed(1).start()) {
      var server = slow.servers().getFirst();
      try (var client = new Client(server)) {
        var login = login(server);
        var opened = client.post("/redfish/v1/SessionService/Sessions", login);
        assertThat(opened.status()).isEqualTo(201);
        var token = opened.header("X-Auth-Token");
        var location = opened.header("Location");
        assertThat(client.get("/redfish/v1/Systems", "X-Auth-Token", token).status())
            .isEqualTo(200);

        for (var i = 1; i < 8; i++) {
          assertThat(client.post("/redfish/v1/SessionService/Sessions", login).status())
              .isEqualTo(201);
        }
        var tooMany = client.post("/redfish/v1/SessionService/Sessions", login);
        assertThat(tooMany.status()).isEqualTo(503);
        assertThat(tooMany.messageId()).endsWith("SessionLimitExceeded");

        assertThat(client.send("DELETE", location, null, "X-Auth-Token", token).status())
            .isEqualTo(204);
        assertThat(client.get("/redfish/v1/Systems", "X-Auth-Token", token).status())
            .isEqualTo(401);
      }
    }
  }

  @Test
  void a_session_that_nobody_uses_ends() {
    try (var client = new Client(supermicro)) {
      var token =
          client
              .post("/redfish/v1/SessionService/Sessions", login(supermicro))
              .header("X-Auth-Token");
      assertThat(token).isNotEmpty();
      // 300 simulated seconds without a request
      Eventually.true_(
          () -> client.get("/redfish/v1/SessionService/Sessions").json().path("Members").isEmpty());
      assertThat(client.get("/redfish/v1/Systems", "X-Auth-Token", token).status()).isEqualTo(401);
    }
  }

  @Test
  void wrong_passwords_lock_the_account_and_are_unsafe_from_the_second_on() {
    // in real time, so that the lock lasts as long as the test
    try (var slow = DataCentre.builder().server(Personality.HPE).speed(1).start()) {
      var server = slow.servers().getFirst();
      try (var right = new Client(server);
          var wrong = new Client(server, "Administrator", "not-it")) {
        assertThat(wrong.get("/redfish/v1/Systems").status()).isEqualTo(401);
        assertThat(slow.recorder().unsafeActs()).isEmpty();
        assertThat(right.get("/redfish/v1/Systems").status()).isEqualTo(200);

        for (var i = 0; i < 3; i++) {
          assertThat(wrong.get("/redfish/v1/Systems").status()).isEqualTo(401);
        }
        assertThat(right.get("/redfish/v1/Systems").status()).as("locked").isEqualTo(401);
        assertThat(server.bmc().accounts().named("Administrator").orElseThrow().locked()).isTrue();
        assertThat(slow.recorder().unsafeActs())
            .extracting(UnsafeAct::kind)
            .containsOnly(UnsafeKind.LOGIN_REPEATED_AFTER_REFUSAL);
      }
    }
  }

  @Test
  void a_lock_ends_by_itself() {
    for (var i = 0; i < 3; i++) {
      hpe.bmc().accounts().login("Administrator", "not-it", Channel.REDFISH);
    }
    try (var right = new Client(hpe)) {
      // 600 simulated seconds
      Eventually.true_(() -> right.get("/redfish/v1/Systems").status() == 200);
    }
    assertThat(dataCentre.recorder().count(hpe.hostname(), EffectKind.ACCOUNT_LOCKED)).isOne();
  }

  @Test
  void a_dell_makes_a_job_of_a_patch_and_takes_no_second_one() {
    var settings = Dialect.of(Personality.DELL).biosSettings();
    try (var client = new Client(dell)) {
      var made =
          client.patch(
              settings,
              """
              {"Attributes":{"LogicalProc":"Disabled"},
               "@Redfish.SettingsApplyTime":{"ApplyTime":"OnReset"}}""");
      assertThat(made.status()).isEqualTo(202);
      var monitor = made.header("Location");
      assertThat(monitor).contains("JID_");
      assertThat(client.get(monitor).status()).isEqualTo(202);

      var second = client.patch(settings, "{\"Attributes\":{\"ProcCores\":\"8\"}}");
      assertThat(second.status()).isEqualTo(400);
      assertThat(second.messageId()).endsWith("SYS011");

      assertThat(dell.bios().current()).containsEntry("LogicalProc", "Enabled");
      reset(client, dell, "On");
      Eventually.true_(() -> client.get(monitor).status() == 200);
      assertThat(client.get(monitor).json().path("TaskState").asString()).isEqualTo("Completed");
      assertThat(dell.bios().current()).containsEntry("LogicalProc", "Disabled");
      assertThat(client.get(settings).json().path("Attributes").isEmpty()).isTrue();
      assertThat(dataCentre.recorder().count(dell.hostname(), EffectKind.BIOS_APPLIED)).isOne();
    }
  }

  @Test
  void a_dell_without_an_apply_time_never_applies_by_itself() {
    var settings = Dialect.of(Personality.DELL).biosSettings();
    try (var client = new Client(dell)) {
      assertThat(client.patch(settings, "{\"Attributes\":{\"ProcCores\":\"8\"}}").status())
          .isEqualTo(200);
      assertThat(client.get(settings).json().path("Attributes").path("ProcCores").asString())
          .isEqualTo("8");
      reset(client, dell, "On");
      Eventually.true_(
          () -> dataCentre.recorder().count(dell.hostname(), EffectKind.POST_FINISHED) == 1);
      assertThat(dell.bios().current()).containsEntry("ProcCores", "All");

      var job = client.post(DellRoutes.JOBS, "{\"TargetSettingsURI\":\"%s\"}".formatted(settings));
      assertThat(job.header("Location")).contains("JID_");
      reset(client, dell, "ForceRestart");
      Eventually.true_(() -> "8".equals(dell.bios().current().get("ProcCores")));
    }
  }

  @Test
  void a_dell_refuses_bad_values_and_what_depends_on_another() {
    var settings = Dialect.of(Personality.DELL).biosSettings();
    try (var client = new Client(dell)) {
      for (var attributes :
          new String[] {
            "\"LogicalProc\":\"Maybe\"", "\"NoSuch\":\"x\"", "\"SysMemSize\":1",
            "\"PxeDev1VlanId\":\"1\"", "\"ProcTurboMode\":\"Disabled\"", "\"SysPassword\":\"x\""
          }) {
        var refused = client.patch(settings, "{\"Attributes\":{" + attributes + "}}");
        assertThat(refused.status()).as(attributes).isEqualTo(400);
      }
      assertThat(client.patch(settings, "{\"Attr").messageId()).endsWith("MalformedJSON");
      assertThat(dell.bios().pending()).isEmpty();
    }
  }

  @Test
  void an_ilo_takes_nonsense_and_tells_after_post() {
    var dialect = Dialect.of(Personality.HPE);
    try (var client = new Client(hpe)) {
      var taken =
          client.patch(
              dialect.biosSettings() + "/",
              "{\"Attributes\":{\"ProcSMT\":\"Perhaps\",\"Sriov\":\"Disabled\"}}");
      assertThat(taken.status()).isEqualTo(200);
      assertThat(taken.messageId()).endsWith("SystemResetRequired");
      assertThat(client.get(dialect.bios()).json().path("@Redfish.Settings").has("Time"))
          .as("nothing was applied yet")
          .isFalse();

      reset(client, hpe, "On");
      Eventually.true_(() -> !hpe.bios().lastOutcomes().isEmpty());
      var bios = client.get(dialect.bios()).json();
      assertThat(bios.path("Attributes").path("Sriov").asString()).isEqualTo("Disabled");
      assertThat(bios.path("Attributes").path("ProcSMT").asString()).isEqualTo("Enabled");
      var messages = bios.path("@Redfish.Settings").path("Messages");
      assertThat(messages.size()).isOne();
      assertThat(messages.get(0).path("RelatedProperties").get(0).asString())
          .isEqualTo("#/Attributes/ProcSMT");
    }
  }

  @Test
  void an_ilo_changes_no_settings_during_post() {
    try (var slow = DataCentre.builder().server(Personality.HPE).speed(1).start()) {
      var server = slow.servers().getFirst();
      try (var client = new Client(server)) {
        reset(client, server, "On");
        assertThat(
                client
                    .get("/redfish/v1/Systems/1")
                    .json()
                    .path("Oem")
                    .path("Hpe")
                    .path("PostState")
                    .asString())
            .isEqualTo("InPost");
        for (var answer :
            new Client.Answer[] {
              client.patch(
                  Dialect.of(Personality.HPE).biosSettings(),
                  "{\"Attributes\":{\"Sriov\":\"Disabled\"}}"),
              client.patch(
                  "/redfish/v1/Systems/1", "{\"Boot\":{\"BootSourceOverrideTarget\":\"Pxe\"}}")
            }) {
          assertThat(answer.status()).isEqualTo(400);
          assertThat(answer.messageId()).endsWith("UnableToModifyDuringSystemPOST");
        }
      }
    }
  }

  @Test
  void a_supermicro_wants_a_strong_etag_and_refuses_an_old_one() {
    var settings = Dialect.of(Personality.SUPERMICRO).biosSettings();
    var change = "{\"Attributes\":{\"QuietBoot_0027\":false}}";
    try (var client = new Client(supermicro)) {
      assertThat(client.patch(settings, change).status()).isEqualTo(428);
      var etag = client.get(settings).header("ETag");
      assertThat(etag).startsWith("\"");
      assertThat(client.patch(settings, change, "If-Match", "W/" + etag).status()).isEqualTo(412);
      assertThat(client.patch(settings, change, "If-Match", etag).status()).isEqualTo(200);
      assertThat(client.patch(settings, change, "If-Match", etag).status())
          .as("the resource has changed since")
          .isEqualTo(412);
    }
  }

  @Test
  void a_supermicro_wants_the_whole_boot_override() {
    try (var client = new Client(supermicro)) {
      assertThat(
              client
                  .patch(
                      "/redfish/v1/Systems/1", "{\"Boot\":{\"BootSourceOverrideTarget\":\"Pxe\"}}")
                  .messageId())
          .endsWith("PropertyMissing");
      assertThat(
              client
                  .patch(
                      "/redfish/v1/Systems/1",
                      """
                      {"Boot":{"BootSourceOverrideTarget":"Pxe",
                               "BootSourceOverrideEnabled":"Once"}}""")
                  .status())
          .isEqualTo(200);
      assertThat(supermicro.power().override().target()).isEqualTo(BootTarget.PXE);
      reset(client, supermicro, "On");
      Eventually.true_(() -> supermicro.power().override().target() == BootTarget.NONE);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Personality.class,
      names = {"DELL", "SUPERMICRO"})
  void a_bmc_moves_and_its_sessions_break(Personality personality) {
    var server = server(personality);
    var dialect = Dialect.of(personality);
    var path = dialect.manager() + "/EthernetInterfaces/" + dialect.nicId();
    try (var client = new Client(server)) {
      var opened = client.post("/redfish/v1/SessionService/Sessions", login(server));
      var moved =
          client.patchTagged(
              path,
              """
              {"DHCPv4":{"DHCPEnabled":false},
               "IPv4StaticAddresses":[{"Address":"10.0.1.77","SubnetMask":"255.255.0.0",
                                       "Gateway":"10.0.0.1"}]}""");
      assertThat(moved.status()).isEqualTo(200);

      Eventually.true_(
          () -> server.bmc().reachable() && server.bmc().address().equals("10.0.1.77"));
      Eventually.true_(() -> answers(client));
      assertThat(
              client.get(path).json().path("IPv4Addresses").get(0).path("AddressOrigin").asString())
          .isEqualTo("Static");
      assertThat(
              client
                  .get("/redfish/v1/Systems", "X-Auth-Token", opened.header("X-Auth-Token"))
                  .status())
          .isEqualTo(401);
      assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.BMC_MOVED)).isOne();
      assertThat(dataCentre.check())
          .extracting(UnsafeAct::kind)
          .as("MAAS was not told")
          .containsExactly(UnsafeKind.MAAS_POWER_ADDRESS_DEAD);
    }
  }

  @Test
  void an_ilo_moves_when_it_is_reset() {
    try (var client = new Client(hpe)) {
      var written =
          client.patch(
              "/redfish/v1/Managers/1/EthernetInterfaces/1",
              """
              {"DHCPv4":{"DHCPEnabled":false},
               "IPv4StaticAddresses":[{"Address":"10.0.1.78","SubnetMask":"255.255.0.0",
                                       "Gateway":"10.0.0.1"}]}""");
      assertThat(written.messageId()).endsWith("ResetRequired");
      assertThat(hpe.bmc().address()).isNotEqualTo("10.0.1.78");

      client.post(
          "/redfish/v1/Managers/1/Actions/Manager.Reset", "{\"ResetType\":\"ForceRestart\"}");
      Eventually.true_(() -> hpe.bmc().reachable() && hpe.bmc().address().equals("10.0.1.78"));
      Eventually.true_(() -> answers(client));
    }
  }

  @Test
  void a_bad_network_is_noticed() {
    try (var client = new Client(dell)) {
      var path = "/redfish/v1/Managers/iDRAC.Embedded.1/EthernetInterfaces/NIC.1";
      assertThat(
              client
                  .patch(path, "{\"IPv4StaticAddresses\":[{\"Address\":\"10.0.1.300\"}]}")
                  .status())
          .isEqualTo(400);
      client.patch(
          path,
          """
          {"DHCPv4":{"DHCPEnabled":false},
           "IPv4StaticAddresses":[{"Address":"%s","SubnetMask":"255.255.255.0",
                                   "Gateway":"10.0.0.1"}]}"""
              .formatted(hpe.bmc().address()));
      Eventually.true_(() -> dataCentre.recorder().unsafeActs().size() >= 2);
      assertThat(dataCentre.recorder().unsafeActs())
          .extracting(UnsafeAct::kind)
          .containsExactlyInAnyOrder(UnsafeKind.ADDRESS_IN_USE, UnsafeKind.GATEWAY_OUTSIDE_SUBNET);
    }
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void a_reset_bmc_goes_away_and_comes_back_without_sessions(Personality personality)
      throws Exception {
    try (var slower = DataCentre.builder().server(personality).speed(50).start()) {
      var server = slower.servers().getFirst();
      var dialect = Dialect.of(personality);
      try (var client = new Client(server)) {
        var certificate = certificate(client);
        var token =
            client
                .post("/redfish/v1/SessionService/Sessions", login(server))
                .header("X-Auth-Token");
        var type = dialect.managerResetTypes().getFirst();
        var reset =
            client.post(
                dialect.manager() + "/Actions/Manager.Reset",
                "{\"ResetType\":\"%s\"}".formatted(type));
        assertThat(reset.status()).isLessThan(300);
        Eventually.true_(() -> !answers(client));
        assertThat(server.bmc().reachable()).isFalse();
        Eventually.true_(() -> answers(client));
        assertThat(client.get("/redfish/v1/Systems", "X-Auth-Token", token).status())
            .isEqualTo(401);
        assertThat(certificate(client)).isEqualTo(certificate);
        assertThat(server.power().state()).as("the host is not touched").isEqualTo(PowerState.OFF);
        assertThat(slower.recorder().count(server.hostname(), EffectKind.BMC_RESET)).isOne();
      }
    }
  }

  private static Object certificate(Client client) throws Exception {
    return client.get("/redfish/v1").response().sslSession().orElseThrow().getPeerCertificates()[0];
  }

  @Test
  void accounts_are_made_in_the_vendors_way() {
    var body =
        "{\"UserName\":\"hwauto\",\"Password\":\"Long-enough-1\",\"RoleId\":\"Administrator\"}";
    try (var dellClient = new Client(dell);
        var hpeClient = new Client(hpe)) {
      assertThat(dellClient.post(ACCOUNTS, body).status()).isEqualTo(405);
      assertThat(
              dellClient.patch(ACCOUNTS + "/3", body.replace("}", ",\"Enabled\":true}")).status())
          .isEqualTo(200);
      assertThat(dell.bmc().accounts().slot(3).orElseThrow())
          .satisfies(
              account -> {
                assertThat(account.role()).isEqualTo(Account.Role.ADMINISTRATOR);
                assertThat(account.enabled()).isTrue();
                assertThat(account.ipmi()).as("an iDRAC gives no IPMI by itself").isFalse();
              });
      try (var fresh = new Client(dell, "hwauto", "Long-enough-1")) {
        assertThat(fresh.get("/redfish/v1/Systems").status()).isEqualTo(200);
      }

      var created = hpeClient.post(ACCOUNTS, body);
      assertThat(created.status()).isEqualTo(201);
      assertThat(hpeClient.post(ACCOUNTS, body).messageId()).endsWith("ResourceAlreadyExists");
      assertThat(hpeClient.send("DELETE", created.header("Location"), null).status())
          .isEqualTo(200);
      assertThat(hpeClient.get(created.header("Location")).status()).isEqualTo(404);
      assertThat(dataCentre.recorder().unsafeActs()).isEmpty();

      hpeClient.patch(ACCOUNTS + "/2", "{\"Password\":\"Changed-in-place-1\"}");
      assertThat(dataCentre.recorder().unsafeActs())
          .extracting(UnsafeAct::kind)
          .containsExactly(UnsafeKind.ONLY_ADMIN_PASSWORD_CHANGED);
    }
  }

  @Test
  void a_read_only_account_changes_nothing() {
    try (var admin = new Client(supermicro)) {
      admin.post(
          ACCOUNTS,
          "{\"UserName\":\"guest\",\"Password\":\"Look-only-1\",\"RoleId\":\"ReadOnly\"}");
      try (var guest = new Client(supermicro, "guest", "Look-only-1")) {
        assertThat(guest.get("/redfish/v1/Systems/1").status()).isEqualTo(200);
        var refused =
            guest.post(
                "/redfish/v1/Systems/1/Actions/ComputerSystem.Reset", "{\"ResetType\":\"On\"}");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(supermicro.power().state()).isEqualTo(PowerState.OFF);
      }
    }
  }

  @Test
  void resets_that_do_not_fit_are_answered_as_each_vendor_does() {
    try (var d = new Client(dell);
        var h = new Client(hpe)) {
      assertThat(reset(d, dell, "ForceRestart").status()).isEqualTo(409);
      assertThat(reset(h, hpe, "ForceRestart").messageId())
          .endsWith("InvalidOperationForSystemState");
      assertThat(reset(d, dell, "Explode").status()).isEqualTo(400);
      assertThat(reset(d, dell, "On").status()).isEqualTo(204);
      assertThat(reset(d, dell, "On").status()).isEqualTo(409);
    }
  }

  @Test
  void a_write_to_a_server_in_use_is_unsafe() {
    dell.maas().status(MaasStatus.DEPLOYED);
    try (var client = new Client(dell)) {
      reset(client, dell, "On");
      assertThat(dataCentre.recorder().unsafeActs())
          .extracting(UnsafeAct::kind)
          .containsExactly(UnsafeKind.WRITE_TO_SERVER_IN_USE);
    }
  }

  @Test
  void faults_are_met_once_each_and_in_order() {
    try (var client = new Client(dell)) {
      dell.faults().bmc().next(1, HttpFault.NOT_JSON);
      dell.faults().bmc().next(1, HttpFault.UNAVAILABLE);
      dell.faults().bmc().next(1, HttpFault.CLOSE);
      assertThat(client.get("/redfish/v1").response().body()).isEqualTo("service starting");
      assertThat(client.get("/redfish/v1").header("Retry-After")).isEqualTo("10");
      assertThatThrownBy(
              () ->
                  client.post(
                      "/redfish/v1/Systems/System.Embedded.1/Actions/ComputerSystem.Reset",
                      "{\"ResetType\":\"On\"}"))
          .isInstanceOf(UncheckedIOException.class);
      assertThat(dell.power().state())
          .as("the answer was lost, not the effect")
          .isEqualTo(PowerState.ON);
      assertThat(client.get("/redfish/v1").status()).isEqualTo(200);
    }
  }

  @Test
  void a_bmc_that_lies_says_yes_and_does_nothing() {
    hpe.faults().lie(Faults.Lie.BIOS_PATCH_IGNORED);
    hpe.faults().claimSerial("SOMEBODYELSE");
    try (var client = new Client(hpe)) {
      assertThat(
              client
                  .patch(
                      Dialect.of(Personality.HPE).biosSettings(),
                      "{\"Attributes\":{\"Sriov\":\"Disabled\"}}")
                  .status())
          .isEqualTo(200);
      assertThat(hpe.bios().pending()).isEmpty();
      assertThat(client.get("/redfish/v1/Systems/1").json().path("SerialNumber").asString())
          .isEqualTo("SOMEBODYELSE");
    }
  }

  @Test
  void the_control_endpoint_tells_what_happened() throws Exception {
    try (var client = new Client(dell)) {
      reset(client, dell, "On");
    }
    var control =
        java.net.URI.create(
            dataCentre.configuration().get("simulator.control") + "simulator/v1/counts");
    try (var in = control.toURL().openStream()) {
      assertThat(new JsonMapper().readTree(in).path(dell.hostname()).path("POWER_ON").asInt())
          .isOne();
    }
  }

  private static Client.Answer reset(Client client, SimulatedServer server, String type) {
    return client.post(
        Dialect.of(server.personality()).system() + "/Actions/ComputerSystem.Reset",
        "{\"ResetType\":\"%s\"}".formatted(type));
  }

  private static String login(SimulatedServer server) {
    var parameters = server.maas().powerParameters();
    return "{\"UserName\":\"%s\",\"Password\":\"%s\"}"
        .formatted(parameters.get("power_user"), parameters.get("power_pass"));
  }

  private static boolean answers(Client client) {
    try {
      return client.get("/redfish/v1/Systems").status() == 200;
    } catch (UncheckedIOException silent) {
      return false;
    }
  }
}
