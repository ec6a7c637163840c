package org.hwautomation.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Seeds are said where something fails, and give the same values again. */
class SeededTriesTest {
  private final String before = System.getProperty(SeededTries.SEED, "");

  @AfterEach
  void restore() {
    if (before.isEmpty()) {
      System.clearProperty(SeededTries.SEED);
    } else {
      System.setProperty(SeededTries.SEED, before);
    }
  }

  private static List<Object> values(SeededTries any) {
    return List.of(
        any.anyInt(),
        any.anyLong(),
        any.text(),
        any.list(9, any::character),
        any.between(3, 70),
        any.oneOf("a", "b", "c"));
  }

  @Test
  void a_property_is_checked_with_as_many_seeds_as_asked_for() {
    System.clearProperty(SeededTries.SEED);
    var seeds = new HashSet<Long>();
    SeededTries.check(50, any -> seeds.add(any.seed()));
    assertThat(seeds).hasSize(50 * Integer.getInteger("tries.times", 1));
  }

  @Test
  void a_failure_names_the_seed_that_replays_it() {
    System.clearProperty(SeededTries.SEED);
    var failed = new ArrayList<Object>();
    assertThatThrownBy(
            () ->
                SeededTries.check(
                    1_000,
                    any -> {
                      var values = values(any);
                      if (any.random().nextInt(5) == 0) {
                        failed.add(any.seed());
                        failed.add(values);
                        throw new IllegalStateException("no");
                      }
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("-Dtries.seed=")
        .hasMessageContaining("try ")
        .hasMessageContaining("IllegalStateException: no")
        .hasCauseInstanceOf(IllegalStateException.class);
    System.setProperty(SeededTries.SEED, failed.getFirst().toString());
    var replayed = new ArrayList<Object>();
    SeededTries.check(
        1_000,
        any -> {
          replayed.add(any.seed());
          replayed.add(values(any));
        });
    assertThat(replayed).isEqualTo(failed);
  }

  @Test
  void values_stay_within_what_was_asked_for_and_reach_its_ends() {
    var seen = new HashSet<Integer>();
    var longest = new int[1];
    SeededTries.check(
        400,
        any -> {
          seen.add(any.between(3, 6));
          longest[0] = Math.max(longest[0], any.text(40).length());
          assertThat(any.text(40).length()).isLessThanOrEqualTo(40);
          assertThat(any.list(2, any::anyInt).size()).isLessThanOrEqualTo(2);
          assertThat(any.between(Long.MAX_VALUE - 1, Long.MAX_VALUE)).isPositive();
        });
    if (before.isEmpty()) {
      assertThat(seen).containsExactlyInAnyOrder(3, 4, 5, 6);
      assertThat(longest[0]).isEqualTo(40);
    }
  }
}
