package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.UnavailableException;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.WorkflowFactory;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.ServerDescription;
import org.hwautomation.workflow.StatusReport;
import org.hwautomation.workflow.Workflow;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The seed's usage examples in Java, on simulated servers over the wire. What stands between the
 * marks is shown, word for word, in {@code docs/seed-examples.md}.
 */
@Timeout(120)
final class SeedExamplesTest {
  private static final double SPEED = 600;

  @TempDir private Path folder = Path.of(".");

  private final DataCentre dataCentre =
      DataCentre.builder()
          .server(ServerDescription.numbered(1).withHostname("server-123"))
          .server(ServerDescription.numbered(2).withHostname("server-456"))
          .speed(SPEED)
          .start();

  @AfterEach
  void takeItAway() {
    dataCentre.close();
  }

  private WorkflowManager open() {
    return WorkflowManager.open(
        new SimulatedSetup(dataCentre).configuration(folder), new Pace(SPEED), "java", "a test");
  }

  @Test
  void a_manager_is_opened_from_a_file() throws IOException {
    var file = folder.resolve("hwauto.yaml");
    Files.writeString(
        file, "state_dir: \"" + folder + "\"\n" + new SimulatedSetup(dataCentre).yaml());
    // example: open
    try (var manager = WorkflowManager.open(Configuration.load(file))) {
      System.out.println(manager.machine("server-123").statusName());
    }
    // end
    assertThat(folder.resolve("hw_automation.db")).exists();
  }

  @Test
  void basic_workflow_management() {
    try (var manager = open()) {
      // example: basic
      var factory = new WorkflowFactory(manager);

      Workflow workflow = factory.basicProvisioning("prov-001", "server-123", "a1.c5.large");

      var context =
          manager.createContext("server-123", "a1.c5.large").targetIpmiIp("10.0.1.100").build();
      boolean success = workflow.execute(context);
      // end
      assertThat(success).as("%s", workflow.status()).isTrue();
    }
    assertThat(dataCentre.server("server-123").bmc().network().address()).isEqualTo("10.0.1.100");
    assertThat(dataCentre.recorder().count("server-123", EffectKind.COMMISSION)).isEqualTo(1);
    assertThat(dataCentre.recorder().count("server-123", EffectKind.BIOS_APPLIED)).isEqualTo(1);
    assertThat(dataCentre.recorder().count("server-456", EffectKind.COMMISSION)).isZero();
    assertThat(dataCentre.check()).isEmpty();
  }

  @Test
  void a_custom_workflow_tells_its_progress() {
    var told = new CopyOnWriteArrayList<String>();
    try (var manager = open()) {
      var context = manager.createContext("server-123", "a1.c5.large").build();
      // example: custom
      Workflow workflow = manager.createWorkflow("custom-001");

      workflow.addStep(
          WorkflowStep.named("custom_validation")
              .description("Custom server validation")
              .timeout(Duration.ofSeconds(120))
              .attempts(2)
              .run(
                  step -> {
                    step.reportSubTask("Looking whether somebody locked it");
                    var machine = manager.machine(step.serverId().orElseThrow());
                    return !machine.locked(); // false fails the step
                  }));

      workflow.onProgress(
          p ->
              told.add(
                  "Step %d/%d: %s - %s"
                      .formatted(p.step(), p.totalSteps(), p.stepName(), p.status())));
      boolean success = workflow.execute(context);
      // end
      assertThat(success).as("%s", workflow.status()).isTrue();
    }
    assertThat(told)
        .contains("Step 1/1: custom_validation - running")
        .contains("Step 1/1: custom_validation - completed");
  }

  @Test
  void a_custom_step_that_answers_false_fails() {
    try (var manager = open()) {
      var workflow = manager.createWorkflow("custom-002");
      workflow.addStep(WorkflowStep.named("custom_validation").attempts(1).run(step -> false));
      var context = manager.createContext("server-456", "s2.c2.medium").build();
      assertThat(workflow.execute(context)).isFalse();
      assertThat(StatusReport.of(workflow.state().orElseThrow(), Optional.empty()))
          .containsEntry("status", "failed");
    }
  }

  @Test
  void firmware_first_provisioning_is_asked_for_before_it_is_used() {
    var success = false;
    try (var manager = open()) {
      var context = manager.createContext("server-456", "s2.c2.medium").build();
      // example: firmware
      if (manager.isFirmwareAvailable()) {
        Workflow workflow =
            manager
                .firmwareFirst("fw-001", "server-456", "s2.c2.medium")
                .targetIp("10.0.1.101")
                .credentials(Credentials.of("admin", Secret.of("secret")))
                .policy(UpdatePolicy.LATEST)
                .create();
        success = workflow.execute(context);
      }
      // end
      assertThat(success).isEqualTo(manager.isFirmwareAvailable());
      if (!manager.isFirmwareAvailable()) {
        assertThatThrownBy(
                () ->
                    manager
                        .firmwareFirst("fw-001", "server-456", "s2.c2.medium")
                        .credentials(Credentials.of("admin", Secret.of("hidden-word")))
                        .create())
            .isInstanceOf(UnavailableException.class)
            .hasMessageContaining("isFirmwareAvailable")
            .hasMessageNotContaining("hidden-word");
      }
    }
  }

  @Test
  void the_page_shows_these_examples() throws IOException {
    var root = Path.of(Objects.requireNonNull(System.getProperty("hwautomation.root")));
    var source =
        Files.readString(
            root.resolve("cli/src/test/java/org/hwautomation/cli/SeedExamplesTest.java"));
    var page = Files.readString(root.resolve("docs/seed-examples.md"));
    for (var name : List.of("open", "basic", "custom", "firmware")) {
      assertThat(page).contains("```java\n" + example(source, name) + "```");
    }
  }

  private static String example(String source, String name) {
    var mark = "// example: " + name + "\n";
    var from = source.indexOf(mark) + mark.length();
    var body = source.substring(from, source.indexOf("// end", from));
    return body.stripTrailing().stripIndent() + "\n"; // a last line counts, also an empty one
  }
}
