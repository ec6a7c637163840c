package org.hwautomation.store;

import java.util.List;
import org.hwautomation.workflow.JournalEntry;
import org.hwautomation.workflow.ValueCodec;

/** An entry with its payload as text, made by whoever writes it and not by the one writer. */
record JournalRow(JournalEntry entry, String payload) {
  static List<JournalRow> of(List<JournalEntry> entries) {
    return entries.stream()
        .map(entry -> new JournalRow(entry, ValueCodec.write(entry.payload())))
        .toList();
  }
}
