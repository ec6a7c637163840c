package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hwautomation.testkit.TestRun.stepCompleted;
import static org.hwautomation.testkit.TestRun.stepStarted;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.hwautomation.workflow.Approval;
import org.hwautomation.workflow.Checkpoint;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.ExpressionLanguage;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.LockHolder;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.ParallelGroup;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.ResumeChanges;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.SkipCause;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Of rules 3, 12 and 18: conditions, inputs with expressions in them, definitions inside others.
 */
abstract class ConditionContract extends Contract {
  private static WorkflowDefinition steps(Node... nodes) {
    return WorkflowDefinition.of("kit", List.of(nodes));
  }

  private static WorkflowContext given(Map<String, ?> values) {
    var builder = WorkflowContext.builder().server("server-1");
    values.forEach(builder::value);
    return builder.build();
  }

  private TestRun start(WorkflowDefinition definition, Map<String, ?> values) {
    return tester().start("wf", definition, given(values));
  }

  private WorkflowStep step(String name, String when, StepFunction function) {
    return tester().step(name, b -> b.when(when), function);
  }

  private static Sequence when(String condition, String name, Node... nodes) {
    return new Sequence(
        name, Optional.of(condition), Optional.empty(), Value.Fields.EMPTY, List.of(nodes));
  }

  @Nested
  @DisplayName("Rule 12: conditions")
  class Conditions {
    @Test
    void a_step_whose_condition_is_false_is_skipped_and_counts_as_passed() throws Exception {
      var calls = new AtomicInteger();
      var run =
          start(
              steps(
                  step("a", "inputs.flash", c -> calls.incrementAndGet()),
                  tester().step("b", c -> "ran")),
              Map.of("flash", false));
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(calls).hasValue(0);
      assertThat(run.step("a").status()).isEqualTo(StepStatus.SKIPPED);
      assertThat(run.step("a").skipped()).contains(SkipCause.CONDITION);
      assertThat(run.step("a").error().orElseThrow()).contains("inputs.flash");
      assertThat(run.step("b").status()).isEqualTo(StepStatus.COMPLETED);
      assertThat(run.state().stepsCompleted()).isEqualTo(2);
    }

    @Test
    void one_whose_condition_is_true_is_run() throws Exception {
      var run =
          start(steps(step("a", "inputs.vendor == 'dell'", c -> 1)), Map.of("vendor", "dell"));
      run.await();
      assertThat(run.step("a").status()).isEqualTo(StepStatus.COMPLETED);
    }

    @Test
    void a_condition_sees_what_earlier_steps_gave_and_left() throws Exception {
      var run =
          start(
              steps(
                  tester()
                      .step(
                          "look",
                          c -> {
                            c.put("vendor", "hpe");
                            return Map.of("count", 2);
                          }),
                  step("b", "steps.look.count == 2 && values.vendor == 'hpe'", c -> 1),
                  step("c", "server_id == 'server-1' && workflow_id == 'wf'", c -> 1)),
              Map.of());
      run.await();
      assertThat(run.step("b").status()).isEqualTo(StepStatus.COMPLETED);
      assertThat(run.step("c").status()).isEqualTo(StepStatus.COMPLETED);
    }

    @Test
    void a_group_or_sequence_whose_condition_is_false_is_skipped_whole() throws Exception {
      var calls = new AtomicInteger();
      StepFunction counts = c -> calls.incrementAndGet();
      var run =
          start(
              steps(
                  new ParallelGroup(
                      "g",
                      Optional.of("inputs.no"),
                      List.of(
                          tester().step("a", counts),
                          Sequence.of("s", tester().step("b", counts)))),
                  when("inputs.no", "q", tester().step("c", counts), tester().step("d", counts)),
                  tester().step("last", counts)),
              Map.of("no", false));
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(calls).hasValue(1);
      for (var path : List.of("g/a", "g/s/b", "q/c", "q/d")) {
        assertThat(run.step(path).skipped()).as(path).contains(SkipCause.CONDITION);
      }
      assertThat(run.state().stepsCompleted()).isEqualTo(5);
    }

    @Test
    void an_expression_without_a_value_fails_the_step_as_a_defect_and_says_so() throws Exception {
      var calls = new AtomicInteger();
      for (var node :
          List.<Node>of(
              step("a", "steps.nothing.ip == 'x'", c -> calls.incrementAndGet()),
              when(
                  "steps.nothing.ip == 'x'",
                  "s",
                  tester().step("a", c -> calls.incrementAndGet())))) {
        var run = start(steps(node, tester().step("next", c -> calls.incrementAndGet())), Map.of());
        run.await();
        run.is(WorkflowStatus.FAILED);
        assertThat(run.state().error().orElseThrow())
            .contains("steps.nothing.ip == 'x'", "nothing");
        var failed = run.events(Event.AttemptFailed.class);
        assertThat(failed).hasSize(1);
        assertThat(failed.getFirst().errorClass()).isEqualTo(ErrorClass.DEFECT);
        assertThat(failed.getFirst().attempt()).isZero();
        assertThat(tester().engine().release(run.runId(), "test", "")).isTrue();
      }
      assertThat(calls).hasValue(0);
    }

    @Test
    void one_that_is_neither_true_nor_false_fails_too() throws Exception {
      var run = start(steps(step("a", "inputs.n", c -> 1)), Map.of("n", 7));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().error().orElseThrow()).contains("inputs.n", "neither true nor false");
    }

    @Test
    void the_result_of_a_step_that_was_skipped_has_no_value() throws Exception {
      var run =
          start(steps(step("a", "false", c -> 1), step("b", "has(steps.a)", c -> 1)), Map.of());
      run.await();
      assertThat(run.step("b").skipped()).contains(SkipCause.CONDITION);
    }

    @Test
    void a_condition_is_asked_once_however_often_its_step_is_tried() throws Exception {
      var run =
          start(
              steps(step("a", "true", c -> c.attempt() < 3 ? Integer.parseInt("x") : null)),
              Map.of());
      passBackoff(1);
      passBackoff(2);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(language().evaluated()).containsExactly("true");
    }

    @Test
    void after_a_crash_it_is_not_asked_again_where_steps_have_begun() throws Exception {
      var hang = Hang.willing();
      var run =
          start(
              steps(
                  when(
                      "inputs.yes",
                      "s",
                      step("a", "inputs.also", c -> 1),
                      step("b", "true", hang))),
              Map.of("yes", true, "also", true));
      hang.awaitEntered();
      hang.release();
      run.crash().restart().await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(language().evaluated()).containsExactly("inputs.yes", "inputs.also", "true");
    }

    @Test
    void nor_where_the_first_of_them_waits_for_an_approval() throws Exception {
      var run =
          start(
              steps(
                  when(
                      "inputs.yes",
                      "s",
                      tester()
                          .step(
                              "a",
                              b -> b.approval(new Approval("operator", Optional.empty())),
                              c -> 1))),
              Map.of("yes", true));
      run.runUntil(
          new TestRun.Condition("asked", s -> s.step("s/a").approvalAwaited().isPresent()));
      run.crash().restart();
      tester().engine().approve(run.runId(), "s/a", "test:bob", "");
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(language().evaluated()).containsExactly("inputs.yes");
    }

    @Test
    void a_command_to_skip_one_of_its_steps_does_not_answer_it() throws Exception {
      var hang = Hang.willing();
      var calls = new AtomicInteger();
      var run =
          start(
              steps(
                  tester().step("first", hang),
                  when(
                      "inputs.no",
                      "s",
                      tester().step("a", c -> calls.incrementAndGet()),
                      tester().step("b", c -> calls.incrementAndGet()))),
              Map.of("no", false));
      hang.awaitEntered();
      tester().engine().skip(run.runId(), "s/a", "test:bob", "not here");
      hang.release();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(calls).hasValue(0);
      assertThat(run.step("s/a").skipped()).contains(SkipCause.COMMAND);
      assertThat(run.step("s/b").skipped()).contains(SkipCause.CONDITION);
    }

    @Test
    void nor_does_one_that_comes_while_it_is_asked() throws Exception {
      var hang = Hang.willing();
      var run =
          start(
              steps(
                  tester().step("first", hang),
                  when("inputs.no", "s", tester().step("a", c -> 1), tester().step("b", c -> 1)),
                  when("inputs.missing", "t", tester().step("a", c -> 1))),
              Map.of("no", false));
      hang.awaitEntered();
      language()
          .meanwhile(
              "inputs.no", () -> tester().engine().skip(run.runId(), "s/a", "test:bob", "no"));
      language()
          .meanwhile(
              "inputs.missing", () -> tester().engine().skip(run.runId(), "t/a", "test:bob", "no"));
      hang.release();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.step("s/a").skipped()).contains(SkipCause.COMMAND);
      assertThat(run.step("s/b").skipped()).contains(SkipCause.CONDITION);
      assertThat(run.step("t/a").skipped()).contains(SkipCause.COMMAND);
      assertThat(run.events(Event.StepSkipped.class))
          .extracting(Event.StepSkipped::step)
          .containsExactly("s/a", "s/b", "t/a");
    }

    @Test
    void a_step_that_was_skipped_so_is_asked_again_by_the_run_that_resumes() throws Exception {
      var broken = new boolean[] {true};
      var calls = new AtomicInteger();
      var run =
          start(
              steps(
                  step("a", "inputs.go", c -> calls.incrementAndGet()),
                  tester().step("b", c -> broken[0] ? false : null)),
              Map.of("go", false));
      run.await();
      broken[0] = false;
      var resumed =
          new TestRun(
              tester(),
              tester()
                  .engine()
                  .resume(
                      run.runId(),
                      "test:alice",
                      new ResumeChanges(
                          Value.Fields.EMPTY.with("go", true), java.util.Set.of(), "now it may"))
                  .runId());
      resumed.await();
      resumed.is(WorkflowStatus.COMPLETED);
      assertThat(calls).hasValue(1);
    }

    @Test
    void a_step_for_every_ending_may_have_one() throws Exception {
      var order = new CopyOnWriteArrayList<String>();
      var run =
          start(
              steps(tester().step("a", refused("no")))
                  .withAlways(
                      List.of(
                          step("x", "has(steps.a)", c -> order.add("x")),
                          step("y", "steps.a == 1", c -> order.add("y")),
                          step("z", "true", c -> order.add("z")))),
              Map.of());
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(order).containsExactly("z");
      assertThat(run.state().notCleaned().orElseThrow()).contains("y", "steps.a == 1");
      assertThat(run.state().notCleaned().orElseThrow()).doesNotContain("x:");
    }
  }

  @Nested
  @DisplayName("Rule 18: inputs with expressions in them")
  class Inputs {
    private TestRun echo(Map<String, ?> inputs, Map<String, ?> values) throws Exception {
      var run =
          start(
              steps(
                  tester().step("look", c -> Map.of("ip", "10.1.0.7", "disks", List.of(1, 2))),
                  tester().step("a", b -> b.with(Value.fields(inputs)), c -> c.inputs().values())),
              values);
      run.await();
      return run;
    }

    @Test
    void a_text_that_is_one_expression_becomes_its_value_of_whatever_kind() throws Exception {
      var run =
          echo(
              Map.of(
                  "n", "${inputs.n}",
                  "flag", "${inputs.flag}",
                  "wait", "${inputs.wait}",
                  "disks", "${steps.look.disks}",
                  "all", "${steps.look}"),
              Map.of("n", 7, "flag", true, "wait", Duration.ofMinutes(5)));
      var result = (Value.Fields) run.step("a").result();
      assertThat(result.get("n")).contains(new Value.Int(7));
      assertThat(result.get("flag")).contains(new Value.Bool(true));
      assertThat(result.get("wait")).contains(new Value.Span(Duration.ofMinutes(5)));
      assertThat(result.get("disks")).contains(Value.of(List.of(1, 2)));
      assertThat(result.get("all"))
          .contains(Value.of(Map.of("ip", "10.1.0.7", "disks", List.of(1, 2))));
    }

    @Test
    void elsewhere_a_value_is_written_into_the_text_and_an_escape_stays() throws Exception {
      var run =
          echo(
              Map.of(
                  "url",
                  "https://${steps.look.ip}:${inputs.port}/x",
                  "nested",
                  List.of(Map.of("k", "${inputs.port}")),
                  "escaped",
                  "$${inputs.port}",
                  "braces",
                  "${'}'}!"),
              Map.of("port", 8443));
      var result = (Value.Fields) run.step("a").result();
      assertThat(result.text("url")).contains("https://10.1.0.7:8443/x");
      assertThat(result.get("nested")).contains(Value.of(List.of(Map.of("k", 8443))));
      assertThat(result.text("escaped")).contains("${inputs.port}");
      assertThat(result.text("braces")).contains("}!");
    }

    @Test
    void one_without_a_value_fails_the_step_as_a_defect_at_once() throws Exception {
      var calls = new AtomicInteger();
      var run =
          start(
              steps(
                  tester()
                      .step(
                          "a", b -> b.with("ip", "${steps.no.ip}"), c -> calls.incrementAndGet())),
              Map.of());
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(calls).hasValue(0);
      assertThat(run.state().error().orElseThrow()).contains("steps.no.ip");
      assertThat(run.events(Event.AttemptFailed.class))
          .extracting(Event.AttemptFailed::errorClass)
          .containsExactly(ErrorClass.DEFECT);
    }

    @Test
    void a_secret_stays_a_reference_and_is_not_written_into_a_text() throws Exception {
      var context = WorkflowContext.builder().secret("password", "hunter22").build();
      var run =
          tester()
              .start(
                  "wf",
                  steps(
                      tester()
                          .step(
                              "whole",
                              b -> b.with("password", "${values.password}"),
                              c -> c.inputs().get("password").orElseThrow()),
                      tester()
                          .step("text", b -> b.with("arg", "-p ${values.password}"), c -> null)),
                  context);
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.step("whole").result()).isInstanceOf(Value.SecretReference.class);
      assertThat(run.state().failedStep()).contains("text");
      assertThat(run.state().error().orElseThrow()).contains("secret").doesNotContain("hunter22");
    }

    @Test
    void rule_3_a_checkpoint_is_stale_when_the_filled_inputs_differ() throws Exception {
      var seen = new CopyOnWriteArrayList<Boolean>();
      var broken = new boolean[] {true};
      var run =
          start(
              steps(
                  tester()
                      .step(
                          "a",
                          b -> b.with("image", "${inputs.image}"),
                          c -> {
                            c.checkpoint("task").map(Checkpoint::stale).ifPresent(seen::add);
                            if (broken[0]) {
                              c.saveCheckpoint("task", 17);
                              throw new StepRejectedException("no");
                            }
                            return null;
                          })),
              Map.of("image", "jammy"));
      run.await();
      var same = resume(run);
      same.await();
      broken[0] = false;
      var edited =
          new TestRun(
              tester(),
              tester()
                  .engine()
                  .resume(
                      same.runId(),
                      "test:alice",
                      new ResumeChanges(
                          Value.Fields.EMPTY.with("image", "noble"), java.util.Set.of(), "newer"))
                  .runId());
      edited.await();
      edited.is(WorkflowStatus.COMPLETED);
      assertThat(seen).containsExactly(false, true);
    }
  }

  @Nested
  @DisplayName("Rule 12: definitions inside others")
  class SubDefinitions {
    @Test
    void have_inputs_and_steps_of_their_own() throws Exception {
      var inner =
          WorkflowDefinition.named("firmware")
              .input(Parameter.of("target", "string", "what"))
              .input(Parameter.of("mode", "string", "how").defaultingTo("gently"))
              .step(tester().step("look", c -> "inner"))
              .step(
                  tester()
                      .step(
                          "apply",
                          b ->
                              b.with("to", "${inputs.target}")
                                  .with("mode", "${inputs.mode}")
                                  .with("saw", "${steps.look}"),
                          c -> c.inputs().values()))
              .always(
                  tester()
                      .step(
                          "log_out",
                          b -> b.with("to", "${inputs.target}"),
                          c -> c.inputs().text("to").orElseThrow()))
              .build();
      var outer =
          WorkflowDefinition.named("outer")
              .step(tester().step("look", c -> "outer"))
              .run("fw", inner, Value.fields(Map.of("target", "${inputs.name} ${steps.look}")))
              .step(
                  tester()
                      .step(
                          "after",
                          b -> b.with("a", "${steps.fw.look}").with("b", "${steps.look}"),
                          c -> c.inputs().values()))
              .build();
      var run = start(outer, Map.of("name", "bmc", "target", "wrong"));
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      var applied = (Value.Fields) run.step("fw/apply").result();
      assertThat(applied.text("to")).contains("bmc outer");
      assertThat(applied.text("mode")).contains("gently");
      assertThat(applied.text("saw")).contains("inner");
      var after = (Value.Fields) run.step("after").result();
      assertThat(after.text("a")).contains("inner");
      assertThat(after.text("b")).contains("outer");
      assertThat(run.step("fw/log_out").result()).isEqualTo(new Value.Text("bmc outer"));
    }

    @Test
    void their_condition_is_of_the_outer_one_and_counts_for_their_clean_up_too() throws Exception {
      var calls = new AtomicInteger();
      var inner =
          WorkflowDefinition.named("inner")
              .step(tester().step("a", c -> calls.incrementAndGet()))
              .always(tester().step("clean", c -> calls.incrementAndGet()))
              .build();
      var outer =
          WorkflowDefinition.named("outer")
              .run("sub", inner, Value.fields(Map.of("go", true)), Optional.of("inputs.go"))
              .step(tester().step("b", c -> null))
              .build();
      var run = start(outer, Map.of("go", false));
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(calls).hasValue(0);
      assertThat(run.step("sub/a").skipped()).contains(SkipCause.CONDITION);
    }

    @Test
    void may_be_nested() throws Exception {
      var innermost =
          WorkflowDefinition.named("innermost")
              .step(
                  tester()
                      .step(
                          "a",
                          b -> b.with("x", "${inputs.x}"),
                          c -> c.inputs().text("x").orElseThrow()))
              .build();
      var middle =
          WorkflowDefinition.named("middle")
              .run("in", innermost, Value.fields(Map.of("x", "${inputs.x}!")))
              .build();
      var outer =
          WorkflowDefinition.named("outer")
              .run("mid", middle, Value.fields(Map.of("x", "${inputs.y}?")))
              .build();
      var run = start(outer, Map.of("y", "so"));
      run.await();
      assertThat(run.step("mid/in/a").result()).isEqualTo(new Value.Text("so?!"));
    }

    @Test
    void rule_10_inherit_the_locks_of_the_run() throws Exception {
      var hang = Hang.willing();
      var inner =
          WorkflowDefinition.named("inner").lock("not/mine").step(tester().step("a", hang)).build();
      var outer =
          WorkflowDefinition.named("outer")
              .lock("server/${server_id}")
              .run("sub", inner, Value.Fields.EMPTY)
              .build();
      start(outer, Map.of());
      hang.awaitEntered();
      assertThat(tester().observer().locks())
          .extracting(LockHolder::key)
          .containsExactly("server/server-1");
      hang.release();
    }
  }

  @Nested
  @DisplayName("Rule 18: what is refused at the door")
  class AtTheDoor {
    private void refused(WorkflowDefinition definition, Map<String, ?> values, String... said) {
      assertThatThrownBy(() -> start(definition, values))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContainingAll(said);
      assertThat(tester().observer().latestRun("wf")).isEmpty();
    }

    @Test
    void expressions_where_the_engine_has_no_language() {
      var plain = tester().launch(b -> b.expressions(ExpressionLanguage.none())).engine();
      for (var definition :
          List.of(
              steps(step("a", "true", c -> 1)),
              steps(tester().step("a", b -> b.with("x", "${inputs.x}"), c -> 1)),
              steps(when("true", "s", tester().step("a", c -> 1))),
              WorkflowDefinition.named("kit")
                  .lock("a/${server_id}")
                  .step(tester().step("a", c -> 1))
                  .build())) {
        assertThatThrownBy(() -> plain.start("wf", definition, WorkflowContext.EMPTY))
            .isInstanceOf(InvalidValueException.class)
            .hasMessageContaining("without an expression language");
      }
      assertThat(tester().observer().latestRun("wf")).isEmpty();
    }

    @Test
    void conditions_and_inputs_that_can_not_be_read() {
      refused(
          steps(step("a", "inputs.x = 1", c -> 1)), Map.of(), "the condition of a", "inputs.x = 1");
      refused(
          steps(when("true", "s", step("b", "nobody.x", c -> 1))),
          Map.of(),
          "the condition of s/b",
          "nobody");
      refused(
          steps(tester().step("a", b -> b.with("x", "${1 + }"), c -> 1)),
          Map.of(),
          "the inputs of step a");
      refused(
          steps(tester().step("a", b -> b.with("x", "${inputs.x"), c -> 1)),
          Map.of(),
          "step a",
          "not closed");
    }

    @Test
    void limits_that_nobody_defined() {
      refused(
          steps(tester().step("a", b -> b.limit("bmcs"), c -> 1)),
          Map.of(),
          "step a",
          "bmcs",
          "one",
          "two");
    }

    @Test
    void inputs_that_the_definition_does_not_declare() throws Exception {
      var definition =
          WorkflowDefinition.named("kit")
              .input(Parameter.of("device_type", "string", "what it is"))
              .input(Parameter.of("note", "string", "for people"))
              .step(tester().step("a", c -> null))
              .build();
      var context = WorkflowContext.builder().input("device_tpye", "x").value("hostname", "h");
      assertThatThrownBy(() -> tester().engine().start("wf", definition, context.build()))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContainingAll(
              "input device_tpye is none of kit",
              "did you mean 'device_type'?",
              "it has device_type, note");
      assertThat(tester().observer().latestRun("wf")).isEmpty();
      var declared = WorkflowContext.builder().input("note", "x").value("hostname", "h").build();
      tester().start("wf", definition, declared.toBuilder().build()).await();
      var takesAny = tester().sequence(tester().step("a", c -> null));
      tester().start("any", takesAny, context.build()).await();
    }

    @Test
    void inputs_that_are_missing_or_of_another_kind() {
      var definition =
          WorkflowDefinition.named("kit")
              .input(Parameter.of("ip", "string", "the address of the BMC").asRequired())
              .input(Parameter.of("count", "integer", "how many"))
              .input(Parameter.of("mode", "string", "how").oneOf("fast", "slow"))
              .step(tester().step("a", c -> 1))
              .build();
      refused(definition, Map.of(), "input ip of kit", "missing", "the address of the BMC");
      refused(definition, Map.of("ip", 7), "input ip of kit", "is not a string");
      refused(
          definition,
          Map.of("ip", "x", "count", "many"),
          "input count of kit",
          "is not an integer");
      refused(definition, Map.of("ip", "x", "mode", "so"), "input mode of kit", "fast, slow");
    }

    @Test
    void defaults_count_where_nothing_is_given() throws Exception {
      var definition =
          WorkflowDefinition.named("kit")
              .input(Parameter.of("mode", "string", "how").defaultingTo("gently"))
              .step(
                  tester()
                      .step(
                          "a",
                          b -> b.with("m", "${inputs.mode}"),
                          c -> c.inputs().text("m").orElseThrow()))
              .build();
      var run = start(definition, Map.of());
      run.await();
      assertThat(run.step("a").result()).isEqualTo(new Value.Text("gently"));
    }

    @Test
    void lock_keys_without_a_value() {
      refused(
          WorkflowDefinition.named("kit")
              .lock("rack/${inputs.rack}")
              .step(tester().step("a", c -> 1))
              .build(),
          Map.of(),
          "rack");
      refused(
          WorkflowDefinition.named("kit")
              .lock("${inputs.rack}")
              .step(tester().step("a", c -> 1))
              .build(),
          Map.of("rack", 7),
          "lock",
          "is no text");
    }

    @Test
    void lock_keys_are_filled_in_and_held_with_those_of_the_context() throws Exception {
      var hang = Hang.willing();
      var definition =
          WorkflowDefinition.named("kit")
              .lock("rack/${inputs.rack}")
              .step(tester().step("a", hang))
              .build();
      var run =
          tester()
              .start(
                  "wf",
                  definition,
                  WorkflowContext.builder().value("rack", 7).lock("server/1").build());
      run.runUntil(stepStarted("a"));
      assertThat(tester().observer().locks())
          .extracting(LockHolder::key)
          .containsExactlyInAnyOrder("rack/7", "server/1");
      hang.release();
      run.runUntil(stepCompleted("a"));
    }
  }
}
