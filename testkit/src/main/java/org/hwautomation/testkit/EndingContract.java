package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hwautomation.testkit.TestRun.backingOff;
import static org.hwautomation.testkit.TestRun.cancelRequested;
import static org.hwautomation.testkit.TestRun.inPoint;
import static org.hwautomation.testkit.TestRun.over;
import static org.hwautomation.testkit.TestRun.parked;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.hwautomation.workflow.AttemptFencedException;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunParkedException;
import org.hwautomation.workflow.StatusReport;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowCancelledException;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.hwautomation.workflow.WorkflowTimeoutException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Rules 5, 6 and 17: how a step and a run are made to end. */
abstract class EndingContract extends Contract {
  private static final Duration GRACE = Duration.ofSeconds(10);

  @Nested
  @DisplayName("Rule 5: timeouts bite while a step runs")
  class Timeouts {
    private void timesOut(StepFunction hanging, CompletableFuture<?> inside) throws Exception {
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "slow",
                          b -> b.attempts(1).timeout(Duration.ofSeconds(30)),
                          c -> {
                            c.reportSubTask("half way");
                            return hanging.run(c);
                          }));
      inside.get(40, TimeUnit.SECONDS);
      time().advance(Duration.ofSeconds(29));
      run.is(WorkflowStatus.RUNNING);
      time().advance(Duration.ofSeconds(1));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().error().orElseThrow())
          .contains("the timeout of step slow of 30s passed")
          .contains("half way");
      var failed = run.events(Event.AttemptFailed.class).getFirst();
      assertThat(failed.errorClass()).isEqualTo(ErrorClass.TIMEOUT);
      assertThat(failed.errorType()).isEqualTo(WorkflowTimeoutException.class.getName());
    }

    @Test
    void in_a_wait() throws Exception {
      var inside = new CompletableFuture<Void>();
      timesOut(
          c -> {
            inside.complete(null);
            c.sleep(Duration.ofDays(1));
            return null;
          },
          inside);
    }

    @Test
    void in_a_socket_read_whose_socket_is_closed() throws Exception {
      try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        var inside = new CompletableFuture<Socket>();
        timesOut(
            c -> {
              var socket = c.closing(new Socket(server.getInetAddress(), server.getLocalPort()));
              inside.complete(socket);
              return socket.getInputStream().read();
            },
            inside);
        assertThat(inside.get().isClosed()).isTrue();
      }
    }

    @Test
    void in_a_child_process_which_is_gone_then() throws Exception {
      var inside = new CompletableFuture<Process>();
      timesOut(
          c -> {
            var child = new ProcessBuilder("sleep", "600").start();
            c.closing(child::destroyForcibly);
            inside.complete(child);
            return child.waitFor() == 0;
          },
          inside);
      assertThat(inside.get().waitFor(40, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void in_the_output_of_a_child_process() throws Exception {
      var inside = new CompletableFuture<Process>();
      timesOut(
          c -> {
            var child = new ProcessBuilder("sleep", "600").start();
            c.closing(child::destroyForcibly);
            inside.complete(child);
            return child.getInputStream().readAllBytes().length == 0 ? null : false;
          },
          inside);
      assertThat(inside.get().waitFor(40, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void in_a_wait_for_a_lock() throws Exception {
      var lock = new ReentrantLock();
      lock.lock();
      var inside = new CompletableFuture<Void>();
      timesOut(
          c -> {
            inside.complete(null);
            lock.lockInterruptibly();
            return null;
          },
          inside);
    }

    @Test
    void a_step_that_swallows_the_interruption_and_says_success_has_timed_out_all_the_same()
        throws Exception {
      var inside = new CompletableFuture<Void>();
      timesOut(
          c -> {
            inside.complete(null);
            try {
              c.sleep(Duration.ofDays(1));
            } catch (InterruptedException e) {
              return true;
            }
            return true;
          },
          inside);
    }

    @Test
    void a_timeout_is_retried_as_its_own_attempt() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("slow", hang));
      hang.awaitEntered();
      time().advance(Duration.ofSeconds(300));
      passBackoff(1);
      hang.awaitEntered();
      hang.release();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.step("slow").attempts()).hasSize(2);
    }

    @Test
    void an_attempt_that_lives_on_after_the_grace_is_fenced_and_its_run_waits_and_says_so()
        throws Exception {
      var hang = Hang.stubborn();
      var refused = new CopyOnWriteArrayList<String>();
      var run =
          tester()
              .start(
                  "wf",
                  tester()
                      .sequence(
                          tester()
                              .step(
                                  "flash",
                                  c -> {
                                    if (c.attempt() > 1) {
                                      return null;
                                    }
                                    hang.run(c);
                                    for (var call :
                                        List.<Runnable>of(
                                            () -> c.guard("POST /Actions/Reset"),
                                            () -> c.put("late", 1),
                                            () -> c.saveCheckpoint("late", 1))) {
                                      try {
                                        call.run();
                                      } catch (AttemptFencedException e) {
                                        refused.add(String.valueOf(e.getMessage()));
                                      }
                                    }
                                    return "too late";
                                  })),
                  WorkflowContext.builder().lock("server/1").build());
      hang.awaitEntered();
      time().advance(Duration.ofSeconds(300));
      hang.awaitInterrupted();
      time().advance(GRACE);
      run.runUntil(parked(ParkReason.ATTEMPT_LINGERS));
      assertThat(run.record().message().orElseThrow()).contains("flash");
      run.is(WorkflowStatus.RUNNING);
      assertThat(tester().observer().locks()).hasSize(1);
      time().advance(Duration.ofMinutes(10));
      assertThat(run.step("flash").attempts()).hasSize(1);
      hang.release();
      passBackoff(1);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(refused).hasSize(3);
      assertThat(run.step("flash").result()).isEqualTo(Value.Null.INSTANCE);
      assertThat(run.step("flash").checkpoints()).isEmpty();
    }

    @Test
    void a_reading_attempt_that_lives_on_is_left_behind() throws Exception {
      var hang = Hang.stubborn();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "look",
                          WorkflowTester.Kind.READING,
                          b -> b,
                          c -> c.attempt() == 1 ? hang.run(c) : "seen"));
      hang.awaitEntered();
      time().advance(Duration.ofSeconds(300));
      hang.awaitInterrupted();
      time().advance(GRACE);
      passBackoff(1);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.step("look").result()).isEqualTo(new Value.Text("seen"));
      hang.release();
    }

    @Test
    void a_deadline_ends_the_run_whatever_step_it_is_at() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  tester()
                      .sequence(
                          tester().step("a", c -> null),
                          tester().step("b", b -> b.timeout(Duration.ofHours(9)), hang))
                      .withDeadline(Duration.ofHours(1)));
      hang.awaitEntered();
      time().advance(Duration.ofHours(1));
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.state().error().orElseThrow()).contains("the run's deadline of 1h 00m passed");
      assertThat(run.state().failedStep()).contains("b");
    }

    @Test
    void a_deadline_that_passed_while_nobody_ran_it_starts_no_attempt_more() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(tester().sequence(tester().step("a", hang)).withDeadline(Duration.ofHours(1)));
      hang.awaitEntered();
      tester().crash();
      time().advance(Duration.ofHours(2));
      tester().restart();
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(hang.calls()).isEqualTo(1);
    }

    @Test
    void resources_are_closed_last_first_at_a_normal_end_too() throws Exception {
      var closed = new CopyOnWriteArrayList<String>();
      var seen = new CopyOnWriteArrayList<List<String>>();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          c -> {
                            c.closing(() -> closed.add("outer"));
                            c.closing(() -> closed.add("inner"));
                            return null;
                          }),
                  tester().step("b", c -> seen.add(List.copyOf(closed))));
      run.await();
      assertThat(seen).containsExactly(List.of("inner", "outer"));
    }
  }

  @Nested
  @DisplayName("Rule 6: cancel at any point, at once")
  class Cancel {
    private void endsCancelled(TestRun run) throws Exception {
      run.await();
      run.is(WorkflowStatus.CANCELLED);
      assertThat(run.state().cancel().orElseThrow().by()).isEqualTo("test:alice");
      assertThat(run.state().error()).contains("Workflow cancelled");
      assertThat(tester().observer().locks()).isEmpty();
    }

    @Test
    void while_a_step_runs() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", hang), tester().step("b", c -> null));
      hang.awaitEntered();
      assertThat(run.cancel()).isTrue();
      endsCancelled(run);
      assertThat(hang.interruptions()).isEqualTo(1);
      assertThat(run.step("a").status()).isEqualTo(StepStatus.SKIPPED);
      assertThat(run.step("b").attempts()).isEmpty();
    }

    @Test
    void what_a_step_waits_for_is_closed_before_its_thread_is_interrupted() throws Exception {
      var hang = Hang.willing();
      var interruptionsAtClose = new CompletableFuture<Integer>();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          c -> {
                            c.closing(
                                () -> {
                                  TimeUnit.MILLISECONDS.sleep(50); // as to cancel a query takes
                                  interruptionsAtClose.complete(hang.interruptions());
                                });
                            return hang.run(c);
                          }));
      hang.awaitEntered();
      assertThat(run.cancel()).isTrue();
      endsCancelled(run);
      assertThat(interruptionsAtClose.get()).isZero();
      assertThat(hang.interruptions()).isEqualTo(1);
    }

    @Test
    void what_hangs_while_it_is_closed_holds_the_interruption_up_for_a_second() throws Exception {
      var hang = Hang.willing();
      var closing = new CountDownLatch(1);
      var mayClose = new CountDownLatch(1);
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          c -> {
                            c.closing(
                                () -> {
                                  closing.countDown();
                                  mayClose.await();
                                });
                            return hang.run(c);
                          }));
      hang.awaitEntered();
      assertThat(run.cancel()).isTrue();
      closing.await();
      assertThat(hang.interruptions()).isZero();
      WorkflowTester.await(
          "interrupted",
          () -> {
            time().advance(Duration.ofSeconds(1));
            return hang.interruptions() == 1;
          });
      endsCancelled(run);
      mayClose.countDown();
    }

    @Test
    void while_backing_off() throws Exception {
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          c -> {
                            throw new IllegalStateException("again");
                          }));
      run.runUntil(backingOff("a"));
      assertThat(run.cancel()).isTrue();
      endsCancelled(run);
      assertThat(run.step("a").attempts()).hasSize(1);
    }

    @Test
    void right_after_the_start() throws Exception {
      for (var round = 0; round < 20; round++) {
        var hang = Hang.willing();
        var run = tester().start(tester().step("a", hang));
        assertThat(run.cancel()).isTrue();
        endsCancelled(run);
      }
    }

    @Test
    void an_accepted_cancel_is_in_the_journal_and_is_never_followed_by_completion()
        throws Exception {
      for (var round = 0; round < 50; round++) {
        var run = tester().start(tester().step("a", c -> null), tester().step("b", c -> null));
        var accepted = run.cancel();
        run.await();
        run.is(accepted ? WorkflowStatus.CANCELLED : WorkflowStatus.COMPLETED);
        assertThat(run.state().cancel().isPresent()).isEqualTo(accepted);
      }
    }

    @Test
    void while_nobody_executes_it() throws Exception {
      var hang = Hang.willing();
      var run = hanging(hang);
      tester().crash().replaceProcess(b -> b);
      assertThat(run.cancel()).isTrue();
      endsCancelled(run);
      assertThat(hang.calls()).isEqualTo(1);
    }

    @Test
    void while_it_is_parked_for_whatever_reason() throws Exception {
      var run =
          tester()
              .start(
                  tester()
                      .sequence(
                          tester()
                              .step(
                                  "a",
                                  c -> {
                                    throw new RunParkedException("look at the cable");
                                  }))
                      .withAlways(List.of(tester().step("clean", c -> "cleaned"))));
      run.runUntil(parked(ParkReason.STEP_ASKED));
      assertThat(run.cancel()).isTrue();
      endsCancelled(run);
      assertThat(run.step("clean").status()).isEqualTo(StepStatus.COMPLETED);
    }

    @Test
    void while_it_is_parked_because_its_code_is_gone_even_that_for_every_ending() throws Exception {
      var hang = Hang.willing();
      var definition =
          WorkflowDefinition.of("custom", List.of(WorkflowStep.named("a").run(hang)))
              .withAlways(List.of(WorkflowStep.named("clean").run(c -> null)));
      var run = tester().start("custom", definition, WorkflowContext.EMPTY);
      hang.awaitEntered();
      run.crash().restart();
      run.await();
      assertThat(run.record().phase()).isEqualTo(Phase.PARKED);
      assertThat(run.cancel()).isTrue();
      endsCancelled(run);
      assertThat(run.state().notCleaned().orElseThrow()).contains("clean");
    }

    @Test
    void from_another_process() throws Exception {
      var hang = Hang.willing();
      var run = hanging(hang);
      var other = tester().launch(b -> b);
      assertThat(other.engine().cancel(run.runId(), "test:alice", "from there")).isTrue();
      time().advance(Duration.ofSeconds(10));
      endsCancelled(run);
      assertThat(tester().observer().pendingCommandsOf(run.runId())).isEmpty();
    }

    @Test
    void a_command_given_before_a_crash_is_applied_by_whoever_recovers_the_run() throws Exception {
      var hang = Hang.willing();
      var run = hanging(hang);
      var other = tester().launch(b -> b);
      other.engine().cancel(run.runId(), "test:alice", "from there");
      run.crash().restart();
      endsCancelled(run);
      assertThat(hang.calls()).isEqualTo(1);
    }

    @Test
    void during_the_steps_for_every_ending_which_it_does_not_cut() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  tester()
                      .sequence(tester().step("a", c -> null))
                      .withAlways(List.of(tester().step("clean", hang))));
      hang.awaitEntered();
      assertThat(run.cancel()).isTrue();
      run.runUntil(cancelRequested());
      hang.release();
      endsCancelled(run);
      assertThat(hang.interruptions()).isZero();
      assertThat(run.step("clean").status()).isEqualTo(StepStatus.COMPLETED);
    }

    @Test
    void a_finished_run_answers_false_and_changes_in_nothing() throws Exception {
      var run = tester().start(tester().step("a", c -> null));
      run.await();
      var before = run.state();
      assertThat(run.cancel()).isFalse();
      assertThat(tester().launch(b -> b).engine().cancel(run.runId(), "x", "y")).isFalse();
      assertThat(run.state()).isEqualTo(before);
      assertThat(tester().observer().pendingCommandsOf(run.runId())).isEmpty();
    }

    @Test
    void a_second_cancel_changes_nothing_about_the_first() throws Exception {
      var hang = Hang.stubborn();
      var run = hanging(hang);
      assertThat(run.cancel()).isTrue();
      hang.awaitInterrupted();
      assertThat(tester().engine().cancel(run.runId(), "test:bob", "me too")).isTrue();
      hang.release();
      endsCancelled(run);
      assertThat(run.events(Event.CancelRequested.class)).hasSize(1);
    }
  }

  @Nested
  @DisplayName("Rule 17: stopping is gentle")
  class Stopping {
    private CompletableFuture<Void> close(Duration drain) {
      var engine = tester().engine();
      return CompletableFuture.runAsync(() -> engine.close(drain));
    }

    @Test
    void a_running_step_may_finish_and_the_next_one_waits_for_another_process() throws Exception {
      var hang = Hang.willing();
      var calls = new AtomicInteger();
      var run =
          tester()
              .start(tester().step("a", hang), tester().step("b", c -> calls.incrementAndGet()));
      hang.awaitEntered();
      var closing = close(Duration.ofSeconds(30));
      time().awaitTimerIn(Duration.ofSeconds(30));
      hang.release();
      closing.get(40, TimeUnit.SECONDS);
      assertThat(run.step("a").status()).isEqualTo(StepStatus.COMPLETED);
      assertThat(calls).hasValue(0);
      run.is(WorkflowStatus.RUNNING);
      tester().restart();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(hang.calls()).isEqualTo(1);
    }

    @Test
    void a_step_that_does_not_finish_is_interrupted_and_loses_no_attempt() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(tester().step("a", b -> b.attempts(1), hang));
      hang.awaitEntered();
      var closing = close(Duration.ofSeconds(30));
      time().awaitTimerIn(Duration.ofSeconds(30));
      time().advance(Duration.ofSeconds(30));
      closing.get(40, TimeUnit.SECONDS);
      assertThat(hang.interruptions()).isEqualTo(1);
      assertThat(run.step("a").attempts().getFirst().outcome())
          .isEqualTo(StepState.Outcome.STOPPED);
      tester().restart();
      hang.awaitEntered();
      hang.release();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void a_point_of_no_return_is_awaited_however_long_it_takes() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "flash",
                          c -> {
                            try (var point = c.pointOfNoReturn("flashing", Duration.ofMinutes(5))) {
                              assertThat(point).isNotNull();
                              hang.run(c);
                            }
                            return "flashed";
                          }));
      hang.awaitEntered();
      var closing = close(Duration.ofSeconds(1));
      time().awaitTimerIn(Duration.ofSeconds(1));
      time().advance(Duration.ofHours(1));
      assertThat(closing).isNotDone();
      assertThat(hang.interruptions()).isZero();
      hang.release();
      closing.get(40, TimeUnit.SECONDS);
      assertThat(run.step("flash").result()).isEqualTo(new Value.Text("flashed"));
    }

    @Test
    void a_run_that_backs_off_is_left_at_once_and_goes_on_elsewhere() throws Exception {
      var calls = new AtomicInteger();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          c -> {
                            if (calls.incrementAndGet() == 1) {
                              throw new IllegalStateException("again");
                            }
                            return null;
                          }));
      run.runUntil(backingOff("a"));
      close(Duration.ofHours(1)).get(40, TimeUnit.SECONDS);
      tester().restart();
      passBackoff(1);
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(run.step("a").attempts()).hasSize(2);
    }

    @Test
    void nothing_new_is_started_after_it() throws Exception {
      tester().start(tester().step("a", c -> null)).await();
      tester().engine().close();
      assertThatThrownBy(() -> tester().start(tester().step("a", c -> null)))
          .isInstanceOf(WorkflowException.class)
          .hasMessageContaining("closed");
      tester().engine().close();
    }

    @Test
    void an_attempt_that_ignores_it_keeps_the_run_from_others_until_it_ends() throws Exception {
      var hang = Hang.stubborn();
      var run = hanging(hang);
      var closing = close(Duration.ofSeconds(1));
      time().awaitTimerIn(Duration.ofSeconds(1));
      time().advance(Duration.ofSeconds(1));
      hang.awaitInterrupted();
      time().advance(GRACE);
      closing.get(40, TimeUnit.SECONDS);
      var other = tester().launch(b -> b);
      assertThat(other.engine().recover()).isEmpty();
      hang.release();
      var owner = tester().store().owners().getFirst();
      WorkflowTester.await("ownership over", () -> !tester().observer().isAlive(owner));
      assertThat(other.engine().recover()).hasSize(1);
      run.runUntil(over());
      run.is(WorkflowStatus.COMPLETED);
    }
  }

  @Nested
  @DisplayName("Rule 7: points of no return are intervals")
  class Points {
    private WorkflowStep flash(
        WorkflowTester.Kind kind, Hang hang, AtomicReference<String> adopted) {
      return tester()
          .step(
              "flash",
              kind,
              b -> b.timeout(Duration.ofMinutes(1)).attempts(1),
              c -> {
                if (c.interruptedPoint().isPresent()) {
                  adopted.set(c.interruptedPoint().get().description());
                  return "adopted";
                }
                try (var point = c.pointOfNoReturn("flashing BIOS", Duration.ofMinutes(5))) {
                  assertThat(point).isNotNull();
                  hang.run(c);
                }
                return "flashed";
              });
    }

    private final AtomicReference<String> adopted = new AtomicReference<>("");

    @Test
    void entry_and_exit_are_journaled_and_status_says_what_is_awaited() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(flash(WorkflowTester.Kind.EXTERNAL, hang, adopted));
      hang.awaitEntered();
      var report = StatusReport.of(run.state(), java.util.Optional.empty());
      assertThat(report).containsEntry("safe_to_interrupt", false);
      assertThat(String.valueOf(report.get("phase_reason"))).contains("flashing BIOS", "5m 00s");
      hang.release();
      run.await();
      assertThat(run.eventTypes()).containsSubsequence("point_entered", "point_exited");
      assertThat(StatusReport.of(run.state(), java.util.Optional.empty()))
          .containsEntry("safe_to_interrupt", true);
    }

    @Test
    void no_timeout_interrupts_it_and_past_the_expected_time_the_run_is_overdue() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(flash(WorkflowTester.Kind.EXTERNAL, hang, adopted));
      hang.awaitEntered();
      time().advance(Duration.ofMinutes(6));
      assertThat(hang.interruptions()).isZero();
      assertThat(run.eventTypes()).contains("point_overdue");
      assertThat(run.state().phase()).isEqualTo(Phase.OVERDUE);
      hang.release();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
    }

    @Test
    void a_cancel_waits_for_it_and_the_work_done_is_not_forgotten() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  flash(WorkflowTester.Kind.EXTERNAL, hang, adopted),
                  tester().step("next", c -> null));
      hang.awaitEntered();
      assertThat(run.cancel()).isTrue();
      time().advance(Duration.ofMinutes(1));
      assertThat(hang.interruptions()).isZero();
      assertThat(run.state().phase()).isEqualTo(Phase.CANCELLING);
      hang.release();
      run.await();
      run.is(WorkflowStatus.CANCELLED);
      assertThat(run.step("flash").status()).isEqualTo(StepStatus.COMPLETED);
      assertThat(run.step("next").attempts()).isEmpty();
    }

    @Test
    void a_cancel_that_waited_reaches_the_step_as_soon_as_it_leaves() throws Exception {
      var hang = Hang.willing();
      var after = Hang.willing();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "flash",
                          c -> {
                            try (var point = c.pointOfNoReturn("flashing", Duration.ofMinutes(5))) {
                              assertThat(point).isNotNull();
                              hang.run(c);
                            }
                            return after.run(c);
                          }));
      hang.awaitEntered();
      run.cancel();
      hang.release();
      run.await();
      run.is(WorkflowStatus.CANCELLED);
      assertThat(after.interruptions()).isEqualTo(1);
      assertThat(run.step("flash").status()).isEqualTo(StepStatus.SKIPPED);
    }

    @Test
    void a_deadline_waits_for_it() throws Exception {
      var hang = Hang.willing();
      var run =
          tester()
              .start(
                  tester()
                      .sequence(
                          flash(WorkflowTester.Kind.EXTERNAL, hang, adopted),
                          tester().step("next", c -> null))
                      .withDeadline(Duration.ofMinutes(2)));
      hang.awaitEntered();
      time().advance(Duration.ofMinutes(30));
      assertThat(hang.interruptions()).isZero();
      hang.release();
      run.await();
      run.is(WorkflowStatus.FAILED);
      assertThat(run.step("flash").status()).isEqualTo(StepStatus.COMPLETED);
      assertThat(run.state().failedStep()).contains("next");
    }

    @Test
    void the_timeout_goes_on_after_it_with_what_was_left() throws Exception {
      var inside = Hang.willing();
      var after = Hang.willing();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "flash",
                          b -> b.timeout(Duration.ofMinutes(1)).attempts(1),
                          c -> {
                            c.sleep(Duration.ofSeconds(40));
                            try (var point = c.pointOfNoReturn("flashing", Duration.ofMinutes(5))) {
                              assertThat(point).isNotNull();
                              inside.run(c);
                            }
                            return after.run(c);
                          }));
      time().awaitTimerIn(Duration.ofSeconds(40));
      time().advance(Duration.ofSeconds(40));
      inside.awaitEntered();
      time().advance(Duration.ofMinutes(3));
      inside.release();
      after.awaitEntered();
      time().advance(Duration.ofSeconds(19));
      run.is(WorkflowStatus.RUNNING);
      time().advance(Duration.ofSeconds(1));
      run.await();
      run.is(WorkflowStatus.FAILED);
    }

    @Test
    void it_is_not_entered_once_the_step_was_asked_to_end() throws Exception {
      var hang = Hang.stubborn();
      var problem = new AtomicReference<Throwable>();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "flash",
                          c -> {
                            hang.run(c);
                            try (var point = c.pointOfNoReturn("flashing", Duration.ofMinutes(5))) {
                              return point;
                            } catch (WorkflowCancelledException e) {
                              problem.set(e);
                              throw e;
                            }
                          }));
      hang.awaitEntered();
      run.cancel();
      hang.awaitInterrupted();
      hang.release();
      run.await();
      assertThat(problem.get()).hasMessageContaining("flashing");
      assertThat(run.eventTypes()).doesNotContain("point_entered");
    }

    @Test
    void after_a_crash_inside_it_the_next_attempt_adopts() throws Exception {
      var hang = Hang.willing();
      var run = tester().start(flash(WorkflowTester.Kind.ADOPTING, hang, adopted));
      hang.awaitEntered();
      run.runUntil(inPoint()).crash().restart();
      run.await();
      run.is(WorkflowStatus.COMPLETED);
      assertThat(adopted).hasValue("flashing BIOS");
      assertThat(hang.calls()).isEqualTo(1);
    }

    @Test
    void after_a_crash_inside_it_a_run_that_cannot_adopt_is_parked_and_never_starts_afresh()
        throws Exception {
      var hang = Hang.willing();
      var run = tester().start(flash(WorkflowTester.Kind.EXTERNAL, hang, adopted));
      hang.awaitEntered();
      run.runUntil(inPoint()).crash().restart();
      run.await();
      assertThat(run.state().parked().orElseThrow().reason())
          .isEqualTo(ParkReason.POINT_NOT_ADOPTED);
      assertThatThrownBy(() -> resume(run)).hasMessageContaining("flashing BIOS");
      assertThat(hang.calls()).isEqualTo(1);
      assertThat(run.cancel()).isTrue();
      run.await();
      run.is(WorkflowStatus.CANCELLED);
    }

    @Test
    void a_point_that_was_left_open_by_a_failed_attempt_is_not_started_afresh_either()
        throws Exception {
      var calls = new AtomicInteger();
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "flash",
                          c -> {
                            calls.incrementAndGet();
                            c.pointOfNoReturn("flashing BIOS", Duration.ofMinutes(5));
                            throw new IllegalStateException("the connection broke");
                          }));
      run.await();
      assertThat(run.state().parked().orElseThrow().reason())
          .isEqualTo(ParkReason.POINT_NOT_ADOPTED);
      assertThat(calls).hasValue(1);
    }

    @Test
    void resuming_a_held_run_carries_it() throws Exception {
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "flash",
                          WorkflowTester.Kind.ADOPTING,
                          b -> b.attempts(1),
                          c -> {
                            if (c.interruptedPoint().isPresent()) {
                              return c.interruptedPoint().get().description();
                            }
                            c.pointOfNoReturn("flashing BIOS", Duration.ofMinutes(5));
                            throw new StepRejectedException("the connection broke");
                          }));
      run.await();
      run.is(WorkflowStatus.FAILED);
      var resumed = resume(run);
      resumed.await();
      resumed.is(WorkflowStatus.COMPLETED);
      assertThat(resumed.step("flash").result()).isEqualTo(new Value.Text("flashing BIOS"));
    }
  }
}
