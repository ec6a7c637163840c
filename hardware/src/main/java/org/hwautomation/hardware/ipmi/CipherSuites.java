package org.hwautomation.hardware.ipmi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The RMCP+ cipher suites of a BMC's LAN channel (IPMI 2.0, table 23-4, parameters 22 to 24).
 *
 * <p>The standard lets the levels stand in the order of the BMC's own entries. ipmitool's manual,
 * and BMCs after it, count by the suites' numbers instead: a Supermicro that has the entries
 * 1,2,3,6,7,8,11,12 shows the levels {@code XaaaXXaaaXXaa}. So a place is told only where both ways
 * of counting agree, or the levels contradict one of them.
 *
 * @param entries the suites, 16 at most, in the BMC's order
 * @param levels 16 of them: 0 for a suite that is not used, 1 to 5 as {@link PrivilegeLevel#code}
 */
public record CipherSuites(List<Integer> entries, List<Integer> levels) {
  /** Those that show what they carry, or let anybody in without a password. */
  public static final Set<Integer> WEAK = Set.of(0, 1);

  private static final int PLACES = 16;
  private static final String LETTERS = "XcuoaO";

  /**
   * @throws IllegalArgumentException if there are not 16 levels, or too many entries
   */
  public CipherSuites {
    entries = List.copyOf(entries);
    levels = List.copyOf(levels);
    if (entries.size() > PLACES || levels.size() != PLACES) {
      throw new IllegalArgumentException(
          "%d cipher suites with %d levels".formatted(entries.size(), levels.size()));
    }
  }

  /** Where the level of a suite that the BMC has stands, 0 to 15; empty if it can't be told. */
  public OptionalInt place(int suite) {
    var byEntry = entries.indexOf(suite);
    if (byEntry < 0) {
      return OptionalInt.empty();
    }
    if (byEntry == suite) {
      return OptionalInt.of(suite);
    }
    var used = IntStream.range(0, PLACES).filter(place -> levels.get(place) > 0).toArray();
    var mayBeByEntry = IntStream.of(used).allMatch(place -> place < entries.size());
    var mayBeByNumber = suite < PLACES && IntStream.of(used).allMatch(entries::contains);
    if (mayBeByEntry == mayBeByNumber) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(mayBeByEntry ? byEntry : suite);
  }

  /** The weak suites that the BMC has and that are not known to be closed. */
  public Set<Integer> weakOnes() {
    return entries.stream()
        .filter(WEAK::contains)
        .filter(this::maybeOpen)
        .collect(Collectors.toCollection(java.util.TreeSet::new));
  }

  private boolean maybeOpen(int suite) {
    var place = place(suite);
    return place.isPresent()
        ? levels.get(place.getAsInt()) > 0
        : levels.get(suite) > 0 || levels.get(entries.indexOf(suite)) > 0;
  }

  /**
   * The same with these closed, and every other level as it is.
   *
   * @throws IllegalArgumentException if the place of one can't be told
   */
  public CipherSuites closing(Set<Integer> suites) {
    var changed = new ArrayList<>(levels);
    for (var suite : new HashSet<>(suites)) {
      var place = place(suite);
      if (place.isEmpty()) {
        throw new IllegalArgumentException("where the level of suite " + suite + " stands");
      }
      changed.set(place.getAsInt(), 0);
    }
    return new CipherSuites(entries, changed);
  }

  /** The levels as ipmitool shows them, all 16; {@code ?} for a reserved one. */
  public String letters() {
    return levels.stream()
        .map(level -> level < LETTERS.length() ? LETTERS.substring(level, level + 1) : "?")
        .collect(Collectors.joining());
  }

  /** The levels with these letters, as {@link #letters()} gives them. */
  public CipherSuites withLetters(String letters) {
    return new CipherSuites(entries, letters.chars().map(LETTERS::indexOf).boxed().toList());
  }

  /** {@code 0,1,2,3,17 with levels XuuaaXXXXXXXXXXX}. */
  @Override
  public String toString() {
    return entries.stream().map(String::valueOf).collect(Collectors.joining(","))
        + " with levels "
        + letters();
  }

  /** Of the data of parameters 22, 23 and 24, without the revision. */
  static CipherSuites of(List<Integer> count, List<Integer> entries, List<Integer> levels) {
    var all = new ArrayList<Integer>();
    for (var both : levels.subList(1, 9)) {
      all.add(both & 0x0F);
      all.add(both >> 4);
    }
    return new CipherSuites(entries.subList(1, 1 + Math.min(PLACES, count.getFirst() & 0x1F)), all);
  }

  /** The 8 bytes of the levels, the first of two in the low half. */
  List<Integer> levelBytes() {
    return IntStream.range(0, PLACES / 2)
        .map(i -> levels.get(2 * i) | levels.get(2 * i + 1) << 4)
        .boxed()
        .toList();
  }
}
