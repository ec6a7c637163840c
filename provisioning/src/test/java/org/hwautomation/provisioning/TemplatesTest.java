package org.hwautomation.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hwautomation.definitions.DefinitionFormat;
import org.hwautomation.definitions.DefinitionWriter;
import org.hwautomation.definitions.UnknownDefinitionException;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.steps.StepLibrary;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The shipped templates are the original's, step for step. */
final class TemplatesTest {
  /** The original's four, in our order (decision 9). */
  static final List<List<String>> ORIGINAL =
      List.of(
          List.of(
              "basic_provisioning",
              "validate_server",
              "commission_server",
              "wait_for_commissioning",
              "verify_commissioning",
              "discover_hardware",
              "setup_ipmi",
              "configure_ipmi_network",
              "test_ipmi_connectivity",
              "verify_ipmi_setup",
              "backup_bios_config",
              "configure_bios",
              "reboot_server",
              "verify_bios_config",
              "verify_configuration"),
          List.of(
              "commissioning",
              "validate_server",
              "commission_server",
              "wait_for_commissioning",
              "verify_commissioning"),
          List.of(
              "bios_configuration",
              "validate_ipmi_connectivity",
              "backup_bios_config",
              "configure_bios",
              "reboot_server",
              "verify_bios_config"),
          List.of(
              "ipmi_setup",
              "validate_network_config",
              "configure_ipmi_network",
              "test_ipmi_connectivity",
              "verify_ipmi_setup"));

  @TempDir private Path state = Path.of(".");

  private Configuration configuration() {
    return Configuration.loader().text("test.yaml", "state_dir: '" + state + "'\n").load();
  }

  @ParameterizedTest
  @FieldSource("ORIGINAL")
  void a_template_is_the_original_s_step_for_step(List<String> names) {
    try (var manager = WorkflowManager.open(configuration())) {
      var expected = new ArrayList<WorkflowStep>();
      for (var name : names.subList(1, names.size())) {
        var step = StepLibrary.step(name);
        expected.add(
            switch (name) {
              case "commission_server" ->
                  step.toBuilder().with("enable_ssh", names.contains("discover_hardware")).build();
              case "verify_commissioning" ->
                  step.toBuilder().with("ssh_kept", names.contains("discover_hardware")).build();
              default -> step;
            });
      }
      var definition = manager.library().get(names.getFirst());
      assertThat(definition.steps()).isEqualTo(expected);
      assertThat(definition.name()).isEqualTo(names.getFirst());
      var workflow =
          new WorkflowFactory(manager).create(names.getFirst(), "w-1", "server-1", "a1.c5.large");
      assertThat(workflow.steps()).isEqualTo(expected);
      assertThat(workflow.definition()).isEqualTo(definition);
    }
  }

  @Test
  void the_names_are_those_of_the_files() {
    try (var manager = WorkflowManager.open(configuration())) {
      assertThat(manager.library().names()).containsExactlyElementsOf(WorkflowFactory.templates());
    }
  }

  @Test
  void an_own_file_is_used_instead() throws IOException {
    var folder = Files.createDirectories(state.resolve("definitions"));
    try (var manager = WorkflowManager.open(configuration())) {
      var shipped = manager.library().get("commissioning");
      var own = DefinitionWriter.rewrite(shipped, shipped.withDescription("as we do it here"));
      assertThat(own).contains("# One attempt: a second one");
      Files.writeString(folder.resolve("commissioning.yaml"), own);
      assertThat(manager.library().get("commissioning").description())
          .isEqualTo("as we do it here");
      assertThat(manager.library().find("commissioning").orElseThrow().shadows())
          .contains("shipped");
      Files.writeString(folder.resolve("commissioning.yaml"), own.replace("retry: 2", "retry: 0"));
      assertThatThrownBy(
              () ->
                  new WorkflowFactory(manager)
                      .create("commissioning", "w-1", "server-1", "a1.c5.large"))
          .isInstanceOf(BadFileException.class)
          .hasMessageContaining("retry is not a whole number from 1");
    }
  }

  @Test
  void an_unknown_template_is_refused_with_the_nearest() {
    try (var manager = WorkflowManager.open(configuration())) {
      assertThatThrownBy(
              () -> new WorkflowFactory(manager).create("comissioning", "w", "s", "a1.c5.large"))
          .isInstanceOf(UnknownDefinitionException.class)
          .hasMessageStartingWith("unknown template 'comissioning'; did you mean 'commissioning'?");
    }
  }

  @Test
  void a_template_becomes_json_and_back() {
    try (var manager = WorkflowManager.open(configuration())) {
      for (var name : WorkflowFactory.templates()) {
        var definition = manager.library().get(name);
        var json = DefinitionWriter.write(definition, DefinitionFormat.JSON);
        assertThat(
                manager.library().reader().read("x.json", DefinitionFormat.JSON, json).toBuilder()
                    .build())
            .isEqualTo(definition.toBuilder().build());
      }
    }
  }
}
