package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** Found by a random journal: the word that a step is slow comes when the step is over. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class LateSlowTest {
  private static final Instant AT = Instant.parse("2026-11-24T03:00:00Z");
  private static final Event SLOW =
      new Event.StepSlow("a", 1, Duration.ofMinutes(1), Optional.empty());

  private static RunState fold(Event... events) {
    var definition =
        WorkflowDefinition.of("d", List.of(WorkflowStep.named("a").uses("kit.x@1").build()));
    var all = new ArrayList<Event>();
    all.add(
        new Event.RunStarted(
            "wf",
            "run-1",
            Optional.empty(),
            definition.toValue(),
            Value.Fields.EMPTY,
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Set.of(),
            Optional.empty()));
    all.addAll(List.of(events));
    var entries = new ArrayList<JournalEntry>();
    for (var event : all) {
      entries.add(EventCodec.write("run-1", entries.size() + 1L, 1, AT, "engine", event));
    }
    return RunState.of(entries).orElseThrow();
  }

  @Test
  void a_step_that_is_over_or_has_not_begun_is_not_slow() {
    assertThat(fold(SLOW).step("a").slow()).isEmpty();
    var adopted =
        new Event.StepAdopted("a", "run-0", Value.Null.INSTANCE, Optional.empty(), Set.of());
    assertThat(fold(adopted, SLOW).step("a").slow()).isEmpty();
    assertThat(fold(adopted, SLOW).phase()).isEqualTo(Phase.NONE);
  }
}
