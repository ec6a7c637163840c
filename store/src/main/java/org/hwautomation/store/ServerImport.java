package org.hwautomation.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hwautomation.store.OriginalImport.Counted;
import org.hwautomation.store.OriginalImport.Difference;
import org.jspecify.annotations.Nullable;

/** Takes rows of the original's {@code servers}. To be used within one transaction. */
final class ServerImport {
  /** Say when a row was written, not what its server is: each database has its own. */
  private static final Set<String> OF_THE_ROW = Set.of("server_id", "created_at", "updated_at");

  private final Session session;
  private final List<Difference> differences;
  private Counted counted = Counted.NONE;
  private long withoutId;

  ServerImport(Session session, List<Difference> differences) {
    this.session = session;
    this.differences = differences;
  }

  Counted counted() {
    return counted;
  }

  long withoutId() {
    return withoutId;
  }

  void take(Map<String, @Nullable String> theirs) throws SQLException {
    var id = OriginalImport.stored(session, Optional.ofNullable(theirs.get("server_id")));
    if (id.isEmpty()) {
      withoutId++;
      return;
    }
    var columns = theirs.keySet().stream().filter(ServerInventory::isOriginal).toList();
    var ours = session.first("SELECT * FROM servers WHERE server_id = ?", Row::all, id.get());
    if (ours.isEmpty()) {
      add(columns, theirs);
      counted = counted.add(true, false, false);
      return;
    }
    var empty = new ArrayList<String>();
    var before = differences.size();
    for (var column : columns) {
      if (!OF_THE_ROW.contains(column) && saysSomething(theirs.get(column))) {
        var theirText =
            OriginalImport.stored(session, Optional.of(String.valueOf(theirs.get(column))));
        var ourText = Optional.ofNullable(ours.get().get(column));
        if (!saysSomething(ourText.orElse(null))) {
          empty.add(column);
        } else if (!ourText.equals(theirText)) {
          differences.add(
              new Difference(
                  "servers", id.get(), column, ourText.orElse(""), theirText.orElse("")));
        }
      }
    }
    fill(id.get(), empty, theirs);
    counted = counted.add(false, !empty.isEmpty(), differences.size() > before);
  }

  /** The original writes {@code UNKNOWN} where it does not know. */
  private static boolean saysSomething(@Nullable String text) {
    return text != null && !text.isBlank() && !text.strip().equalsIgnoreCase("unknown");
  }

  private void add(List<String> columns, Map<String, @Nullable String> theirs) throws SQLException {
    session.update(
        "INSERT INTO servers (%s) VALUES (%s)"
            .formatted(
                String.join(", ", columns),
                String.join(", ", Collections.nCopies(columns.size(), "?"))),
        columns.stream().map(theirs::get).toArray());
  }

  private void fill(String id, List<String> columns, Map<String, @Nullable String> theirs)
      throws SQLException {
    if (columns.isEmpty()) {
      return;
    }
    var values = new ArrayList<@Nullable Object>(columns.stream().map(theirs::get).toList());
    values.add(id);
    session.update(
        columns.stream()
            .map(column -> column + " = ?")
            .collect(Collectors.joining(", ", "UPDATE servers SET ", " WHERE server_id = ?")),
        values.toArray());
  }
}
