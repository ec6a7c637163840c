package org.hwautomation.workflow;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known word nearest to one that is not known. Stateless. */
public final class Spelling {
  private static final int LONGEST = 200;

  private Spelling() {}

  /**
   * The nearest of {@code known}: case and the signs {@code - _ . blank} count nothing, and at most
   * a third of the letters may differ. Empty if none is near enough to be worth naming.
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    var asked = plain(word);
    if (asked.isEmpty() || asked.length() > LONGEST) {
      return Optional.empty();
    }
    return known.stream()
        .map(candidate -> new Scored(candidate, distance(asked, plain(candidate))))
        .filter(scored -> scored.distance <= Math.max(1, asked.length() / 3))
        .min(Comparator.comparingInt(Scored::distance).thenComparing(Scored::word))
        .map(Scored::word);
  }

  /** {@code ; did you mean 'x'?} or nothing, to be put behind a message. */
  public static String hint(String word, Collection<String> known) {
    return nearest(word, known).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  private record Scored(String word, int distance) {}

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_. ]", "");
  }

  /** Edit distance in which two swapped neighbours count once (optimal string alignment). */
  private static int distance(String a, String b) {
    if (b.length() > LONGEST) {
      return Integer.MAX_VALUE;
    }
    var rows = new int[a.length() + 1][b.length() + 1];
    for (var i = 0; i <= a.length(); i++) {
      for (var j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        var change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        var best =
            Math.min(Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1), rows[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          best = Math.min(best, rows[i - 2][j - 2] + 1);
        }
        rows[i][j] = best;
      }
    }
    return rows[a.length()][b.length()];
  }
}
