package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hwautomation.store.AlertDelivery.Status;
import org.hwautomation.workflow.WorkflowTime;

/**
 * Causes that people are told of, and what is to be sent to whom. One process watches; any that
 * knows a receiver sends to it. What is to be sent is written together with what it tells, before
 * it is sent, so that it is sent at least once whoever dies. Thread-safe; seen by all processes.
 */
public final class Alerts {
  /** How long closed groups and what was sent of them are kept. */
  public static final Duration KEPT = Duration.ofDays(30);

  private final Database database;
  private final WorkflowTime time;
  private final Liveness owners;

  Alerts(Database database, WorkflowTime time, Liveness owners) {
    this.database = database;
    this.time = time;
    this.owners = owners;
  }

  /**
   * Makes {@code owner} the one that watches, unless another one that lives does.
   *
   * @param owner as registered with the store
   * @return whether it watches
   */
  public boolean watch(String owner) {
    if (database.read(Alerts::watcher).filter(owner::equals).isPresent()) {
      return true;
    }
    return database.write(
        session -> {
          var holder = watcher(session).filter(other -> !other.equals(owner));
          if (holder.isPresent() && owners.isAlive(session, holder.get())) {
            return false;
          }
          session.update(
              """
              INSERT INTO alert_watch (one, claimed_by) VALUES (1, ?)
              ON CONFLICT (one) DO UPDATE SET claimed_by = excluded.claimed_by
              """,
              owner);
          return true;
        });
  }

  private static Optional<String> watcher(Session session) throws SQLException {
    return session.first(
        "SELECT claimed_by FROM alert_watch WHERE one = 1", row -> row.text("claimed_by"));
  }

  /** The groups that are not closed, the oldest first. */
  public List<AlertGroup> open() {
    return database.read(AlertTable::open);
  }

  /**
   * Writes what a look changes, and forgets what is older than {@link #KEPT}.
   *
   * @return false if {@code owner} watches no more; then nothing is written
   */
  public boolean change(String owner, AlertChange change) {
    return database.write(
        session -> {
          if (watcher(session).filter(owner::equals).isEmpty()) {
            return false;
          }
          var now = time.now();
          for (var group : change.groups()) {
            AlertTable.put(session, group);
          }
          for (var draft : change.deliveries()) {
            AlertTable.add(session, draft, now);
          }
          for (var group : change.dropped()) {
            AlertTable.drop(session, group);
          }
          AlertTable.forget(session, now.minus(KEPT));
          return true;
        });
  }

  /**
   * What is to be sent to a receiver now, the oldest first. What is told of a group waits until
   * what was told of it before is settled.
   */
  public List<AlertDelivery> due(String receiver) {
    return database.read(
        session ->
            AlertTable.list(
                session,
                """
                WHERE d.status = 'waiting' AND d.receiver = ? AND d.due_at_utc_micros <= ?
                  AND NOT EXISTS (
                    SELECT 1 FROM alert_delivery e
                    WHERE e.group_id = d.group_id AND e.receiver = d.receiver
                      AND e.status = 'waiting'
                      AND e.created_at_utc_micros < d.created_at_utc_micros)
                ORDER BY d.created_at_utc_micros, d.delivery_id LIMIT 100
                """,
                receiver,
                time.now()));
  }

  /**
   * Takes one to send it.
   *
   * @param seen it as it was looked at
   * @param owner as registered with the store: while it lives, nobody else sends it
   * @return false if it is sent already, was tried meanwhile, or another that lives has it
   */
  public boolean claim(AlertDelivery seen, String owner) {
    return database.write(
        session -> {
          var now =
              AlertTable.list(session, "WHERE d.delivery_id = ?", seen.id()).stream().findFirst();
          if (now.isEmpty()
              || now.get().status() != Status.WAITING
              || now.get().attempts() != seen.attempts()) {
            return false;
          }
          var holder = now.get().claimedBy().filter(other -> !other.equals(owner));
          if (holder.isPresent() && owners.isAlive(session, holder.get())) {
            return false;
          }
          session.update(
              "UPDATE alert_delivery SET claimed_by = ? WHERE delivery_id = ?", owner, seen.id());
          return true;
        });
  }

  /** Notes that the receiver took it; of no effect if {@code owner} has it no more. */
  public void sent(AlertDelivery delivery, String owner, String said) {
    settle(delivery, owner, Status.SENT, said, time.now());
  }

  /**
   * Notes that the receiver did not take it; of no effect if {@code owner} has it no more.
   *
   * @param again when it is tried next; empty for never
   */
  public void failed(AlertDelivery delivery, String owner, String said, Optional<Instant> again) {
    settle(
        delivery,
        owner,
        again.isPresent() ? Status.WAITING : Status.UNDELIVERABLE,
        said,
        again.orElse(time.now()));
  }

  private void settle(
      AlertDelivery delivery, String owner, Status status, String said, Instant dueAt) {
    database.change(
        session -> {
          session.update(
              """
              UPDATE alert_delivery SET status = ?, said = ?, attempts = attempts + 1,
                due_at_utc_micros = ?, tried_at_utc_micros = ?, claimed_by = NULL
              WHERE delivery_id = ? AND status = 'waiting' AND claimed_by = ?
              """,
              status.wireName(),
              said,
              dueAt,
              time.now(),
              delivery.id(),
              owner);
        });
  }

  /**
   * Gives up what has waited too long because no process knows its receiver.
   *
   * @return what was given up
   */
  public List<AlertDelivery> giveUp(Instant createdBefore, String why) {
    var old = "WHERE d.status = 'waiting' AND d.created_at_utc_micros < ?";
    var found = database.read(session -> AlertTable.list(session, old, createdBefore));
    if (found.isEmpty()) {
      return found;
    }
    return database.write(
        session -> {
          var given = AlertTable.list(session, old, createdBefore);
          for (var delivery : given) {
            session.update(
                "UPDATE alert_delivery SET status = 'undeliverable', said = ? WHERE delivery_id = ?",
                delivery.said().map(said -> why + "; last: " + said).orElse(why),
                delivery.id());
          }
          return given;
        });
  }

  /** What waits to be sent and what could not be, the newest first. */
  public List<AlertDelivery> unsent(int limit) {
    return database.read(
        session ->
            AlertTable.list(
                session,
                "WHERE d.status <> 'sent'"
                    + " ORDER BY d.created_at_utc_micros DESC, d.delivery_id LIMIT ?",
                limit));
  }

  /** What was last tried for a receiver. */
  public Optional<AlertDelivery> last(String receiver) {
    return database.read(
        session ->
            AlertTable.list(
                    session,
                    "WHERE d.receiver = ? AND d.tried_at_utc_micros IS NOT NULL"
                        + " ORDER BY d.tried_at_utc_micros DESC, d.delivery_id LIMIT 1",
                    receiver)
                .stream()
                .findFirst());
  }

  /** How many stand so. */
  public long count(Status status) {
    return database.read(
        session ->
            session.number(
                "SELECT count(*) AS n FROM alert_delivery WHERE status = ?", status.wireName()));
  }
}
