package org.hwautomation.store;

import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.RunFencedException;
import org.hwautomation.workflow.StoreException;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;
import org.jspecify.annotations.Nullable;

/** The table {@code journal}: rows are added, never changed. */
final class JournalTable {
  private static final int COLUMNS = 8;
  private static final int MOST_AT_ONCE = 8;

  /** For one row, for two, and so on. */
  private static final List<String> INSERTS =
      IntStream.rangeClosed(1, MOST_AT_ONCE)
          .mapToObj(
              rows ->
                  """
                  INSERT INTO journal
                    (run_id, seq, epoch, type, schema_version, at_utc_micros, actor, payload)
                  VALUES %s
                  """
                      .formatted(String.join(", ", Collections.nCopies(rows, "(?,?,?,?,?,?,?,?)"))))
          .toList();

  private JournalTable() {}

  /** Whether entries are of that run and epoch, and follow {@code lastSeq} one by one. */
  static boolean areNext(String runId, long epoch, long lastSeq, List<JournalEntry> entries) {
    return firstOther(runId, epoch, lastSeq, entries).isEmpty();
  }

  /**
   * Refuses entries that may not be added behind {@code lastSeq}.
   *
   * @throws RunFencedException if one is of another run or epoch, or does not follow
   */
  static void requireNext(String runId, long epoch, long lastSeq, List<JournalEntry> entries) {
    var other = firstOther(runId, epoch, lastSeq, entries);
    if (other.isPresent()) {
      var entry = entries.get(other.getAsInt());
      throw new RunFencedException(
          runId,
          "entry %d of epoch %d of run %s is not entry %d of epoch %d"
              .formatted(
                  entry.seq(),
                  entry.epoch(),
                  entry.runId(),
                  lastSeq + 1 + other.getAsInt(),
                  epoch));
    }
  }

  private static OptionalInt firstOther(
      String runId, long epoch, long lastSeq, List<JournalEntry> entries) {
    for (var i = 0; i < entries.size(); i++) {
      var entry = entries.get(i);
      if (entry.seq() != lastSeq + 1 + i
          || entry.epoch() != epoch
          || !entry.runId().equals(runId)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  static void add(Session session, List<JournalRow> rows) throws SQLException {
    for (var from = 0; from < rows.size(); from += MOST_AT_ONCE) {
      insert(session, rows.subList(from, Math.min(rows.size(), from + MOST_AT_ONCE)));
    }
  }

  private static void insert(Session session, List<JournalRow> rows) throws SQLException {
    var values = new @Nullable Object[rows.size() * COLUMNS];
    var at = 0;
    for (var row : rows) {
      var entry = row.entry();
      values[at++] = entry.runId();
      values[at++] = entry.seq();
      values[at++] = entry.epoch();
      values[at++] = entry.type();
      values[at++] = entry.schemaVersion();
      values[at++] = entry.at();
      values[at++] = entry.actor();
      values[at++] = row.payload();
    }
    session.update(INSERTS.get(rows.size() - 1), values);
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
