package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;

/** What holds for every value there is. */
class ValueCodecPropertyTest {
  private static final List<String> KEYS =
      List.of("$instant", "$secret", "$duration", "$decimal", "$$x", "$", "", "a");
  private static final List<BigInteger> SIGNS = List.of(BigInteger.ONE, BigInteger.ONE.negate());
  private static final List<String> NEARLY_JSON =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "\\u",
          "12ab",
          "null",
          "true",
          "-",
          "0",
          "1",
          ".5",
          "e9",
          "E-3",
          "\"$instant\"",
          "\"$secret\"",
          "\"$duration\"",
          "\"$decimal\"",
          "\"$$x\"",
          "\"2026-11-24T03:00:00Z\"",
          " ",
          "\u0001",
          "\ud800");

  @Test
  void what_is_written_reads_back_equal() {
    SeededTries.check(
        200,
        any -> {
          var value = value(any, 3);
          assertThat(ValueCodec.read(ValueCodec.write(value))).isEqualTo(value);
        });
  }

  @Test
  void and_is_written_the_same_again() {
    SeededTries.check(
        100,
        any -> {
          var text = ValueCodec.write(value(any, 3));
          assertThat(ValueCodec.write(ValueCodec.read(text))).isEqualTo(text);
          assertThat(text).doesNotContain("\n");
        });
  }

  @Test
  void survives_the_way_through_UTF_8() {
    SeededTries.check(
        100,
        any -> {
          var value = value(any, 3);
          var bytes = ValueCodec.write(value).getBytes(StandardCharsets.UTF_8);
          assertThat(ValueCodec.read(new String(bytes, StandardCharsets.UTF_8))).isEqualTo(value);
          assertThat(ValueCodec.size(value)).isEqualTo(bytes.length);
        });
  }

  @Test
  void any_text_is_read_or_refused_by_name_and_nothing_else() {
    SeededTries.check(200, any -> readOrRefuse(any.text()));
  }

  @Test
  void so_is_any_text_that_looks_like_json() {
    SeededTries.check(
        500, any -> readOrRefuse(String.join("", any.list(14, () -> any.oneOf(NEARLY_JSON)))));
  }

  @Test
  void and_any_text_with_one_character_changed() {
    SeededTries.check(
        200,
        any -> {
          var text = new StringBuilder(ValueCodec.write(value(any, 3)));
          text.setCharAt(any.random().nextInt(text.length()), any.character());
          readOrRefuse(text.toString());
        });
  }

  private static void readOrRefuse(String text) {
    try {
      var value = ValueCodec.read(text);
      assertThat(ValueCodec.read(ValueCodec.write(value))).isEqualTo(value);
    } catch (InvalidValueException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private static Value value(SeededTries any, int depth) {
    return switch (any.random().nextInt(depth == 0 ? 8 : 16)) {
      case 0 -> Value.Null.INSTANCE;
      case 1 -> new Value.Bool(any.anyBoolean());
      case 2 -> new Value.Int(any.anyLong());
      case 3 -> new Value.Decimal(new BigDecimal(integer(any), any.between(-40, 40)));
      case 4 -> new Value.Text(any.text());
      case 5 -> {
        var second = any.between(-60_000_000_000L, 200_000_000_000L);
        yield new Value.Moment(Instant.ofEpochSecond(second, second & 0x3FFFFFFF));
      }
      case 6 -> new Value.Span(Duration.ofSeconds(any.between(-1L << 50, 1L << 50), any.anyInt()));
      case 7 -> new Value.SecretReference(any.text());
      case 8, 9, 10, 11 -> new Value.Items(any.list(4, () -> value(any, depth - 1)));
      default -> {
        var fields = new LinkedHashMap<String, Value>();
        for (var left = any.between(0, 4); left > 0; left--) {
          fields.put(any.anyBoolean() ? any.text(6) : any.oneOf(KEYS), value(any, depth - 1));
        }
        yield new Value.Fields(fields);
      }
    };
  }

  /** Of any length up to 40 bytes. */
  private static BigInteger integer(SeededTries any) {
    return any.anyBoolean()
        ? BigInteger.valueOf(any.anyLong())
        : new BigInteger(any.between(1, 320), any.random()).multiply(any.oneOf(SIGNS));
  }
}
