package org.hwautomation.definitions;

import java.util.List;

/**
 * A place in an expression that names a variable or something in one, such as {@code
 * steps.plan.reboots}.
 *
 * @param names the variable, then what is taken out of it; cut before the first that is not written
 *     out
 * @param offset where it begins in the expression, in characters from 0
 */
record Reference(List<String> names, int offset) {
  Reference {
    names = List.copyOf(names);
  }

  String root() {
    return names.getFirst();
  }

  /** The first {@code count} names as they are written. */
  String text(int count) {
    var text = new StringBuilder();
    for (var name : names.subList(0, count)) {
      if (DottedPath.isWord(name)) {
        text.append(text.isEmpty() ? "" : ".").append(name);
      } else {
        text.append("[\"").append(name).append("\"]");
      }
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return text(names.size());
  }
}
