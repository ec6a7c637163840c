package org.hwautomation.workflow;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the known name that one that is not known was probably meant for. Stateless. */
final class NearestName {
  private static final int LONGEST = 100;

  private NearestName() {}

  /** The one of fewest edits, if no more than a third of the letters are. */
  static Optional<String> of(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .filter(candidate -> edits(name, candidate) <= Math.max(1, name.length() / 3))
        .min(
            Comparator.comparingInt((String candidate) -> edits(name, candidate))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Letters to insert, leave out or change (Levenshtein), one row of the table at a time. */
  private static int edits(String from, String to) {
    var row = new int[to.length() + 1];
    for (var j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= from.length(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= to.length(); j++) {
        var above = row[j];
        var change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(diagonal + change, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[to.length()];
  }
}
