package org.hwautomation.workflow;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@link Value}s as JSON and reads them back without loss. Types that JSON lacks are objects
 * with one key: {@code {"$instant":"2026-11-24T03:00:00Z"}}, {@code {"$duration":"PT5M"}}, {@code
 * {"$secret":"bmc-admin"}} and {@code {"$decimal":"1"}} for a decimal that looks whole; a map key
 * that begins with a dollar is written with two.
 *
 * <p>The same value is always written the same way, so that texts can be compared and hashed.
 */
public final class ValueCodec {
  static final int MAX_DEPTH = 64;

  /** Reading a longer number could take very long. */
  static final int MAX_DIGITS = 1_000;

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private ValueCodec() {}

  /** The JSON text of {@code value}, on one line. */
  public static String write(Value value) {
    var out = new StringBuilder();
    write(value, out, 0);
    return out.toString();
  }

  /**
   * Reads what {@link #write} wrote, and plain JSON.
   *
   * @throws InvalidValueException naming the offset of the first character that does not fit
   */
  public static Value read(String json) {
    var parser = new Parser(json);
    var value = parser.value(0);
    parser.skipBlanks();
    if (parser.at < json.length()) {
      throw parser.unexpected("the end");
    }
    return value;
  }

  /** The SHA-256 of the canonical text, in lower-case hex. */
  public static String hash(Value value) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(write(value).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The length of the canonical text in bytes of UTF-8. */
  public static int size(Value value) {
    return write(value).getBytes(StandardCharsets.UTF_8).length;
  }

  private static void write(Value value, StringBuilder out, int depth) {
    if (depth > MAX_DEPTH) {
      throw new InvalidValueException("value", "is nested deeper than " + MAX_DEPTH);
    }
    switch (value) {
      case Value.Null n -> out.append("null");
      case Value.Bool bool -> out.append(bool.value());
      case Value.Int number -> out.append(number.value());
      case Value.Decimal number -> {
        var text = number.value().toString();
        if (text.indexOf('.') >= 0 || text.indexOf('E') >= 0) {
          out.append(text);
        } else {
          tagged("$decimal", text, out);
        }
      }
      case Value.Text text -> quote(text.value(), out);
      case Value.Moment moment -> tagged("$instant", moment.value().toString(), out);
      case Value.Span span -> tagged("$duration", span.value().toString(), out);
      case Value.SecretReference reference -> tagged("$secret", reference.id(), out);
      case Value.Items items -> {
        var separator = '[';
        for (var element : items.values()) {
          out.append(separator);
          write(element, out, depth + 1);
          separator = ',';
        }
        out.append(items.values().isEmpty() ? "[]" : "]");
      }
      case Value.Fields fields -> {
        var separator = '{';
        for (var field : fields.values().entrySet()) {
          out.append(separator);
          quote(field.getKey().startsWith("$") ? "$" + field.getKey() : field.getKey(), out);
          out.append(':');
          write(field.getValue(), out, depth + 1);
          separator = ',';
        }
        out.append(fields.values().isEmpty() ? "{}" : "}");
      }
    }
  }

  private static void tagged(String tag, String text, StringBuilder out) {
    out.append("{\"").append(tag).append("\":");
    quote(text, out);
    out.append('}');
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    var from = 0; // what precedes it is written
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c >= 0x20 && c != '"' && c != '\\' && !Character.isSurrogate(c)) {
        continue;
      }
      if (Character.isSurrogate(c) && isPaired(text, i)) {
        continue;
      }
      out.append(text, from, i);
      from = i + 1;
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(String.format("\\u%04x", (int) c));
      }
    }
    out.append(text, from, text.length()).append('"');
  }

  private static boolean isPaired(String text, int i) {
    var c = text.charAt(i);
    return Character.isHighSurrogate(c)
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private static final class Parser {
    private final String json;
    private int at;

    Parser(String json) {
      this.json = json;
    }

    Value value(int depth) {
      if (depth > MAX_DEPTH) {
        throw new InvalidValueException("value", "is nested deeper than " + MAX_DEPTH);
      }
      skipBlanks();
      if (at >= json.length()) {
        throw unexpected("a value");
      }
      return switch (json.charAt(at)) {
        case '{' -> object(depth);
        case '[' -> array(depth);
        case '"' -> new Value.Text(string());
        case 't' -> word("true", new Value.Bool(true));
        case 'f' -> word("false", new Value.Bool(false));
        case 'n' -> word("null", Value.Null.INSTANCE);
        default -> number();
      };
    }

    private Value object(int depth) {
      at++;
      var fields = new LinkedHashMap<String, Value>();
      skipBlanks();
      if (peek('}')) {
        at++;
        return new Value.Fields(fields);
      }
      while (true) {
        skipBlanks();
        if (!peek('"')) {
          throw unexpected("a key");
        }
        var start = at;
        var key = string();
        skipBlanks();
        expect(':');
        if (fields.put(key, value(depth + 1)) != null) {
          throw new InvalidValueException(
              "JSON", "has the key '" + key + "' twice, again at offset " + start);
        }
        skipBlanks();
        if (peek(',')) {
          at++;
          continue;
        }
        expect('}');
        return untagged(fields);
      }
    }

    private Value untagged(Map<String, Value> fields) {
      if (fields.size() == 1) {
        var field = fields.entrySet().iterator().next();
        if (field.getValue() instanceof Value.Text text) {
          try {
            var special =
                switch (field.getKey()) {
                  case "$instant" -> new Value.Moment(Instant.parse(text.value()));
                  case "$duration" -> new Value.Span(span(text.value()));
                  case "$secret" -> new Value.SecretReference(text.value());
                  case "$decimal" -> new Value.Decimal(new BigDecimal(text.value()));
                  default -> null;
                };
            if (special != null) {
              return special;
            }
          } catch (RuntimeException e) {
            throw new InvalidValueException(
                "'" + text.value() + "'", "at offset " + at + " is no " + field.getKey());
          }
        }
      }
      if (!hasDoubledDollar(fields)) {
        return new Value.Fields(fields);
      }
      var plain = new LinkedHashMap<String, Value>();
      fields.forEach(
          (key, value) -> plain.put(key.startsWith("$$") ? key.substring(1) : key, value));
      return new Value.Fields(plain);
    }

    /** As {@link Duration#parse}, without its pattern for hours, minutes or seconds alone. */
    private static Duration span(String text) {
      var unit = text.length() - 1;
      if (unit < 3 || unit > 12 || !text.startsWith("PT")) {
        return Duration.parse(text);
      }
      var number = 0L;
      for (var i = 2; i < unit; i++) {
        var c = text.charAt(i);
        if (c < '0' || c > '9') {
          return Duration.parse(text);
        }
        number = number * 10 + (c - '0');
      }
      return switch (text.charAt(unit)) {
        case 'H' -> Duration.ofHours(number);
        case 'M' -> Duration.ofMinutes(number);
        case 'S' -> Duration.ofSeconds(number);
        default -> Duration.parse(text);
      };
    }

    private static boolean hasDoubledDollar(Map<String, Value> fields) {
      for (var key : fields.keySet()) {
        if (key.startsWith("$$")) {
          return true;
        }
      }
      return false;
    }

    private Value array(int depth) {
      at++;
      var values = new ArrayList<Value>();
      skipBlanks();
      if (peek(']')) {
        at++;
        return new Value.Items(values);
      }
      while (true) {
        values.add(value(depth + 1));
        skipBlanks();
        if (peek(',')) {
          at++;
          continue;
        }
        expect(']');
        return new Value.Items(values);
      }
    }

    private String string() {
      at++;
      var start = at;
      while (at < json.length()) {
        var c = json.charAt(at);
        if (c == '"') {
          return json.substring(start, at++);
        }
        if (c == '\\' || c < 0x20) {
          break;
        }
        at++;
      }
      var text = new StringBuilder().append(json, start, at);
      while (at < json.length()) {
        var c = json.charAt(at++);
        if (c == '"') {
          return text.toString();
        }
        if (c < 0x20) {
          at--;
          throw unexpected("no control character");
        }
        if (c != '\\') {
          text.append(c);
          continue;
        }
        if (at >= json.length()) {
          break;
        }
        var escape = json.charAt(at++);
        switch (escape) {
          case 'n' -> text.append('\n');
          case 'r' -> text.append('\r');
          case 't' -> text.append('\t');
          case 'b' -> text.append('\b');
          case 'f' -> text.append('\f');
          case '"', '\\', '/' -> text.append(escape);
          case 'u' -> {
            for (var i = at; i < at + 4; i++) {
              if (i >= json.length() || !HexFormat.isHexDigit(json.charAt(i))) {
                throw unexpected("four hex digits");
              }
            }
            text.append((char) HexFormat.fromHexDigits(json, at, at + 4));
            at += 4;
          }
          default -> throw unexpected("an escape");
        }
      }
      throw unexpected("the end of a string");
    }

    private Value number() {
      var small = smallNumber();
      if (small != null) {
        return small;
      }
      var start = at;
      while (at < json.length() && "+-0123456789.eE".indexOf(json.charAt(at)) >= 0) {
        at++;
      }
      var text = json.substring(start, at);
      if (text.length() > MAX_DIGITS || !NUMBER.matcher(text).matches()) {
        at = start;
        throw unexpected("a value");
      }
      try {
        var decimal = new BigDecimal(text);
        return text.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'))
            ? new Value.Int(decimal.longValueExact())
            : new Value.Decimal(decimal);
      } catch (ArithmeticException | NumberFormatException e) {
        at = start;
        throw unexpected("a value");
      }
    }

    /** A whole number of few digits, as nearly all are; null, and nothing read, if it is not. */
    private @Nullable Value smallNumber() {
      var end = at;
      var number = 0L;
      while (end < json.length() && end - at <= 15) {
        var c = json.charAt(end);
        if (c < '0' || c > '9') {
          break;
        }
        number = number * 10 + (c - '0');
        end++;
      }
      var digits = end - at;
      var goesOn = end < json.length() && "+-0123456789.eE".indexOf(json.charAt(end)) >= 0;
      if (digits == 0 || goesOn || (digits > 1 && json.charAt(at) == '0')) {
        return null;
      }
      at = end;
      return new Value.Int(number);
    }

    private Value word(String word, Value value) {
      if (!json.startsWith(word, at)) {
        throw unexpected("a value");
      }
      at += word.length();
      return value;
    }

    private boolean peek(char c) {
      return at < json.length() && json.charAt(at) == c;
    }

    private void expect(char c) {
      if (!peek(c)) {
        throw unexpected("'" + c + "'");
      }
      at++;
    }

    void skipBlanks() {
      while (at < json.length() && isBlank(json.charAt(at))) {
        at++;
      }
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }

    InvalidValueException unexpected(String expected) {
      var found = at < json.length() ? "'" + json.charAt(at) + "'" : "the end";
      return new InvalidValueException(
          "JSON", "has " + found + " at offset " + at + " where " + expected + " is expected");
    }
  }
}
