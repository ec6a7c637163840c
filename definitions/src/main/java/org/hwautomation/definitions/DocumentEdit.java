package org.hwautomation.definitions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.hwautomation.workflow.Value;

/** Puts changes into a document: what did not change stays as it was written, in its order. */
final class DocumentEdit {
  private DocumentEdit() {}

  /**
   * {@code written} with the difference between two documents put into it.
   *
   * @param before what {@code written} means, in the writer's form
   * @param after what it shall mean
   */
  static Value.Fields apply(Value.Fields written, Value.Fields before, Value.Fields after) {
    var result = new LinkedHashMap<String, Value>();
    written
        .values()
        .forEach(
            (key, value) -> {
              var old = before.values().get(key);
              var now = after.values().get(key);
              if (now == null && old == null) {
                result.put(key, value);
              } else if (now != null) {
                result.put(key, old == null ? now : merged(value, old, now));
              }
            });
    after
        .values()
        .forEach(
            (key, now) -> {
              if (!written.values().containsKey(key) && !now.equals(before.values().get(key))) {
                result.put(key, now);
              }
            });
    return new Value.Fields(result);
  }

  private static Value merged(Value written, Value before, Value after) {
    if (before.equals(after)) {
      return written;
    }
    if (written instanceof Value.Fields fields
        && before instanceof Value.Fields old
        && after instanceof Value.Fields now) {
      return apply(fields, old, now);
    }
    if (written instanceof Value.Items(var items)
        && before instanceof Value.Items(var old)
        && after instanceof Value.Items(var now)
        && items.size() == old.size()) {
      return new Value.Items(items(items, old, now));
    }
    return after;
  }

  private static List<Value> items(List<Value> written, List<Value> before, List<Value> after) {
    var used = new boolean[before.size()];
    var result = new ArrayList<Value>();
    for (var value : after) {
      var at = SourceEdit.match(value, before, after, used);
      if (at.isPresent()) {
        used[at.get()] = true;
        result.add(merged(written.get(at.get()), before.get(at.get()), value));
      } else {
        result.add(value);
      }
    }
    return result;
  }
}
