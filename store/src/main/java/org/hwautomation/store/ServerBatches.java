package org.hwautomation.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hwautomation.store.BatchMember.Draft;
import org.hwautomation.store.BatchRecord.State;
import org.hwautomation.workflow.WorkflowTime;
import org.jspecify.annotations.Nullable;

/**
 * Batches and their servers. What is done to a batch as a whole is audited. Thread-safe; seen by
 * all processes.
 */
public final class ServerBatches {
  private static final String SELECT =
      "SELECT batch.*, (SELECT count(*) FROM batch_member m WHERE m.batch = batch.name) AS servers"
          + " FROM batch";

  private final Database database;
  private final WorkflowTime time;
  private final Liveness owners;

  ServerBatches(Database database, WorkflowTime time, Liveness owners) {
    this.database = database;
    this.time = time;
    this.owners = owners;
  }

  /**
   * Makes a batch, or opens one again that is not open. It runs from now on. A server that has been
   * in it keeps its address, and is begun again unless {@code keep} names it; one that is not among
   * the drafts leaves it.
   *
   * @param keep servers whose last run stands as it is
   * @return false if one of that name is open, which stays as it is
   * @throws AddressSupply.ExhaustedException if there are too few addresses
   */
  public boolean open(
      String name,
      BatchTerms terms,
      List<Draft> drafts,
      AddressSupply supply,
      Set<String> keep,
      String actor) {
    return database.write(
        session -> {
          var now = time.now();
          var before = find(session, name);
          if (before.filter(BatchRecord::isOpen).isPresent()) {
            return false;
          }
          var known =
              members(session, name).stream()
                  .collect(Collectors.toMap(BatchMember::server, m -> m));
          var addresses = BatchAddresses.of(session, name, drafts, supply);
          if (before.isEmpty()) {
            session.update(
                """
                INSERT INTO batch (name, terms, state, why, forgiven, created_by,
                  created_at_utc_micros, changed_at_utc_micros)
                VALUES (?,?,'running','',0,?,?,?)
                """,
                name,
                terms.write(),
                actor,
                now,
                now);
          } else {
            session.update(
                """
                UPDATE batch SET terms = ?, state = 'running', why = '', forgiven = 0,
                  changed_at_utc_micros = ?
                WHERE name = ?
                """,
                terms.write(),
                now,
                name);
          }
          session.update("DELETE FROM batch_member WHERE batch = ?", name);
          for (var i = 0; i < drafts.size(); i++) {
            var draft = drafts.get(i);
            insert(
                session,
                draft,
                new Place(name, i + 1, draft.address().orElse(addresses.get(draft.server()))),
                Optional.ofNullable(known.get(draft.server())),
                keep.contains(draft.server()));
          }
          Audit.add(
              session,
              now,
              actor,
              before.isEmpty() ? "batch_started" : "batch_started_again",
              "batch:" + name,
              "%s on %d servers".formatted(terms.template(), drafts.size()));
          return true;
        });
  }

  private record Place(String batch, int position, @Nullable String address) {}

  private void insert(
      Session session, Draft draft, Place place, Optional<BatchMember> before, boolean kept)
      throws SQLException {
    var stays = before.filter(each -> kept);
    var attempt =
        before.map(
            each ->
                kept || each.state() == BatchMember.State.WAITING
                    ? each.attempt()
                    : each.attempt() + 1);
    session.update(
        """
        INSERT INTO batch_member (batch, server, position, rack, device_type, address, inputs,
          state, attempt, message, changed_at_utc_micros) VALUES (?,?,?,?,?,?,?,?,?,?,?)
        """,
        place.batch(),
        draft.server(),
        place.position(),
        draft.rack(),
        draft.deviceType(),
        place.address(),
        BatchTerms.writeTexts(draft.inputs()),
        stays.map(BatchMember::state).orElse(BatchMember.State.WAITING).wireName(),
        attempt.orElse(1),
        stays.flatMap(BatchMember::message),
        stays.map(BatchMember::changedAt).orElseGet(time::now));
  }

  public Optional<BatchRecord> find(String name) {
    return database.read(session -> find(session, name));
  }

  private static Optional<BatchRecord> find(Session session, String name) throws SQLException {
    return session.first(SELECT + " WHERE name = ?", ServerBatches::read, name);
  }

  /** All, the newest first. */
  public List<BatchRecord> list() {
    return database.read(
        session ->
            session.list(
                SELECT + " ORDER BY created_at_utc_micros DESC, name", ServerBatches::read));
  }

  /** Those that run, the oldest first. */
  public List<BatchRecord> running() {
    return database.read(
        session ->
            session.list(
                SELECT + " WHERE state = 'running' ORDER BY created_at_utc_micros, name",
                ServerBatches::read));
  }

  /** The servers of a batch in its order. */
  public List<BatchMember> members(String batch) {
    return database.read(session -> members(session, batch));
  }

  private static List<BatchMember> members(Session session, String batch) throws SQLException {
    return session.list(
        "SELECT * FROM batch_member WHERE batch = ? ORDER BY position",
        ServerBatches::readMember,
        batch);
  }

  /**
   * Makes an owner the one who starts a batch's servers.
   *
   * @return false if another one who lives is, or it does not run
   */
  public boolean claim(String name, String owner) {
    return database.write(
        session -> {
          var batch = find(session, name);
          if (batch.filter(b -> b.state() == State.RUNNING).isEmpty()) {
            return false;
          }
          var has = batch.get().claimedBy();
          if (has.isPresent() && !has.get().equals(owner) && owners.isAlive(session, has.get())) {
            return false;
          }
          session.update("UPDATE batch SET claimed_by = ? WHERE name = ?", owner, name);
          return true;
        });
  }

  /** Lets others have a batch. */
  public void release(String name, String owner) {
    database.change(
        session -> {
          session.update(
              "UPDATE batch SET claimed_by = NULL WHERE name = ? AND claimed_by = ?", name, owner);
        });
  }

  /**
   * Notes that a server's run is about to be started.
   *
   * @return false if it may not: it does not wait, or the batch does not run or is another's
   */
  public boolean starting(BatchMember member, String owner) {
    return database.write(
        session ->
            session.update(
                    """
                    UPDATE batch_member SET state = 'starting', changed_at_utc_micros = ?
                    WHERE batch = ? AND server = ? AND state = 'waiting' AND EXISTS (
                      SELECT 1 FROM batch
                      WHERE name = ? AND state = 'running' AND claimed_by = ?)
                    """,
                    time.now(),
                    member.batch(),
                    member.server(),
                    member.batch(),
                    owner)
                > 0);
  }

  /** Notes what became of a server, if {@code owner} has the batch. */
  public void note(
      BatchMember member, BatchMember.State state, Optional<String> message, String owner) {
    database.change(
        session -> {
          session.update(
              """
              UPDATE batch_member SET state = ?, message = ?, changed_at_utc_micros = ?
              WHERE batch = ? AND server = ? AND EXISTS (
                SELECT 1 FROM batch WHERE name = ? AND claimed_by = ?)
              """,
              state.wireName(),
              message,
              time.now(),
              member.batch(),
              member.server(),
              member.batch(),
              owner);
        });
  }

  /** Ends one that runs, if {@code owner} has it. */
  public void done(String name, String owner) {
    database.change(
        session -> {
          session.update(
              """
              UPDATE batch SET state = 'done', claimed_by = NULL, changed_at_utc_micros = ?
              WHERE name = ? AND claimed_by = ? AND state = 'running'
              """,
              time.now(),
              name,
              owner);
        });
  }

  /**
   * Has nothing more started until it is resumed.
   *
   * @param to {@link State#PAUSED}, {@link State#STOPPED} or {@link State#CANCELLED}
   * @return false if it does not run, or, to be cancelled, is not open
   */
  public boolean halt(String name, State to, String actor, String why) {
    return database.write(
        session -> {
          var now = time.now();
          var changed =
              session.update(
                      """
                      UPDATE batch SET state = ?, why = ?, changed_at_utc_micros = ?
                      WHERE name = ?
                        AND (state = 'running' OR (? AND state IN ('paused', 'stopped')))
                      """,
                      to.wireName(),
                      why,
                      now,
                      name,
                      to == State.CANCELLED)
                  > 0;
          if (changed) {
            if (to == State.CANCELLED) {
              session.update(
                  """
                  UPDATE batch_member SET state = 'cancelled', changed_at_utc_micros = ?
                  WHERE batch = ? AND state = 'waiting'
                  """,
                  now,
                  name);
            }
            Audit.add(session, now, actor, "batch_" + to.wireName(), "batch:" + name, why);
          }
          return changed;
        });
  }

  /**
   * Has servers started again.
   *
   * @param forgiven failures that stop it no more
   * @return false if it is neither paused nor stopped
   */
  public boolean resume(String name, int forgiven, String actor, String reason) {
    return database.write(
        session -> {
          var now = time.now();
          var changed =
              session.update(
                      """
                      UPDATE batch SET state = 'running', why = '', forgiven = ?,
                        changed_at_utc_micros = ?
                      WHERE name = ? AND state IN ('paused', 'stopped')
                      """,
                      forgiven,
                      now,
                      name)
                  > 0;
          if (changed) {
            Audit.add(session, now, actor, "batch_resumed", "batch:" + name, reason);
          }
          return changed;
        });
  }

  private static BatchRecord read(Row row) throws SQLException {
    return new BatchRecord(
        row.text("name"),
        BatchTerms.read(row.text("terms")),
        State.of(row.text("state")),
        row.text("why"),
        row.integer("forgiven"),
        row.optionalText("claimed_by"),
        row.text("created_by"),
        row.instant("created_at_utc_micros"),
        row.instant("changed_at_utc_micros"),
        row.integer("servers"));
  }

  private static BatchMember readMember(Row row) throws SQLException {
    return new BatchMember(
        row.text("batch"),
        row.text("server"),
        row.integer("position"),
        row.optionalText("rack"),
        row.optionalText("device_type"),
        row.optionalText("address"),
        BatchTerms.readTexts(row.text("inputs")),
        BatchMember.State.of(row.text("state")),
        row.integer("attempt"),
        row.optionalText("message"),
        row.instant("changed_at_utc_micros"));
  }
}
