package org.hwautomation.store;

import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.store.OriginalImport.Counted;
import org.hwautomation.store.OriginalImport.Difference;
import org.jspecify.annotations.Nullable;

/**
 * Takes rows of the original's {@code workflow_history}. What tells a row is its workflow, its
 * server and its beginning: the original's ids count for one file alone, and it may give a workflow
 * id twice. To be used within one transaction.
 */
final class HistoryImport {
  private static final String SAME =
      """
      SELECT h.* FROM workflow_history h
      WHERE h.workflow_id = ? AND h.server_id = ? AND %s ORDER BY h.id
      """
          .formatted(OriginalHistory.WITHOUT_RUN);

  private final Session session;
  private final List<Difference> differences;
  private final Set<Long> matched = new HashSet<>();
  private Counted counted = Counted.NONE;

  HistoryImport(Session session, List<Difference> differences) {
    this.session = session;
    this.differences = differences;
  }

  /** All of a row but its id. */
  private record Content(
      String workflowId,
      String serverId,
      Optional<String> startedAt,
      Optional<String> deviceType,
      String status,
      Optional<String> completedAt,
      long stepsCompleted,
      long totalSteps,
      Optional<String> error,
      Optional<String> metadata) {

    boolean isLeftRunning() {
      var word = status.strip().toLowerCase(Locale.ROOT);
      return word.equals("running") || word.equals("pending");
    }
  }

  private record Ours(long id, Content content) {}

  Counted counted() {
    return counted;
  }

  void take(Map<String, @Nullable String> row) throws SQLException {
    var theirs = content(row);
    var candidates =
        session
            .list(
                SAME,
                found -> new Ours(found.number("id"), content(found.all())),
                theirs.workflowId(),
                theirs.serverId())
            .stream()
            .filter(ours -> ours.content().startedAt().equals(theirs.startedAt()))
            .filter(ours -> !matched.contains(ours.id()))
            .toList();
    var same =
        candidates.stream()
            .filter(ours -> ours.content().equals(theirs))
            .findFirst()
            .or(() -> candidates.stream().findFirst());
    if (same.isEmpty()) {
      matched.add(add(theirs));
      counted = counted.add(true, false, false);
      return;
    }
    var ours = same.get();
    matched.add(ours.id());
    var differs = !ours.content().equals(theirs);
    var goesOn = differs && ours.content().isLeftRunning();
    if (goesOn) {
      goOn(ours.id(), theirs);
    } else if (differs) {
      tell(ours.content(), theirs);
    }
    counted = counted.add(false, goesOn, differs && !goesOn);
  }

  private Content content(Map<String, @Nullable String> row) {
    return new Content(
        text(row, "workflow_id").orElse(""),
        text(row, "server_id").orElse(""),
        text(row, "started_at"),
        text(row, "device_type"),
        text(row, "status").orElse(""),
        text(row, "completed_at"),
        number(row, "steps_completed"),
        number(row, "total_steps"),
        text(row, "error_message"),
        text(row, "metadata"));
  }

  private Optional<String> text(Map<String, @Nullable String> row, String column) {
    return OriginalImport.stored(session, Optional.ofNullable(row.get(column)));
  }

  /** SQLite takes any text for a number; what is none counts as 0. */
  private static long number(Map<String, @Nullable String> row, String column) {
    var text = Objects.requireNonNullElse(row.get(column), "").strip();
    return text.matches("-?[0-9]{1,9}") ? Long.parseLong(text) : 0;
  }

  private long add(Content theirs) throws SQLException {
    return session.number(
        """
        INSERT INTO workflow_history (workflow_id, server_id, started_at, device_type, status,
          completed_at, steps_completed, total_steps, error_message, metadata)
        VALUES (?,?,?,?,?,?,?,?,?,?) RETURNING id AS n
        """,
        theirs.workflowId(),
        theirs.serverId(),
        theirs.startedAt(),
        theirs.deviceType(),
        theirs.status(),
        theirs.completedAt(),
        theirs.stepsCompleted(),
        theirs.totalSteps(),
        theirs.error(),
        theirs.metadata());
  }

  /** The original went on with it after it was imported. */
  private void goOn(long id, Content theirs) throws SQLException {
    session.update(
        """
        UPDATE workflow_history SET device_type = ?, status = ?, completed_at = ?,
          steps_completed = ?, total_steps = ?, error_message = ?, metadata = ?
        WHERE id = ?
        """,
        theirs.deviceType(),
        theirs.status(),
        theirs.completedAt(),
        theirs.stepsCompleted(),
        theirs.totalSteps(),
        theirs.error(),
        theirs.metadata(),
        id);
  }

  private void tell(Content ours, Content theirs) {
    var row =
        "%s on %s, begun %s"
            .formatted(ours.workflowId(), ours.serverId(), ours.startedAt().orElse("at no time"));
    tell(row, "status", ours.status(), theirs.status());
    tell(row, "device_type", ours.deviceType().orElse(""), theirs.deviceType().orElse(""));
    tell(row, "completed_at", ours.completedAt().orElse(""), theirs.completedAt().orElse(""));
    tell(
        row,
        "steps_completed",
        Long.toString(ours.stepsCompleted()),
        Long.toString(theirs.stepsCompleted()));
    tell(row, "total_steps", Long.toString(ours.totalSteps()), Long.toString(theirs.totalSteps()));
    if (!ours.error().equals(theirs.error())) {
      tell(row, "error_message", length(ours.error()), length(theirs.error()) + ", another text");
    }
    if (!ours.metadata().equals(theirs.metadata())) {
      tell(row, "metadata", length(ours.metadata()), length(theirs.metadata()) + ", another text");
    }
  }

  /** In place of texts that may hold a password. */
  private static String length(Optional<String> text) {
    return text.map(known -> known.length() + " characters").orElse("nothing");
  }

  private void tell(String row, String column, String ours, String theirs) {
    if (!ours.equals(theirs)) {
      differences.add(new Difference("workflow_history", row, column, ours, theirs));
    }
  }
}
