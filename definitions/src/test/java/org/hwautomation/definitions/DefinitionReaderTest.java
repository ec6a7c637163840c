package org.hwautomation.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.workflow.Approval;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.FailurePolicy;
import org.hwautomation.workflow.ParallelGroup;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.RetryPolicy;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DefinitionReaderTest {
  private static final DefinitionReader READER = DefinitionReader.of(Examples.actions());

  private static WorkflowDefinition read(String yaml) {
    return READER.read("x.yaml", DefinitionFormat.YAML, yaml);
  }

  @Test
  void a_file_is_the_definition_that_the_builder_makes() {
    var expected =
        WorkflowDefinition.named("firmware-first")
            .description("Bring firmware to its baseline, then hand over")
            .input(Parameter.of("device_type", "string", "device type").asRequired())
            .input(
                Parameter.of("policy", "string", "policy")
                    .oneOf("baseline", "latest")
                    .defaultingTo("baseline"))
            .lock("server/${server_id}")
            .deadline(Duration.ofHours(4))
            .step(
                WorkflowStep.named("commission")
                    .uses("maas.commission")
                    .with("skip_bmc_config", true)
                    .timeout(Duration.ofMinutes(45))
                    .build())
            .step(
                WorkflowStep.named("plan")
                    .uses("firmware.plan")
                    .with("policy", "${inputs.policy}")
                    .build())
            .step(
                WorkflowStep.named("approve")
                    .when("steps.plan.reboots > 2")
                    .approval(new Approval("operator", Optional.of(Duration.ofHours(24))))
                    .build())
            .step(
                WorkflowStep.named("update")
                    .uses("firmware.apply@1")
                    .when("size(steps.plan.updates) > 0")
                    .timeout(Duration.ofHours(2))
                    .retry(
                        new RetryPolicy(
                            3,
                            Duration.ofSeconds(30),
                            2,
                            Duration.ofMinutes(10),
                            0,
                            Set.of(ErrorClass.CONNECTION, ErrorClass.BUSY)))
                    .undo(
                        WorkflowStep.named("undo")
                            .uses("firmware.plan")
                            .timeout(Duration.ofMinutes(1))
                            .build())
                    .build())
            .parallel(
                WorkflowStep.named("bios").uses("bios.apply").limit("bios").build(),
                WorkflowStep.named("sensors").uses("bmc.check").build())
            .step(
                Sequence.of(
                    "last",
                    WorkflowStep.named("hand_over")
                        .uses("maas.tag")
                        .with("tags", List.of("ready", "type-${inputs.device_type}"))
                        .with("after", Duration.ofMinutes(5))
                        .build()))
            .always(WorkflowStep.named("tidy").uses("bmc.check").attempts(1).build())
            .build();
    assertThat(read(Examples.COMMENTED).toBuilder().build()).isEqualTo(expected);
  }

  @Test
  void the_defaults_of_the_original_hold_where_nothing_is_said() {
    var step =
        (WorkflowStep) read("name: x\nsteps: [{name: a, uses: bmc.check}]").steps().getFirst();
    assertThat(step.timeout()).isEqualTo(Duration.ofSeconds(300));
    assertThat(step.retry()).isEqualTo(RetryPolicy.DEFAULT);
    assertThat(step.action()).contains("bmc.check@1");
  }

  static Stream<Map.Entry<String, String>> valid() {
    return Examples.valid().entrySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valid")
  void a_good_file_is_read(Map.Entry<String, String> example) {
    assertThat(read(example.getValue()).steps()).isNotEmpty();
  }

  static Stream<Examples.Bad> bad() {
    return Stream.concat(Examples.malformed().stream(), Examples.senseless().stream());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bad")
  void everything_wrong_is_said_at_once_with_its_place(Examples.Bad bad) {
    var error = catchThrowableOfType(DefinitionException.class, () -> read(bad.text()));
    assertThat(error).as("taken: %s", bad.text()).isNotNull();
    assertThat(error.problems()).as(bad.text()).hasSameSizeAs(bad.problems());
    for (var i = 0; i < bad.problems().size(); i++) {
      assertThat(error.problems().get(i)).startsWith("x.yaml:").contains(bad.problems().get(i));
    }
    assertThat(error.found()).hasSameSizeAs(error.problems());
    assertThat(error.getMessage()).doesNotContain("hunter2");
  }

  @Test
  void json_is_read_with_places_too() {
    var json = "{\n  \"name\": \"x\",\n\t\"steps\": [{\"name\": \"a\", \"uses\": \"bmc.chek\"}]\n}";
    assertThatThrownBy(() -> READER.read("x.json", DefinitionFormat.JSON, json))
        .isInstanceOf(DefinitionException.class)
        .hasMessage("x.json:3:34: unknown action 'bmc.chek', did you mean 'bmc.check'?");
    var good = json.replace("chek", "check");
    assertThat(READER.read("x.json", DefinitionFormat.JSON, good).name()).isEqualTo("x");
    for (var wrong : List.of("{\"name\": ", "{\"name\": \"x\"} 5", "{'name': 1}", "name: x", "")) {
      assertThatThrownBy(() -> READER.read("x.json", DefinitionFormat.JSON, wrong))
          .isInstanceOf(DefinitionException.class)
          .hasMessageStartingWith("x.json:");
    }
    assertThatThrownBy(
            () -> READER.read("x.json", DefinitionFormat.JSON, "{\"name\":1,\"name\":2}"))
        .hasMessageContaining("x.json:1:11: 'name' stands twice");
  }

  @Test
  void policies_for_failure_are_read() {
    assertThat(read(Examples.valid("rollback")).failure()).isEqualTo(FailurePolicy.ROLLBACK);
    assertThat(read(Examples.valid("rollback with steps")).onFailure()).hasSize(1);
    assertThat(read(Examples.valid("held in words")).failure()).isEqualTo(FailurePolicy.HOLD);
  }

  @Test
  void groups_may_hold_sequences() {
    var group = (ParallelGroup) read(Examples.valid("groups in groups")).steps().getFirst();
    assertThat(group.when()).contains("inputs.go == true");
    assertThat(group.branches().getFirst()).isInstanceOf(Sequence.class);
  }

  @Test
  void a_reader_without_actions_takes_any() {
    var definition =
        DefinitionReader.withoutActions()
            .read(
                "x.yaml",
                DefinitionFormat.YAML,
                "name: x\nsteps: [{name: a, uses: no.such@7, with: {anything: 1}}]");
    assertThat(((WorkflowStep) definition.steps().getFirst()).action()).contains("no.such@7");
  }

  @Test
  void files_that_are_no_text_or_too_large_or_absent_are_refused(@TempDir Path folder)
      throws Exception {
    var file = folder.resolve("x.yaml");
    Files.write(file, new byte[] {'n', (byte) 0xff, (byte) 0xfe});
    assertThatThrownBy(() -> READER.read(file))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("is not UTF-8 text");
    Files.writeString(file, "name: x\n" + "#".repeat(256 << 10));
    assertThatThrownBy(() -> READER.read(file)).hasMessageContaining("is larger than 256 KiB");
    assertThatThrownBy(() -> READER.read(folder)).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> READER.read(folder.resolve("y.yaml")))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> read("name: x\n" + "#".repeat(256 << 10)))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("is larger than 256 KiB");
    Files.writeString(file, Examples.COMMENTED, StandardCharsets.UTF_8);
    assertThat(READER.read(file).source().orElseThrow().text()).isEqualTo(Examples.COMMENTED);
  }

  @Test
  void what_a_run_could_not_keep_is_refused() {
    var text = new StringBuilder("name: x\nsteps:\n");
    for (var i = 0; i < 3_000; i++) {
      text.append("  - {name: s").append(i).append(", uses: bmc.check}\n");
    }
    assertThatThrownBy(() -> read(text.toString()))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("takes more than 256 KiB together with its text");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        a: &a [x]
        b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]
        c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]
        d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]
        e: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]
        f: &f [*e,*e,*e,*e,*e,*e,*e,*e,*e]
        g: [*f,*f,*f,*f,*f,*f,*f,*f,*f]
        """,
        "a: &a [*a]",
      })
  void bombs_of_aliases_are_refused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(DefinitionException.class);
  }

  @Test
  void what_is_nested_too_deeply_is_refused() {
    assertThatThrownBy(() -> read("[".repeat(60_000)))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("not valid YAML");
    assertThatThrownBy(() -> READER.read("x.json", DefinitionFormat.JSON, "[".repeat(60_000)))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("nested too deeply");
  }
}
