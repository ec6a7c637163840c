package org.hwautomation.provisioning.runs;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.Event;
import org.hwautomation.workflow.EventCodec;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.Value;

/** Says in one line what a journal entry tells. Stateless. */
public final class EventWords {
  private EventWords() {}

  /** The line; for an event of a newer version its type. */
  public static String of(JournalEntry entry) {
    return EventCodec.read(entry)
        .map(EventWords::of)
        .orElse(entry.type() + " (of a newer version)");
  }

  private static String of(Event event) {
    return switch (event) {
      case Event.RunStarted e ->
          "workflow %s begins%s%s"
              .formatted(
                  e.workflowId(),
                  e.resumedFrom().map(run -> ", resuming " + run).orElse(""),
                  e.purpose()
                      .map(purpose -> ", for a " + purpose.name().toLowerCase(Locale.ROOT))
                      .orElse(""));
      case Event.LocksAwaited e -> "waits for " + String.join(", ", e.keys());
      case Event.LocksTaken e -> "has all its locks";
      case Event.RunOwned e -> e.recovered() ? "another process takes it over" : "is executed";
      case Event.AttemptStarted e -> e.step() + " begins" + attempt(e.attempt());
      case Event.CheckpointSaved e -> e.step() + " keeps checkpoint " + e.name();
      case Event.PointEntered e ->
          "%s enters a point of no return: %s, usually %s"
              .formatted(e.step(), e.description(), Durations.exact(e.expected()));
      case Event.PointOverdue e ->
          "%s takes longer than it usually does (%s): %s"
              .formatted(e.step(), Durations.exact(e.expected()), e.description());
      case Event.PointExited e -> e.step() + " leaves its point of no return";
      case Event.StepCompleted e ->
          e.step() + " is done" + summary(e.result()).map(text -> ": " + text).orElse("");
      case Event.StepAdopted e -> e.step() + " was done in run " + e.fromRunId();
      case Event.PointCarried e ->
          "%s: it is not known what became of %s".formatted(e.step(), e.description());
      case Event.PointsPassed e ->
          "%s had passed %d points of no return".formatted(e.step(), e.points());
      case Event.AttemptFailed e ->
          "%s failed%s as %s: %s%s"
              .formatted(
                  e.step(),
                  attempt(e.attempt()),
                  e.errorClass().wireName(),
                  firstLine(e.message()),
                  e.retryAt().map(at -> "; tried again at " + time(at)).orElse(""));
      case Event.AttemptInterrupted e ->
          "%s was cut off%s: %s".formatted(e.step(), attempt(e.attempt()), e.reason());
      case Event.StepSkipped e -> e.step() + " is left out: " + e.reason();
      case Event.ApprovalRequested e ->
          "%s asks for the yes of role %s%s"
              .formatted(
                  e.step(), e.role(), e.expiresAt().map(at -> ", until " + day(at)).orElse(""));
      case Event.ApprovalAnswered e ->
          "%s: %s said %s%s"
              .formatted(e.step(), e.by(), e.approved() ? "yes" : "no", because(e.reason()));
      case Event.LimitAwaited e -> e.step() + " waits for limit " + e.limit();
      case Event.WindowAwaited e ->
          "%s waits for maintenance window %s, which opens at %s"
              .formatted(e.step(), e.window(), day(e.opens()));
      case Event.WindowOverridden e ->
          e.by() + " lets it wait for no maintenance window" + because(e.reason());
      case Event.StepSlow e ->
          "%s takes longer than it usually does (%s)%s"
              .formatted(
                  e.step(),
                  Durations.text(e.usual()),
                  e.doing().map(doing -> ": " + doing).orElse(""));
      case Event.RunPaused e -> "paused by " + e.by() + because(e.reason());
      case Event.RunResumed e -> "resumed by " + e.by() + because(e.reason());
      case Event.CancelRequested e ->
          (e.isForced() ? "cancelled by force by " : "cancelled by ")
              + e.by()
              + because(e.reason());
      case Event.CommandRefused e ->
          "'%s' by %s was refused: %s".formatted(e.command(), e.by(), e.why());
      case Event.RollbackStarted e -> "is rolled back" + because(e.reason());
      case Event.RunParked e -> "parked: " + firstLine(e.message());
      case Event.RunUnparked e -> "goes on, by " + e.by();
      case Event.RunEnded e ->
          e.status().wireName()
              + e.error().map(error -> ": " + firstLine(error)).orElse("")
              + (e.held() ? "; keeps its server" : "")
              + e.notCleaned().map(what -> "; not cleaned up: " + what).orElse("");
      case Event.RunReleased e ->
          (e.reason().startsWith("resumed as ") || e.reason().startsWith("rolled back by ")
                  ? "its server passes on, by "
                  : "its server was given back by ")
              + e.by()
              + because(e.reason());
    };
  }

  /** The line for people in what a step answered. */
  public static Optional<String> summary(Value result) {
    return switch (result) {
      case Value.Text text -> Optional.of(text.value());
      case Value.Fields fields -> fields.text("summary");
      default -> Optional.empty();
    };
  }

  private static String attempt(int number) {
    return number > 1 ? ", attempt " + number : "";
  }

  private static String because(String reason) {
    return reason.isBlank() ? "" : ": " + reason;
  }

  private static String time(Instant at) {
    return at.toString().substring(11, 19) + "Z";
  }

  private static String day(Instant at) {
    return at.toString().substring(0, 19).replace('T', ' ') + "Z";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
