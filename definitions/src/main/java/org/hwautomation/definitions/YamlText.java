package org.hwautomation.definitions;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.hwautomation.workflow.Value;

/** Writes documents as YAML: blocks, two blanks a level, quotes only where they are needed. */
final class YamlText {
  private static final Pattern PLAIN =
      Pattern.compile(
          "[A-Za-z0-9_/(.](?:[A-Za-z0-9_ ./@+()<>=!&|'\"\\[\\],*-]*[A-Za-z0-9_./)\\]'\"])?");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./@-]*");

  private YamlText() {}

  static String document(Value.Fields document) {
    return String.join("\n", mapping(document, 0)) + "\n";
  }

  /** The lines of {@code fields}, each with {@code indent} blanks before it. */
  static List<String> mapping(Value.Fields fields, int indent) {
    var lines = new ArrayList<String>();
    fields.values().forEach((key, value) -> lines.addAll(entry(key, value, indent)));
    return lines;
  }

  static List<String> entry(String key, Value value, int indent) {
    var head = " ".repeat(indent) + quoted(key) + ":";
    if (isOneLine(value)) {
      return List.of(head + " " + oneLine(value));
    }
    var lines = new ArrayList<String>();
    lines.add(head);
    lines.addAll(block(value, indent + 2));
    return lines;
  }

  /** The lines of a list or map that does not fit on one. */
  static List<String> block(Value value, int indent) {
    return switch (value) {
      case Value.Fields fields -> mapping(fields, indent);
      case Value.Items(var items) ->
          items.stream().flatMap(item -> item(item, indent).stream()).toList();
      default -> throw new IllegalStateException("a single value needs no block");
    };
  }

  static List<String> item(Value value, int indent) {
    var dash = " ".repeat(indent) + "- ";
    if (isOneLine(value)) {
      return List.of(dash + oneLine(value));
    }
    var lines = new ArrayList<>(block(value, indent + 2));
    lines.set(0, dash + lines.getFirst().substring(indent + 2));
    return lines;
  }

  static boolean isOneLine(Value value) {
    return switch (value) {
      case Value.Fields(var fields) -> fields.isEmpty();
      case Value.Items(var items) -> items.stream().allMatch(YamlText::isWord);
      default -> true;
    };
  }

  private static boolean isWord(Value value) {
    return switch (value) {
      case Value.Text(var text) -> WORD.matcher(text).matches() && Literals.isPlainText(text);
      case Value.Items _, Value.Fields _ -> false;
      default -> true;
    };
  }

  static String oneLine(Value value) {
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Bool bool -> Boolean.toString(bool.value());
      case Value.Int number -> Long.toString(number.value());
      case Value.Decimal number -> number.value().toString();
      case Value.Text text -> quoted(text.value());
      case Value.Fields _ -> "{}";
      case Value.Items(var items) ->
          "[" + String.join(", ", items.stream().map(YamlText::oneLine).toList()) + "]";
      default -> throw new IllegalStateException("not part of a document: " + value);
    };
  }

  /** A text, in quotes where it would be read as something else without. */
  private static String quoted(String text) {
    if (PLAIN.matcher(text).matches() && Literals.isPlainText(text) && text.length() < 500) {
      return text;
    }
    var out = new StringBuilder("\"");
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                  if ((c >= 0x20 && c < 0x7f) || isPrintable(c)) {
                    out.appendCodePoint(c);
                  } else if (c > 0xffff) {
                    out.append(String.format(Locale.ROOT, "\\U%08x", c));
                  } else {
                    out.append(String.format(Locale.ROOT, "\\u%04x", c));
                  }
                }
              }
            });
    return out.append('"').toString();
  }

  private static boolean isPrintable(int c) {
    return (Character.isLetterOrDigit(c) && c >= 0xa0 && c <= 0xfff0)
        || (c >= 0x1f300 && c <= 0x1faff)
        || "–—‘’“”…×·°±€→≤≥".indexOf(c) >= 0;
  }

  /** Documents as JSON. */
  static String json(Value value) {
    var out = new StringBuilder();
    json(value, "", out);
    return out.append('\n').toString();
  }

  private static void json(Value value, String indent, StringBuilder out) {
    switch (value) {
      case Value.Fields(var fields) when !fields.isEmpty() -> {
        var separator = "{\n";
        for (Map.Entry<String, Value> field : fields.entrySet()) {
          out.append(separator).append(indent).append("  ");
          json(new Value.Text(field.getKey()), indent, out);
          out.append(": ");
          json(field.getValue(), indent + "  ", out);
          separator = ",\n";
        }
        out.append('\n').append(indent).append('}');
      }
      case Value.Items(var items) when !items.stream().allMatch(YamlText::isWord) -> {
        var separator = "[\n";
        for (var item : items) {
          out.append(separator).append(indent).append("  ");
          json(item, indent + "  ", out);
          separator = ",\n";
        }
        out.append('\n').append(indent).append(']');
      }
      case Value.Items(var items) -> {
        var separator = "[";
        for (var item : items) {
          out.append(separator);
          json(item, indent, out);
          separator = ", ";
        }
        out.append(items.isEmpty() ? "[]" : "]");
      }
      default -> out.append(org.hwautomation.workflow.ValueCodec.write(value));
    }
  }
}
