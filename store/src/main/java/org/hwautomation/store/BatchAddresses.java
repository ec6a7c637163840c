package org.hwautomation.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.hwautomation.store.BatchMember.Draft;

/**
 * Hands addresses out to servers of a batch: none that another server has, was given or was handed
 * in any batch, and to each server the one that it had before.
 */
final class BatchAddresses {
  private BatchAddresses() {}

  private record Handed(String server, String address) {}

  /** By server, for those that were given none. */
  static Map<String, String> of(
      Session session, String batch, List<Draft> drafts, AddressSupply supply) throws SQLException {
    var addresses = new HashMap<String, String>();
    if (supply.candidates().isEmpty()) {
      return addresses;
    }
    var candidates = new HashSet<>(supply.candidates());
    var had = new HashMap<String, String>();
    var owner = new HashMap<>(supply.taken());
    for (var handed : handed(session, batch)) {
      owner.putIfAbsent(handed.address(), handed.server());
    }
    drafts.forEach(draft -> draft.address().ifPresent(given -> owner.put(given, draft.server())));
    owner.forEach(
        (address, server) -> {
          if (candidates.contains(address)) {
            had.putIfAbsent(server, address);
          }
        });
    var without = drafts.stream().filter(draft -> draft.address().isEmpty()).toList();
    var free = supply.candidates().stream().filter(each -> !owner.containsKey(each)).iterator();
    for (var draft : without) {
      var old = had.get(draft.server());
      if (old != null) {
        addresses.put(draft.server(), old);
      } else if (free.hasNext()) {
        addresses.put(draft.server(), free.next());
      } else {
        throw new AddressSupply.ExhaustedException(
            (int) without.stream().filter(each -> !had.containsKey(each.server())).count(),
            supply.candidates().stream().filter(each -> !owner.containsKey(each)).count());
      }
    }
    return addresses;
  }

  /** Those of this batch first, then of the newest; what a cancelled one never used is free. */
  private static List<Handed> handed(Session session, String batch) throws SQLException {
    return session.list(
        """
        SELECT m.server, m.address FROM batch_member m JOIN batch b ON b.name = m.batch
        WHERE m.address IS NOT NULL AND (m.batch = ? OR m.state <> 'cancelled')
        ORDER BY CASE WHEN m.batch = ? THEN 0 ELSE 1 END, b.created_at_utc_micros DESC, m.position
        """,
        row -> new Handed(row.text("server"), row.text("address")),
        batch,
        batch);
  }
}
