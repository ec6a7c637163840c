package org.hwautomation.definitions;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.workflow.ExpressionException;
import org.hwautomation.workflow.ExpressionLanguage;
import org.hwautomation.workflow.Spelling;
import org.hwautomation.workflow.Value;

/**
 * CEL, the Common Expression Language (<a href="https://cel.dev">cel.dev</a>), for {@code when:}
 * and {@code ${...}}. An expression has no effects and ends: all its loops together take at most
 * {@value #MAX_ROUNDS} rounds. Plain paths such as {@code inputs.device_type} are followed without
 * loading CEL, to the same value. Thread-safe.
 *
 * <p>A decimal is a 64-bit floating point number in an expression, an instant a timestamp. A secret
 * can be passed on, and asked for with {@code has()}; any other use of one is refused.
 */
public final class CelExpressions implements ExpressionLanguage {
  /** The variables that the engine gives. */
  public static final Set<String> NAMES =
      Set.of("inputs", "values", "steps", "server_id", "device_type", "run_id", "workflow_id");

  /** How long an expression may be, in characters. */
  static final int MAX_LENGTH = 4_096;

  /** How many rounds the loops of one evaluation may take together. */
  static final int MAX_ROUNDS = 10_000;

  @Override
  public void check(String expression, Set<String> names) {
    references(expression, names);
  }

  /**
   * As {@link #check}, for what must be true or false.
   *
   * @throws ExpressionException if it can't be read, or is of another kind
   */
  public void checkCondition(String expression, Set<String> names) {
    if (path(expression, names).isEmpty()) {
      var type = program(expression, names).type();
      if (!type.equals("bool") && !type.equals("dyn")) {
        throw new ExpressionException(
            expression, 0, "is of the kind " + type + ", not true or false");
      }
    }
  }

  /** The variables in an expression, and what is taken out of them. */
  List<Reference> references(String expression, Set<String> names) {
    return path(expression, names)
        .map(List::of)
        .orElseGet(() -> program(expression, names).references());
  }

  @Override
  public Value evaluate(String expression, Value.Fields variables) {
    var names = variables.values().keySet();
    var path = path(expression, names);
    if (path.isPresent()) {
      return ExpressionValues.normal(expression, follow(expression, path.get(), variables));
    }
    return program(expression, names).evaluate(variables);
  }

  private static Optional<Reference> path(String expression, Set<String> names) {
    var path = DottedPath.parse(expression);
    if (path.isPresent() && !names.contains(path.get().root())) {
      throw unknownVariable(expression, path.get(), names);
    }
    return path;
  }

  static ExpressionException unknownVariable(
      String expression, Reference reference, Set<String> names) {
    return new ExpressionException(
        expression,
        reference.offset(),
        "names the unknown '%s'%s; there are: %s"
            .formatted(reference.root(), Spelling.hint(reference.root(), names), listed(names)));
  }

  /**
   * What a reference stands for.
   *
   * @throws ExpressionException naming the first part that is not there, and what is
   */
  static Value follow(String expression, Reference reference, Value.Fields variables) {
    Value value = variables;
    for (var i = 0; i < reference.names().size(); i++) {
      var name = reference.names().get(i);
      if (!(value instanceof Value.Fields fields)) {
        throw new ExpressionException(
            expression,
            reference.offset(),
            "has no value: %s is %s, so there is no '%s' in it"
                .formatted(reference.text(i), ExpressionValues.kind(value), name));
      }
      var next = fields.values().get(name);
      if (next == null) {
        throw new ExpressionException(
            expression,
            reference.offset(),
            "has no value: there is no '%s'%s%s; there %s"
                .formatted(
                    name,
                    i == 0 ? "" : " in " + reference.text(i),
                    Spelling.hint(name, fields.values().keySet()),
                    fields.values().isEmpty()
                        ? "is nothing in it"
                        : "are: " + listed(fields.values().keySet())));
      }
      value = next;
    }
    return value;
  }

  private static String listed(Set<String> names) {
    var all = names.stream().sorted().limit(50).toList();
    return String.join(", ", all) + (names.size() > all.size() ? ", …" : "");
  }

  private static CelProgram program(String expression, Set<String> names) {
    if (expression.length() > MAX_LENGTH) {
      throw new ExpressionException(
          expression.substring(0, 40) + "…",
          0,
          "is longer than " + MAX_LENGTH + " characters; let an action work it out");
    }
    return Loaded.PROGRAMS.get(expression, names);
  }

  /** Loads CEL when it is first needed. */
  private static final class Loaded {
    static final CelPrograms PROGRAMS = new CelPrograms();
  }
}
