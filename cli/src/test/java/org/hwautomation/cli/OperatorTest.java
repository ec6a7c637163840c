package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What an operator types: templates and actions are shown, runs are started from files, and are
 * told what to do while another process executes them.
 */
@Timeout(90)
final class OperatorTest {
  private static final String ASKS =
      """
      name: asks
      description: A look, a question, a look
      inputs:
        device_type: {type: device_type, required: true}
        level: {type: string, enum: [low, high], default: low}
        token: {type: secret}
      steps:
        - name: look
          uses: server.validate@1
        - name: agree
          approval: {role: operator}
          when: steps.look.serial != ''
        - name: stage
          uses: bios.stage@1
        - name: left_out
          uses: bmc.check@1
      """;

  @TempDir private Path folder;
  private DataCentre dataCentre;
  private CommandLineRig rig;
  private Path file;

  @BeforeEach
  void start() throws IOException {
    dataCentre = DataCentre.builder().servers(1).speed(600).start();
    rig = new CommandLineRig(folder, dataCentre);
    file = folder.resolve("asks.yaml");
    Files.writeString(file, ASKS);
  }

  @AfterEach
  void stop() {
    dataCentre.close();
  }

  private String host() {
    return rig.server(0).hostname();
  }

  private String[] startOf(String definition, String... more) {
    var words = new ArrayList<String>();
    words.addAll(
        List.of(
            "start",
            definition,
            "--server",
            host(),
            "--device-type",
            SimulatedSetup.deviceType(rig.server(0)),
            "--pace",
            "600",
            "--yes"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private HwautoProcess process(String... words) throws IOException {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--config", rig.config().toString(), "--state", rig.state().toString()));
    return HwautoProcess.start(folder, all);
  }

  private JsonNode why() {
    return rig.run("why", host(), "--json", "--no-maas").json();
  }

  private static List<String> kinds(JsonNode why) {
    return why.path("actions").valueStream().map(a -> a.path("kind").asString()).toList();
  }

  @Test
  void a_run_that_asks_is_answered_paused_and_resumed_from_other_processes() throws Exception {
    try (var executor = process(startOf(file.toString()))) {
      Eventually.until(
          "it asks\n" + executor.printed(),
          () ->
              rig.run("server", "list", "--json").out().contains(host())
                  && why().path("kind").asString().equals("waiting_for_approval"));
      var asked = why();
      assertThat(kinds(asked)).startsWith("approve", "refuse");
      assertThat(asked.path("urgency").asString()).isEqualTo("needs_person");
      var status = rig.run("status", "--json").json();
      assertThat(status.path("needs_attention").path(0).path("kind").asString())
          .isEqualTo("waiting_for_approval");
      assertThat(rig.run("status").out())
          .contains(
              "Needs you: 1", "waiting for approval", "agree waits for the yes of an operator");
      var run = asked.path("run_id").asString();

      Told.clearly(rig.run("run", "approve", run, "stage", "--json"), 1, "does not wait");
      assertThat(rig.run("run", "skip", run, "left_out", "--reason", "no need").exitCode())
          .isZero();
      var paused = rig.run("run", "pause", run, "--reason", "a moment", "--json");
      assertThat(paused.json().path("carried_out").asBoolean()).isTrue();
      assertThat(rig.run("run", "approve", run, "agree", "--reason", "fine").exitCode()).isZero();
      Eventually.until("it is paused", () -> why().path("kind").asString().equals("paused"));
      assertThat(dataCentre.recorder().count(host(), EffectKind.BIOS_STAGED)).isZero();

      var resumed = rig.run("run", "resume", run, "--yes", "--json");
      assertThat(resumed.exitCode()).as(resumed.err()).isZero();
      assertThat(resumed.json().path("status").asString()).isEqualTo("completed");
      assertThat(executor.await().exitCode()).isZero();
      assertThat(dataCentre.recorder().count(host(), EffectKind.BIOS_STAGED)).isEqualTo(1);

      var events = rig.run("run", "events", run).out();
      assertThat(events)
          .contains(
              "agree asks for the yes of role operator",
              "said yes: fine",
              "paused by cli:",
              "left_out is left out: skipped by cli:",
              "completed");
      assertThat(rig.run("run", "events", run, "--json").json().path("entries").size())
          .isEqualTo((int) events.lines().count());
    }
  }

  @Test
  void an_exported_run_stands_alone_and_holds_no_secret() throws IOException {
    var secret = folder.resolve("token");
    Files.writeString(secret, "hunter2-and-more\n");
    try (var run = process(startOf(file.toString(), "--set-file", "token=" + secret))) {
      Eventually.until(
          "it asks",
          () ->
              rig.run("server", "list", "--json").out().contains(host())
                  && why().path("kind").asString().equals("waiting_for_approval"));
      var id = why().path("run_id").asString();
      var exported = rig.run("run", "export", id);
      assertThat(exported.out()).doesNotContain("hunter2").contains("***");
      var document = exported.json();
      assertThat(document.path("definition").path("name").asString()).isEqualTo("asks");
      assertThat(document.path("entries").path(0).path("type").asString()).isEqualTo("run_started");
      assertThat(document.path("history").size()).isEqualTo(1);
      Told.clearly(rig.run("run", "rollback", id, "--json"), 2, "only a failed and held run can");
      assertThat(rig.run("run", "approve", id, "agree", "--reject").exitCode()).isZero();
      Eventually.until("it is held", () -> why().path("kind").asString().equals("held"));
      assertThat(kinds(why())).containsExactly("resume", "release", "skip");
      Told.clearly(
          rig.run("run", "resume", id, "--set", "device_type=a1.c5.large", "--yes", "--json"),
          2,
          "was read by step look");
      Told.clearly(
          rig.run("run", "rollback", id, "--json"), 2, "nothing it did says how", "release");
      assertThat(rig.run("run", "release", id).exitCode()).isZero();
      assertThat(why().path("actions").size()).isZero();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void what_is_typed_for_inputs_is_converted_or_refused_in_words() {
    var refused =
        rig.run(startOf(file.toString(), "--set", "levl=low", "--set", "token=abc", "--json"));
    Told.clearly(refused, 2, "did you mean 'level'?", "--set-file token=PATH");
    assertThat(refused.out()).doesNotContain("abc");
    Told.clearly(
        rig.run(startOf(file.toString(), "--set", "level=mid", "--json")),
        2,
        "'mid' is none of low, high");
    Told.clearly(rig.run(startOf("basic_provisionin", "--json")), 2, "basic_provisioning");
    Told.clearly(rig.run(startOf("no/such.yaml", "--json")), 2, "there is no file no/such.yaml");
    assertThat(dataCentre.recorder().effects()).as("nothing was touched").isEmpty();
  }

  @Test
  void a_dry_run_shows_the_steps_as_they_are_written_and_touches_nothing() {
    var shown = rig.run(startOf(file.toString(), "--dry-run"));
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out())
        .contains("when steps.look.serial != ''", "asks role operator", "bios.stage@1");
    assertThat(rig.run(startOf(file.toString(), "--dry-run", "--json")).json().path("inputs"))
        .isNotEmpty();
    assertThat(dataCentre.recorder().effects()).isEmpty();
    assertThat(rig.run("run", "list", "--json").json().path("runs")).isEmpty();
  }

  @Test
  void templates_and_actions_show_themselves_and_a_wrong_file_is_told_by_line() throws IOException {
    var tree = rig.run("template", "show", "basic-provisioning").out();
    assertThat(tree)
        .contains("from shipped", "├─ validate_server", "└─ verify_configuration")
        .contains("point of no return: moving the BMC, usually 5m");
    var own = Files.createDirectories(rig.state().resolve("definitions"));
    Files.writeString(
        own.resolve("commissioning.yaml"), ASKS.replace("name: asks", "name: commissioning"));
    assertThat(rig.run("template", "list").out()).contains("instead of the shipped one");
    assertThat(rig.run("template", "show", "commissioning").out())
        .contains("used instead of the shipped one");
    Files.writeString(file, ASKS.replace("bios.stage@1", "bios.stge@1"));
    var wrong = rig.run("template", "check", file.toString());
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("asks.yaml:14:", "bios.stage");
    var action = rig.run("action", "show", "host.reboot", "--json").json();
    assertThat(action.path("name").asString()).isEqualTo("host.reboot@1");
    assertThat(action.path("points_of_no_return").path(0).path("description").asString())
        .isEqualTo("applying BIOS settings");
    Told.clearly(
        rig.run("action", "show", "host.rebot", "--json"), 2, "did you mean 'host.reboot'?");
  }
}
