package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.ResumeChanges;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.SkipCause;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Of rule 11: a held run is resumed with other inputs, or without some of its steps. */
abstract class EditContract extends Contract {
  private final boolean[] broken = {true};

  private WorkflowStep last() {
    return tester().step("last", c -> broken[0] ? false : c.values().text("late").orElse("none"));
  }

  private TestRun held(WorkflowDefinition definition, Map<String, ?> values) throws Exception {
    var context = WorkflowContext.builder();
    values.forEach(context::value);
    var run = tester().start("wf", definition, context.build());
    run.await();
    run.is(WorkflowStatus.FAILED);
    broken[0] = false;
    return run;
  }

  private TestRun edit(TestRun run, Map<String, ?> values, String... skips) {
    return new TestRun(
        tester(),
        tester()
            .engine()
            .resume(
                run.runId(),
                "test:alice",
                new ResumeChanges(Value.fields(values), Set.of(skips), "typo"))
            .runId());
  }

  private void refused(TestRun run, Map<String, ?> values, String... said) {
    assertThatThrownBy(() -> edit(run, values))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll(said);
    assertThat(run.state().held()).isTrue();
    assertThat(tester().observer().latestRun("wf").orElseThrow().runId()).isEqualTo(run.runId());
  }

  @Nested
  @DisplayName("Rule 11: inputs that no completed step has read")
  class Inputs {
    @Test
    void may_be_edited_and_the_run_that_resumes_says_which() throws Exception {
      var run =
          held(
              tester()
                  .sequence(
                      tester().step("a", c -> c.values().text("early").orElseThrow()), last()),
              Map.of("early", 1, "late", "old"));
      var resumed = edit(run, Map.of("late", "new"));
      resumed.await();
      resumed.is(WorkflowStatus.COMPLETED);
      assertThat(resumed.step("last").result()).isEqualTo(new Value.Text("new"));
      assertThat(resumed.events(Event.RunStarted.class).getFirst().edited())
          .containsExactly("late");
      assertThat(run.state().held()).isFalse();
    }

    @Test
    void one_that_a_completed_step_has_read_may_not() throws Exception {
      var run =
          held(
              tester()
                  .sequence(
                      tester().step("a", c -> c.values().text("early").orElseThrow()), last()),
              Map.of("early", 1, "late", "old"));
      refused(run, Map.of("early", 2), "input early", "step a");
      assertThatThrownBy(() -> edit(run, Map.of("early", 2, "late", "x")))
          .isInstanceOf(InvalidValueException.class);
    }

    @Test
    void what_only_the_failed_step_has_read_may_be_edited() throws Exception {
      var run =
          held(
              tester()
                  .sequence(
                      tester()
                          .step(
                              "a",
                              c -> c.values().text("x").orElseThrow().equals("good") ? 1 : false)),
              Map.of("x", "bad"));
      var resumed = edit(run, Map.of("x", "good"));
      resumed.await();
      resumed.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void a_step_that_looked_at_all_has_read_all() throws Exception {
      var run =
          held(
              tester().sequence(tester().step("a", c -> c.values().values().size()), last()),
              Map.of("late", "old"));
      refused(run, Map.of("late", "new"), "input late", "step a");
    }

    @Test
    void what_expressions_read_counts_in_inputs_and_conditions() throws Exception {
      var inner =
          WorkflowDefinition.named("inner")
              .step(tester().step("a", b -> b.with("x", "${inputs.given}"), c -> null))
              .build();
      var run =
          held(
              WorkflowDefinition.named("kit")
                  .step(tester().step("a", b -> b.with("x", "${inputs.direct}"), c -> null))
                  .step(tester().step("b", b -> b.when("inputs.asked == 1"), c -> null))
                  .step(
                      new Sequence(
                          "s",
                          Optional.of("values.around == 1"),
                          Optional.empty(),
                          Value.Fields.EMPTY,
                          List.of(tester().step("c", c -> null))))
                  .run("sub", inner, Value.fields(Map.of("given", "${inputs.passed}!")))
                  .step(last())
                  .build(),
              Map.of(
                  "direct", 1, "asked", 1, "around", 1, "passed", "x", "given", "y", "late",
                  "old"));
      refused(run, Map.of("direct", 2), "input direct", "step a");
      refused(run, Map.of("asked", 2), "input asked", "step b");
      refused(run, Map.of("around", 2), "input around", "step s/c");
      refused(run, Map.of("passed", 2), "input passed", "step sub/a");
      var resumed = edit(run, Map.of("late", "new", "given", "z"));
      resumed.await();
      resumed.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void what_was_read_is_known_over_crashes_and_resumptions() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  "wf",
                  tester()
                      .sequence(
                          tester().step("a", c -> c.values().text("early").orElseThrow()),
                          tester()
                              .step(
                                  "b",
                                  c -> {
                                    hang.run(c);
                                    return false;
                                  })),
                  WorkflowContext.builder().value("early", 1).build());
      hang.awaitEntered();
      hang.release();
      run.crash().restart().await();
      var resumed = resume(run);
      resumed.await();
      resumed.is(WorkflowStatus.FAILED);
      refused(resumed, Map.of("early", 2), "input early", "step a");
    }

    @Test
    void what_a_completed_step_left_is_no_input() throws Exception {
      var run =
          held(
              tester()
                  .sequence(
                      tester()
                          .step(
                              "a",
                              c -> {
                                c.put("ip", "10.1.0.7");
                                return null;
                              }),
                      last()),
              Map.of("late", "x"));
      refused(run, Map.of("ip", "10.1.0.8"), "input ip", "left by a step");
    }

    @Test
    void of_another_kind_or_unknown_is_refused() throws Exception {
      var run =
          held(
              WorkflowDefinition.named("kit")
                  .input(Parameter.of("late", "string", "x"))
                  .input(Parameter.of("count", "integer", "y"))
                  .input(Parameter.of("password", "string", "z"))
                  .step(last())
                  .build(),
              Map.of("late", "old"));
      refused(run, Map.of("count", "many"), "input count", "not an integer");
      refused(run, Map.of("lat", "x"), "input lat", "late");
      refused(run, Map.of("late", "x".repeat(300_000)), "all values");
      var resumed = edit(run, Map.of("late", "new", "count", 3));
      resumed.await();
      resumed.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void rule_13_that_holds_a_secret_in_clear_is_refused() throws Exception {
      var run =
          tester()
              .start(
                  "wf",
                  tester().sequence(last()),
                  WorkflowContext.builder().secret("password", "hunter22").build());
      run.await();
      assertThatThrownBy(() -> edit(run, Map.of("note", "it is hunter22")))
          .isInstanceOf(InvalidValueException.class)
          .message()
          .doesNotContain("hunter22");
    }

    @Test
    void of_a_run_that_has_not_failed_are_not_edited() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang));
      hang.awaitEntered();
      assertThatThrownBy(() -> edit(run, Map.of("x", 1)))
          .isInstanceOf(WorkflowException.class)
          .hasMessageContaining("has not failed");
      hang.release();
    }
  }

  @Nested
  @DisplayName("Rule 11: steps that are left out")
  class Skips {
    @Test
    void the_failed_one_and_one_behind_it() throws Exception {
      var calls = new AtomicInteger();
      var run =
          held(
              tester()
                  .sequence(
                      tester().step("a", c -> 1),
                      tester().step("b", refused("no")),
                      tester().step("c", c -> calls.incrementAndGet()),
                      tester().step("d", c -> 1)),
              Map.of());
      var resumed = edit(run, Map.of(), "b", "c");
      resumed.await();
      resumed.is(WorkflowStatus.COMPLETED);
      assertThat(calls).hasValue(0);
      assertThat(resumed.step("b").skipped()).contains(SkipCause.COMMAND);
      assertThat(resumed.step("b").error().orElseThrow()).contains("test:alice", "typo");
    }

    @Test
    void are_left_out_in_further_resumptions_too() throws Exception {
      var calls = new AtomicInteger();
      var run =
          held(
              tester()
                  .sequence(
                      tester()
                          .step(
                              "b",
                              c -> {
                                calls.incrementAndGet();
                                return false;
                              }),
                      tester().step("c", c -> calls.get() < 5 && broken[0] ? 1 : false)),
              Map.of());
      var second = edit(run, Map.of(), "b");
      second.await();
      second.is(WorkflowStatus.FAILED);
      var third = edit(second, Map.of(), "c");
      third.await();
      third.is(WorkflowStatus.COMPLETED);
      assertThat(calls).hasValue(1);
    }

    @Test
    void completed_unknown_and_unsettled_ones_are_refused() throws Exception {
      var run = held(tester().sequence(tester().step("a", c -> 1), last()), Map.of("late", "x"));
      assertThatThrownBy(() -> edit(run, Map.of(), "a")).hasMessageContaining("completed");
      assertThatThrownBy(() -> edit(run, Map.of(), "z"))
          .hasMessageContaining("no step 'z'")
          .hasMessageContaining("a, last");
      assertThat(run.state().held()).isTrue();
    }
  }
}
