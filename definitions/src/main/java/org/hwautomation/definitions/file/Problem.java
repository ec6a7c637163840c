package org.hwautomation.definitions.file;

import java.util.Comparator;

/**
 * Something wrong in a file.
 *
 * @param position where
 * @param text what, and what to do or the nearest valid word
 */
public record Problem(Position position, String text) {
  /** In the order of the file. */
  public static final Comparator<Problem> IN_ORDER =
      Comparator.comparingInt((Problem problem) -> problem.position().line())
          .thenComparingInt(problem -> problem.position().column());

  /** {@code FILE:LINE:COLUMN: what}. */
  @Override
  public String toString() {
    return position + ": " + text;
  }
}
