package org.hwautomation.store;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** How many rows a database has of what people ask about. Stateless. */
final class ToldRows {
  /** Rows that no living process of ours stands behind; of them only those count that say so. */
  private static final String LEFT_RUNNING =
      "SELECT count(*) AS n FROM workflow_history h WHERE " + OriginalHistory.LEFT_RUNNING;

  private ToldRows() {}

  /** Which tables there are. */
  @FunctionalInterface
  interface Tables {
    boolean has(String name) throws SQLException;
  }

  /** By what people call the tables. */
  static Map<String, Long> count(Session session, Tables tables) throws SQLException {
    var rows = new LinkedHashMap<String, Long>();
    for (var table : OriginalTables.TOLD) {
      if (tables.has(table)) {
        rows.put(table, session.number("SELECT count(*) AS n FROM " + table));
      }
    }
    if (tables.has("run")) {
      rows.put("runs", session.number("SELECT count(*) AS n FROM run"));
    }
    return rows;
  }

  static long leftRunning(Session session, Tables tables) throws SQLException {
    if (!tables.has("workflow_history")) {
      return 0;
    }
    return session.number(
        tables.has("run_history")
            ? LEFT_RUNNING + " AND " + OriginalHistory.WITHOUT_RUN
            : LEFT_RUNNING);
  }
}
