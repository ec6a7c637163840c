package org.hwautomation.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.runs.EventWords;
import org.hwautomation.provisioning.triage.Triage;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.RunHandle;
import org.hwautomation.workflow.RunListener;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.Subscription;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowStore;

/**
 * Shows runs while they go: a line a run that is drawn over on a terminal, plain lines elsewhere.
 * Ends when they do.
 */
final class ProgressView {
  private static final long REDRAW_MILLIS = 200;
  private static final int WIDTH = 110;

  private final Screen screen;
  private final Triage triage;
  private final WorkflowStore store;
  private final Map<String, RunHandle> runs = new LinkedHashMap<>();
  private final Instant began = Instant.now();

  ProgressView(Screen screen, WorkflowManager manager) {
    this.screen = screen;
    this.triage = new Triage(manager);
    this.store = manager.store();
  }

  void add(String name, RunHandle run) {
    runs.put(name, run);
  }

  /** Follows all runs to their ends. */
  void watch() throws InterruptedException {
    if (screen.live()) {
      draw();
    } else {
      tell();
    }
  }

  /** What tells of a run in plain lines, each beginning with {@code name}. */
  RunListener teller(String name) {
    return new Teller(name);
  }

  private void tell() throws InterruptedException {
    var width = runs.keySet().stream().mapToInt(String::length).max().orElse(8);
    var subscriptions = new ArrayList<Subscription>();
    runs.forEach(
        (name, run) ->
            subscriptions.add(run.subscribe(new Teller(("%-" + width + "s").formatted(name)))));
    for (var run : runs.values()) {
      run.await();
    }
    for (var subscription : subscriptions) {
      subscription.awaitCaughtUp(Duration.ofSeconds(5));
      subscription.close();
    }
  }

  private final class Teller implements RunListener {
    private final String name;

    Teller(String name) {
      this.name = name;
    }

    @Override
    public void onEvent(JournalEntry entry, Event event, RunState state) {
      switch (event) {
        case Event.StepCompleted e ->
            say(state, e.step(), "done" + took(state, e.step()) + detail(e.result()));
        case Event.AttemptFailed e when e.retryAt().isPresent() ->
            say(
                state,
                e.step(),
                "attempt " + e.attempt() + " failed, trying again: " + e.message());
        case Event.AttemptFailed e -> say(state, e.step(), "FAILED: " + e.message());
        case Event.RunParked e -> screen.say(name + "  parked: " + e.message());
        case Event.PointOverdue e ->
            say(state, e.step(), "takes longer than usual: " + e.description());
        case Event.StepSlow e ->
            say(
                state,
                e.step(),
                "takes longer than it usually does (%s)".formatted(Durations.text(e.usual())));
        case Event.ApprovalRequested e ->
            say(state, e.step(), "waits for the yes of role " + e.role());
        case Event.ApprovalAnswered e ->
            say(state, e.step(), e.by() + " said " + (e.approved() ? "yes" : "no"));
        case Event.StepSkipped e -> say(state, e.step(), "left out: " + e.reason());
        case Event.LocksAwaited e -> screen.say(name + "  " + queued(state));
        case Event.LocksTaken e -> screen.say(name + "  has it now");
        case Event.RunPaused e -> screen.say(name + "  paused by " + e.by());
        case Event.RunResumed e -> screen.say(name + "  resumed by " + e.by());
        case Event.RollbackStarted e -> screen.say(name + "  is rolled back");
        case Event.RunEnded e -> screen.say(name + "  " + e.status().wireName());
        default -> {}
      }
    }

    private void say(RunState state, String step, String text) {
      screen.say(
          "%s  [%2s/%d] %-24s %s"
              .formatted(name, number(state, step), state.totalSteps(), step, text));
    }
  }

  /** The place of a step among those of a run that goes well; an arrow for what takes it back. */
  private static String number(RunState state, String step) {
    var number = state.number(step);
    return number > state.totalSteps() ? "↩" : Integer.toString(Math.max(1, number));
  }

  private static String took(RunState state, String step) {
    var s = state.steps().get(step);
    if (s == null || s.startedAt().isEmpty() || s.endedAt().isEmpty()) {
      return ""; // a step that only asked
    }
    return " in " + Durations.text(Duration.between(s.startedAt().get(), s.endedAt().get()));
  }

  /** Who has what a run waits for, and who comes before it. */
  private String queued(RunState state) {
    return store
        .run(state.runId())
        .filter(run -> run.phase() == Phase.WAITING_FOR_LOCK)
        .map(run -> triage.ofRun(run).cause().text())
        .orElse("waits for " + String.join(", ", state.locksAwaited()));
  }

  private static String detail(Value result) {
    return EventWords.summary(result).map(text -> ": " + text).orElse("");
  }

  private void draw() throws InterruptedException {
    var drawn = 0;
    while (true) {
      var done = runs.values().stream().allMatch(RunHandle::isDone);
      var lines = lines();
      screen.print(
          (drawn > 0 ? "\u001b[" + drawn + "F" : "")
              + "\u001b[J"
              + String.join("\n", lines)
              + "\n");
      drawn = lines.size();
      if (done) {
        return;
      }
      Thread.sleep(REDRAW_MILLIS);
    }
  }

  private List<String> lines() {
    var width = runs.keySet().stream().mapToInt(String::length).max().orElse(8);
    var lines = new ArrayList<String>();
    runs.forEach((name, run) -> lines.add(line(("%-" + width + "s").formatted(name), run)));
    lines.add(screen.faint("elapsed " + Durations.text(Duration.between(began, Instant.now()))));
    return lines;
  }

  private String line(String name, RunHandle run) {
    var state = run.state();
    var elapsed =
        Durations.text(
            Duration.between(state.createdAt(), state.endedAt().orElseGet(Instant::now)));
    if (state.status().isTerminal()) {
      var word = state.status().wireName();
      var text =
          state.error().map(e -> word + ": " + e.lines().findFirst().orElse("")).orElse(word);
      var good = state.error().isEmpty();
      return cut("%s  %s  %s".formatted(good ? "✓" : "✗", name, text) + "  " + elapsed, good);
    }
    var current = state.currentStep().orElse("");
    var step = state.steps().get(current);
    var running = step != null && step.status() == StepStatus.RUNNING;
    var progress = run.progress().filter(p -> p.step().equals(current) && running);
    var percent = progress.map(p -> p.percent().isPresent() ? bar(p.percent().getAsInt()) : "");
    return "▸  %s  %2s/%d %-24s %s %s  %s"
        .formatted(
            name,
            number(state, current),
            state.totalSteps(),
            current,
            cell(
                state
                    .parked()
                    .map(Event.RunParked::message)
                    .orElseGet(() -> progress.map(p -> p.text()).orElseGet(() -> waiting(state))),
                40),
            percent.orElse(""),
            elapsed);
  }

  /** What it waits for, if it does. */
  private static String waiting(RunState state) {
    return switch (state.phase()) {
      case WAITING_FOR_LOCK,
          WAITING_FOR_WINDOW,
          WAITING_FOR_LIMIT,
          WAITING_FOR_APPROVAL,
          BACKING_OFF,
          PAUSED,
          CANCELLING,
          ROLLING_BACK ->
          state.phase().wireName().replace('_', ' ');
      default -> "";
    };
  }

  private String cut(String line, boolean good) {
    var short_ = line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
    return good ? screen.good(short_) : screen.bad(short_);
  }

  private static String cell(String text, int width) {
    var one = text.lines().findFirst().orElse("");
    var fit = one.length() > width ? one.substring(0, width - 1) + "…" : one;
    return fit + " ".repeat(width - fit.length());
  }

  private static String bar(int percent) {
    var full = percent / 10;
    return "█".repeat(full) + "░".repeat(10 - full) + " %2d%%".formatted(percent);
  }
}
