package org.hwautomation.server.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.server.Answer;
import org.jspecify.annotations.Nullable;

/** Lists as they are answered: the items, and where the next page begins. Stateless. */
final class Pages {
  private Pages() {}

  /** All there is, on one page. */
  static Answer all(List<? extends Map<String, ? extends @Nullable Object>> items) {
    return of(items, Optional.empty(), Optional.of((long) items.size()));
  }

  static Answer of(
      List<? extends Map<String, ? extends @Nullable Object>> items,
      Optional<String> next,
      Optional<Long> total) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("items", items);
    document.put("next", next.orElse(null));
    document.put("total", total.orElse(null));
    return Answer.of(document);
  }
}
