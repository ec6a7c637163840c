package org.hwautomation.hardware.ipmi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists and letters as BMCs of several makers show them. */
final class CipherSuitesTest {
  private static CipherSuites suites(String entries, String letters) {
    return new CipherSuites(
            Arrays.stream(entries.split(" ", -1)).map(Integer::valueOf).toList(),
            Collections.nCopies(16, 0))
        .withLetters(letters + "X".repeat(16 - letters.length()));
  }

  @ParameterizedTest
  @CsvSource({
    // both ways of counting agree
    "0 1 2 3 17,                  OOOO,            XXOO",
    "0 1 2 3 17,                  Xuua,            XXua",
    "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 17, aaaaaaaaaaaaaaaa, XXaaaaaaaaaaaaaa",
    // by the suites' numbers: what is used goes beyond the entries
    "1 2 3 6 7 8 11 12,           XaaaXXaaaXXaa,   XXaaXXaaaXXaa",
    // by entries: place 10 is no suite that it has
    "1 2 3 6 7 8 11 12 15 16 17,  aXaXXXXXXXa,     XXaXXXXXXXa",
    // it has neither
    "3 17,                        aXXXXXXXXXXXXXX, aXXXXXXXXXXXXXX",
  })
  void only_suites_0_and_1_are_closed(String entries, String letters, String after) {
    var before = suites(entries, letters);
    var closed = before.closing(before.weakOnes());
    assertThat(closed.letters()).isEqualTo(after + "X".repeat(16 - after.length()));
    assertThat(closed.weakOnes()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16, XaaaaaaaaaaaaaaX",
    "1 2 3 17,                               Xaaa",
    // contradicts both
    "1 3 17,                                 aaaaaaaaaaaaaaaa",
  })
  void where_the_place_can_not_be_told_nothing_is_closed(String entries, String letters) {
    var before = suites(entries, letters);
    assertThat(before.place(1)).isEmpty();
    assertThat(before.weakOnes()).containsExactly(1);
    assertThatThrownBy(() -> before.closing(Set.of(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void the_sixteenth_level_and_reserved_ones_stay_as_they_were() {
    var entries = new ArrayList<>(IntStream.rangeClosed(0, 14).boxed().toList());
    entries.add(17);
    var before = new CipherSuites(entries, List.of(4, 4, 4, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4));
    assertThat(before.closing(before.weakOnes()).levels())
        .containsExactly(0, 0, 4, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4);
    assertThat(before.letters()).isEqualTo("aaa?XXXXXXXXXXXa");
  }

  @Test
  void whatever_a_bmc_shows_at_most_the_places_of_0_and_1_change() {
    var known = List.of(0, 1, 2, 3, 17);
    for (var chosen = 0; chosen < 1 << known.size(); chosen++) {
      for (var open = 0; open < 1 << 6; open++) {
        var mask = chosen;
        var used = open;
        var levels = IntStream.range(0, 16).map(i -> (used >> i & 1) * 4).boxed().toList();
        var before =
            new CipherSuites(
                known.stream().filter(s -> (mask >> known.indexOf(s) & 1) == 1).toList(), levels);
        var told =
            before.weakOnes().stream()
                .filter(suite -> before.place(suite).isPresent())
                .collect(Collectors.toSet());
        var after = before.closing(told);
        assertThat(told).allMatch(s -> after.levels().get(before.place(s).orElseThrow()) == 0);
        assertThat(IntStream.range(2, 16).boxed())
            .allMatch(i -> after.levels().get(i).equals(levels.get(i)));
      }
    }
  }
}
