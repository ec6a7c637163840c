package org.hwautomation.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * A source of made-up values for one try of something that holds for all values. Everything comes
 * from its seed, and limits such as 0, the greatest number and the empty text come often.
 *
 * <pre>{@code
 * @Test
 * void what_is_written_reads_back() {
 *   SeededTries.check(200, any -> assertThat(read(write(any.text()))).isEqualTo(…));
 * }
 * }</pre>
 *
 * <p>Each build tries other seeds. A failure names its own, and {@code -Dtries.seed=S} tries that
 * one alone; {@code -Dtries.times=N} makes N times as many tries. Not thread-safe.
 */
public final class SeededTries {
  /** The system property that replays one seed. */
  public static final String SEED = "tries.seed";

  private static final String TIMES = "tries.times";

  private static final int LONGEST = 255;
  private static final String ODD = "\0\t\n\r\"'\\{}[]:,#&*!|>%@`$-?~\u0085\u2028\ufeff\uffff";
  private static final long[] LIMITS = {
    0, 1, -1, 2, -2, Integer.MAX_VALUE, Integer.MIN_VALUE, Long.MAX_VALUE, Long.MIN_VALUE
  };

  /** What holds for all values. */
  @FunctionalInterface
  public interface Property {
    void check(SeededTries any) throws Exception;
  }

  private final long seed;
  private final Random random;

  private SeededTries(long seed) {
    this.seed = seed;
    random = new Random(seed);
  }

  /**
   * Checks {@code property} with as many seeds.
   *
   * @throws AssertionError at the first with which it does not hold, with the seed
   */
  public static void check(int tries, Property property) {
    var replayed = Long.getLong(SEED);
    if (replayed != null) {
      check(property, replayed, "replayed");
      return;
    }
    var last = tries * Integer.getInteger(TIMES, 1);
    for (var n = 1; n <= last; n++) {
      check(property, ThreadLocalRandom.current().nextLong(), "try %d of %d".formatted(n, last));
    }
  }

  private static void check(Property property, long seed, String which) {
    try {
      property.check(new SeededTries(seed));
    } catch (Exception | AssertionError | StackOverflowError e) {
      throw new AssertionError(
          "%s does not hold; -D%s=%d replays it: %s".formatted(which, SEED, seed, e), e);
    }
  }

  /** What everything here comes from. */
  public long seed() {
    return seed;
  }

  /** Evenly spread values, from the same seed. */
  public Random random() {
    return random;
  }

  public boolean anyBoolean() {
    return random.nextBoolean();
  }

  public long anyLong() {
    return switch (random.nextInt(4)) {
      case 0 -> LIMITS[random.nextInt(LIMITS.length)];
      case 1 -> random.nextInt(-1_000, 1_001);
      default -> random.nextLong();
    };
  }

  public int anyInt() {
    return (int) anyLong();
  }

  /** From {@code min} to {@code max}; those two often. */
  public long between(long min, long max) {
    return switch (random.nextInt(10)) {
      case 0 -> min;
      case 1 -> max;
      default -> max == Long.MAX_VALUE ? random.nextLong(min, max) : random.nextLong(min, max + 1);
    };
  }

  /** From {@code min} to {@code max}; those two often. */
  public int between(int min, int max) {
    return (int) between((long) min, (long) max);
  }

  @SafeVarargs
  public final <T> T oneOf(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  public <T> T oneOf(List<? extends T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** At most {@code longest}; often none. */
  public <T> List<T> list(int longest, Supplier<? extends T> element) {
    var list = new ArrayList<T>();
    for (var left = between(0, longest); left > 0; left--) {
      list.add(element.get());
    }
    return list;
  }

  /** Any text of at most 255 characters. */
  public String text() {
    return text(LONGEST);
  }

  /**
   * Any text of at most {@code longest} characters: mostly those of every day, but also those that
   * control something, half a pair, and from all over Unicode.
   */
  public String text(int longest) {
    var length = random.nextInt(3) == 0 ? between(0, longest) : between(0, Math.min(8, longest));
    var text = new StringBuilder();
    for (var i = 0; i < length; i++) {
      text.append(character());
    }
    return text.toString();
  }

  /** Any character, half a pair too. */
  public char character() {
    return switch (random.nextInt(10)) {
      case 0 -> (char) random.nextInt(0x20);
      case 1 -> (char) random.nextInt(0x10000);
      case 2 -> (char) random.nextInt(0xD7F0, 0xE010);
      case 3 -> ODD.charAt(random.nextInt(ODD.length()));
      case 4 -> (char) random.nextInt(0x80, 0x800);
      default -> (char) random.nextInt(0x20, 0x7F);
    };
  }
}
