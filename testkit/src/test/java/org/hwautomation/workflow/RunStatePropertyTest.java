package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;

/** What holds for the fold over any journal, in whatever order its events come. */
class RunStatePropertyTest {
  private static final Instant BEGIN = Instant.parse("2026-11-24T03:00:00Z");
  private static final List<String> PATHS = List.of("a", "g/b", "g/s/c", "clean", "a/undo", "mark");

  private static WorkflowStep step(String name) {
    return WorkflowStep.named(name).uses("kit.step").build();
  }

  private static final WorkflowDefinition DEFINITION =
      WorkflowDefinition.named("kit")
          .step(WorkflowStep.named("a").uses("kit.step").undo(step("x")).build())
          .step(ParallelGroup.of("g", step("b"), Sequence.of("s", step("c"))))
          .always(step("clean"))
          .rollback(step("mark"))
          .build();

  private static JournalEntry entry(long seq, Event event) {
    return EventCodec.write("run-1", seq, 1, BEGIN.plusSeconds(seq), "test", event);
  }

  private static List<JournalEntry> journal(List<Event> events) {
    var entries = new ArrayList<JournalEntry>();
    entries.add(
        entry(
            1,
            new Event.RunStarted(
                "wf",
                "run-1",
                Optional.empty(),
                DEFINITION.toValue(),
                Value.Fields.EMPTY,
                Set.of("k"),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                Optional.empty())));
    for (var event : events) {
      entries.add(entry(entries.size() + 1L, event));
    }
    return entries;
  }

  @Test
  void the_fold_is_the_same_at_once_and_bit_by_bit() {
    SeededTries.check(50, any -> foldBothWays(events(any)));
  }

  private static void foldBothWays(List<Event> events) {
    var entries = journal(events);
    var whole = RunState.of(entries).orElseThrow();
    var state = RunState.of(entries.subList(0, 1)).orElseThrow();
    for (var i = 1; i < entries.size(); i++) {
      state = state.apply(entries.get(i), events.get(i - 1));
      assertThat(RunState.of(entries.subList(0, i + 1))).contains(state);
    }
    assertThat(state).isEqualTo(whole);
    assertThat(whole.lastSeq()).isEqualTo(entries.size());
  }

  @Test
  void what_is_counted_is_what_the_steps_say() {
    SeededTries.check(150, any -> count(events(any)));
  }

  private static void count(List<Event> events) {
    var state = RunState.of(journal(events)).orElseThrow();
    var counted = List.of("a", "g/b", "g/s/c", "clean");
    assertThat(state.totalSteps()).isEqualTo(counted.size());
    assertThat(new ArrayList<>(state.steps().keySet())).isEqualTo(PATHS);
    assertThat(state.stepsCompleted())
        .isEqualTo(
            (int)
                counted.stream()
                    .map(state::step)
                    .filter(
                        step ->
                            step.status() == StepStatus.COMPLETED
                                || step.status() == StepStatus.SKIPPED)
                    .count());
    var active = new LinkedHashSet<String>();
    for (var step : state.steps().values()) {
      if (!step.isOver()
          && (step.status() == StepStatus.RUNNING
              || step.approvalAwaited().isPresent()
              || step.limitAwaited().isPresent()
              || step.windowAwaited().isPresent())) {
        active.add(step.path());
      }
    }
    assertThat(state.active()).isEqualTo(active);
    for (var path : PATHS) {
      assertThat(state.number(path)).isEqualTo(PATHS.indexOf(path) + 1);
    }
  }

  @Test
  void what_is_over_waits_for_nothing() {
    SeededTries.check(150, any -> lookAtWhatIsOver(events(any)));
  }

  private static void lookAtWhatIsOver(List<Event> events) {
    var state = RunState.of(journal(events)).orElseThrow();
    for (var step : state.steps().values()) {
      if (step.isOver()) {
        assertThat(step.approvalAwaited()).isEmpty();
        assertThat(state.active()).doesNotContain(step.path());
      }
      if (step.retryAt().isPresent()) {
        assertThat(step.isRunning()).isFalse();
      }
      if (step.slow().isPresent()) {
        assertThat(step.status()).isNotEqualTo(StepStatus.COMPLETED);
      }
    }
    if (state.status().isTerminal()) {
      assertThat(state.phase()).isIn(Phase.NONE, Phase.HELD);
      assertThat(state.owner()).isEmpty();
    } else {
      assertThat(state.phase()).isNotEqualTo(Phase.HELD);
    }
    if (state.phase() == Phase.PAUSED) {
      assertThat(state.paused()).isPresent();
      assertThat(
              !state.locksAwaited().isEmpty()
                  || state.activeSteps().noneMatch(StepState::isRunning))
          .isTrue();
    }
    if (state.phase() == Phase.WAITING_FOR_LOCK) {
      assertThat(state.locksAwaited()).isNotEmpty();
      assertThat(state.paused()).isEmpty();
    }
  }

  /** What random events once found. */
  @Test
  void a_step_that_is_over_is_not_called_slow() {
    lookAtWhatIsOver(
        List.of(
            new Event.AttemptStarted("a", 1),
            new Event.StepCompleted(
                "a", 1, Value.Null.INSTANCE, Value.Fields.EMPTY, Optional.empty(), Set.of()),
            new Event.StepSlow("a", 1, Duration.ofMinutes(5), Optional.empty())));
  }

  @Test
  void points_are_never_forgotten() {
    SeededTries.check(100, any -> countPoints(events(any)));
  }

  private static void countPoints(List<Event> events) {
    var entries = journal(events);
    for (var path : PATHS) {
      var last = 0;
      var state = RunState.of(entries.subList(0, 1)).orElseThrow();
      for (var i = 1; i < entries.size(); i++) {
        state = state.apply(entries.get(i), events.get(i - 1));
        assertThat(state.step(path).points()).isGreaterThanOrEqualTo(last);
        last = state.step(path).points();
      }
    }
  }

  private static List<Event> events(SeededTries any) {
    return endingLast(any.list(30, () -> any.oneOf(possible(any.oneOf(PATHS)))));
  }

  /** An ending comes once, and nothing but a release behind it. */
  private static List<Event> endingLast(List<Event> events) {
    var kept = new ArrayList<Event>();
    for (var event : events) {
      kept.add(event);
      if (event instanceof Event.RunEnded) {
        break;
      }
    }
    return kept;
  }

  private static List<Event> possible(String path) {
    var at = BEGIN.plusSeconds(60);
    return List.of(
        new Event.AttemptStarted(path, 1),
        new Event.AttemptStarted(path, 2),
        new Event.PointEntered(path, 1, "flashing", Duration.ofMinutes(5)),
        new Event.PointOverdue(path, 1, "flashing", Duration.ofMinutes(5)),
        new Event.PointExited(path, 1),
        new Event.PointsPassed(path, 2),
        new Event.PointCarried(path, "flashing", Duration.ofMinutes(5)),
        new Event.StepCompleted(
            path,
            1,
            new Value.Int(1),
            Value.Fields.EMPTY.with("left", path),
            Optional.empty(),
            Set.of("x")),
        failed(path, Optional.empty()),
        failed(path, Optional.of(at)),
        new Event.AttemptInterrupted(path, 1, "stopped", false, Optional.empty()),
        new Event.AttemptInterrupted(path, 1, "crashed", true, Optional.empty()),
        new Event.StepSkipped(path, "not when false", Optional.of(SkipCause.CONDITION)),
        new Event.StepSkipped(path, "cancelled", Optional.empty()),
        new Event.ApprovalRequested(path, "operator", Optional.of(at)),
        new Event.ApprovalAnswered(path, true, "bob", ""),
        new Event.LimitAwaited(path, "one"),
        new Event.WindowAwaited(path, "nights", at),
        new Event.WindowOverridden("bob", "no time"),
        new Event.StepSlow(path, 1, Duration.ofMinutes(5), Optional.empty()),
        new Event.RunPaused("bob", ""),
        new Event.RunResumed("bob", ""),
        new Event.CancelRequested("bob", "", Optional.empty(), Optional.of(true)),
        new Event.CommandRefused("skip", "bob", "no"),
        new Event.LocksAwaited(Set.of("k")),
        new Event.LocksTaken(),
        new Event.RollbackStarted("a step failed"),
        new Event.RunParked(ParkReason.STEP_ASKED, "look"),
        new Event.RunParked(ParkReason.ATTEMPT_LINGERS, "lives on"),
        new Event.RunUnparked("bob"),
        new Event.RunOwned("owner-1", true),
        new Event.RunEnded(
            WorkflowStatus.FAILED, Optional.of("no"), Optional.of(path), true, Optional.empty()));
  }

  private static Event failed(String path, Optional<Instant> retryAt) {
    return new Event.AttemptFailed(
        path,
        1,
        ErrorClass.BUSY,
        "java.io.IOException",
        "busy",
        Optional.empty(),
        retryAt,
        Optional.empty());
  }
}
