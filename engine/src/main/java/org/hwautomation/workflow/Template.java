package org.hwautomation.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/**
 * A text with {@code ${expressions}} in it. A text that is one expression becomes that expression's
 * value, of whatever kind; elsewhere a value is written into the text. A second dollar sign before
 * the brace makes it text.
 */
public final class Template {
  private Template() {}

  /** A piece of a template. */
  public sealed interface Part {
    /** Text as it is. */
    record Literal(String text) implements Part {}

    /**
     * An expression.
     *
     * @param offset where it begins in the template, in characters from 0
     */
    record Expression(String text, int offset) implements Part {}
  }

  /** True if {@code text} holds an expression or an escape of one. */
  public static boolean isTemplate(String text) {
    return text.contains("${");
  }

  /**
   * The pieces of a template.
   *
   * @throws ExpressionException if an expression is not closed
   */
  public static List<Part> parts(String text) {
    var parts = new ArrayList<Part>();
    var literal = new StringBuilder();
    var at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        literal.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        var end = end(text, at + 2);
        if (!literal.isEmpty()) {
          parts.add(new Part.Literal(literal.toString()));
          literal.setLength(0);
        }
        parts.add(new Part.Expression(text.substring(at + 2, end), at + 2));
        at = end + 1;
      } else {
        literal.append(text.charAt(at++));
      }
    }
    if (!literal.isEmpty()) {
      parts.add(new Part.Literal(literal.toString()));
    }
    return parts;
  }

  /** Where the expression that begins at {@code from} is closed: braces and strings count. */
  private static int end(String text, int from) {
    var depth = 0;
    var quote = '\0';
    for (var at = from; at < text.length(); at++) {
      var c = text.charAt(at);
      if (quote != '\0') {
        if (c == '\\') {
          at++;
        } else if (c == quote) {
          quote = '\0';
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && depth-- == 0) {
        return at;
      }
    }
    throw new ExpressionException(text, from, "has a ${ that is not closed by a }");
  }

  /** Every expression in the texts of {@code value}. */
  public static List<String> expressions(Value value) {
    return switch (value) {
      case Value.Fields fields when fields.values().isEmpty() -> List.of();
      case Value.Text text when isTemplate(text.value()) ->
          parts(text.value()).stream()
              .flatMap(
                  part -> part instanceof Part.Expression e ? List.of(e.text()).stream() : null)
              .toList();
      case Value.Fields fields ->
          fields.values().values().stream().flatMap(part -> expressions(part).stream()).toList();
      case Value.Items items ->
          items.values().stream().flatMap(part -> expressions(part).stream()).toList();
      default -> List.of();
    };
  }

  /** {@code value} with every template in it filled in. */
  static Value fill(Value value, Function<String, Value> evaluate) {
    return switch (value) {
      case Value.Text text when isTemplate(text.value()) -> fill(text.value(), evaluate);
      case Value.Fields fields -> fill(fields, evaluate);
      case Value.Items items ->
          new Value.Items(items.values().stream().map(part -> fill(part, evaluate)).toList());
      default -> value;
    };
  }

  static Value.Fields fill(Value.Fields fields, Function<String, Value> evaluate) {
    if (fields.values().isEmpty() || (expressions(fields).isEmpty() && !hasEscape(fields))) {
      return fields;
    }
    var filled = new LinkedHashMap<String, Value>();
    fields.values().forEach((key, part) -> filled.put(key, fill(part, evaluate)));
    return new Value.Fields(filled);
  }

  private static boolean hasEscape(Value value) {
    return ValueCodec.write(value).contains("$${");
  }

  private static Value fill(String text, Function<String, Value> evaluate) {
    var parts = parts(text);
    if (parts.size() == 1 && parts.getFirst() instanceof Part.Expression whole) {
      return evaluate.apply(whole.text());
    }
    var filled = new StringBuilder();
    for (var part : parts) {
      switch (part) {
        case Part.Literal literal -> filled.append(literal.text());
        case Part.Expression expression ->
            filled.append(text(expression.text(), evaluate.apply(expression.text())));
      }
    }
    return new Value.Text(filled.toString());
  }

  private static String text(String expression, Value value) {
    return switch (value) {
      case Value.Text text -> text.value();
      case Value.SecretReference secret ->
          throw new ExpressionException(
              expression, 0, "is a secret, which can't be written into a text");
      default -> ValueCodec.write(value);
    };
  }
}
