package org.hwautomation.testkit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hwautomation.workflow.ExpressionException;
import org.hwautomation.workflow.ExpressionLanguage;
import org.hwautomation.workflow.Value;

/**
 * The least of an expression language: {@code true}, {@code 'text'}, whole numbers, names with dots
 * such as {@code steps.a.ip}, {@code has(NAME)}, {@code A == B} and {@code A && B}. Notes what is
 * evaluated. Thread-safe.
 */
final class KitLanguage implements ExpressionLanguage {
  private final List<String> evaluated = new CopyOnWriteArrayList<>();
  private final Map<String, Runnable> meanwhile = new ConcurrentHashMap<>();

  /** Every expression that was evaluated, oldest first. */
  List<String> evaluated() {
    return List.copyOf(evaluated);
  }

  /** Does something while an expression is evaluated the next time. */
  void meanwhile(String expression, Runnable task) {
    meanwhile.put(expression, task);
  }

  @Override
  public void check(String expression, Set<String> names) {
    for (var part : expression.split("&&|==", -1)) {
      var term = part.strip().replaceAll("^has\\((.*)\\)$", "$1");
      if (!term.matches("true|false|'[^']*'|-?\\d+|[a-z_]+(\\.[a-z0-9_]+)*")) {
        throw new ExpressionException(expression, 0, "can't be read at '" + term + "'");
      }
      var root = term.replaceAll("\\..*", "");
      if (root.matches("[a-z_]+") && !root.matches("true|false") && !names.contains(root)) {
        throw new ExpressionException(expression, 0, "names the unknown '" + root + "'");
      }
    }
  }

  @Override
  public Value evaluate(String expression, Value.Fields variables) {
    evaluated.add(expression);
    var task = meanwhile.remove(expression);
    if (task != null) {
      task.run();
    }
    return value(expression, expression, variables);
  }

  private static Value value(String whole, String part, Value.Fields variables) {
    var both = part.split("&&", 2);
    if (both.length == 2) {
      return new Value.Bool(
          isTrue(value(whole, both[0], variables)) && isTrue(value(whole, both[1], variables)));
    }
    var sides = part.split("==", 2);
    if (sides.length == 2) {
      return new Value.Bool(
          value(whole, sides[0], variables).equals(value(whole, sides[1], variables)));
    }
    return term(whole, part.strip(), variables);
  }

  private static boolean isTrue(Value value) {
    return value.equals(new Value.Bool(true));
  }

  private static Value term(String whole, String term, Value.Fields variables) {
    if (term.startsWith("'")) {
      return new Value.Text(term.substring(1, term.length() - 1));
    }
    if (term.matches("-?\\d+")) {
      return new Value.Int(Long.parseLong(term));
    }
    if (term.equals("true") || term.equals("false")) {
      return new Value.Bool(term.equals("true"));
    }
    if (term.startsWith("has(")) {
      try {
        var _ = term(whole, term.substring(4, term.length() - 1), variables);
        return new Value.Bool(true);
      } catch (ExpressionException e) {
        return new Value.Bool(false);
      }
    }
    Value at = variables;
    for (var name : term.split("\\.", -1)) {
      at = at instanceof Value.Fields fields ? fields.values().get(name) : null;
      if (at == null) {
        throw new ExpressionException(whole, 0, "has no value: there is no " + name);
      }
    }
    return at;
  }
}
