package org.hwautomation.store;

import java.sql.SQLException;
import org.hwautomation.workflow.LimitClaim;
import org.hwautomation.workflow.RunFencedException;

/** The table {@code limit_place}: who holds a place under a limit and who waits for one. */
final class LimitTable {
  private LimitTable() {}

  private record Place(String runId, String step, String owner, boolean held) {
    boolean isOf(LimitClaim claim) {
      return runId.equals(claim.runId()) && step.equals(claim.step());
    }
  }

  /**
   * Takes a place, or one in the queue; forgets the places of the dead.
   *
   * @return false if the limit is full or it is another's turn
   * @throws RunFencedException if the claim's owner does not execute the run any more
   */
  static boolean take(Session session, Liveness owners, LimitClaim claim) throws SQLException {
    claim.requireOwner(RunTable.ownerLocked(session, claim.runId()));
    var held = 0;
    var before = 0;
    var queued = false;
    for (var place :
        session.list(
            "SELECT * FROM limit_place WHERE name = ? ORDER BY position",
            row ->
                new Place(
                    row.text("run_id"),
                    row.text("step"),
                    row.text("owner"),
                    row.number("held") == 1),
            claim.limit())) {
      if (place.isOf(claim)) {
        queued = true;
        if (place.held()) {
          return own(session, claim);
        }
      } else if (!owners.isAlive(session, place.owner())) {
        remove(session, claim.limit(), place.runId(), place.step());
      } else if (place.held()) {
        held++;
      } else if (!queued) {
        before++;
      }
    }
    if (!queued) {
      session.update(
          "INSERT INTO limit_place (name, run_id, step, owner, held) VALUES (?,?,?,?,0)",
          claim.limit(),
          claim.runId(),
          claim.step(),
          claim.owner());
    }
    return held < claim.max() && before == 0 && own(session, claim);
  }

  private static boolean own(Session session, LimitClaim claim) throws SQLException {
    session.update(
        "UPDATE limit_place SET held = 1, owner = ? WHERE name = ? AND run_id = ? AND step = ?",
        claim.owner(),
        claim.limit(),
        claim.runId(),
        claim.step());
    return true;
  }

  static void release(Session session, LimitClaim claim) throws SQLException {
    // not that of the owner who has the run now
    session.update(
        "DELETE FROM limit_place WHERE name = ? AND run_id = ? AND step = ? AND owner = ?",
        claim.limit(),
        claim.runId(),
        claim.step(),
        claim.owner());
  }

  private static void remove(Session session, String limit, String runId, String step)
      throws SQLException {
    session.update(
        "DELETE FROM limit_place WHERE name = ? AND run_id = ? AND step = ?", limit, runId, step);
  }
}
