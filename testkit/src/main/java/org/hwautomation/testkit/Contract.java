package org.hwautomation.testkit;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.hwautomation.workflow.StepFunction;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Timeout;

/** What the tests of every rule share: fresh data, and a tester over it. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class Contract {
  private final KitLanguage language = new KitLanguage();
  private @Nullable WorkflowTester opened;

  /** Data of its own for each test. */
  abstract StoreUnderTest data() throws Exception;

  @BeforeEach
  final void openTester() throws Exception {
    opened =
        WorkflowTester.over(
            data(),
            builder ->
                builder.expressions(language).limit("one", 1).limit("other", 1).limit("two", 2));
  }

  @AfterEach
  final void closeTester() {
    if (opened != null) {
      opened.close();
    }
  }

  final WorkflowTester tester() {
    if (opened == null) {
      throw new IllegalStateException("a test is running");
    }
    return opened;
  }

  /** What conditions and inputs are written in. */
  final KitLanguage language() {
    return language;
  }

  /** A run of one step that is inside {@code hang} now. */
  final TestRun hanging(Hang hang) throws Exception {
    var run = tester().start(tester().step("a", hang));
    hang.awaitEntered();
    return run;
  }

  /** Resumes a run through the current process; a held one becomes a new run. */
  final TestRun resume(TestRun run) {
    return new TestRun(tester(), tester().engine().resume(run.runId(), "test:alice").runId());
  }

  /** Lets a run that waits for its next attempt wait for so long, once it really does. */
  final void passBackoff(int seconds) throws Exception {
    time().awaitTimerIn(Duration.ofSeconds(seconds));
    time().advance(Duration.ofSeconds(seconds));
  }

  /** Lets every process look once for commands, locks and limits. */
  final void look() {
    time().advance(WorkflowTester.LOOK);
  }

  /**
   * Looks for locks and limits until a run is over: not so often that a step that hangs meanwhile
   * meets its timeout.
   */
  final void lookUntilOver(TestRun run) throws Exception {
    for (var looks = 0; looks < 20 && !run.state().status().isTerminal(); looks++) {
      look();
      for (var waits = 0; waits < 100 && !run.state().status().isTerminal(); waits++) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
    }
    run.runUntil(TestRun.over());
  }

  /** A step that is refused by what it works on, at once and for good. */
  static StepFunction refused(String why) {
    return context -> {
      throw new StepRejectedException(why);
    };
  }

  /** A step that is inside a point of no return while it hangs. */
  static StepFunction inside(String description, StepFunction hang) {
    return context -> {
      try (var _ = context.pointOfNoReturn(description, Duration.ofMinutes(5))) {
        return hang.run(context);
      }
    };
  }

  final VirtualTime time() {
    return tester().time();
  }
}
