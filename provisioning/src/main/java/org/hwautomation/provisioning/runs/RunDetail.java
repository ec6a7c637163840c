package org.hwautomation.provisioning.runs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.catalogue.DefinitionTree;
import org.hwautomation.provisioning.catalogue.PlainValue;
import org.hwautomation.provisioning.triage.Triage;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.LiveProgress;
import org.hwautomation.workflow.PlacedStep;
import org.hwautomation.workflow.RunNotFoundException;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.UsualDuration;
import org.jspecify.annotations.Nullable;

/** Everything about one run: its row, how it stands, its steps with their attempts, its tree. */
public final class RunDetail {
  private final WorkflowManager manager;
  private final RunRecord run;
  private final RunState state;

  private RunDetail(WorkflowManager manager, RunRecord run, RunState state) {
    this.manager = manager;
    this.run = run;
    this.state = state;
  }

  /**
   * The detail of a run as it is now.
   *
   * @throws RunNotFoundException if its journal is gone
   */
  public static RunDetail of(WorkflowManager manager, RunRecord run) {
    return new RunDetail(
        manager,
        run,
        manager
            .engine()
            .state(run.runId())
            .orElseThrow(() -> new RunNotFoundException(run.runId())));
  }

  /** As JSON has it; no secret in it. */
  public Map<String, @Nullable Object> document() {
    var document =
        new LinkedHashMap<String, @Nullable Object>(RunRow.document(run, new RunNames(manager)));
    document.put("situation", new Triage(manager).ofRun(run).document());
    document.put("steps_detail", steps());
    document.put(
        "progress",
        state.status().isTerminal()
            ? null
            : manager.store().progress(run.runId()).map(RunDetail::document).orElse(null));
    document.put(
        "tree", new DefinitionTree(state.definition(), manager.engine().actions()).document());
    document.put("inputs", PlainValue.of(state.inputs()));
    document.put("values", PlainValue.of(state.values()));
    document.put("open_point", openPoint());
    document.put("window", window());
    document.put("error", state.error().orElse(null));
    document.put("failed_step", state.failedStep().orElse(null));
    document.put("not_cleaned", state.notCleaned().orElse(null));
    document.put("purpose", state.purpose().map(p -> lower(p.name())).orElse(null));
    document.put("resumed_from", state.resumedFrom().orElse(null));
    document.put("resumed_by", resumedBy().orElse(null));
    document.put("last_seq", state.lastSeq());
    return document;
  }

  /** What a step last said of itself, as JSON has it. */
  public static Map<String, @Nullable Object> document(LiveProgress progress) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("step", progress.step());
    document.put("text", progress.text());
    document.put("percent", progress.percent().isPresent() ? progress.percent().getAsInt() : null);
    document.put("at", progress.at().toString());
    return document;
  }

  private Optional<String> resumedBy() {
    return manager
        .store()
        .latestRun(run.workflowId())
        .filter(latest -> latest.identity().resumedFrom().equals(Optional.of(run.runId())))
        .map(RunRecord::runId);
  }

  private @Nullable Map<String, @Nullable Object> openPoint() {
    return state
        .openPoint()
        .map(
            point -> {
              var document = new LinkedHashMap<String, @Nullable Object>();
              document.put("description", point.description());
              document.put("usual_seconds", point.expected().toSeconds());
              document.put("since", point.enteredAt().toString());
              document.put("overdue", point.overdue());
              return document;
            })
        .orElse(null);
  }

  /** The maintenance window that it waits for, or that somebody lets it not wait for. */
  private @Nullable Map<String, @Nullable Object> window() {
    var overridden = state.windowOverridden();
    var awaited = state.activeSteps().flatMap(step -> step.windowAwaited().stream()).findFirst();
    var name = awaited.map(Event.WindowAwaited::window).or(() -> manager.windows().name(state));
    if (name.isEmpty() && overridden.isEmpty()) {
      return null;
    }
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", name.orElse(null));
    document.put("opens", awaited.map(a -> a.opens().toString()).orElse(null));
    document.put("overridden_by", overridden.map(Event.WindowOverridden::by).orElse(null));
    document.put("reason", overridden.map(Event.WindowOverridden::reason).orElse(null));
    return document;
  }

  private List<Map<String, @Nullable Object>> steps() {
    var documents = new ArrayList<Map<String, @Nullable Object>>();
    state
        .definition()
        .placed()
        .forEach(
            (path, placed) -> {
              var step = state.steps().get(path);
              if (step != null) {
                documents.add(document(placed, step));
              }
            });
    return documents;
  }

  private Map<String, @Nullable Object> document(PlacedStep placed, StepState step) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("path", step.path());
    document.put("name", placed.step().name());
    document.put("description", step.description());
    document.put("kind", placed.role().wireName());
    document.put("uses", placed.action().orElse(null));
    document.put("number", state.number(step.path()));
    document.put("status", step.status().wireName());
    document.put("started_at", step.startedAt().map(Instant::toString).orElse(null));
    document.put("ended_at", step.endedAt().map(Instant::toString).orElse(null));
    document.put(
        "usual_seconds",
        placed
            .action()
            .flatMap(action -> manager.engine().usualDuration(action, state))
            .map(UsualDuration::median)
            .map(Duration::toSeconds)
            .orElse(null));
    document.put("timeout_seconds", placed.step().timeout().toSeconds());
    document.put("attempts_allowed", placed.step().retry().attempts());
    document.put("attempts", step.attempts().stream().map(RunDetail::document).toList());
    document.put("inputs", PlainValue.of(placed.step().inputs()));
    document.put("result", PlainValue.of(step.result()));
    document.put("summary", EventWords.summary(step.result()).orElse(null));
    document.put("error", step.error().orElse(null));
    document.put("last_progress", step.lastProgress().orElse(null));
    document.put("in_point_of_no_return", step.point().isPresent());
    document.put("points_of_no_return", step.points());
    document.put("retry_at", step.retryAt().map(Instant::toString).orElse(null));
    document.put("waits_for", waitsFor(step).orElse(null));
    return document;
  }

  private static Map<String, @Nullable Object> document(StepState.Attempt attempt) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("number", attempt.number());
    document.put("started_at", attempt.startedAt().toString());
    document.put("ended_at", attempt.endedAt().map(Instant::toString).orElse(null));
    document.put("status", lower(attempt.outcome().name()));
    document.put("error_class", attempt.errorClass().map(c -> c.wireName()).orElse(null));
    document.put("error", attempt.message().orElse(null));
    return document;
  }

  private static Optional<String> waitsFor(StepState step) {
    return step.approvalAwaited()
        .map(asked -> "the yes of role " + asked.role())
        .or(() -> step.limitAwaited().map(limit -> "limit " + limit))
        .or(
            () ->
                step.windowAwaited()
                    .map(
                        awaited ->
                            "maintenance window %s, which opens at %s"
                                .formatted(awaited.window(), awaited.opens())));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
