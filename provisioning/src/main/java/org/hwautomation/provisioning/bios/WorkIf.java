package org.hwautomation.provisioning.bios;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.bios.Condition.Comparison;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code WorkIf} of Supermicro's export, which says when a setting has an effect: {@code ( 2
 * == Power Technology ) and ( 0 != Power Performance Tuning )}, {@code Boot mode select is not in 0
 * 1 3}. Numbers are those of options; names of settings may hold blanks, brackets and the words
 * themselves, so the longest known name counts. Not thread-safe; use once.
 */
final class WorkIf {
  private static final Map<String, Comparison> COMPARISONS =
      Map.of(
          "==", Comparison.EQUAL,
          "!=", Comparison.OTHER,
          ">=", Comparison.GREATER_OR_EQUAL,
          "<=", Comparison.LESS_OR_EQUAL,
          ">", Comparison.GREATER,
          "<", Comparison.LESS);

  private static final int DEEPEST = 50;

  private final String text;
  private final List<String> names;
  private int at;

  private WorkIf(String text, Collection<String> names) {
    this.text = text;
    this.names = names.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  /**
   * Reads one.
   *
   * @param names of all settings
   * @throws IllegalArgumentException saying where it can't be understood
   */
  static Condition read(String text, Collection<String> names) {
    var reader = new WorkIf(text, names);
    var condition = reader.any(0);
    reader.blanks();
    if (reader.at < text.length()) {
      throw reader.odd("the end");
    }
    return condition;
  }

  private Condition any(int depth) {
    return joined(depth, List.of("or", "||"), () -> all(depth), Condition.AnyOf::new);
  }

  private Condition all(int depth) {
    return joined(depth, List.of("and", "&&"), () -> one(depth), Condition.AllOf::new);
  }

  private Condition joined(
      int depth,
      List<String> words,
      java.util.function.Supplier<Condition> part,
      java.util.function.Function<List<Condition>, Condition> join) {
    if (depth > DEEPEST) {
      throw odd("fewer brackets");
    }
    var parts = new ArrayList<Condition>(List.of(part.get()));
    while (words.stream().anyMatch(this::takes)) {
      parts.add(part.get());
    }
    return parts.size() == 1 ? parts.getFirst() : join.apply(parts);
  }

  private Condition one(int depth) {
    blanks();
    if (nameHere() == null && takes("(")) {
      var inner = any(depth + 1);
      if (!takes(")")) {
        throw odd("a closing bracket");
      }
      return inner;
    }
    var left = operand();
    if (takes("is")) {
      return listed(left);
    }
    for (var sign : List.of("==", "!=", ">=", "<=", ">", "<")) {
      if (takes(sign)) {
        var comparison = COMPARISONS.getOrDefault(sign, Comparison.EQUAL);
        return compare(left, comparison, operand());
      }
    }
    throw odd("a comparison");
  }

  private Condition listed(Object left) {
    var not = takes("not");
    if (!takes("in")) {
      throw odd("'in'");
    }
    var values = new ArrayList<Condition>();
    while (Character.isDigit(peek())) {
      values.add(compare(left, Comparison.EQUAL, operand()));
    }
    if (values.isEmpty()) {
      throw odd("a number");
    }
    var one = new Condition.AnyOf(values);
    return not ? new Condition.Not(one) : one;
  }

  private static Condition compare(Object left, Comparison comparison, Object right) {
    if (left instanceof String name && right instanceof Long number) {
      return new Condition.Compare(
          name, BiosDependency.Property.VALUE, comparison, BiosValue.of(number));
    }
    if (left instanceof Long number && right instanceof String name) {
      return new Condition.Compare(
          name, BiosDependency.Property.VALUE, turned(comparison), BiosValue.of(number));
    }
    if (left instanceof Long a && right instanceof Long b) {
      var order = Long.compare(a, b);
      return new Condition.Always(
          switch (comparison) {
            case EQUAL -> order == 0;
            case OTHER -> order != 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
          });
    }
    throw new IllegalArgumentException("it compares two settings");
  }

  private static Comparison turned(Comparison comparison) {
    return switch (comparison) {
      case EQUAL, OTHER -> comparison;
      case GREATER -> Comparison.LESS;
      case GREATER_OR_EQUAL -> Comparison.LESS_OR_EQUAL;
      case LESS -> Comparison.GREATER;
      case LESS_OR_EQUAL -> Comparison.GREATER_OR_EQUAL;
    };
  }

  /** A setting's name, or a number as Long. */
  private Object operand() {
    blanks();
    var name = nameHere();
    if (name != null) {
      at += name.length();
      return name;
    }
    var end = at;
    while (end < text.length() && Character.isDigit(text.charAt(end)) && end - at < 18) {
      end++;
    }
    if (end == at || !isEnd(end)) {
      throw odd("the name of a setting or a number");
    }
    var number = Long.valueOf(text.substring(at, end));
    at = end;
    return number;
  }

  private @Nullable String nameHere() {
    for (var name : names) {
      if (text.startsWith(name, at) && isEnd(at + name.length())) {
        return name;
      }
    }
    return null;
  }

  private boolean isEnd(int position) {
    return position >= text.length() || " )=!<>&|".indexOf(text.charAt(position)) >= 0;
  }

  private boolean takes(String sign) {
    blanks();
    var word = Character.isLetter(sign.charAt(0));
    if (text.startsWith(sign, at) && (!word || isEnd(at + sign.length()))) {
      at += sign.length();
      return true;
    }
    return false;
  }

  private char peek() {
    blanks();
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private IllegalArgumentException odd(String expected) {
    var rest = text.substring(at).strip();
    return new IllegalArgumentException(
        "%s is expected at '%s'"
            .formatted(expected, rest.length() > 40 ? rest.substring(0, 40) + "..." : rest));
  }
}
