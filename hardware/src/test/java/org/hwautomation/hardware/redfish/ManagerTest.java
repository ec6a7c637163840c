package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hwautomation.hardware.redfish.FakeBmc.members;
import static org.hwautomation.hardware.redfish.FakeBmc.reply;

import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.Secret;
import org.hwautomation.hardware.redfish.FakeBmc.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagerTest {
  private static final String BMC = "/redfish/v1/Managers/bmc";
  private static final String PORT = BMC + "/EthernetInterfaces/1";
  private static final String ATTRIBUTES = BMC + "/Attributes";
  private static final String ACCOUNTS = "/redfish/v1/AccountService/Accounts";
  private static final Ipv4Settings TARGET =
      new Ipv4Settings("10.0.1.107", "255.255.0.0", "10.0.0.1");

  private static FakeBmc bmc(String port) throws Exception {
    var bmc = FakeBmc.http();
    bmc.json("/redfish/v1/Managers", members(BMC));
    bmc.json(
        BMC,
        """
        {"Id": "bmc", "ManagerType": "BMC", "FirmwareVersion": "1.2",
         "EthernetInterfaces": {"@odata.id": "%s/EthernetInterfaces"},
         "Links": {"Oem": {"Dell": {"DellAttributes": [{"@odata.id": "%s"}]}}},
         "Actions": {"#Manager.Reset": {"target": "/redfish/v1/reset",
           "ResetType@Redfish.AllowableValues": ["ForceRestart"]}}}
        """
            .formatted(BMC, ATTRIBUTES));
    bmc.json(BMC + "/EthernetInterfaces", members(PORT));
    bmc.json(PORT, port);
    return bmc;
  }

  private static final String STANDARD =
      """
      {"Id": "1", "MACAddress": "aa:bb:cc:dd:ee:ff", "DHCPv4": {"DHCPEnabled": true},
       "VLAN": {"VLANEnable": false, "VLANId": 1},
       "IPv4Addresses": [{"Address": "10.0.5.5", "SubnetMask": "255.255.0.0",
         "Gateway": "10.0.0.1", "AddressOrigin": "DHCP"}]}
      """;

  private static NetworkChange change(FakeBmc bmc) {
    try (var client = bmc.client()) {
      var port = client.network().primary().orElseThrow();
      return client.network().changeIpv4(port, TARGET);
    }
  }

  @Test
  void a_bmc_is_moved_by_one_request_with_all_of_it() throws Exception {
    try (var bmc = bmc(STANDARD)) {
      bmc.on("PATCH", PORT, reply(200, ""));
      assertThat(change(bmc)).isInstanceOf(NetworkChange.Accepted.class);
      assertThat(bmc.lines().stream().filter(l -> l.startsWith("PATCH"))).hasSize(1);
      assertThat(bmc.last("PATCH " + PORT).body())
          .isEqualTo(
              "{\"DHCPv4\":{\"DHCPEnabled\":false},\"IPv4StaticAddresses\":[{\"Address\":"
                  + "\"10.0.1.107\",\"SubnetMask\":\"255.255.0.0\",\"Gateway\":\"10.0.0.1\"}]}");
    }
  }

  @Test
  void an_idrac_is_moved_through_its_attributes() throws Exception {
    try (var bmc =
        bmc(
            """
            {"IPv4Addresses": [{"Address": "10.0.5.5", "AddressOrigin": "DHCP"}]}
            """)) {
      bmc.json(ATTRIBUTES, "{\"Attributes\": {\"IPv4Static.1.Address\": \"10.0.5.5\"}}");
      bmc.on("PATCH", ATTRIBUTES, reply(200, ""));
      assertThat(change(bmc)).isInstanceOf(NetworkChange.Accepted.class);
      assertThat(bmc.last("PATCH " + ATTRIBUTES).body())
          .contains("\"IPv4.1.DHCPEnable\":\"Disabled\"", "\"IPv4Static.1.Gateway\":\"10.0.0.1\"");
    }
  }

  @Test
  void losing_the_connection_after_the_request_left_is_an_outcome_of_its_own() throws Exception {
    try (var bmc = bmc(STANDARD)) {
      bmc.on("PATCH", PORT, reply(200, "{").with("X-Cut", "yes"));
      assertThat(change(bmc)).isInstanceOf(NetworkChange.ConnectionLost.class);
      assertThat(bmc.count("PATCH " + PORT)).isEqualTo(1);
    }
  }

  @Test
  void losing_the_connection_before_the_request_left_is_an_error() throws Exception {
    try (var bmc = bmc(STANDARD);
        var client = bmc.client()) {
      var port = client.network().primary().orElseThrow();
      bmc.on("GET", PORT, reply(200, "{").with("X-Cut", "yes"));
      var failure =
          catchThrowableOfType(
              RedfishException.class, () -> client.network().changeIpv4(port, TARGET));
      assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
      assertThat(failure.mayHaveArrived()).isFalse();
      assertThat(bmc.count("PATCH " + PORT)).isZero();
    }
  }

  @Test
  void a_refused_change_is_an_error() throws Exception {
    try (var bmc = bmc(STANDARD)) {
      bmc.on("PATCH", PORT, FakeBmc.error(400, "Base.1.8.PropertyNotWritable", "No."));
      assertThat(catchThrowableOfType(RedfishException.class, () -> change(bmc)).kind())
          .isEqualTo(Kind.REJECTED);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.1.107, 255.255.255.0, 10.0.0.1, not in the subnet",
    "10.0.0.1, 255.255.0.0, 10.0.0.1, that of the gateway",
    "10.0.1.300, 255.255.0.0, 10.0.0.1, no IPv4 address",
    "10.0.1, 255.255.0.0, 10.0.0.1, no IPv4 address",
    "10.0.1.7, 255.0.255.0, 10.0.0.1, no subnet mask",
    "10.0.1.7, 0.0.0.0, 10.0.0.1, no subnet mask",
    "10.0.255.255, 255.255.0.0, 10.0.0.1, broadcast"
  })
  void settings_that_do_not_hold_together_are_never_made(
      String address, String mask, String gateway, String reason) {
    assertThatThrownBy(() -> new Ipv4Settings(address, mask, gateway))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void a_bmc_is_reset_as_it_can_be() throws Exception {
    try (var bmc = bmc(STANDARD);
        var client = bmc.client()) {
      bmc.on("POST", "/redfish/v1/reset", reply(204, ""));
      client.resetManager(client.manager());
      assertThat(bmc.last("POST /redfish/v1/reset").body())
          .isEqualTo("{\"ResetType\":\"ForceRestart\"}");
    }
  }

  private static void withAccounts(FakeBmc bmc, String... names) {
    bmc.json(
        "/redfish/v1/",
        """
        {"Managers": {"@odata.id": "/redfish/v1/Managers"},
         "AccountService": {"@odata.id": "/redfish/v1/AccountService"}}
        """);
    bmc.json("/redfish/v1/AccountService", "{\"Accounts\": {\"@odata.id\": \"" + ACCOUNTS + "\"}}");
    var uris = new String[names.length];
    for (var i = 0; i < names.length; i++) {
      uris[i] = ACCOUNTS + "/" + (i + 1);
      bmc.json(
          uris[i],
          "{\"Id\": \"" + (i + 1) + "\", \"UserName\": \"" + names[i] + "\", \"Enabled\": true}");
    }
    bmc.json(ACCOUNTS, members(uris));
  }

  private static final Credentials NEW = Credentials.of("hwauto", Secret.of("n3w-Passw0rd"));

  @Test
  void an_account_is_created_in_the_collection() throws Exception {
    try (var bmc = bmc(STANDARD);
        var client = bmc.client()) {
      withAccounts(bmc, "root");
      bmc.on(
          "POST",
          ACCOUNTS,
          request -> {
            bmc.json(ACCOUNTS + "/2", request.body());
            return reply(201, "").with("Location", ACCOUNTS + "/2");
          });
      var account = client.accounts().create(NEW, "Administrator");
      assertThat(account.username()).isEqualTo("hwauto");
      assertThat(account.role()).isEqualTo("Administrator");
      assertThat(bmc.last("POST " + ACCOUNTS).body()).contains("\"Password\":\"n3w-Passw0rd\"");
    }
  }

  @Test
  void an_account_is_created_in_a_free_slot_but_never_the_first() throws Exception {
    try (var bmc = bmc(STANDARD);
        var client = bmc.client()) {
      withAccounts(bmc, "", "root", "");
      bmc.on(
          "PATCH",
          ACCOUNTS + "/3",
          request -> {
            bmc.json(ACCOUNTS + "/3", request.body());
            return reply(200, "");
          });
      assertThat(client.accounts().create(NEW, "Administrator").id()).isEqualTo("3");
      assertThat(client.accounts().list())
          .extracting(Account::username)
          .containsExactly("root", "hwauto");
    }
  }

  @Test
  void a_name_that_is_taken_is_never_overwritten() throws Exception {
    try (var bmc = bmc(STANDARD);
        var client = bmc.client()) {
      withAccounts(bmc, "", "hwauto", "");
      var failure =
          catchThrowableOfType(
              RedfishException.class, () -> client.accounts().create(NEW, "Administrator"));
      assertThat(failure).hasMessageContaining("exists").hasMessageNotContaining("n3w-Passw0rd");
      assertThat(bmc.lines()).noneMatch(l -> l.startsWith("PATCH"));
    }
  }

  @Test
  void an_account_in_a_slot_is_deleted_by_emptying_it() throws Exception {
    try (var bmc = bmc(STANDARD);
        var client = bmc.client()) {
      withAccounts(bmc, "", "root", "old");
      Reply no = reply(405, "");
      bmc.on("DELETE", ACCOUNTS + "/3", no).on("PATCH", ACCOUNTS + "/3", reply(200, ""));
      var old = client.accounts().list().getLast();
      client.accounts().delete(old);
      assertThat(bmc.count("PATCH " + ACCOUNTS + "/3")).isEqualTo(2);
      assertThat(bmc.last("PATCH " + ACCOUNTS + "/3").body()).isEqualTo("{\"UserName\":\"\"}");
    }
  }

  @Test
  void the_account_in_use_is_not_deleted() throws Exception {
    try (var bmc = bmc(STANDARD);
        var client = bmc.client()) {
      withAccounts(bmc, "admin");
      var own = client.accounts().list().getFirst();
      var failure =
          catchThrowableOfType(RedfishException.class, () -> client.accounts().delete(own));
      assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
      assertThat(bmc.lines()).noneMatch(l -> l.startsWith("DELETE " + ACCOUNTS));
    }
  }

  @Test
  void an_account_is_let_in_over_ipmi_where_the_bmc_shows_that_it_is_not() throws Exception {
    try (var bmc = accounts("{\"UserName\": \"b\", \"AccountTypes\": [\"Redfish\"]}")) {
      bmc.on("PATCH", ACCOUNTS + "/3", reply(200, ""));
      bmc.json(ATTRIBUTES, "{\"Attributes\": {\"Users.3.IpmiLanPrivilege\": \"No Access\"}}");
      bmc.on("PATCH", ATTRIBUTES, reply(200, ""));
      try (var client = bmc.client()) {
        assertThat(client.accounts().allowIpmi(client.accounts().list().getFirst())).isTrue();
      }
      assertThat(bmc.last("PATCH " + ACCOUNTS + "/3").body())
          .isEqualTo("{\"AccountTypes\":[\"Redfish\",\"IPMI\"]}");
      assertThat(bmc.last("PATCH " + ATTRIBUTES).body())
          .isEqualTo("{\"Attributes\":{\"Users.3.IpmiLanPrivilege\":\"Administrator\"}}");
    }
  }

  @Test
  void an_account_that_is_let_in_over_ipmi_already_is_not_written_to() throws Exception {
    try (var bmc = accounts("{\"UserName\": \"b\", \"AccountTypes\": [\"Redfish\", \"IPMI\"]}");
        var client = bmc.client()) {
      bmc.json(ATTRIBUTES, "{\"Attributes\": {\"Users.3.IpmiLanPrivilege\": \"Administrator\"}}");
      assertThat(client.accounts().allowIpmi(client.accounts().list().getFirst())).isFalse();
      assertThat(bmc.lines().stream().filter(line -> line.startsWith("PATCH"))).isEmpty();
    }
  }

  @Test
  void the_password_of_the_account_in_use_is_not_changed_in_place() throws Exception {
    try (var bmc = accounts("{\"UserName\": \"admin\"}");
        var client = bmc.client()) {
      var own = client.accounts().list().getFirst();
      assertThatThrownBy(
              () -> client.accounts().complete(own, Secret.of("An0ther-Word"), "Administrator"))
          .isInstanceOf(RedfishException.class)
          .hasMessageContaining("in use here");
      assertThat(bmc.lines().stream().filter(line -> line.startsWith("PATCH"))).isEmpty();
    }
  }

  private static FakeBmc accounts(String account) throws Exception {
    var bmc = bmc(STANDARD);
    bmc.json(
        "/redfish/v1/",
        """
        {"@odata.id": "/redfish/v1/", "Managers": {"@odata.id": "/redfish/v1/Managers"},
         "AccountService": {"@odata.id": "/redfish/v1/AccountService"},
         "Links": {"Sessions": {"@odata.id": "/redfish/v1/SessionService/Sessions"}}}
        """);
    bmc.json(
        "/redfish/v1/AccountService",
        "{\"Accounts\": {\"@odata.id\": \"%s\"}}".formatted(ACCOUNTS));
    bmc.json(ACCOUNTS, members(ACCOUNTS + "/3"));
    bmc.json(ACCOUNTS + "/3", account);
    return bmc;
  }
}
