package org.hwautomation.store;

import java.sql.SQLException;
import java.util.List;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.RunFencedException;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;

/** The table {@code journal}: rows are added, never changed. */
final class JournalTable {
  private JournalTable() {}

  /**
   * Adds entries behind {@code lastSeq}.
   *
   * @throws RunFencedException if one is of another run or epoch, or does not follow
   */
  static void add(
      Session session, String runId, long epoch, long lastSeq, List<JournalEntry> entries)
      throws SQLException {
    var next = lastSeq + 1;
    for (var entry : entries) {
      if (entry.seq() != next || entry.epoch() != epoch || !entry.runId().equals(runId)) {
        throw new RunFencedException(
            runId,
            "entry %d of epoch %d of run %s is not entry %d of epoch %d"
                .formatted(entry.seq(), entry.epoch(), entry.runId(), next, epoch));
      }
      session.update(
          """
          INSERT INTO journal
            (run_id, seq, epoch, type, schema_version, at_utc_micros, actor, payload)
          VALUES (?,?,?,?,?,?,?,?)
          """,
          entry.runId(),
          entry.seq(),
          entry.epoch(),
          entry.type(),
          entry.schemaVersion(),
          entry.at(),
          entry.actor(),
          ValueCodec.write(entry.payload()));
      next++;
    }
  }

  static List<JournalEntry> after(Session session, String runId, long seq) throws SQLException {
    return session.list(
        "SELECT * FROM journal WHERE run_id = ? AND seq > ? ORDER BY seq",
        JournalTable::read,
        runId,
        seq);
  }

  /** All entries of at most {@link Batches#SIZE} runs, those of each in order. */
  static List<JournalEntry> of(Session session, List<String> runIds) throws SQLException {
    return session.list(
        "SELECT * FROM journal WHERE run_id IN (%s) ORDER BY run_id, seq"
            .formatted(Batches.marks(runIds)),
        JournalTable::read,
        runIds.toArray());
  }

  private static JournalEntry read(Row row) throws SQLException {
    return new JournalEntry(
        row.text("run_id"),
        row.number("seq"),
        row.number("epoch"),
        row.text("type"),
        row.integer("schema_version"),
        row.instant("at_utc_micros"),
        row.text("actor"),
        payload(row));
  }

  private static Value.Fields payload(Row row) throws SQLException {
    if (ValueCodec.read(row.text("payload")) instanceof Value.Fields fields) {
      return fields;
    }
    throw new StoreException(
        "entry %d of run %s holds no fields; the database was changed by another program"
            .formatted(row.number("seq"), row.text("run_id")),
        null);
  }
}
