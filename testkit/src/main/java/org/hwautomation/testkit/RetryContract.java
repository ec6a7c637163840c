package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hwautomation.testkit.TestRun.backingOff;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.RetryPolicy;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowStatus;
import org.hwautomation.workflow.WorkflowStep;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rule 8. */
abstract class RetryContract extends Contract {
  /** An error that only the domain knows. */
  private static final class Domain extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorClass errorClass;

    Domain(ErrorClass errorClass) {
      super("the BMC says " + errorClass);
      this.errorClass = errorClass;
    }

    static Optional<ErrorClass> classify(Throwable error) {
      return error instanceof Domain domain ? Optional.of(domain.errorClass) : Optional.empty();
    }
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(new ConnectException("refused"), ErrorClass.CONNECTION, true),
        Arguments.of(new SocketException("reset"), ErrorClass.CONNECTION, true),
        Arguments.of(new UnknownHostException("bmc-1"), ErrorClass.CONNECTION, true),
        Arguments.of(
            new RuntimeException("wrapped", new ConnectException("refused")),
            ErrorClass.CONNECTION,
            true),
        Arguments.of(new SocketTimeoutException("read"), ErrorClass.TIMEOUT, true),
        Arguments.of(new java.net.http.HttpTimeoutException("request"), ErrorClass.TIMEOUT, true),
        Arguments.of(new Domain(ErrorClass.BUSY), ErrorClass.BUSY, true),
        Arguments.of(new IOException("something"), ErrorClass.UNKNOWN, true),
        Arguments.of(new IllegalStateException("something"), ErrorClass.UNKNOWN, true),
        Arguments.of(new StepRejectedException("no"), ErrorClass.REJECTED, false),
        Arguments.of(new Domain(ErrorClass.AUTHENTICATION), ErrorClass.AUTHENTICATION, false),
        Arguments.of(
            new RuntimeException(new Domain(ErrorClass.AUTHENTICATION)),
            ErrorClass.AUTHENTICATION,
            false),
        Arguments.of(new NullPointerException(), ErrorClass.DEFECT, false),
        Arguments.of(new ClassCastException("x"), ErrorClass.DEFECT, false),
        Arguments.of(new IndexOutOfBoundsException(3), ErrorClass.DEFECT, false),
        Arguments.of(new AssertionError("never"), ErrorClass.DEFECT, false),
        Arguments.of(new NoClassDefFoundError("x"), ErrorClass.DEFECT, false));
  }

  private WorkflowStep failing(Throwable error, AtomicInteger calls) {
    return tester()
        .step(
            "a",
            c -> {
              calls.incrementAndGet();
              if (error instanceof Error e) {
                throw e;
              }
              throw (Exception) error;
            });
  }

  @ParameterizedTest
  @MethodSource("errors")
  void each_class_of_error_is_retried_or_not(Throwable error, ErrorClass expected, boolean retried)
      throws Exception {
    tester().replaceProcess(b -> b.classifier(Domain::classify));
    var calls = new AtomicInteger();
    var run = tester().start(failing(error, calls));
    if (retried) {
      passBackoff(1);
      passBackoff(2);
    }
    run.await();
    run.is(WorkflowStatus.FAILED);
    assertThat(calls).hasValue(retried ? 3 : 1);
    assertThat(run.events(Event.AttemptFailed.class))
        .hasSize(retried ? 3 : 1)
        .allSatisfy(failed -> assertThat(failed.errorClass()).isEqualTo(expected))
        .allSatisfy(failed -> assertThat(failed.errorType()).isEqualTo(error.getClass().getName()));
  }

  @Test
  void false_fails_the_step_as_rejected() throws Exception {
    var calls = new AtomicInteger();
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "sensors",
                        c -> {
                          calls.incrementAndGet();
                          c.reportSubTask("reading fan 3");
                          return false;
                        }));
    run.await();
    run.is(WorkflowStatus.FAILED);
    assertThat(calls).hasValue(1);
    assertThat(run.state().error().orElseThrow()).contains("sensors answered false", "fan 3");
    assertThat(run.events(Event.AttemptFailed.class).getFirst().errorClass())
        .isEqualTo(ErrorClass.REJECTED);
  }

  static Stream<@Nullable Object> successes() {
    return Stream.of(null, true, "", 0, "false");
  }

  @ParameterizedTest
  @MethodSource("successes")
  void null_and_everything_else_is_success(@Nullable Object answer) throws Exception {
    var run = tester().start(tester().step("a", c -> answer));
    run.await();
    run.is(WorkflowStatus.COMPLETED);
    assertThat(run.step("a").result()).isEqualTo(Value.of(answer));
  }

  @Test
  void waits_are_1_2_and_4_seconds_by_default_and_every_attempt_is_its_own_record()
      throws Exception {
    var calls = new AtomicInteger();
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "a",
                        b -> b.attempts(4),
                        c -> {
                          throw new IllegalStateException("failure " + calls.incrementAndGet());
                        }));
    for (var wait : new int[] {1, 2, 4}) {
      var failures = calls;
      time().awaitTimerIn(Duration.ofSeconds(wait));
      var before = failures.get();
      time().advance(Duration.ofSeconds(wait).minusMillis(1));
      assertThat(failures).hasValue(before);
      time().advance(Duration.ofMillis(1));
    }
    run.await();
    run.is(WorkflowStatus.FAILED);
    assertThat(run.step("a").attempts())
        .extracting(attempt -> attempt.number() + " " + attempt.message().orElse(""))
        .containsExactly("1 failure 1", "2 failure 2", "3 failure 3", "4 failure 4");
    assertThat(run.state().error()).contains("failure 4");
  }

  @Test
  void a_classifier_that_throws_does_not_end_the_run() throws Exception {
    tester()
        .replaceProcess(
            b ->
                b.classifier(
                    error -> {
                      throw new IllegalStateException("broken classifier");
                    }));
    var run = tester().start(failing(new StepRejectedException("no"), new AtomicInteger()));
    run.await();
    run.is(WorkflowStatus.FAILED);
    assertThat(run.state().error()).contains("no");
  }

  @Test
  void a_failed_attempt_leaves_no_value_behind() throws Exception {
    var run =
        tester()
            .start(
                tester()
                    .step(
                        "a",
                        c -> {
                          if (c.attempt() == 1) {
                            c.put("half", "done");
                            throw new IllegalStateException("again");
                          }
                          return c.values().get("half").isPresent();
                        }));
    passBackoff(1);
    run.await();
    run.is(WorkflowStatus.FAILED); // the second attempt did not see it, and answered false
    assertThat(run.state().values().get("half")).isEmpty();
  }

  @Test
  void a_wait_that_a_crash_cut_short_is_waited_out_and_not_longer_than_its_cap() throws Exception {
    // another timeout than the cap, so that the timer awaited below is the wait's
    var step =
        tester()
            .step(
                "a",
                builder -> builder.timeout(Duration.ofHours(1)),
                c -> {
                  throw new IllegalStateException("x");
                });
    var run = tester().start(step);
    run.runUntil(backingOff("a"));
    tester().crash();
    time().stepWallClock(Duration.ofDays(-30));
    tester().restart();
    time().awaitTimerIn(RetryPolicy.DEFAULT.cap());
    time().advance(RetryPolicy.DEFAULT.cap());
    run.runUntil(new TestRun.Condition("tried again", s -> s.step("a").attempts().size() > 1));
  }
}
