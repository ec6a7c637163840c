package org.hwautomation.workflow;

import java.util.List;
import java.util.Optional;

/**
 * Tells the log what was written to journals: what somebody may have to act on as a warning, what a
 * run achieves as information. No more than the journal says, so no secrets.
 */
final class JournalLog {
  private JournalLog() {}

  /** To be called after they were committed. */
  static void tell(RunIdentity run, List<RunJournal.Written> written) {
    if (!WorkflowEngine.LOG.isWarnEnabled()) {
      return;
    }
    for (var each : written) {
      tell(run, each.event());
    }
  }

  private static void tell(RunIdentity run, Event event) {
    switch (event) {
      case Event.StepCompleted done ->
          info(run, done.step(), "step is done" + said(summary(done.result())));
      case Event.AttemptFailed failed -> {
        var text =
            "attempt %d failed, %s: %s%s"
                .formatted(
                    failed.attempt(),
                    failed.errorClass().wireName(),
                    failed.message(),
                    failed.retryAt().map(at -> "; tried again at " + at).orElse(""));
        if (failed.retryAt().isPresent()) {
          info(run, failed.step(), text);
        } else {
          warn(run, Optional.of(failed.step()), text);
        }
      }
      case Event.AttemptInterrupted cut ->
          info(
              run, cut.step(), "attempt %d was cut off: %s".formatted(cut.attempt(), cut.reason()));
      case Event.PointEntered point ->
          info(run, point.step(), "enters a point of no return: " + point.description());
      case Event.PointOverdue point ->
          warn(
              run,
              Optional.of(point.step()),
              "a point of no return takes longer than usual: " + point.description());
      case Event.StepSlow slow ->
          warn(run, Optional.of(slow.step()), "takes longer than usual" + said(slow.doing()));
      case Event.ApprovalRequested asked ->
          info(run, asked.step(), "asks for the yes of role " + asked.role());
      case Event.CancelRequested cancel ->
          info(run, "", "%s wants it to end: %s".formatted(cancel.by(), cancel.reason()));
      case Event.RunParked parked -> warn(run, Optional.empty(), "parked: " + parked.message());
      case Event.RunEnded ended -> ended(run, ended);
      default -> {}
    }
  }

  private static void ended(RunIdentity run, Event.RunEnded ended) {
    var text =
        "run of %s is %s%s%s"
            .formatted(
                run.definition(),
                ended.status().wireName(),
                ended.held() ? ", and holds its server" : "",
                ended.error().map(error -> ": " + error).orElse(""));
    if (ended.held()) {
      warn(run, Optional.empty(), text);
    } else {
      info(run, "", text);
    }
  }

  private static Optional<String> summary(Value result) {
    return result instanceof Value.Fields fields ? fields.text("summary") : Optional.empty();
  }

  private static String said(Optional<String> progress) {
    return progress.map(text -> ": " + text).orElse("");
  }

  private static void info(RunIdentity run, String step, String text) {
    if (WorkflowEngine.LOG.isInfoEnabled()) {
      try (var _ = scope(run, step.isEmpty() ? Optional.empty() : Optional.of(step))) {
        WorkflowEngine.LOG.info("{}", text);
      }
    }
  }

  private static void warn(RunIdentity run, Optional<String> step, String text) {
    try (var _ = scope(run, step)) {
      WorkflowEngine.LOG.warn("{}", text);
    }
  }

  private static LogFields.Scope scope(RunIdentity run, Optional<String> step) {
    return LogFields.of(run.runId(), run.serverId(), step);
  }
}
