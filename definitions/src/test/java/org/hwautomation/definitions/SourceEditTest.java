package org.hwautomation.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import org.hwautomation.workflow.Approval;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.Test;

/** What a person wrote stays what it was, around what a program changed. */
final class SourceEditTest {
  private static final DefinitionReader READER = DefinitionReader.of(Examples.actions());
  private static final String TEXT = Examples.COMMENTED;

  private static WorkflowDefinition read(String text) {
    return READER.read("x", DefinitionFormat.YAML, text);
  }

  private static WorkflowStep step(WorkflowDefinition definition, int index) {
    return (WorkflowStep) definition.steps().get(index);
  }

  /** The same with other steps. */
  private static WorkflowDefinition with(WorkflowDefinition original, Iterable<Node> steps) {
    var builder = WorkflowDefinition.named(original.name()).description(original.description());
    original.inputs().forEach(builder::input);
    original.locks().forEach(builder::lock);
    original.deadline().ifPresent(builder::deadline);
    builder.resumeMaxAge(original.resumeMaxAge());
    steps.forEach(builder::step);
    original.always().forEach(builder::always);
    return builder.build();
  }

  private static WorkflowDefinition with(WorkflowDefinition original, int index, Node step) {
    var steps = new ArrayList<>(original.steps());
    steps.set(index, step);
    return with(original, steps);
  }

  @Test
  void nothing_changed_is_nothing_written() {
    var original = read(TEXT);
    assertThat(DefinitionWriter.write(original, DefinitionFormat.YAML)).isEqualTo(TEXT);
    assertThat(DefinitionWriter.rewrite(original, original.toBuilder().build())).isEqualTo(TEXT);
  }

  @Test
  void a_value_changes_in_its_place_and_the_comment_behind_it_stays() {
    var original = read(TEXT);
    var changed =
        with(
            original,
            0,
            step(original, 0).toBuilder()
                .uses("firmware.apply@2")
                .timeout(Duration.ofMinutes(50))
                .build());
    assertThat(DefinitionWriter.rewrite(original, changed))
        .isEqualTo(
            TEXT.replace(
                    "uses: maas.commission      # by MAAS", "uses: firmware.apply@2      # by MAAS")
                .replace("timeout: 45m", "timeout: 50m"));
  }

  @Test
  void a_new_key_comes_where_it_belongs() {
    var original = read(TEXT);
    var changed = with(original, 1, step(original, 1).toBuilder().attempts(5).build());
    assertThat(DefinitionWriter.rewrite(original, changed))
        .isEqualTo(
            TEXT.replace(
                "      policy: \"${inputs.policy}\"\n",
                "      policy: \"${inputs.policy}\"\n    retry: 5\n"));
  }

  /** Random definitions found it: both come behind the same line, and the outer one came first. */
  @Test
  void a_new_key_comes_behind_what_is_new_within_the_key_above_it() {
    var text =
        """
        name: x
        steps:
          - name: one
            uses: maas.commission
            undo:
              approval:
                role: operator
              timeout: 40s
        """;
    var original = read(text);
    var step = step(original, 0);
    var approval = new Approval("operator", Optional.of(Duration.ofHours(1)));
    var undo = step.undo().orElseThrow().toBuilder().when("true").approval(approval).build();
    assertThat(
            DefinitionWriter.rewrite(
                original, with(original, 0, step.toBuilder().undo(undo).build())))
        .isEqualTo(
            text.replace(
                "        role: operator\n",
                "        role: operator\n        expires: 1h\n      when: \"true\"\n"));
  }

  @Test
  void a_step_goes_with_the_comment_above_it() {
    var original = read(TEXT);
    var steps = new ArrayList<>(original.steps());
    steps.remove(3);
    var begin = TEXT.indexOf("\n  # the long one");
    var end = TEXT.indexOf("  - parallel:");
    assertThat(DefinitionWriter.rewrite(original, with(original, steps)))
        .isEqualTo(TEXT.substring(0, begin) + TEXT.substring(end));
  }

  @Test
  void steps_change_places_with_their_comments() {
    var original = read(TEXT);
    var steps = new ArrayList<>(original.steps());
    Collections.swap(steps, 0, 1);
    var changed =
        with(
            original,
            steps.stream()
                .map(
                    node ->
                        node instanceof WorkflowStep step && step.name().equals("plan")
                            ? step.toBuilder().description("first").build()
                            : node)
                .toList());
    var text = DefinitionWriter.rewrite(original, changed);
    assertThat(text.indexOf("name: plan")).isLessThan(text.indexOf("# commissioning comes first"));
    assertThat(text).contains("  # commissioning comes first\n  - name: commission\n");
    assertThat(text).contains("# by MAAS", "# one of four", "# the long one", "# the end");
    assertThat(read(text).toBuilder().build()).isEqualTo(changed);
  }

  @Test
  void line_breaks_stay_as_they_are() {
    var original = read(TEXT.replace("\n", "\r\n"));
    var changed = with(original, 1, step(original, 1).toBuilder().attempts(5).build());
    var text = DefinitionWriter.rewrite(original, changed);
    assertThat(text).contains("    retry: 5\r\n");
    assertThat(text.replace("\r\n", "")).doesNotContain("\n", "\r");
  }

  @Test
  void json_keeps_its_order() {
    var json =
        """
        {"steps": [{"uses": "bmc.check", "name": "a", "timeout": "5m"}], "name": "x"}
        """;
    var original = READER.read("x", DefinitionFormat.JSON, json);
    assertThat(DefinitionWriter.write(original, DefinitionFormat.JSON)).isEqualTo(json);
    var changed = with(original, 0, step(original, 0).toBuilder().attempts(2).build());
    assertThat(DefinitionWriter.rewrite(original, changed))
        .isEqualTo(
            """
            {
              "steps": [
                {
                  "uses": "bmc.check",
                  "name": "a",
                  "timeout": "5m",
                  "retry": 2
                }
              ],
              "name": "x"
            }
            """);
  }

  @Test
  void a_program_s_step_can_not_be_written() {
    var definition =
        WorkflowDefinition.named("x").step(WorkflowStep.named("mine").run(context -> null)).build();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> DefinitionWriter.write(definition, DefinitionFormat.YAML))
        .hasMessageContaining("step mine calls a function of a program");
  }
}
