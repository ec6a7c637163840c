package org.hwautomation.store;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hwautomation.store.OriginalImport.Counted;
import org.jspecify.annotations.Nullable;

/**
 * Takes rows of the original's {@code power_state_history}: as many of each as the file has. To be
 * used within one transaction.
 */
final class PowerImport {
  private final Session session;
  private final Map<Content, Integer> there = new HashMap<>();
  private Counted counted = Counted.NONE;

  PowerImport(Session session) throws SQLException {
    this.session = session;
    for (var row : session.list("SELECT * FROM power_state_history", Row::all)) {
      there.merge(content(row), 1, Integer::sum);
    }
  }

  private record Content(
      String serverId,
      Optional<String> oldState,
      String newState,
      Optional<String> changedAt,
      Optional<String> changedBy) {}

  Counted counted() {
    return counted;
  }

  void take(Map<String, @Nullable String> row) throws SQLException {
    var theirs = content(row);
    var left = Objects.requireNonNullElse(there.get(theirs), 0);
    if (left > 0) {
      there.put(theirs, left - 1);
    } else {
      session.update(
          """
          INSERT INTO power_state_history (server_id, old_state, new_state, changed_at, changed_by)
          VALUES (?,?,?,?,?)
          """,
          theirs.serverId(),
          theirs.oldState(),
          theirs.newState(),
          theirs.changedAt(),
          theirs.changedBy());
    }
    counted = counted.add(left == 0, false, false);
  }

  private Content content(Map<String, @Nullable String> row) {
    return new Content(
        text(row, "server_id").orElse(""),
        text(row, "old_state"),
        text(row, "new_state").orElse(""),
        text(row, "changed_at"),
        text(row, "changed_by"));
  }

  private Optional<String> text(Map<String, @Nullable String> row, String column) {
    return OriginalImport.stored(session, Optional.ofNullable(row.get(column)));
  }
}
