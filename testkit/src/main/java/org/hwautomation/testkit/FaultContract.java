package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hwautomation.testkit.FaultyStore.holds;
import static org.hwautomation.testkit.TestRun.over;

import java.time.Duration;
import java.util.AbstractList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hwautomation.workflow.Append;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.EventCodec;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.ParkReason;
import org.hwautomation.workflow.RunFencedException;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.RunParkedException;
import org.hwautomation.workflow.RunQuery;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.WorkflowContext;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowEngine;
import org.hwautomation.workflow.WorkflowException;
import org.hwautomation.workflow.WorkflowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules 4, 5, 6, 8 and 17 where steps, stores and moments are at their worst. */
abstract class FaultContract extends Contract {
  /** The common pool may have one thread only. */
  private static final Executor OWN_THREAD = Thread::startVirtualThread;

  @SuppressWarnings("removal") // of ThreadDeath, which a step's library may still throw
  static Stream<Error> errors() {
    return Stream.of(
        new StackOverflowError(), new OutOfMemoryError("of the step"), new ThreadDeath());
  }

  @ParameterizedTest
  @MethodSource("errors")
  void rule_8_an_error_of_the_machine_fails_the_attempt_and_is_tried_again(Error error)
      throws Exception {
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "a",
                        c -> {
                          if (c.attempt() == 1) {
                            throw error;
                          }
                          return null;
                        }));
    passBackoff(1);
    run.await();
    run.is(WorkflowStatus.COMPLETED);
    assertThat(run.events(Event.AttemptFailed.class).getFirst().errorType())
        .isEqualTo(error.getClass().getName());
  }

  @Test
  void rule_8_an_exception_that_cannot_even_say_its_message_fails_the_attempt() throws Exception {
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "a",
                        b -> b.attempts(1),
                        c -> {
                          throw new IllegalStateException() {
                            private static final long serialVersionUID = 1L;

                            @Override
                            public String getMessage() {
                              throw new IllegalStateException("broken");
                            }
                          };
                        }));
    run.await();
    run.is(WorkflowStatus.FAILED);
  }

  @Test
  void rule_8_a_result_that_throws_when_it_is_read_fails_the_step() throws Exception {
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "a",
                        b -> b.attempts(1),
                        c ->
                            new AbstractList<Object>() {
                              @Override
                              public Object get(int index) {
                                throw new IllegalStateException("the connection is closed");
                              }

                              @Override
                              public int size() {
                                return 1;
                              }
                            }));
    run.await();
    run.is(WorkflowStatus.FAILED);
    assertThat(run.state().error()).contains("the connection is closed");
  }

  @Test
  void rule_5_a_resource_whose_closing_throws_an_error_does_not_keep_the_attempt()
      throws Exception {
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "a",
                        c -> {
                          c.closing(
                              () -> {
                                throw new AssertionError("already closed");
                              });
                          return null;
                        }));
    run.await();
    run.is(WorkflowStatus.COMPLETED);
  }

  @Test
  void rule_5_a_step_that_swallows_its_interruption_cannot_wait_any_more() throws Exception {
    var inside = new CountDownLatch(1);
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "a",
                        c -> {
                          try {
                            inside.countDown();
                            c.sleep(Duration.ofDays(1));
                          } catch (InterruptedException e) {
                            c.sleep(Duration.ofDays(1));
                          }
                          return null;
                        }));
    assertThat(inside.await(40, TimeUnit.SECONDS)).isTrue();
    assertThat(run.cancel()).isTrue();
    run.await();
    run.is(WorkflowStatus.CANCELLED);
  }

  @Test
  void rule_6_an_accepted_cancel_is_never_followed_by_parking() throws Exception {
    for (var round = 0; round < 50; round++) {
      var inside = new CountDownLatch(1);
      var run =
          tester()
              .start(
                  tester()
                      .step(
                          "a",
                          c -> {
                            inside.countDown();
                            throw new RunParkedException("look at the cable");
                          }));
      inside.await();
      assertThat(run.cancel()).isTrue();
      run.runUntil(over());
      run.is(WorkflowStatus.CANCELLED);
    }
  }

  @Test
  void rule_4_a_run_whose_journal_could_not_be_written_goes_on_when_the_store_works_again()
      throws Exception {
    var full = new boolean[] {false};
    tester().store().failWrites(append -> full[0]);
    var hang = Hang.willing();
    var calls = new AtomicInteger();
    var run =
        tester()
            .start(
                "wf",
                tester()
                    .sequence(
                        tester().step("a", hang), tester().step("b", c -> calls.incrementAndGet())),
                WorkflowContext.builder().lock("server/1").build());
    hang.awaitEntered();
    var handle = tester().engine().executing(run.runId()).orElseThrow();
    full[0] = true;
    hang.release();
    assertThatThrownBy(handle::await)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("disk is full");
    assertThat(tester().observer().locks()).hasSize(1);
    time().advance(Duration.ofSeconds(10));
    assertThat(calls).hasValue(0);
    assertThat(tester().observer().locks()).hasSize(1);
    full[0] = false;
    time().advance(Duration.ofSeconds(10));
    run.runUntil(over());
    run.is(WorkflowStatus.COMPLETED);
    assertThat(calls).hasValue(1);
  }

  @Test
  void rule_4_such_a_run_can_be_cancelled_from_another_process() throws Exception {
    tester().store().failWrites(append -> holds(append, "step_completed"));
    var run = tester().start(tester().step("a", c -> null));
    run.await();
    var other = tester().launch(b -> b);
    assertThat(other.engine().cancel(run.runId(), "test:bob", "enough")).isTrue();
    tester().store().failWrites(append -> false);
    time().advance(Duration.ofSeconds(10));
    run.runUntil(over());
    run.is(WorkflowStatus.CANCELLED);
  }

  @Test
  void rule_4_an_error_of_the_engine_itself_parks_the_run_and_keeps_its_locks() throws Exception {
    tester()
        .replaceProcess(
            b ->
                b.classifier(
                    error -> {
                      throw new StackOverflowError();
                    }));
    var run =
        tester()
            .start(
                "wf",
                tester()
                    .sequence(
                        tester()
                            .step(
                                "a",
                                c -> {
                                  throw new IllegalStateException("no");
                                })),
                WorkflowContext.builder().lock("server/1").build());
    run.await();
    assertThat(run.state().parked().orElseThrow().reason()).isEqualTo(ParkReason.ENGINE_ERROR);
    assertThat(run.record().message().orElseThrow()).contains("StackOverflowError");
    assertThat(tester().observer().locks()).hasSize(1);
    assertThat(run.cancel()).isTrue();
    run.runUntil(over());
    run.is(WorkflowStatus.CANCELLED);
  }

  @Test
  void rule_17_a_start_beside_a_close_is_refused_or_stops_like_the_others() throws Exception {
    var creating = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    tester()
        .store()
        .beforeCreate(
            run -> {
              if (run.record().workflowId().equals("wf")) {
                creating.countDown();
                go.await();
              }
            });
    var engine = tester().engine();
    var definition = tester().sequence(tester().step("a", Hang.willing()));
    var started =
        CompletableFuture.supplyAsync(
            () -> engine.start("wf", definition, WorkflowContext.EMPTY).runId(), OWN_THREAD);
    assertThat(creating.await(40, TimeUnit.SECONDS)).isTrue();
    var closed = CompletableFuture.runAsync(() -> engine.close(Duration.ZERO), OWN_THREAD);
    WorkflowTester.await("closing", () -> isRefused(engine, definition));
    assertThat(closed).isNotDone();
    go.countDown();
    var runId = started.get(40, TimeUnit.SECONDS);
    closed.get(40, TimeUnit.SECONDS);
    assertThat(engine.executing()).isZero();
    var run = new TestRun(tester(), runId);
    assertThat(run.state().status().isTerminal()).isFalse();
    assertThat(tester().launch(b -> b).engine().recover())
        .extracting(RunHandle::runId)
        .contains(runId);
  }

  private static boolean isRefused(WorkflowEngine engine, WorkflowDefinition definition) {
    try {
      engine.start("probe", definition, WorkflowContext.EMPTY);
      return false;
    } catch (WorkflowException e) {
      return String.valueOf(e.getMessage()).contains("closed");
    }
  }

  @Test
  void rule_13_a_context_that_shows_its_own_secret_is_refused() {
    assertThatThrownBy(
            () ->
                tester()
                    .start(
                        "wf",
                        tester().sequence(tester().step("a", c -> null)),
                        WorkflowContext.builder()
                            .secret("bmc_password", "hunter2-0xdeadbeef")
                            .value("url", "https://admin:hunter2-0xdeadbeef@bmc")
                            .build()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("url")
        .hasMessageNotContaining("hunter2");
    assertThat(tester().observer().runs(RunQuery.ALL)).isEmpty();
  }

  @Test
  void rule_9_a_listener_that_interrupts_itself_or_throws_anything_misses_nothing()
      throws Exception {
    var seen = new AtomicInteger();
    var run = tester().start(tester().step("a", c -> null), tester().step("b", c -> null));
    try (var subscription =
        tester()
            .engine()
            .subscribe(
                run.runId(),
                0,
                (entry, event, state) -> {
                  seen.incrementAndGet();
                  Thread.currentThread().interrupt();
                  FaultContract.<RuntimeException>sneak(new java.io.IOException("broken"));
                })) {
      run.await();
      WorkflowTester.await("all seen", () -> seen.get() == run.eventTypes().size());
      assertThat(subscription.awaitCaughtUp(Duration.ofSeconds(5))).isTrue();
    }
  }

  @SuppressWarnings("unchecked") // the trick by which other languages throw checked exceptions
  private static <T extends Throwable> void sneak(Throwable error) throws T {
    throw (T) error;
  }

  @Test
  void rule_6_a_store_refuses_to_change_how_a_run_ended() throws Exception {
    var run = tester().start(tester().step("a", c -> null));
    run.await();
    var ended = run.record();
    var entry =
        EventCodec.write(
            run.runId(),
            ended.lastSeq() + 1,
            ended.epoch(),
            time().now(),
            "test",
            new Event.RunReleased("test", "late"));
    var changed =
        new RunRecord(
            ended.identity(),
            WorkflowStatus.FAILED,
            ended.phase(),
            ended.owner(),
            ended.epoch(),
            entry.seq(),
            ended.currentStep(),
            ended.stepsCompleted(),
            ended.totalSteps(),
            ended.message(),
            ended.updatedAt(),
            ended.endedAt());
    assertThatThrownBy(
            () ->
                tester()
                    .observer()
                    .append(
                        new Append(
                            ended.epoch(),
                            List.of(entry),
                            changed,
                            false,
                            java.util.Optional.empty(),
                            java.util.Optional.empty())))
        .isInstanceOf(RunFencedException.class);
    assertThat(run.record()).isEqualTo(ended);
  }
}
