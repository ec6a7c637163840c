package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.hwautomation.workflow.RunRecord;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Who looks after runs that need a person, and what was noted about them. A run and those that
 * resume it share it. Every change is audited. Thread-safe; seen by all processes.
 */
public final class RunCare {
  private final Database database;
  private final WorkflowTime time;

  RunCare(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /**
   * Who looks after a run.
   *
   * @param owner who has taken it on
   * @param acknowledgement who has seen it, and until when it needs nobody else
   * @param ticket its number or address elsewhere
   */
  public record Care(
      Optional<String> owner, Optional<Acknowledgement> acknowledgement, Optional<String> ticket) {
    /** Nobody. */
    public static final Care NONE = new Care(Optional.empty(), Optional.empty(), Optional.empty());

    public Care ownedBy(Optional<String> name) {
      return new Care(name, acknowledgement, ticket);
    }

    public Care acknowledged(Optional<Acknowledgement> by) {
      return new Care(owner, by, ticket);
    }

    public Care withTicket(Optional<String> name) {
      return new Care(owner, acknowledgement, name);
    }

    private String words() {
      return "owner %s, acknowledged %s, ticket %s"
          .formatted(
              owner.orElse("nobody"),
              acknowledgement.map(by -> "until " + by.until()).orElse("not"),
              ticket.orElse("none"));
    }
  }

  /** Somebody has seen it. */
  public record Acknowledgement(String by, Instant until) {}

  /**
   * A note.
   *
   * @param number from 1
   */
  public record Note(int number, String actor, Instant at, String text) {}

  /** Who looks after a run; {@link Care#NONE} if nobody does. */
  public Care of(RunRecord run) {
    return database.read(session -> find(session, root(run)));
  }

  /** The first runs of all that somebody has seen, so that they need nobody else now. */
  public Set<String> acknowledged() {
    return database.read(
        session ->
            Set.copyOf(
                session.list(
                    "SELECT root_run_id FROM run_care WHERE acknowledged_until_utc_micros > ?",
                    row -> row.text("root_run_id"),
                    time.now())));
  }

  /** Who looks after each of several runs, by run id; those that nobody does are absent. */
  public Map<String, Care> of(Collection<RunRecord> runs) {
    var byRoot = new HashMap<String, Care>();
    for (var batch : Batches.of(runs.stream().map(RunCare::root).distinct().toList())) {
      database
          .read(
              session ->
                  session.list(
                      "SELECT * FROM run_care WHERE root_run_id IN (%s)"
                          .formatted(Batches.marks(batch)),
                      row -> Map.entry(row.text("root_run_id"), read(row)),
                      batch.toArray()))
          .forEach(entry -> byRoot.put(entry.getKey(), entry.getValue()));
    }
    var found = new HashMap<String, Care>();
    for (var run : runs) {
      var care = byRoot.get(root(run));
      if (care != null) {
        found.put(run.runId(), care);
      }
    }
    return found;
  }

  private static String root(RunRecord run) {
    return run.identity().rootRunId();
  }

  private static Care find(Session session, String root) throws SQLException {
    return session
        .first("SELECT * FROM run_care WHERE root_run_id = ?", RunCare::read, root)
        .orElse(Care.NONE);
  }

  /**
   * Changes it.
   *
   * @param change is given how it is; may be called more than once
   * @return how it is then
   */
  public Care change(RunRecord run, UnaryOperator<Care> change, String actor) {
    return database.write(
        session -> {
          var before = find(session, root(run));
          var after = change.apply(before);
          if (after.equals(before)) {
            return before;
          }
          var now = time.now();
          session.update(
              """
              INSERT INTO run_care (root_run_id, owner, acknowledged_by,
                acknowledged_until_utc_micros, ticket, changed_by, changed_at_utc_micros)
              VALUES (?,?,?,?,?,?,?)
              ON CONFLICT (root_run_id) DO UPDATE SET owner = excluded.owner,
                acknowledged_by = excluded.acknowledged_by,
                acknowledged_until_utc_micros = excluded.acknowledged_until_utc_micros,
                ticket = excluded.ticket, changed_by = excluded.changed_by,
                changed_at_utc_micros = excluded.changed_at_utc_micros
              """,
              root(run),
              after.owner(),
              after.acknowledgement().map(Acknowledgement::by),
              after.acknowledgement().map(Acknowledgement::until),
              after.ticket(),
              actor,
              now);
          Audit.add(session, now, actor, "run_care", run.runId(), after.words());
          return after;
        });
  }

  /** Notes something about a run. */
  public void note(RunRecord run, String text, String actor) {
    database.change(
        session -> {
          var now = time.now();
          var number =
              1
                  + session.number(
                      "SELECT coalesce(max(number), 0) AS n FROM run_note WHERE root_run_id = ?",
                      root(run));
          session.update(
              """
              INSERT INTO run_note (root_run_id, number, actor, at_utc_micros, text)
              VALUES (?,?,?,?,?)
              """,
              root(run),
              (int) number,
              actor,
              now,
              text);
          Audit.add(session, now, actor, "run_noted", run.runId(), text);
        });
  }

  /** What was noted about a run, the oldest first. */
  public List<Note> notes(RunRecord run) {
    return database.read(
        session ->
            session.list(
                "SELECT * FROM run_note WHERE root_run_id = ? ORDER BY number",
                row ->
                    new Note(
                        row.integer("number"),
                        row.text("actor"),
                        row.instant("at_utc_micros"),
                        row.text("text")),
                root(run)));
  }

  private static Care read(Row row) throws SQLException {
    var until = row.optionalInstant("acknowledged_until_utc_micros");
    return new Care(
        row.optionalText("owner"),
        row.optionalText("acknowledged_by")
            .flatMap(by -> until.map(at -> new Acknowledgement(by, at))),
        row.optionalText("ticket"));
  }
}
