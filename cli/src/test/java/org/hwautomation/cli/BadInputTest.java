package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.hwautomation.provisioning.WorkflowFactory;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.simulator.DataCentre;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person types wrong: one clear error, exit code 2, and nothing is touched. */
final class BadInputTest {
  private static DataCentre dataCentre;

  @TempDir private Path folder;
  private CommandLineRig rig;

  @BeforeAll
  static void start() {
    dataCentre = DataCentre.builder().servers(2).speed(600).start();
  }

  @AfterAll
  static void stop() {
    dataCentre.close();
  }

  @BeforeEach
  void rig() throws IOException {
    rig = new CommandLineRig(folder, dataCentre);
  }

  @AfterEach
  void nothing_was_touched_and_no_run_is_left() {
    assertThat(dataCentre.recorder().effects()).isEmpty();
    assertThat(rig.run("run", "list", "--json").json().path("runs")).isEmpty();
  }

  private String name() {
    return rig.server(0).hostname();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "provision",
        "provision SERVER",
        "provision SERVER --device-typ a1.c5.large",
        "provision SERVER --device-type",
        "provision SERVER --device-type a1.c5.large --pace quick",
        "provision SERVER other --device-type a1.c5.large",
        "run show",
        "run",
        "maas",
        "config",
        "bmc power on SERVER --redfish :::",
        "run list --limit many"
      })
  void wrong_arguments_are_told_in_json_too(String line) {
    var arguments = (line + " --json").replace("SERVER", name()).split(" ");

    var told = rig.run(arguments);

    Told.inJson(told, ExitCodes.BAD_INPUT, "--help");
    assertThat(told.json().path("type").asString()).isEqualTo("UsageError");
    assertThat(told.err()).startsWith("error: ").hasLineCount(1);
  }

  @Test
  void an_option_that_is_misspelt_is_named_with_the_nearest() {
    var told = rig.run(rig.provision(0, "--templat", "commissioning", "--json"));

    Told.inJson(told, ExitCodes.BAD_INPUT, "'--templat'", "--template");
  }

  @Test
  void a_password_typed_as_an_option_is_not_repeated() {
    Told.inJson(
        rig.run("bmc", "info", "--password", "Wr0ng-Pa55", "--json"),
        ExitCodes.BAD_INPUT,
        "'--password'");
    Told.inJson(
        rig.run("bmc", "info", "--password=Wr0ng-Pa55", "--json"),
        ExitCodes.BAD_INPUT,
        "'--password'");
  }

  @Test
  void an_unknown_server_is_named_with_the_nearest() {
    Told.inJson(
        rig.run("provision", name() + "x", "--device-type", "a1.c5.large", "--yes", "--json"),
        ExitCodes.BAD_INPUT,
        name() + "x",
        "did you mean",
        name());
  }

  @Test
  void an_unknown_device_type_is_named_with_the_nearest() {
    Told.inJson(
        rig.run("provision", name(), "--device-type", "a1.c5.lrge", "--yes", "--json"),
        ExitCodes.BAD_INPUT,
        "a1.c5.lrge",
        "a1.c5.large");
  }

  @Test
  void an_unknown_template_is_named_with_the_nearest_and_all_known_ones() {
    Told.inJson(
        rig.run(rig.provision(0, "--template", "ipmi_setpu", "--json")),
        ExitCodes.BAD_INPUT,
        "'ipmi_setpu'",
        "did you mean 'ipmi_setup'",
        "known: basic_provisioning, commissioning, bios_configuration, ipmi_setup");
  }

  @Test
  void an_unknown_step_is_named_with_the_nearest_and_all_known_ones() {
    var configuration =
        Configuration.loader()
            .file(rig.config())
            .flag("state_dir", "--state", rig.state().toString())
            .load();
    try (var manager = WorkflowManager.open(configuration)) {
      var factory = new WorkflowFactory(manager);
      assertThatThrownBy(
              () ->
                  factory.custom(
                      "mine", "mine-1", name(), "a1.c5.large", List.of("reboot_sever", "x")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(
              "unknown step 'reboot_sever'", "did you mean 'reboot_server'", "known: ")
          .hasMessageContainingAll(WorkflowFactory.stepNames().toArray(String[]::new));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.1.1010",
        "10.0.1",
        "10.0.1.01",
        "rack12-u07",
        "10.0.1.101/24",
        "0.0.0.0",
        "127.0.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "fe80::1"
      })
  void a_malformed_target_address_is_refused(String address) {
    Told.inJson(
        rig.run(rig.provision(0, "--target-ipmi-ip", address, "--json")),
        ExitCodes.BAD_INPUT,
        address,
        "the BMC's address is not changed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--gateway 10.0.1.101 --subnet-mask 255.255.0.0",
        "--gateway 10.0.1.101",
        "--gateway 192.168.7.1 --subnet-mask /16",
        "--gateway 10.0.0.1 --subnet-mask 255.0.255.0",
        "--gateway 10.0.0.1.1 --subnet-mask /16",
        "--gateway 10.0.0.1 --subnet-mask /33"
      })
  void a_target_that_does_not_fit_its_gateway_and_mask_is_refused(String more) {
    var options = ("--target-ipmi-ip 10.0.1.101 " + more + " --json").split(" ");

    Told.inJson(
        rig.run(rig.provision(0, options)),
        ExitCodes.BAD_INPUT,
        "the BMC's address is not changed");
  }

  @Test
  void a_gateway_without_a_target_is_refused() {
    Told.inJson(
        rig.run(rig.provision(0, "--gateway", "10.0.0.1", "--json")),
        ExitCodes.BAD_INPUT,
        "--target-ipmi-ip");
  }

  @Test
  void a_missing_maas_key_is_told_with_where_to_get_one() throws IOException {
    rig.configure("(?m)^  api_key: .*$", "");

    Told.inJson(
        rig.run(rig.provision(0, "--json")), ExitCodes.BAD_INPUT, "maas.api_key", "MAAS_API_KEY");
  }

  @Test
  void a_part_of_a_maas_key_is_told_and_not_shown() throws IOException {
    rig.configure("api_key: \"[^\"]*\"", "api_key: \"T0ken-Secret\"");

    Told.inJson(rig.run(rig.provision(0, "--json")), ExitCodes.BAD_INPUT, "maas.api_key");
    rig.configure("api_key: \"[^\"]*\"", "consumer_key: \"T0ken-Secret\"");
    Told.inJson(
        rig.run(rig.provision(0, "--json")), ExitCodes.BAD_INPUT, "maas.token_key", "maas.token_");
  }

  @Test
  void a_configuration_that_is_no_yaml_is_told_with_its_line() throws IOException {
    var right = Files.readString(rig.config());
    Files.writeString(rig.config(), "maas:\n  url: [\n");

    Told.inJson(
        rig.run(rig.provision(0, "--json")), ExitCodes.BAD_INPUT, rig.config().toString() + ":3");
    Files.writeString(rig.config(), right);
  }

  @Test
  void a_configuration_file_that_is_not_there_is_told() throws IOException {
    var right = Files.readString(rig.config());
    Files.delete(rig.config());

    Told.inJson(rig.run(rig.provision(0, "--json")), ExitCodes.BAD_INPUT, rig.config().toString());
    Files.writeString(rig.config(), right);
  }
}
