package org.hwautomation.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** Many keys in few queries. */
final class Batches {
  /** Keys in one query. */
  static final int SIZE = 500;

  private Batches() {}

  /** The keys in lists of {@link #SIZE} at most. */
  static List<List<String>> of(Collection<String> keys) {
    var all = List.copyOf(keys);
    var batches = new ArrayList<List<String>>();
    for (var from = 0; from < all.size(); from += SIZE) {
      batches.add(all.subList(from, Math.min(all.size(), from + SIZE)));
    }
    return batches;
  }

  /** A question mark for each key. */
  static String marks(List<String> keys) {
    return String.join(",", Collections.nCopies(keys.size(), "?"));
  }
}
