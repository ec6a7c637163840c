package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.provisioning.firmware.PlanDocument;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.SimulatedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Catalog and plan at the command line, against a simulated data centre. */
class FirmwareCommandsTest {
  private static DataCentre dataCentre;
  private static String setup;

  @TempDir private Path folder;
  private Path config;

  @BeforeAll
  static void start() {
    dataCentre = DataCentre.builder().servers(3).seed(7).speed(600).start();
    setup = new SimulatedSetup(dataCentre).yaml();
  }

  @AfterAll
  static void stop() {
    dataCentre.close();
  }

  @BeforeEach
  void configure() throws IOException {
    config = Files.writeString(folder.resolve("hwauto.yaml"), setup);
    Files.createDirectories(images());
  }

  private Path images() {
    return folder.resolve("firmware");
  }

  private CommandRun run(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", config.toString(), "--state", folder.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  private static SimulatedServer server(Personality personality) {
    return dataCentre.servers().stream()
        .filter(server -> server.personality() == personality)
        .findFirst()
        .orElseThrow();
  }

  private JsonNode add(String file, String... more) throws IOException {
    Files.writeString(images().resolve(file), "image " + file);
    var all = new ArrayList<>(List.of("firmware", "catalog", "add", file, "--json"));
    all.addAll(List.of(more));
    var run = run(all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json();
  }

  private void addBmc(Personality personality, String version, String... more) throws IOException {
    var all =
        new ArrayList<>(
            List.of(
                "--vendor",
                personality.key(),
                "--component",
                "bmc",
                "--version",
                version,
                "--board",
                personality.product()));
    all.addAll(List.of(more));
    add(personality.key() + "-" + version + ".bin", all.toArray(String[]::new));
  }

  @Test
  void an_image_is_added_listed_verified_and_missed() throws IOException {
    addBmc(Personality.DELL, "7.00.00.171", "--min-from", "6.10.30.00", "--security");
    var list = run("firmware", "catalog", "list", "--json").json();
    assertThat(list.path("images").path(0).path("sha256").asString()).hasSize(64);
    assertThat(list.path("images").path(0).path("security").asBoolean()).isTrue();
    assertThat(run("firmware", "catalog", "list", "--vendor", "hpe", "--json").json().path("count"))
        .hasToString("0");
    assertThat(run("firmware", "catalog", "list").out())
        .contains(">= 6.10.30.00", "PowerEdge R750");
    assertThat(run("firmware", "catalog", "verify").exitCode()).isZero();
    Files.writeString(images().resolve("dell-7.00.00.171.bin"), "another of the same size");
    var verify = run("firmware", "catalog", "verify", "--json");
    assertThat(verify.exitCode()).isEqualTo(ExitCodes.FAILED);
    assertThat(verify.json().path("bad").asInt()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(Personality.class)
  void a_plan_says_the_way_and_is_kept_in_a_file(Personality personality) throws IOException {
    var server = server(personality);
    var versions =
        switch (personality) {
          case DELL -> List.of("6.10.30.00", "7.00.00.171");
          case HPE -> List.of("2.78", "2.81 Mar 01 2023");
          case SUPERMICRO -> List.of("01.02.00", "01.03.05");
        };
    addBmc(personality, versions.get(0));
    addBmc(personality, versions.get(1), "--min-from", versions.get(0));
    var file = folder.resolve("plans/plan.json");
    var run =
        run(
            "firmware",
            "plan",
            server.hostname(),
            "--policy",
            "latest",
            "--out",
            file.toString(),
            "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    var plan = PlanDocument.read(file.toString(), Files.readString(file));
    assertThat(plan.updates())
        .singleElement()
        .satisfies(
            update -> {
              assertThat(update.via()).containsExactly(versions.get(0));
              assertThat(update.to()).isEqualTo(versions.get(1));
            });
    assertThat(run.json().path("updates").path(0).path("path").size()).isEqualTo(2);
    assertThat(run.json().path("bmc_resets").asInt()).isEqualTo(2);
    assertThat(plan.identity().serial()).isNotBlank();
    var text = run("firmware", "plan", server.hostname(), "--policy", "latest");
    assertThat(text.out())
        .contains(versions.get(0), versions.get(1), "BMC resets 2, host reboots 0");
    var again =
        run("firmware", "plan", server.hostname(), "--policy", "latest", "--out", file.toString());
    assertThat(again.exitCode()).as("a plan is never overwritten").isNotZero();
    assertThat(dataCentre.check()).isEmpty();
  }

  @Test
  void a_baseline_is_the_device_types() throws IOException {
    var server = server(Personality.DELL);
    addBmc(Personality.DELL, "7.00.00.171");
    var types =
        Files.writeString(
            folder.resolve("types.yaml"),
            """
            device_configuration:
              vendors:
                dell:
                  motherboards:
                    0PJ80M:
                      model: PowerEdge R750
                      firmware_tracking: {bmc: {latest_version: 7.00.00.171}}
                      device_types:
                        mine: {firmware: {bios: 1.9.2}}
                    0OTHER:
                      model: PowerEdge R650
                      device_types: {other: {}}
            """);
    Files.writeString(config, setup + "devices: {file: '" + types + "'}\n");
    var plan = run("firmware", "plan", server.hostname(), "--device-type", "mine", "--json");
    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.json().path("updates").size()).isEqualTo(1);
    assertThat(plan.json().path("skipped").valueStream())
        .anySatisfy(
            skip -> {
              assertThat(skip.path("component").asString()).isEqualTo("bios");
              assertThat(skip.path("reason").asString()).isEqualTo("missing_image");
            });
    var other = run("firmware", "plan", server.hostname(), "--device-type", "other");
    assertThat(other.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(other.err()).contains("is no other", "PowerEdge R650", "PowerEdge R750");
  }

  @Test
  void a_person_may_choose_versions() throws IOException {
    var server = server(Personality.DELL);
    addBmc(Personality.DELL, "5.10.00.00");
    var name = server.hostname();
    var refused =
        run("firmware", "plan", name, "--policy", "manual", "--choose", "bmc=5.10.00.00", "--json");
    assertThat(refused.json().path("skipped").toString()).contains("\"downgrade\"");
    var allowed =
        run(
            "firmware",
            "plan",
            name,
            "--policy",
            "manual",
            "--choose",
            "bmc=5.10.00.00",
            "--approve",
            "downgrade",
            "--reason",
            "ticket 7",
            "--json");
    assertThat(allowed.json().path("updates").path(0).path("downgrade").asBoolean()).isTrue();
    assertThat(allowed.json().path("reason").asString()).isEqualTo("ticket 7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan SERVER",
        "plan SERVER --policy lastest",
        "plan SERVER --policy latest --choose bmc=1",
        "plan SERVER --policy manual",
        "plan SERVER --policy manual --choose bmc",
        "plan SERVER --policy manual --choose bcm=1",
        "plan SERVER --policy latest --approve downgrade",
        "plan SERVER --policy latest --reason why",
        "plan SERVER --policy latest --approve all --reason why",
        "catalog add /etc/hostname --vendor d --component bmc --version 1 --board b",
        "catalog add absent.bin --vendor d --component bmc --version 1 --board b",
        "catalog list --component bois"
      })
  void bad_input_is_told_and_nothing_is_done(String line) throws IOException {
    addBmc(Personality.HPE, "2.78");
    var words =
        new ArrayList<>(
            List.of(
                ("firmware " + line)
                    .replace("SERVER", server(Personality.HPE).hostname())
                    .split(" ")));
    var before = Files.readString(images().resolve("catalog.yaml"));
    var run = run(words.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run.err()).startsWith("error: ");
    assertThat(images().resolve("catalog.yaml")).hasContent(before.stripTrailing());
  }

  @Test
  void without_a_catalog_a_plan_says_what_to_do() {
    var run = run("firmware", "plan", server(Personality.HPE).hostname(), "--policy", "latest");
    assertThat(run.exitCode()).isEqualTo(ExitCodes.BAD_INPUT);
    assertThat(run.err()).contains("firmware.catalog", "hwauto firmware catalog add");
  }
}
