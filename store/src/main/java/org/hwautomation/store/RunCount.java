package org.hwautomation.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.hwautomation.workflow.Phase;
import org.hwautomation.workflow.WorkflowStatus;

/** How many runs stand so. */
public record RunCount(WorkflowStatus status, Phase phase, long runs) {
  static List<RunCount> all(Session session) throws SQLException {
    return session.list(
        "SELECT status, phase, count(*) AS n FROM run GROUP BY status, phase",
        row ->
            new RunCount(
                WorkflowStatus.valueOf(row.text("status").toUpperCase(Locale.ROOT)),
                Phase.valueOf(row.text("phase").toUpperCase(Locale.ROOT)),
                row.number("n")));
  }
}
