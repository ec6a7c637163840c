package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every value there is. */
class ValueCodecPropertyTest {
  @Property(tries = 200)
  void what_is_written_reads_back_equal(@ForAll("values") Value value) {
    assertThat(ValueCodec.read(ValueCodec.write(value))).isEqualTo(value);
  }

  @Property(tries = 100)
  void and_is_written_the_same_again(@ForAll("values") Value value) {
    var text = ValueCodec.write(value);
    assertThat(ValueCodec.write(ValueCodec.read(text))).isEqualTo(text);
    assertThat(text).doesNotContain("\n");
  }

  @Property(tries = 100)
  void survives_the_way_through_UTF_8(@ForAll("values") Value value) {
    var bytes = ValueCodec.write(value).getBytes(StandardCharsets.UTF_8);
    assertThat(ValueCodec.read(new String(bytes, StandardCharsets.UTF_8))).isEqualTo(value);
    assertThat(ValueCodec.size(value)).isEqualTo(bytes.length);
  }

  @Property(tries = 200)
  void any_text_is_read_or_refused_by_name_and_nothing_else(@ForAll String text) {
    readOrRefuse(text);
  }

  @Property(tries = 500)
  void so_is_any_text_that_looks_like_json(@ForAll("nearlyJson") String text) {
    readOrRefuse(text);
  }

  @Property(tries = 200)
  void and_any_text_with_one_character_changed(
      @ForAll("values") Value value, @ForAll int place, @ForAll char other) {
    var text = new StringBuilder(ValueCodec.write(value));
    text.setCharAt(Math.floorMod(place, text.length()), other);
    readOrRefuse(text.toString());
  }

  private static void readOrRefuse(String text) {
    try {
      var value = ValueCodec.read(text);
      assertThat(ValueCodec.read(ValueCodec.write(value))).isEqualTo(value);
    } catch (InvalidValueException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<String> nearlyJson() {
    return Arbitraries.of(
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
            "\ud800")
        .list()
        .ofMaxSize(14)
        .map(parts -> String.join("", parts));
  }

  @Provide
  Arbitrary<Value> values() {
    return valuesWithin(3);
  }

  private static Arbitrary<Value> valuesWithin(int depth) {
    Arbitrary<Value> scalars =
        Arbitraries.oneOf(
            Arbitraries.just(Value.Null.INSTANCE),
            Arbitraries.of(true, false).map(Value.Bool::new),
            Arbitraries.longs().map(Value.Int::new),
            Combinators.combine(Arbitraries.bigIntegers(), Arbitraries.integers().between(-40, 40))
                .as((BigInteger digits, Integer scale) -> new BigDecimal(digits, scale))
                .map(Value.Decimal::new),
            Arbitraries.strings().map(Value.Text::new),
            Arbitraries.longs()
                .between(-60_000_000_000L, 200_000_000_000L)
                .map(
                    second -> new Value.Moment(Instant.ofEpochSecond(second, second & 0x3FFFFFFF))),
            Combinators.combine(
                    Arbitraries.longs().between(-1L << 50, 1L << 50), Arbitraries.integers())
                .as((seconds, nanos) -> new Value.Span(Duration.ofSeconds(seconds, nanos))),
            Arbitraries.strings().map(Value.SecretReference::new));
    if (depth == 0) {
      return scalars;
    }
    var parts = valuesWithin(depth - 1);
    var keys =
        Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(6),
            Arbitraries.of("$instant", "$secret", "$duration", "$decimal", "$$x", "$", "", "a"));
    return Arbitraries.oneOf(
        scalars,
        parts.list().ofMaxSize(4).map(Value.Items::new),
        Arbitraries.maps(keys, parts)
            .ofMaxSize(4)
            .map(map -> new Value.Fields(new LinkedHashMap<>(map))));
  }
}
