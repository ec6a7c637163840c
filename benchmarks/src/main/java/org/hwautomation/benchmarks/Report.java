package org.hwautomation.benchmarks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hwautomation.workflow.Value;
import org.jspecify.annotations.Nullable;

/**
 * The table.
 *
 * @param quick true if sizes were small and it was one round: the numbers say nothing then
 */
public record Report(Instant date, boolean quick, int rounds, Machine machine, List<Outcome> rows) {

  /** The columns' names. */
  public static final List<String> HEADER =
      List.of("WHAT", "MEASURED", "AGAINST", "RATIO", "WANTED", "VERDICT");

  /** A line of cells a row, under {@link #HEADER}. */
  public List<List<String>> cells() {
    return rows.stream()
        .map(
            row ->
                List.of(
                    row.what(),
                    row.measured(),
                    row.against(),
                    row.ratioText(),
                    row.wanted(),
                    row.verdict().words()))
        .toList();
  }

  /** What a reader must know to judge the rows. */
  public List<String> notes() {
    var notes = new ArrayList<String>();
    if (quick) {
      notes.add("quick: small sizes, 1 round; shows that every row runs, not how fast");
    }
    notes.add(
        "%d cores (load %s before), %s, %s on %s; a synced append of 4 KiB costs %s µs; median of %d rounds in turns"
            .formatted(
                machine.cores(),
                Numbers.text(machine.load()),
                machine.jdk(),
                machine.python().isEmpty() ? "no python3" : machine.python(),
                machine.disk(),
                Numbers.text(machine.syncMicros()),
                rounds));
    for (var row : rows) {
      var spread = row.spread().map(text -> "ratios from " + text).orElse("");
      var note =
          String.join("; ", Stream.of(row.note(), spread).filter(t -> !t.isEmpty()).toList());
      if (!note.isEmpty()) {
        notes.add(row.row() + ": " + note);
      }
    }
    return notes;
  }

  /** All of it, for JSON. */
  public Map<String, @Nullable Object> document() {
    @SuppressWarnings("unchecked") // the keys of a value's fields are strings
    Map<String, @Nullable Object> document = Value.fields(this).as(Map.class);
    return document;
  }

  /** True if a row broke off. */
  public boolean hasFailed() {
    return rows.stream().anyMatch(row -> row.verdict() == Verdict.FAILED);
  }
}
