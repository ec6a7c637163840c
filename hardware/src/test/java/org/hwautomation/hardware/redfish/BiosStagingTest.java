package org.hwautomation.hardware.redfish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hwautomation.hardware.redfish.FakeBmc.SYSTEM;
import static org.hwautomation.hardware.redfish.FakeBmc.error;
import static org.hwautomation.hardware.redfish.FakeBmc.members;
import static org.hwautomation.hardware.redfish.FakeBmc.reply;

import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.hwautomation.hardware.HardwareException.Kind;
import org.junit.jupiter.api.Test;

class BiosStagingTest {
  private static final String BIOS = SYSTEM + "/Bios";
  private static final String SETTINGS = BIOS + "/Settings";
  private static final String JOBS = "/redfish/v1/Managers/bmc/Jobs";

  private static FakeBmc bmc() throws Exception {
    var bmc = FakeBmc.http();
    bmc.json(SYSTEM, "{\"Id\": \"1\", \"Bios\": {\"@odata.id\": \"" + BIOS + "\"}}");
    bmc.json(
        "/redfish/v1/",
        """
        {"Systems": {"@odata.id": "/redfish/v1/Systems"},
         "Managers": {"@odata.id": "/redfish/v1/Managers"},
         "Registries": {"@odata.id": "/redfish/v1/Registries"}}
        """);
    bmc.json(
        BIOS,
        """
        {"AttributeRegistry": "Bios.v1_0_3",
         "Attributes": {"BootMode": "Uefi", "Cores": 8, "Quiet": true, "Owner": "", "Odd": {"a": 1}},
         "Actions": {"#Bios.ResetBios": {"target": "/redfish/v1/resetbios"}},
         "@Redfish.Settings": {"@odata.type": "#Settings.v1_3_3.Settings",
           "SettingsObject": {"@odata.id": "%s"}, "SupportedApplyTimes": ["OnReset"]}}
        """
            .formatted(SETTINGS));
    bmc.json(SETTINGS, "{\"Attributes\": {}}");
    bmc.json("/redfish/v1/Registries", members("/redfish/v1/Registries/Bios.v1_0_0"));
    bmc.json(
        "/redfish/v1/Registries/Bios.v1_0_0",
        "{\"Location\": [{\"Language\": \"de\", \"Uri\": \"/de\"},"
            + " {\"Language\": \"en\", \"Uri\": \"/bios.json\"}]}");
    bmc.json(
        "/bios.json",
        """
        {"Id": "Bios.v1_0_0", "RegistryEntries": {"Attributes": [
          {"AttributeName": "BootMode", "Type": "Enumeration", "ReadOnly": false,
           "Value": [{"ValueName": "Uefi"}, {"ValueName": "Bios", "ValueDisplayName": "BIOS"}]},
          {"AttributeName": "Cores", "Type": "Integer", "LowerBound": 2, "UpperBound": 16,
           "ScalarIncrement": 2},
          {"AttributeName": "Quiet", "Type": "Boolean"},
          {"AttributeName": "Owner", "Type": "String", "MaxLength": 4,
           "ValueExpression": "^[a-z]*$"},
          {"AttributeName": "Fixed", "Type": "String", "ReadOnly": true},
          {"AttributeName": "Sub", "Type": "String", "ReadOnly": true},
          {"AttributeName": "AdminPassword", "Type": "Password"},
          {"AttributeName": "Broken", "Type": "Quantum"},
          {"Type": "String"}],
          "Dependencies": [{"Dependency": {
            "MapFrom": [{"MapFromAttribute": "Turbo", "MapFromCondition": "EQU",
              "MapFromValue": "Disabled"}],
            "MapToAttribute": "Sub", "MapToProperty": "ReadOnly", "MapToValue": true}}]}}
        """);
    bmc.on("PATCH", SETTINGS, reply(200, ""));
    return bmc;
  }

  private static void withJobs(FakeBmc bmc, String state) {
    bmc.json("/redfish/v1/Managers", members("/redfish/v1/Managers/bmc"));
    bmc.json(
        "/redfish/v1/Managers/bmc",
        "{\"Links\": {\"Oem\": {\"Dell\": {\"Jobs\": {\"@odata.id\": \"" + JOBS + "\"}}}}}");
    bmc.json(JOBS, members(JOBS + "/JID_1"));
    bmc.json(
        JOBS + "/JID_1",
        "{\"Id\": \"JID_1\", \"JobType\": \"BIOSConfiguration\", \"JobState\": \"" + state + "\"}");
  }

  @Test
  void changes_go_in_one_request_with_the_types_that_the_bmc_wants() throws Exception {
    try (var bmc = bmc();
        var client = bmc.client()) {
      var staged =
          client.bios().stage(Map.of("BootMode", "bios", "Cores", "4", "Quiet", "disabled"));

      assertThat(bmc.count("PATCH " + SETTINGS)).isEqualTo(1);
      var body = Json.MAPPER.readTree(bmc.last("PATCH " + SETTINGS).body());
      assertThat(body)
          .isEqualTo(
              Json.MAPPER.readTree(
                  """
                  {"Attributes": {"BootMode": "Bios", "Cores": 4, "Quiet": false},
                   "@Redfish.SettingsApplyTime": {
                     "@odata.type": "#Settings.v1_3_3.PreferredApplyTime",
                     "ApplyTime": "OnReset"}}
                  """));
      assertThat(staged.sent()).hasSize(3);
      assertThat(staged.resetRequired()).isTrue();
    }
  }

  @Test
  void an_odd_attribute_or_entry_is_left_out_with_a_warning() throws Exception {
    try (var bmc = bmc();
        var client = bmc.client()) {
      var settings = client.bios().settings();
      var registry = client.bios().registry(settings).orElseThrow();
      assertThat(settings.attributes()).containsOnlyKeys("BootMode", "Cores", "Quiet", "Owner");
      assertThat(settings.warnings()).singleElement().asString().contains("Odd");
      assertThat(registry.warnings()).hasSize(2).anySatisfy(w -> assertThat(w).contains("Quantum"));
    }
  }

  @Test
  void every_problem_is_told_and_nothing_is_sent() throws Exception {
    try (var bmc = bmc();
        var client = bmc.client()) {
      var failure =
          catchThrowableOfType(
              RedfishException.class,
              () ->
                  client
                      .bios()
                      .stage(
                          Map.of(
                              "BootMod", "Uefi",
                              "BootMode", "Legacy",
                              "Cores", "17",
                              "Quiet", "maybe",
                              "Owner", "UPPER",
                              "Fixed", "x",
                              "AdminPassword", "hunter2")));
      assertThat(failure.kind()).isEqualTo(Kind.REJECTED);
      assertThat(failure)
          .hasMessageContaining("BootMod is no BIOS attribute of this server; nearest: [BootMode")
          .hasMessageContaining("BootMode can't be 'Legacy'; it takes [")
          .hasMessageContaining("2 to 16")
          .hasMessageContaining("true or false")
          .hasMessageContaining("Owner has 5 characters")
          .hasMessageContaining("Fixed is read-only")
          .hasMessageContaining("AdminPassword is a password")
          .hasMessageNotContaining("hunter2");
      assertThat(bmc.count("PATCH " + SETTINGS)).isZero();
    }
  }

  @Test
  void a_read_only_attribute_that_another_may_open_is_sent_with_a_warning() throws Exception {
    try (var bmc = bmc();
        var client = bmc.client()) {
      var staged = client.bios().stage(Map.of("Sub", "x"));
      assertThat(staged.sent()).containsKey("Sub");
      assertThat(staged.warnings()).singleElement().asString().contains("Sub is read-only");
    }
  }

  @Test
  void what_is_set_or_staged_is_not_sent_again() throws Exception {
    try (var bmc = bmc();
        var client = bmc.client()) {
      bmc.json(SETTINGS, "{\"Attributes\": {\"Cores\": 4, \"Quiet\": false}}");
      var staged = client.bios().stage(Map.of("BootMode", "Uefi", "Cores", "4"));
      assertThat(bmc.count("PATCH " + SETTINGS)).isZero();
      assertThat(staged.alreadySet()).containsExactly("BootMode");
      assertThat(staged.alreadyStaged()).containsExactly("Cores");
      assertThat(staged.resetRequired()).isTrue();

      assertThat(client.bios().stage(Map.of("Quiet", "true")).sent())
          .as("a staged change is taken back")
          .containsEntry("Quiet", new BiosValue.Flag(true));
    }
  }

  @Test
  void the_job_that_the_bmc_makes_is_handed_back() throws Exception {
    try (var bmc = bmc();
        var client = bmc.client()) {
      bmc.on(
          "PATCH",
          SETTINGS,
          reply(202, "").with("Location", "/redfish/v1/TaskService/Tasks/JID_7"));
      var task = client.bios().stage(Map.of("Cores", "4")).task();
      assertThat(task)
          .isEqualTo(new TaskHandle("/redfish/v1/TaskService/Tasks/JID_7", null, "JID_7"));
    }
  }

  @Test
  void a_waiting_job_with_other_settings_is_busy_and_nothing_is_sent() throws Exception {
    try (var bmc = bmc();
        var client = bmc.client()) {
      withJobs(bmc, "Scheduled");
      var failure =
          catchThrowableOfType(
              RedfishException.class, () -> client.bios().stage(Map.of("Cores", "4")));
      assertThat(failure.kind()).isEqualTo(Kind.BUSY);
      assertThat(failure).hasMessageContaining("JID_1").hasMessageContaining("Scheduled");
      assertThat(bmc.count("PATCH " + SETTINGS)).isZero();
    }
  }

  @Test
  void values_shown_while_a_job_waits_are_not_taken_for_effective() throws Exception {
    try (var bmc = bmc();
        var client = bmc.client()) {
      withJobs(bmc, "New");
      var staged = client.bios().stage(Map.of("Cores", "8"));
      assertThat(staged.alreadySet()).isEmpty();
      assertThat(staged.alreadyStaged()).containsExactly("Cores");
      assertThat(staged.adopted()).isTrue();
      assertThat(staged.task()).isEqualTo(new TaskHandle(null, JOBS + "/JID_1", "JID_1"));
    }
  }

  @Test
  void a_job_that_another_try_made_is_adopted_if_it_holds_what_is_wanted() throws Exception {
    for (var value : new String[] {"4", "6"}) {
      try (var bmc = bmc();
          var client = bmc.client()) {
        var made = new AtomicBoolean();
        bmc.on(
            "PATCH",
            SETTINGS,
            _ -> {
              made.set(true);
              withJobs(bmc, "Scheduled");
              bmc.json(SETTINGS, "{\"Attributes\": {\"Cores\": " + value + "}}");
              return error(
                  400,
                  "IDRAC.2.8.SYS428",
                  "Pending configuration values are already committed, unable to perform another"
                      + " set operation.");
            });
        if (value.equals("4")) {
          var staged = client.bios().stage(Map.of("Cores", "4"));
          assertThat(staged.adopted()).isTrue();
          assertThat(staged.task()).isNotNull();
        } else {
          var failure =
              catchThrowableOfType(
                  RedfishException.class, () -> client.bios().stage(Map.of("Cores", "4")));
          assertThat(failure.kind()).isEqualTo(Kind.BUSY);
        }
        assertThat(made).isTrue();
      }
    }
  }

  @Test
  void defaults_are_staged_with_a_body_only_where_one_is_wanted() throws Exception {
    try (var bmc = bmc();
        var client = bmc.client()) {
      bmc.on(
          "POST",
          "/redfish/v1/resetbios",
          request -> request.body().equals("{}") ? reply(200, "") : reply(415, ""));
      assertThat(client.bios().resetToDefaults()).isEmpty();
      assertThat(bmc.count("POST /redfish/v1/resetbios")).isEqualTo(2);
    }
  }

  @Test
  void a_supermicro_takes_the_names_that_it_shows() throws Exception {
    try (var bmc = CapturedBmc.serve(CapturedBmcTest.SUPERMICRO);
        var client = bmc.client()) {
      var settings = client.bios().settings();
      var registry = client.bios().registry(settings).orElseThrow();
      var check = BiosCheck.of(Map.of("OptionROMMessages_002E", "0"), settings, registry);
      assertThat(check.problems()).isEmpty();
      assertThat(check.values())
          .containsEntry("OptionROMMessages_002E", new BiosValue.Text("Keep Current"));
    }
  }
}
