package org.hwautomation.simulator.bmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hwautomation.simulator.BootTarget;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.LoopbackBlock;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.SimulatedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that others wrote judge the BMCs before our own do. */
@Execution(ExecutionMode.CONCURRENT)
class IndependentClientsTest {
  private static final Path REDFISHTOOL = Path.of("/usr/bin/redfishtool");
  private static final Path PYTHON = Path.of("/usr/bin/python3");
  private static final Path CURL = Path.of("/usr/bin/curl");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Personality.class)
  void redfishtool_logs_in_reads_and_switches(Personality personality) throws Exception {
    assumeTrue(Files.isExecutable(REDFISHTOOL), "redfishtool is not installed");
    try (var dataCentre = DataCentre.builder().server(personality).speed(10).start()) {
      var server = dataCentre.servers().getFirst();

      assertThat(redfishtool(server, "root")).contains("RedfishVersion");
      assertThat(redfishtool(server, "Systems")).contains("ComputerSystemCollection");
      assertThat(redfishtool(server, "Systems", "-1"))
          .contains(server.identity().serial(), server.personality().product());
      assertThat(redfishtool(server, "Managers", "-1")).contains("FirmwareVersion");
      assertThat(redfishtool(server, "Chassis", "-1")).contains("ChassisType");
      assertThat(redfishtool(server, "AccountService", "Accounts"))
          .contains("ManagerAccountCollection");
      assertThat(redfishtool(server, "raw", "GET", Dialect.of(personality).bios()))
          .contains("AttributeRegistry");

      redfishtool(server, "Systems", "-1", "setBootOverride", "Once", "Pxe");
      assertThat(server.power().override().target()).isEqualTo(BootTarget.PXE);

      redfishtool(server, "Systems", "-1", "reset", "On");
      assertThat(server.power().state()).isEqualTo(PowerState.ON);
      assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.POWER_ON)).isOne();

      redfishtool(server, "SessionService", "login");
      assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.SESSION_CREATED))
          .isPositive();
      assertThat(dataCentre.check()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void sushy_logs_in_reads_bios_and_switches(Personality personality) throws Exception {
    assumeTrue(Files.isExecutable(PYTHON), "python3 is not installed");
    assumeTrue(
        run(List.of(PYTHON.toString(), "-c", "import sushy")).exit() == 0,
        "python3-sushy is not installed");
    try (var dataCentre = DataCentre.builder().server(personality).speed(10).start()) {
      var server = dataCentre.servers().getFirst();
      var script = folder.resolve("judge.py");
      Files.writeString(
          script,
          """
          import sys, os, warnings
          warnings.simplefilter('ignore')
          import sushy
          # Debian's package lacks the folder of standard registries; the BMC has its own
          sushy.Sushy._get_standard_message_registry_collection = lambda self: []
          url, user = sys.argv[1], sys.argv[2]
          auth = sushy.auth.SessionAuth(user, os.environ['BMC_PASSWORD'])
          root = sushy.Sushy(url, auth=auth, verify=False)
          system = root.get_system(root.get_system_collection().members_identities[0])
          print('model', system.json['Model'], system.uuid, system.power_state)
          bios = system.bios
          print('bios', len(bios.attributes))
          registry = bios.get_attribute_registry()
          print('registry', len(registry.registry_entries.attributes) if registry else None)
          manager = root.get_manager(root.get_manager_collection().members_identities[0])
          print('manager', manager.firmware_version)
          inventory = root.get_update_service().firmware_inventory.get_members()
          print('firmware', len(inventory))
          try:
            times = bios.supported_apply_times
            bios.set_attribute(sys.argv[3], sys.argv[4],
                               apply_time=sushy.ApplyTime.ON_RESET if times else None)
          except sushy.exceptions.HTTPError as e:
            # this sushy sends no ETag for settings; where one is wanted, it is given by hand
            print('refused', e.status_code)
            conn, path = bios._conn, bios._settings.resource_uri
            conn.patch(path, data={'Attributes': {sys.argv[3]: sys.argv[4]}},
                       etag=conn.get(path).headers['ETag'])
          print('staged')
          system.set_system_boot_options(sushy.BootSource.PXE, enabled=sushy.BootSourceOverrideEnabled.ONCE)
          system.reset_system(sushy.ResetType.ON)
          system.refresh()
          print('power', system.power_state, system.boot.target)
          """);

      var change =
          switch (personality) {
            case DELL -> List.of("LogicalProc", "Disabled");
            case HPE -> List.of("ProcSMT", "Disabled");
            case SUPERMICRO -> List.of("Hyper_Threading_ALL__00E1", "Disable");
          };
      var command = new ArrayList<>(List.of(PYTHON.toString(), script.toString()));
      command.addAll(List.of(url(server), user(server)));
      command.addAll(change);
      var result = run(command, "BMC_PASSWORD", password(server));

      assertThat(result.exit()).as(result.output()).isZero();
      assertThat(result.output())
          .contains("model " + server.personality().product())
          .contains(
              // the captured Supermicro calls its registry by names that sushy cannot match
              "registry "
                  + (personality == Personality.SUPERMICRO
                      ? "None"
                      : server.bios().registry().attributes().size()))
          .contains("power PowerState.ON BootSource.PXE")
          .contains("staged");
      assertThat(result.output().contains("refused 428"))
          .isEqualTo(personality == Personality.SUPERMICRO);
      assertThat(dataCentre.recorder().count(server.hostname(), EffectKind.BIOS_STAGED)).isOne();
    }
  }

  @Test
  void curl_verifies_nothing_but_reads_the_root_without_a_password() throws Exception {
    assumeTrue(Files.isExecutable(CURL), "curl is not installed");
    try (var dataCentre = DataCentre.builder().servers(1).start()) {
      var server = dataCentre.servers().getFirst();

      assertThat(run(List.of(CURL.toString(), "-sS", url(server) + "/redfish/v1/")).exit())
          .as("a self-signed certificate is not trusted")
          .isEqualTo(60);
      assertThat(run(List.of(CURL.toString(), "-sSk", url(server) + "/redfish/v1/")).output())
          .contains("ServiceRoot");
      assertThat(
              run(List.of(
                      CURL.toString(),
                      "-sSk",
                      "-o",
                      "/dev/null",
                      "-w",
                      "%{http_code}",
                      url(server) + "/redfish/v1/Systems"))
                  .output())
          .isEqualTo("401");
    }
  }

  private String redfishtool(SimulatedServer server, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(REDFISHTOOL.toString());
    command.addAll(
        List.of(
            "-r",
            url(server).substring("https://".length()),
            "-S",
            "Always",
            "-A",
            "Basic",
            "-u",
            user(server),
            "-p",
            password(server)));
    command.addAll(List.of(arguments));
    var result = run(command);
    assertThat(result.exit()).as("%s: %s", List.of(arguments), result.output()).isZero();
    return result.output();
  }

  private static String url(SimulatedServer server) {
    return "https://"
        + server.dataCentre().block().local(server.bmc().address()).getHostAddress()
        + ":"
        + LoopbackBlock.REDFISH_PORT;
  }

  private static String user(SimulatedServer server) {
    return String.valueOf(server.maas().powerParameters().get("power_user"));
  }

  private static String password(SimulatedServer server) {
    return String.valueOf(server.maas().powerParameters().get("power_pass"));
  }

  private record Outcome(int exit, String output) {}

  private Outcome run(List<String> command, String... environment)
      throws IOException, InterruptedException {
    var output = Files.createTempFile(folder, "output", ".txt");
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .directory(folder.toFile());
    // where a machine names its own roots, Python's requests verifies even when told not to
    builder.environment().keySet().removeAll(List.of("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"));
    for (var i = 0; i < environment.length; i += 2) {
      builder.environment().put(environment[i], environment[i + 1]);
    }
    var process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException(command.getFirst() + " did not end");
    }
    return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
