package org.hwautomation.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 18 without a run around it: what a value is, and records on its edge. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ValueTest {
  private enum Power {
    ON,
    SOFT_OFF
  }

  private record Disk(String name, long size, Optional<Power> power) {}

  private record Server(
      String hostName,
      int cores,
      boolean ready,
      double load,
      BigDecimal price,
      List<Disk> disks,
      Map<String, Duration> waits,
      Set<Power> states,
      @Nullable String note,
      Instant since,
      Value.Fields extra) {}

  private static final Server SERVER =
      new Server(
          "r1-u07",
          80,
          true,
          0.25,
          new BigDecimal("1.50"),
          List.of(
              new Disk("sda", 1L << 40, Optional.of(Power.SOFT_OFF)),
              new Disk("sdb", 2, Optional.empty())),
          Map.of("post", Duration.ofSeconds(160)),
          Set.of(Power.ON),
          null,
          Instant.parse("2026-11-24T03:00:00Z"),
          Value.Fields.EMPTY.with("rack", 12));

  @Test
  void a_record_becomes_a_map_in_snake_case_and_comes_back() {
    var value = Value.of(SERVER);
    assertThat(ValueCodec.write(value)).startsWith("{\"host_name\":\"r1-u07\",\"cores\":80,");
    assertThat(ValueCodec.read(ValueCodec.write(value)).as(Server.class)).isEqualTo(SERVER);
  }

  @Test
  void fields_that_a_record_lacks_are_left_alone_and_missing_primitives_are_zero() {
    var fields =
        ((Value.Fields) Value.of(new Disk("sda", 5, Optional.empty()))).with("serial", "x");
    assertThat(fields.as(Disk.class)).isEqualTo(new Disk("sda", 5, Optional.empty()));
    assertThat(Value.Fields.EMPTY.with("name", "sdc").as(Disk.class))
        .isEqualTo(new Disk("sdc", 0, Optional.empty()));
  }

  static Stream<Arguments> misfits() {
    var good = (Value.Fields) Value.of(SERVER);
    return Stream.of(
        Arguments.of(Value.Fields.EMPTY, "value.host_name is missing"),
        Arguments.of(good.with("host_name", 7), "value.host_name is int, expected String"),
        Arguments.of(good.with("cores", 1L << 40), "value.cores is 1099511627776, more than 32"),
        Arguments.of(good.with("cores", "many"), "value.cores is text, expected int"),
        Arguments.of(
            good.with("disks", List.of(Map.of("size", 1))), "value.disks[0].name is missing"),
        Arguments.of(
            good.with("disks", List.of(Map.of("name", "a", "power", "broken"))),
            "value.disks[0].power is 'broken', expected one of on, soft_off"),
        Arguments.of(good.with("waits", Map.of("post", "long")), "value.waits.post is text"),
        Arguments.of(good.with("since", "yesterday"), "value.since is text, expected Instant"),
        Arguments.of(good.with("extra", 1), "value.extra is not a Fields"));
  }

  @ParameterizedTest
  @MethodSource("misfits")
  void what_does_not_fit_a_record_is_refused_by_the_name_of_its_component(
      Value.Fields fields, String message) {
    assertThatThrownBy(() -> fields.as(Server.class))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(message);
  }

  static Stream<Arguments> strangers() {
    var cyclic = new ArrayList<@Nullable Object>();
    cyclic.add(cyclic);
    var keyed = new HashMap<Object, Object>();
    keyed.put(7, "x");
    return Stream.of(
        Arguments.of(new Object(), "disks[1].it is a java.lang.Object"),
        Arguments.of(new StringBuilder().reverse().chars(), "disks[1].it is a "),
        Arguments.of(new int[] {1}, "disks[1].it is a [I"),
        Arguments.of('c', "disks[1].it is a java.lang.Character"),
        Arguments.of(Double.NaN, "disks[1].it is NaN"),
        Arguments.of(Float.NEGATIVE_INFINITY, "disks[1].it is -Infinity"),
        Arguments.of(BigInteger.ONE.shiftLeft(63), "disks[1].it is a whole number of more"),
        Arguments.of(BigDecimal.ONE.setScale(2_000), "disks[1].it has 2001 digits"),
        Arguments.of(keyed, "disks[1].it has a key that is not a string: 7"),
        Arguments.of(Optional.of(new Object()), "disks[1].it is a java.lang.Object"),
        Arguments.of(Thread.currentThread(), "disks[1].it is a java.lang.Thread"),
        Arguments.of(cyclic, "is nested deeper than 64"));
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void anything_else_is_refused_by_the_name_of_its_place(Object stranger, String message) {
    assertThatThrownBy(() -> Value.of("disks", List.of("fine", Map.of("it", stranger))))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "{\"a\":1,\"a\":2}",
        "01",
        "+1",
        "1.",
        ".5",
        "--1",
        "1e",
        "0x10",
        "NaN",
        "nul",
        "\"\\u+12a\"",
        "\"\\u12\"",
        "\"\\u00\u0661\u0661\"", // digits of another script
        "\"\\x\"",
        "\"a\nb\"",
        "\"open",
        "1 2",
        "99999999999999999999",
        "{\"$instant\":\"yesterday\"}",
        "{\"$duration\":\"\"}",
        "{\"$decimal\":\"x\"}",
        "{'a':1}",
        "[1 2]",
        "// c",
        "\ufeff1"
      })
  void broken_json_is_refused(String json) {
    assertThatThrownBy(() -> ValueCodec.read(json)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void json_that_means_to_hurt_is_refused_quickly() {
    for (var hostile :
        List.of("[".repeat(1_000_000), "{\"a\":".repeat(100_000), "9".repeat(1_000_000))) {
      assertThatThrownBy(() -> ValueCodec.read(hostile)).isInstanceOf(InvalidValueException.class);
    }
    var deep = Value.of("x");
    for (var i = 0; i < 100; i++) {
      deep = new Value.Items(List.of(deep));
    }
    var tooDeep = deep;
    assertThatThrownBy(() -> ValueCodec.write(tooDeep)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Value.of(Collections.nCopies(2, tooDeep)).as(Server.class))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void run_ids_sort_by_time_also_within_a_millisecond_and_when_the_clock_goes_back() {
    var now = Instant.parse("2026-11-24T03:00:00Z");
    var ids = new ArrayList<String>();
    for (var i = 0; i < 10_000; i++) {
      ids.add(RunIds.next(i == 5_000 ? now.minusSeconds(9) : now));
    }
    assertThat(ids).isSorted().doesNotHaveDuplicates();
    assertThat(ids.getFirst()).matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-.*");
  }
}
