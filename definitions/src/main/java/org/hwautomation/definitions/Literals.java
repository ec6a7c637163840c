package org.hwautomation.definitions;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import org.hwautomation.definitions.file.Problem;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;

/**
 * What is written in a file as values: YAML 1.2's core schema, and for what that lacks the maps of
 * one key that {@link ValueCodec} has, such as {@code {$duration: PT5M}}.
 */
final class Literals {
  private static final Pattern BOOL = Pattern.compile("true|True|TRUE|false|False|FALSE");
  private static final Pattern INT = Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NO_NUMBER =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");
  private static final int MAX_DIGITS = 1_000;

  /** What a single value is. */
  enum Kind {
    NULL("empty"),
    BOOL("true or false"),
    INT("a number"),
    DECIMAL("a number"),
    TEXT("a text");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private Literals() {}

  static Kind kind(YamlNode.Scalar scalar) {
    if (!scalar.plain()) {
      return Kind.TEXT;
    }
    var text = scalar.text();
    if (scalar.isNull()) {
      return Kind.NULL;
    }
    return BOOL.matcher(text).matches()
        ? Kind.BOOL
        : INT.matcher(text).matches()
            ? Kind.INT
            : DECIMAL.matcher(text).matches() || NO_NUMBER.matcher(text).matches()
                ? Kind.DECIMAL
                : Kind.TEXT;
  }

  /** True if {@code text}, written without quotes, would be read as the text it is. */
  static boolean isPlainText(String text) {
    return kind(new YamlNode.Scalar(text, true, Reading.NOWHERE)) == Kind.TEXT;
  }

  /** The value of {@code node}; what is wrong with it is added to {@code problems}. */
  static Value value(YamlNode node, List<Problem> problems) {
    try {
      return switch (node) {
        case YamlNode.Scalar scalar -> scalar(scalar);
        case YamlNode.Sequence list -> {
          var items = new ArrayList<Value>();
          list.items().forEach(item -> items.add(value(item, problems)));
          yield new Value.Items(items);
        }
        case YamlNode.Mapping mapping -> mapping(mapping, problems);
      };
    } catch (InvalidValueException e) {
      problems.add(new Problem(node.position(), String.valueOf(e.getMessage())));
      return Value.Null.INSTANCE;
    }
  }

  private static Value scalar(YamlNode.Scalar scalar) {
    var text = scalar.text();
    return switch (kind(scalar)) {
      case NULL -> Value.Null.INSTANCE;
      case BOOL -> new Value.Bool(text.equalsIgnoreCase("true"));
      case TEXT -> new Value.Text(text);
      case INT -> {
        try {
          yield new Value.Int(integer(text).longValueExact());
        } catch (ArithmeticException e) {
          throw new InvalidValueException(
              shortened(text), "is larger than 64 bits hold; put it in quotes if it is a text");
        }
      }
      case DECIMAL -> {
        if (NO_NUMBER.matcher(text).matches() || text.length() > MAX_DIGITS) {
          throw new InvalidValueException(shortened(text), "is no number that a run can remember");
        }
        try {
          yield new Value.Decimal(new BigDecimal(text));
        } catch (NumberFormatException | ArithmeticException e) {
          throw new InvalidValueException(text, "is no number that a run can remember");
        }
      }
    };
  }

  private static BigInteger integer(String text) {
    if (text.length() > MAX_DIGITS) {
      throw new ArithmeticException();
    }
    return text.startsWith("0x")
        ? new BigInteger(text.substring(2), 16)
        : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
  }

  private static String shortened(String text) {
    return text.length() > 40 ? text.substring(0, 40) + "…" : text;
  }

  private static Value mapping(YamlNode.Mapping mapping, List<Problem> problems) {
    var entries = mapping.entries();
    if (entries.size() == 1 && entries.getFirst().key().matches("\\$[^$].*")) {
      var tag = entries.getFirst();
      if (!(tag.value() instanceof YamlNode.Scalar scalar)
          || !List.of("$instant", "$duration", "$secret", "$decimal").contains(tag.key())) {
        throw new InvalidValueException(
            "'" + tag.key() + "'",
            "is none of $instant, $duration, $secret and $decimal with a text; write $$ for a key"
                + " that begins with $");
      }
      return ValueCodec.read(
          "{"
              + ValueCodec.write(new Value.Text(tag.key()))
              + ":"
              + ValueCodec.write(new Value.Text(scalar.text()))
              + "}");
    }
    var fields = new LinkedHashMap<String, Value>();
    for (var entry : entries) {
      var key = entry.key();
      if (key.startsWith("$") && !key.startsWith("$$")) {
        problems.add(
            new Problem(entry.position(), "a key that begins with $ is written with two: $" + key));
      }
      fields.put(key.startsWith("$$") ? key.substring(1) : key, value(entry.value(), problems));
    }
    return new Value.Fields(fields);
  }
}
