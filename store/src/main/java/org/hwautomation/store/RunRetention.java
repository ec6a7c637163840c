package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hwautomation.workflow.WorkflowTime;
import org.jspecify.annotations.Nullable;

/**
 * Deletes old runs with their journals. Thread-safe, and safe beside services and commands: what is
 * to go is looked at again in the transaction that deletes it.
 *
 * <p>A run and all that resumed it go together, once the last of them ended before the given time.
 * These stay however old they are:
 *
 * <ul>
 *   <li>what has not ended, is held, or holds or awaits a lock
 *   <li>the newest run of each server, and its newest one that completed
 *   <li>runs of a firmware version whose trial is not decided, or of an update whose end nobody saw
 *   <li>runs of a batch that is not over, or that gave addresses to its servers; the batch goes
 *       with the last of its runs
 *   <li>runs that were begun after a time of a schedule that is not done with
 *   <li>the audit, what became of firmware updates, what schedules did, and the secrets
 * </ul>
 */
public final class RunRetention {
  /** Families of runs in one transaction: writers beside it wait no longer than for these. */
  private static final int AT_ONCE = 50;

  /** Bound: the given time. Says of a row of {@code run} that nothing but a batch keeps it. */
  private static final String OLD =
      """
      run.status IN ('completed', 'failed', 'cancelled') AND run.phase NOT IN ('held', 'parked')
      AND run.ended_at_utc_micros < ?
      AND NOT EXISTS (SELECT 1 FROM lock WHERE lock.run_id = run.run_id)
      AND NOT EXISTS (SELECT 1 FROM lock_wait WHERE lock_wait.run_id = run.run_id)
      AND NOT EXISTS (SELECT 1 FROM run child WHERE child.parent_run_id = run.run_id)
      AND (run.server_id IS NULL OR EXISTS (SELECT 1 FROM run newer
        WHERE newer.server_id = run.server_id AND newer.run_id > run.run_id))
      AND (run.server_id IS NULL OR run.status <> 'completed' OR EXISTS (SELECT 1 FROM run newer
        WHERE newer.server_id = run.server_id AND newer.run_id > run.run_id
          AND newer.status = 'completed'))
      AND NOT EXISTS (SELECT 1 FROM firmware_trial
        WHERE firmware_trial.run_id = run.run_id AND firmware_trial.status <> 'proven')
      AND NOT EXISTS (SELECT 1 FROM firmware_result
        WHERE firmware_result.run_id = run.run_id AND firmware_result.status = 'running')
      AND NOT EXISTS (SELECT 1 FROM schedule_firing
        WHERE schedule_firing.status <> 'done'
          AND schedule_firing.fire_at_utc_micros <= run.created_at_utc_micros)
      """;

  /** Bound: the given time. Rows {@code f} of runs whose whole family is old. */
  private static final String FAMILIES =
      """
      SELECT f.run_id, f.root_run_id, f.batch_id FROM run f WHERE NOT EXISTS (
        SELECT 1 FROM run WHERE run.root_run_id = f.root_run_id AND NOT (%s))
      """
          .formatted(OLD);

  /** Bound: the given time. */
  private static final String BATCHES =
      """
      SELECT name FROM batch WHERE state IN ('done', 'cancelled') AND changed_at_utc_micros < ?
      AND NOT EXISTS (SELECT 1 FROM batch_member
        WHERE batch_member.batch = batch.name AND batch_member.address IS NOT NULL)
      """;

  private final Database database;
  private final WorkflowTime time;

  RunRetention(Database database, WorkflowTime time) {
    this.database = database;
    this.time = time;
  }

  /** How many runs and batches. */
  public record Count(long runs, long batches) {}

  private record Member(String runId, String root, Optional<String> batch) {}

  private record Plan(Set<String> roots, Set<String> batches, long runs) {
    Count count() {
      return new Count(runs, batches.size());
    }
  }

  /** What {@link #prune} would delete now. */
  public Count old(Instant before) {
    return database.read(session -> plan(session, before)).count();
  }

  /**
   * Deletes runs that ended before a time. Audited before the first is gone; interrupted or killed
   * it has deleted some families whole and left the others whole.
   *
   * @param actor who wants it, such as {@code cli:alice}
   * @return what was deleted
   */
  public Count prune(Instant before, String actor) {
    var plan = database.read(session -> plan(session, before));
    if (plan.runs() == 0 && plan.batches().isEmpty()) {
      return plan.count();
    }
    database.change(
        session -> {
          Audit.add(
              session,
              time.now(),
              actor,
              "runs_pruned",
              "runs that ended before " + before,
              "%d runs, %d batches".formatted(plan.runs(), plan.batches().size()));
        });
    var batches = 0L;
    for (var batch : plan.batches()) {
      batches += database.write(session -> deleteBatch(session, batch, before));
    }
    var runs = 0L;
    var roots = List.copyOf(plan.roots());
    for (var from = 0;
        from < roots.size() && !Thread.currentThread().isInterrupted();
        from += AT_ONCE) {
      var some = roots.subList(from, Math.min(roots.size(), from + AT_ONCE));
      runs += database.write(session -> deleteFamilies(session, some, before));
    }
    return new Count(runs, batches);
  }

  /** A batch goes if all its runs may; a family goes if its batch does. */
  private static Plan plan(Session session, Instant before) throws SQLException {
    var members = session.list(FAMILIES, RunRetention::member, before);
    var left = new HashMap<String, Long>();
    session.list(
        "SELECT batch_id, count(*) AS n FROM run WHERE batch_id IS NOT NULL GROUP BY batch_id",
        row -> left.put(row.text("batch_id"), row.number("n")));
    members.forEach(member -> member.batch().ifPresent(batch -> left.merge(batch, -1L, Long::sum)));
    var batches =
        new HashSet<>(
            session.list(BATCHES, row -> row.text("name"), before).stream()
                .filter(batch -> left.getOrDefault(batch, 0L) == 0)
                .toList());
    var known = new HashSet<>(session.list("SELECT name FROM batch", row -> row.text("name")));
    var kept = new HashSet<String>();
    for (var member : members) {
      if (member.batch().filter(b -> known.contains(b) && !batches.contains(b)).isPresent()) {
        kept.add(member.root());
      }
    }
    var roots = new HashSet<String>();
    var runs = 0L;
    for (var member : members) {
      if (!kept.contains(member.root())) {
        roots.add(member.root());
        runs++;
      }
    }
    return new Plan(roots, batches, runs);
  }

  private static Member member(Row row) throws SQLException {
    return new Member(row.text("run_id"), row.text("root_run_id"), row.optionalText("batch_id"));
  }

  /** With it goes what it says of its servers; its runs then stand without a batch. */
  private static long deleteBatch(Session session, String batch, Instant before)
      throws SQLException {
    var still =
        session.number("SELECT count(*) AS n FROM (" + BATCHES + " AND name = ?) b", before, batch);
    var all = session.number("SELECT count(*) AS n FROM run WHERE batch_id = ?", batch);
    var old =
        session.number(
            "SELECT count(*) AS n FROM (" + FAMILIES + " AND f.batch_id = ?) f", before, batch);
    if (still == 0 || all != old) {
      return 0; // somebody went on with it meanwhile
    }
    session.update("DELETE FROM batch_member WHERE batch = ?", batch);
    session.update("DELETE FROM batch WHERE name = ?", batch);
    return 1;
  }

  private static long deleteFamilies(Session session, List<String> roots, Instant before)
      throws SQLException {
    var values = Stream.<@Nullable Object>concat(Stream.of(before), roots.stream()).toArray();
    var members =
        session.list(
            FAMILIES
                + """
                   AND f.root_run_id IN (%s) AND NOT EXISTS (
                    SELECT 1 FROM run r JOIN batch ON batch.name = r.batch_id
                    WHERE r.root_run_id = f.root_run_id)
                  """
                    .formatted(Batches.marks(roots)),
            RunRetention::member,
            values);
    var runs = new ArrayList<String>();
    var gone = new HashSet<String>();
    for (var member : members) {
      runs.add(member.runId());
      gone.add(member.root());
    }
    for (var some : Batches.of(runs)) {
      deleteRuns(session, some);
    }
    for (var root : gone) {
      session.update("DELETE FROM run_care WHERE root_run_id = ?", root);
      session.update("DELETE FROM run_note WHERE root_run_id = ?", root);
    }
    return runs.size();
  }

  private static void deleteRuns(Session session, List<String> runs) throws SQLException {
    var marks = Batches.marks(runs);
    var ids = runs.toArray();
    var histories =
        session.list(
            "SELECT history_id FROM run_history WHERE run_id IN (%s)".formatted(marks),
            row -> row.number("history_id"),
            ids);
    for (var table :
        List.of("journal", "progress", "command", "limit_place", "run_history", "run")) {
      session.update("DELETE FROM %s WHERE run_id IN (%s)".formatted(table, marks), ids);
    }
    for (var history : histories) {
      session.update("DELETE FROM workflow_history WHERE id = ?", history);
    }
  }
}
