package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hwautomation.testkit.TestRun.backingOff;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.Progress;
import org.hwautomation.workflow.RunListener;
import org.hwautomation.workflow.RunParkedException;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StatusReport;
import org.hwautomation.workflow.StepContext;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rules 13, 14, 15 and 18: what a run remembers and by which clock it lives. */
abstract class SecretsAndTimeContract extends Contract {
  private static final String CLEAR = "hunter2-0xdeadbeef";

  @Nested
  @DisplayName("Rule 13: secrets are references")
  class Secrets {
    private final List<String> shown = new CopyOnWriteArrayList<>();

    private TestRun run(StepFunction function) throws Exception {
      var run =
          tester()
              .start(
                  "wf",
                  tester()
                      .sequence(tester().step("login", b -> b.attempts(1), function))
                      .withAlways(List.of(tester().step("clean", c -> null))),
                  WorkflowContext.builder()
                      .server("server-1")
                      .lock("server/1")
                      .secret("bmc_password", CLEAR)
                      .build());
      try (var subscription =
          tester()
              .engine()
              .subscribe(
                  run.runId(),
                  0,
                  new RunListener() {
                    @Override
                    public void onEvent(JournalEntry entry, Event event, RunState state) {
                      shown.add(entry.toString());
                      shown.add(event.toString());
                      shown.add(state.toString());
                      shown.add(String.valueOf(Progress.of(event, state)));
                    }

                    @Override
                    public void onProgress(LiveProgress progress, RunState state) {
                      shown.add(progress.toString());
                    }
                  })) {
        run.await();
        subscription.awaitCaughtUp(Duration.ofSeconds(5));
      }
      return run;
    }

    private void shownNowhere(TestRun run) {
      shown.add(tester().observer().entries(run.runId(), 0).toString());
      for (var entry : tester().observer().entries(run.runId(), 0)) {
        shown.add(ValueCodec.write(entry.payload()));
      }
      shown.add(run.record().toString());
      shown.add(StatusReport.of(run.state(), tester().observer().progress(run.runId())).toString());
      assertThat(tester().store().history()).isNotEmpty();
      shown.add(tester().store().history().toString());
      shown.add(tester().observer().locks().toString());
      assertThat(String.join("\n", shown)).doesNotContain(CLEAR);
    }

    private static String password(StepContext c) {
      return c.secret((Value.SecretReference) c.values().get("bmc_password").orElseThrow());
    }

    @Test
    void a_step_gets_the_clear_text_and_nothing_else_does() throws Exception {
      var got = new CopyOnWriteArrayList<String>();
      var run = run(c -> got.add(password(c)));
      run.is(WorkflowStatus.COMPLETED);
      assertThat(got).containsExactly(CLEAR);
      shownNowhere(run);
      assertThat(WorkflowContext.builder().secret("x", CLEAR).build().toString())
          .doesNotContain(CLEAR);
    }

    @Test
    void not_if_the_step_throws_it() throws Exception {
      var run =
          run(
              c -> {
                throw new IllegalStateException(
                    "401 for admin:" + password(c), new RuntimeException(CLEAR));
              });
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().error()).contains("401 for admin:***");
      shownNowhere(run);
    }

    @Test
    void not_if_a_step_throws_it_that_never_asked_for_it() throws Exception {
      var run =
          run(
              c -> {
                throw new IllegalStateException("curl -u admin:" + CLEAR);
              });
      shownNowhere(run);
    }

    @Test
    void not_if_the_step_reports_it_or_names_a_point_after_it() throws Exception {
      var run =
          run(
              c -> {
                c.reportSubTask("logging in with " + password(c));
                try (var point = c.pointOfNoReturn("using " + CLEAR, Duration.ofSeconds(1))) {
                  return point == null;
                }
              });
      shownNowhere(run);
    }

    @Test
    void not_if_the_step_asks_to_be_parked_with_it() throws Exception {
      var run =
          run(
              c -> {
                throw new RunParkedException("is " + password(c) + " right?");
              });
      assertThat(run.record().message()).contains("is *** right?");
      shownNowhere(run);
    }

    @Test
    void not_if_the_step_returns_it_leaves_it_or_keeps_it() throws Exception {
      for (var step :
          List.<StepFunction>of(
              c -> List.of("user", password(c)),
              c -> {
                c.put("login", java.util.Map.of("password", password(c)));
                return null;
              },
              c -> {
                c.saveCheckpoint("session", "token for " + password(c));
                return null;
              })) {
        var run = run(step);
        run.is(WorkflowStatus.FAILED);
        assertThat(run.state().error().orElseThrow()).contains("contains a secret in clear");
        shownNowhere(run);
        tester().engine().release(run.runId(), "test", "next");
      }
    }
  }

  @Nested
  @DisplayName("Rule 14: time is a parameter")
  class Time {
    @Test
    void a_wall_clock_that_is_set_moves_no_live_timer() throws Exception {
      for (var step : List.of(Duration.ofDays(400), Duration.ofDays(-400))) {
        var hang = Hang.willing();
        var run =
            tester()
                .start(
                    tester()
                        .sequence(
                            tester()
                                .step(
                                    "a", b -> b.attempts(1).timeout(Duration.ofMinutes(10)), hang))
                        .withDeadline(Duration.ofHours(1)));
        hang.awaitEntered();
        time().stepWallClock(step);
        time().advance(Duration.ofMinutes(9));
        assertThat(hang.interruptions()).isZero();
        time().advance(Duration.ofMinutes(1));
        run.await();
        run.is(WorkflowStatus.FAILED);
        assertThat(run.state().error().orElseThrow()).contains("timeout of step a");
      }
    }

    @Test
    void a_wait_under_way_is_not_moved_either() throws Exception {
      var run = tester().start(tester().step("a", c -> c.attempt() == 2 ? null : fail()));
      run.runUntil(backingOff("a"));
      time().awaitTimerIn(Duration.ofSeconds(1));
      time().stepWallClock(Duration.ofDays(-1));
      time().advance(Duration.ofMillis(999));
      assertThat(run.step("a").attempts()).hasSize(1);
      time().advance(Duration.ofMillis(1));
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }

    private static Object fail() {
      throw new IllegalStateException("again");
    }

    @Test
    void a_due_time_that_passed_while_nobody_ran_the_run_is_due_once() throws Exception {
      var run = tester().start(tester().step("a", b -> b.attempts(2), c -> fail()));
      run.runUntil(backingOff("a"));
      tester().crash();
      time().advance(Duration.ofHours(1));
      tester().restart();
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.step("a").attempts()).hasSize(2);
    }

    @Test
    void entries_carry_the_wall_clock_to_the_microsecond() throws Exception {
      time().advance(Duration.ofNanos(123_456_789));
      var run = tester().start(tester().step("a", c -> null));
      run.await();
      assertThat(tester().observer().entries(run.runId(), 0))
          .extracting(JournalEntry::at)
          .containsOnly(Instant.parse("2026-11-24T03:00:00.123456Z"));
    }

    @Test
    void a_run_that_is_over_leaves_no_timer_behind() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  tester()
                      .sequence(
                          tester()
                              .step(
                                  "a",
                                  c -> {
                                    c.reportSubTask("x");
                                    c.pointOfNoReturn("y", Duration.ofHours(1)).close();
                                    return null;
                                  }),
                          tester().step("b", hang))
                      .withAlways(List.of(tester().step("clean", c -> null)))
                      .withDeadline(Duration.ofDays(1)));
      hang.awaitEntered();
      run.cancel();
      run.await();
      assertThat(time().pendingTimers()).isEqualTo(1); // that which looks for commands
      tester().engine().close();
      assertThat(time().pendingTimers()).isZero();
    }
  }

  @Nested
  @DisplayName("Rule 15: bounded")
  class Bounded {
    private void fails(String message, StepFunction step) throws Exception {
      var run = tester().start(tester().step("a", step));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().error().orElseThrow()).contains(message);
      assertThat(run.step("a").attempts()).hasSize(1);
    }

    @Test
    void a_value_of_64_KiB_is_kept_and_a_larger_one_refused_by_name() throws Exception {
      var most = "x".repeat(64 * 1024 - 2);
      var run = tester().start(tester().step("a", c -> most));
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.step("a").result()).isEqualTo(new Value.Text(most));
      fails("the result of step a takes 65537 bytes", c -> most + "x");
      fails(
          "report takes 65537 bytes",
          c -> {
            c.put("report", most + "x");
            return null;
          });
      fails("SHA-256", c -> most + "ä");
    }

    @Test
    void a_checkpoint_of_16_KiB() throws Exception {
      fails(
          "checkpoint log takes 16385 bytes",
          c -> {
            c.saveCheckpoint("fits", "x".repeat(16 * 1024 - 2));
            c.saveCheckpoint("log", "x".repeat(16 * 1024 - 1));
            return null;
          });
    }

    @Test
    void all_values_of_256_KiB() throws Exception {
      fails(
          "all values",
          c -> {
            for (var i = 0; i < 5; i++) {
              c.put("part" + i, "x".repeat(60_000));
            }
            return null;
          });
    }

    @Test
    void a_context_and_a_definition_of_256_KiB() {
      var builder = WorkflowContext.builder();
      for (var i = 0; i < 5; i++) {
        builder.value("part" + i, "x".repeat(60_000));
      }
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () ->
                  tester()
                      .start(
                          "wf", tester().sequence(tester().step("a", c -> null)), builder.build()))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("all values");
      var steps = new ArrayList<WorkflowStep>();
      for (var i = 0; i < 50; i++) {
        steps.add(tester().step("s" + i, b -> b.with("template", "x".repeat(6_000)), c -> null));
      }
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> tester().start(WorkflowDefinition.of("big", steps)))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("the definition");
      assertThat(tester().observer().runs(RunQuery.ALL)).isEmpty();
    }

    @Test
    void an_events_text_is_cut_at_4_KiB() throws Exception {
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          c -> {
                            c.reportSubTask("ä".repeat(9_000));
                            throw new StepRejectedException("😀".repeat(9_000));
                          }));
      run.await();
      for (var text :
          List.of(run.state().error().orElseThrow(), run.step("a").lastProgress().orElseThrow())) {
        assertThat(text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
            .isBetween(4_000, 4_096);
        assertThat(text).endsWith("…");
      }
    }

    @Test
    void two_hundred_waiting_runs_hold_no_platform_thread() throws Exception {
      var threads = Thread.getAllStackTraces().size();
      var runs = new ArrayList<TestRun>();
      for (var i = 0; i < 200; i++) {
        runs.add(
            tester()
                .start(
                    tester()
                        .step(
                            "wait",
                            c ->
                                c.poll(
                                    "waiting",
                                    Duration.ofSeconds(10),
                                    () ->
                                        c.time().nanos() > 60_000_000_000L
                                            ? Optional.of("ready")
                                            : Optional.empty()))));
      }
      assertThat(Thread.getAllStackTraces().size()).isLessThan(threads + 20);
      for (var i = 0; i < 20; i++) {
        time().advance(Duration.ofSeconds(10));
        Thread.sleep(1);
      }
      try (var auto = time().autoAdvance()) {
        assertThat(auto).isNotNull();
        for (var run : runs) {
          run.await();
          run.is(WorkflowStatus.COMPLETED);
        }
      }
    }
  }

  @Nested
  @DisplayName("Rule 18: bad values are refused at the door")
  class Values {
    @Test
    void a_value_that_no_run_can_remember_fails_the_call_that_stores_it() throws Exception {
      var problems = new CopyOnWriteArrayList<String>();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          c -> {
                            try {
                              c.put("bmc", new Object());
                            } catch (InvalidValueException e) {
                              problems.add(String.valueOf(e.getMessage()));
                            }
                            try {
                              c.saveCheckpoint("task", Thread.currentThread());
                            } catch (InvalidValueException e) {
                              problems.add(String.valueOf(e.getMessage()));
                            }
                            return java.util.Map.of("disks", List.of(1, new int[] {2}));
                          }));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(problems.get(0)).startsWith("bmc is a java.lang.Object");
      assertThat(problems.get(1)).startsWith("checkpoint task is a ");
      assertThat(run.state().error().orElseThrow())
          .startsWith("the result of step a.disks[1] is a [I");
      assertThat(run.events(Event.AttemptFailed.class).getFirst().errorClass())
          .isEqualTo(ErrorClass.DEFECT);
      assertThat(run.state().values().values()).isEmpty();
    }

    @Test
    void every_kind_of_value_comes_back_from_the_store_as_it_went_in() throws Exception {
      var value =
          Value.of(
              java.util.Map.of(
                  "int",
                  Long.MIN_VALUE,
                  "decimal",
                  new java.math.BigDecimal("1.10"),
                  "whole decimal",
                  new java.math.BigDecimal("7"),
                  "text",
                  "quotes \" \\ \n \u0000 \ud800 😀 ' ; --",
                  "list",
                  List.of(true, List.of(), "x"),
                  "instant",
                  Instant.parse("2026-11-24T03:00:00.000000001Z"),
                  "duration",
                  Duration.ofNanos(-1),
                  "secret",
                  new Value.SecretReference("bmc-1"),
                  "$instant",
                  "not one",
                  "",
                  Optional.empty()));
      var run = tester().start(tester().step("a", c -> value));
      run.await();
      assertThat(run.step("a").result()).isEqualTo(value);
    }
  }
}
