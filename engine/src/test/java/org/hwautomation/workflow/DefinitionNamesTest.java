package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** What a definition is refused for when it is built, whoever builds it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DefinitionNamesTest {
  private static final WorkflowStep A = step("a");

  private static WorkflowStep step(String name) {
    return WorkflowStep.named(name).uses("kit.x@1").build();
  }

  private static void refused(String why, Node... nodes) {
    assertThatThrownBy(() -> WorkflowDefinition.of("d", List.of(nodes)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(why);
  }

  @Test
  void a_step_and_a_group_or_sequence_beside_it_have_two_names() {
    refused("a step and a group of the name 'a'", A, Sequence.of("a", step("b")));
    refused("a step and a group of the name 'a'", ParallelGroup.of("a", step("b")), A);
    refused("a step and a group of the name 'g/a'", ParallelGroup.of("g", A, Sequence.of("a", A)));
    refused("two groups of the name 'g'", Sequence.of("g", A), ParallelGroup.of("g", step("b")));
    refused("two steps of the name 'a'", A, A);
    refused(
        "a step and a group of the name 'a'",
        A,
        ParallelGroup.of("", step("b"), Sequence.of("a", step("c"))));
  }

  @Test
  void the_same_name_deeper_down_or_on_another_list_is_none_of_its_siblings() {
    var definition =
        WorkflowDefinition.named("d")
            .step(Sequence.of("g", A, Sequence.of("g", A)))
            .always(Sequence.of("g", step("c")))
            .always(Sequence.of("g", step("d")))
            .build();
    assertThat(definition.placed()).containsOnlyKeys("g/a", "g/g/a", "g/c", "g/d");
  }

  @Test
  void a_refused_login_is_in_no_policy_and_falls_out_of_an_old_one() {
    var on = Set.of(ErrorClass.BUSY, ErrorClass.AUTHENTICATION);
    assertThatThrownBy(() -> new RetryPolicy(3, Duration.ZERO, 1, Duration.ofMinutes(1), 0, on))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("a login that was refused is never tried again");
    var old =
        new DefinitionCodec.StoredRetry(
            3, Duration.ZERO, 1, Duration.ofMinutes(1), 0, List.copyOf(on));
    assertThat(old.policy().on()).containsExactly(ErrorClass.BUSY);
  }
}
