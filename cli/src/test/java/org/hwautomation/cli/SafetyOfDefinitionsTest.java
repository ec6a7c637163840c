package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.Personality;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The safety rules where a person wrote the definition, or changes how a run goes on. */
@Timeout(60)
final class SafetyOfDefinitionsTest {
  private static final String STAGES =
      """
      name: stages
      steps:
        - {name: stage, uses: bios.stage, retry: 1}
      """;

  @TempDir private Path folder;
  private DataCentre dataCentre;
  private CommandLineRig rig;

  @BeforeEach
  void start() throws IOException {
    dataCentre = DataCentre.builder().servers(1).seed(11).speed(600).start();
    rig = new CommandLineRig(folder, dataCentre);
  }

  @AfterEach
  void stop() {
    dataCentre.close();
  }

  private String host() {
    return rig.server(0).hostname();
  }

  private CommandRun start(String definition, String... more) throws IOException {
    var file = folder.resolve("definition.yaml");
    Files.writeString(file, definition);
    var words = new ArrayList<String>();
    words.addAll(List.of("start", file.toString(), "--server", host(), "--id", "run"));
    words.addAll(List.of("--device-type", SimulatedSetup.deviceType(rig.server(0))));
    words.addAll(List.of("--pace", "600"));
    words.addAll(List.of(more));
    return rig.run(words.toArray(String[]::new));
  }

  private long staged() {
    return dataCentre.recorder().count(host(), EffectKind.BIOS_STAGED);
  }

  @Test
  void rule_1_a_definition_that_validates_nothing_writes_to_no_other_server() throws IOException {
    var commissioned = rig.run(rig.provision(0, "--template", "commissioning"));
    assertThat(commissioned.exitCode()).as(commissioned.err()).isZero();
    rig.server(0).faults().claimSerial("OTHER-SERIAL");
    var refused = start(STAGES, "--yes");
    Told.clearly(refused, 2, "OTHER-SERIAL", "safety rule 1");
    assertThat(staged()).isZero();
    assertThat(dataCentre.recorder().unsafeActs()).isEmpty();
  }

  @Test
  void rule_2_no_input_lets_a_run_write_to_a_server_in_use() throws IOException {
    rig.server(0).maas().status(MaasStatus.DEPLOYED);
    Told.clearly(start(STAGES, "--yes"), 2, "Deployed", "safety rule 2");
    Told.clearly(start(STAGES, "--yes", "--set", "allow_in_use=x"), 2, "safety rule 2");
    Told.clearly(
        start(
            "name: own\ninputs: {allow_in_use: {default: yes indeed}}\n"
                + STAGES.substring(STAGES.indexOf("steps")),
            "--yes"),
        2,
        "safety rule 2");
    Told.clearly(start(STAGES, "--yes", "--allow-in-use"), 2, "go together (safety rule 2)");
    Told.clearly(start(STAGES, "--yes", "--reason", "x"), 2, "go together (safety rule 2)");
    assertThat(staged()).isZero();
    var allowed = start(STAGES, "--yes", "--allow-in-use", "--reason", "the rack burns");
    assertThat(allowed.exitCode()).as(allowed.err()).isZero();
    assertThat(staged()).isEqualTo(1);
    try (var manager =
        WorkflowManager.open(
            SimulatedConfiguration.of(dataCentre, rig.state()), new Pace(600), "test", "a test")) {
      assertThat(manager.store().audit().newest(10))
          .anySatisfy(
              entry -> {
                assertThat(entry.target()).isEqualTo(host());
                assertThat(entry.reason()).isEqualTo("the rack burns");
              });
    }
  }

  @Test
  void rule_10_only_a_person_with_a_reason_approves_what_can_cut_us_off() throws IOException {
    var dell = rig.server(0).personality() == Personality.DELL;
    var name = dell ? "GenericUsbBoot" : "UsbBoot";
    var value = dell ? "Enabled" : "Disabled";
    var types =
        Files.writeString(
            folder.resolve("types.yaml"),
            """
            device_configuration:
              vendors:
                any:
                  motherboards:
                    any:
                      device_types:
                        cut-off:
                          bios_settings: {SETTING: VALUE}
            """
                .replace("SETTING", name)
                .replace("VALUE", value));
    var config = Files.readString(rig.config());
    Files.writeString(rig.config(), config + "devices:\n  file: \"" + types + "\"\n");
    var file = Files.writeString(folder.resolve("stages.yaml"), STAGES).toString();
    var words =
        List.of("start", file, "--server", host(), "--device-type", "cut-off", "--pace", "600");

    Told.clearly(more(words, "--yes", "--set", "approve_bios=x"), 2, "safety rule 10");
    Told.clearly(more(words, "--yes", "--approve", name), 2, "go together (safety rule 10)");
    Told.clearly(more(words, "--yes", "--reason", "x"), 2, "go together (safety rule 2)");
    var refused = more(words, "--yes", "--id", "refused");
    Told.clearly(refused, 1, "--approve '" + name + "' --reason TEXT", "nothing was written");
    var slip = more(words, "--yes", "--id", "slip", "--approve", name + "x", "--reason", "r");
    assertThat(slip.exitCode()).as("its server is held by the run before").isEqualTo(2);
    var released = rig.run("run", "release", "refused");
    assertThat(released.exitCode()).as(released.err()).isZero();
    var plan = rig.run("bios", "plan", host(), "--device-type", "cut-off");
    assertThat(plan.exitCode()).isEqualTo(ExitCodes.FAILED);
    var approved = new String[] {"--approve", name, "--reason", "the console is watched"};
    var planned = more(List.of("bios", "plan", host(), "--device-type", "cut-off"), approved);
    assertThat(planned.exitCode()).as(planned.out()).isZero();
    Told.clearly(
        more(
            List.of("bios", "plan", host(), "--device-type", "cut-off"),
            "--approve",
            name + "x",
            "--reason",
            "r"),
        1,
        "names no setting of the device type or this BIOS");
    assertThat(staged()).isZero();

    var all = new ArrayList<>(words);
    all.addAll(List.of(approved));
    var done = more(all, "--yes", "--id", "approved");

    assertThat(done.exitCode()).as(done.out() + done.err()).isZero();
    assertThat(staged()).isEqualTo(1);
    try (var manager =
        WorkflowManager.open(
            SimulatedConfiguration.of(dataCentre, rig.state()), new Pace(600), "test", "a test")) {
      assertThat(manager.store().audit().newest(10))
          .anySatisfy(
              entry -> {
                assertThat(entry.target()).isEqualTo(host());
                assertThat(entry.reason()).isEqualTo(name + ": the console is watched");
              });
    }
  }

  private CommandRun more(List<String> words, String... more) {
    var all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return rig.run(all.toArray(String[]::new));
  }

  @Test
  void rule_12_no_input_opens_a_window_on_a_host() throws IOException {
    Told.clearly(
        start(STAGES, "--yes", "--set", "host_window=x"), 2, "host_window", "steps find out");
    assertThat(staged()).isZero();
  }

  @Test
  void rule_14_what_writes_asks_or_is_told_yes() throws IOException {
    Told.clearly(start(STAGES), 2, "give --yes", host());
    assertThat(staged()).isZero();
    var asks = STAGES + "  - {name: agree, approval: {role: operator, expires: 1s}}\n";
    assertThat(start(asks, "--yes").exitCode()).isEqualTo(1);
    Told.clearly(rig.run("run", "resume", "run", "--skip", "agree"), 2, "give --yes");
    var dry = rig.run("run", "resume", "run", "--skip", "agree", "--dry-run");
    assertThat(dry.exitCode()).as(dry.err()).isZero();
    var run = rig.run("run", "list", "--json").json().path("runs").path(0);
    assertThat(run.path("phase").asString()).isEqualTo("held");
    var resumed =
        rig.run("run", "resume", "run", "--skip", "agree", "--reason", "agreed by phone", "--yes");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(rig.run("run", "events", "run").out())
        .contains("agree is left out: skipped by cli:", "agreed by phone");
    assertThat(rig.run("run", "events", run.path("run_id").asString()).out())
        .contains("its server passes on", "agreed by phone");
    assertThat(staged()).as("what was done is not done again").isEqualTo(1);
  }
}
