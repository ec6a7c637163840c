package org.hwautomation.store;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.hwautomation.workflow.WorkflowTime;

/**
 * What requests with an idempotency key were answered: a repeat within a day is answered the same
 * and does nothing. Thread-safe, and safe for many processes at once.
 */
public final class IdempotencyKeys {
  /** How long an answer is remembered. */
  public static final Duration REMEMBERED = Duration.ofHours(24);

  private final Database database;
  private final WorkflowTime time;
  private final Liveness owners;
  private final SecretTable secrets;

  IdempotencyKeys(Database database, WorkflowTime time, Liveness owners, SecretTable secrets) {
    this.secrets = secrets;
    this.database = database;
    this.time = time;
    this.owners = owners;
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param body the document as it was sent
   */
  public record KeptAnswer(int status, Optional<String> location, String body) {}

  /** What is known of a key. */
  public sealed interface Claim {
    /** It was free, or whoever had it died before it answered: it is this caller's now. */
    record Taken() implements Claim {}

    /** It was answered. */
    record Answered(KeptAnswer answer) implements Claim {}

    /** The request is still being worked on. */
    record UnderWay() implements Claim {}

    /** It came with another request. */
    record OtherRequest() implements Claim {}
  }

  private record Found(String hash, String claimedBy, Optional<KeptAnswer> answer) {}

  /**
   * Claims a key.
   *
   * @param owner who works on it, as registered with the store: while it lives the claim holds
   * @param request all that tells it from others; kept as a hash under the store's key, since it
   *     may hold a secret
   */
  public Claim claim(String actor, String key, String request, String owner) {
    return database.write(
        session -> {
          var requestHash = secrets.cipherOrNew(session).hash("idempotency", actor, key, request);
          session.update(
              "DELETE FROM idempotency WHERE at_utc_micros < ?", time.now().minus(REMEMBERED));
          var found =
              session.first(
                  "SELECT * FROM idempotency WHERE actor = ? AND key = ?",
                  IdempotencyKeys::read,
                  actor,
                  key);
          if (found.isEmpty()) {
            session.update(
                """
                INSERT INTO idempotency (actor, key, request_hash, claimed_by, at_utc_micros)
                VALUES (?,?,?,?,?)
                """,
                actor,
                key,
                requestHash,
                owner,
                time.now());
            return new Claim.Taken();
          }
          return again(session, found.get(), actor, key, requestHash, owner);
        });
  }

  private Claim again(
      Session session, Found found, String actor, String key, String requestHash, String owner)
      throws SQLException {
    if (!found.hash().equals(requestHash)) {
      return new Claim.OtherRequest();
    }
    if (found.answer().isPresent()) {
      return new Claim.Answered(found.answer().get());
    }
    if (owners.isAlive(session, found.claimedBy())) {
      return new Claim.UnderWay();
    }
    session.update(
        "UPDATE idempotency SET claimed_by = ? WHERE actor = ? AND key = ?", owner, actor, key);
    return new Claim.Taken();
  }

  /** Remembers the answer of a claimed key. */
  public void answer(String actor, String key, KeptAnswer answer) {
    database.change(
        session -> {
          session.update(
              "UPDATE idempotency SET status = ?, location = ?, body = ? WHERE actor = ? AND key = ?",
              answer.status(),
              answer.location(),
              answer.body(),
              actor,
              key);
        });
  }

  /** Gives a claimed key up: nothing was done, and the request may be made again. */
  public void giveUp(String actor, String key) {
    database.change(
        session -> {
          session.update(
              "DELETE FROM idempotency WHERE actor = ? AND key = ? AND status IS NULL", actor, key);
        });
  }

  private static Found read(Row row) throws SQLException {
    return new Found(
        row.text("request_hash"),
        row.text("claimed_by"),
        row.optionalText("body").isPresent()
            ? Optional.of(
                new KeptAnswer(
                    row.integer("status"), row.optionalText("location"), row.text("body")))
            : Optional.empty());
  }
}
