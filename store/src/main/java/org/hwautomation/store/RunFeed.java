package org.hwautomation.store;

import java.util.List;
import java.util.Optional;

/**
 * Which runs changed, in one order that all readers see, across processes: nothing that was
 * committed is left out, and nothing appears behind what was read. The newest 200,000 changes are
 * kept. Thread-safe.
 */
public final class RunFeed {
  private final Database database;

  RunFeed(Database database) {
    this.database = database;
  }

  /**
   * A place in the order.
   *
   * @param transaction the database's number of the transaction; 0 where those have none
   * @param row the row's number
   */
  public record FeedPosition(long transaction, long row) implements Comparable<FeedPosition> {
    /** Before everything. */
    public static final FeedPosition START = new FeedPosition(0, 0);

    @Override
    public int compareTo(FeedPosition other) {
      return transaction == other.transaction
          ? Long.compare(row, other.row)
          : Long.compare(transaction, other.transaction);
    }

    /** As {@link #parse} reads it: {@code 0-4711}. */
    @Override
    public String toString() {
      return transaction + "-" + row;
    }

    /** The position of a text; empty if it is none. */
    public static Optional<FeedPosition> parse(String text) {
      return text.matches("\\d{1,18}-\\d{1,18}")
          ? Optional.of(
              new FeedPosition(
                  Long.parseLong(text.substring(0, text.indexOf('-'))),
                  Long.parseLong(text.substring(text.indexOf('-') + 1))))
          : Optional.empty();
    }
  }

  /**
   * A run's journal grew, or its row changed.
   *
   * @param firstSeq the number of the first entry that was added; one more than {@code lastSeq} if
   *     none was
   * @param lastSeq the number of its last entry then
   */
  public record Change(FeedPosition position, String runId, long firstSeq, long lastSeq) {}

  /** The changes after a position, in order. */
  public List<Change> after(FeedPosition position, int limit) {
    return database.read(session -> FeedTable.after(session, position, limit));
  }

  /** The last change's position; {@link FeedPosition#START} if there is none. */
  public FeedPosition newest() {
    return database.read(FeedTable::newest).orElse(FeedPosition.START);
  }

  /** True if all changes after a position are still there. */
  public boolean reachesBackTo(FeedPosition position) {
    if (newest().row() <= FeedTable.KEPT) {
      return true; // nothing was ever dropped
    }
    return database
        .read(FeedTable::oldest)
        .filter(oldest -> oldest.compareTo(position) <= 0)
        .isPresent();
  }
}
