package org.hwautomation.simulator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which RMCP+ cipher suites a BMC has, and who may use each (IPMI 2.0, table 23-4, parameters 22 to
 * 24). The standard lets the levels stand in the order of the entries; some BMCs count by the
 * suites' numbers.
 *
 * @param suites the entries, 16 at most
 * @param levels 16 privilege levels; 0 is a suite that may not be used
 * @param byNumber true if the level of suite 3 is the fourth one, whatever the entries are
 */
public record CipherTable(List<Integer> suites, List<Integer> levels, boolean byNumber) {
  private static final int PLACES = 16;
  private static final int ADMINISTRATOR = 4;
  private static final String LETTERS = "XcuoaO";

  public CipherTable {
    suites = List.copyOf(suites);
    levels = List.copyOf(levels);
    if (suites.size() > PLACES || levels.size() != PLACES) {
      throw new IllegalArgumentException(suites + " with levels " + levels);
    }
  }

  /** With letters as ipmitool shows them; missing ones are {@code X}. */
  public static CipherTable of(List<Integer> suites, String letters, boolean byNumber) {
    var levels = new ArrayList<Integer>(Collections.nCopies(PLACES, 0));
    for (var i = 0; i < letters.length(); i++) {
      levels.set(i, LETTERS.indexOf(letters.charAt(i)));
    }
    return new CipherTable(suites, levels, byNumber);
  }

  /** What a server of this vendor comes with: suite 0 closed, suite 1 open. */
  static CipherTable of(Personality personality) {
    return switch (personality) {
      case DELL ->
          of(
              List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 17),
              "Xaaaaaaaaaaaaaaa",
              false);
      case HPE -> of(List.of(0, 1, 2, 3, 17), "Xuuaa", false);
      case SUPERMICRO -> of(List.of(1, 2, 3, 6, 7, 8, 11, 12, 17), "XaaaXXaaaXXaa", true);
    };
  }

  public CipherTable withLevels(List<Integer> wanted) {
    return new CipherTable(suites, wanted, byNumber);
  }

  /** The highest privilege that a session with this suite gets; 0 if there is none. */
  public int level(int suite) {
    if (!suites.contains(suite)) {
      return 0;
    }
    var place = byNumber ? suite : suites.indexOf(suite);
    return place < PLACES ? levels.get(place) : ADMINISTRATOR;
  }

  /** The first 15 levels, as ipmitool shows them. */
  public String letters() {
    return levels.stream()
        .limit(PLACES - 1)
        .map(level -> LETTERS.substring(level, level + 1))
        .collect(Collectors.joining());
  }

  /** The levels in 8 bytes, the first of two in the low half. */
  public List<Integer> levelBytes() {
    var bytes = new ArrayList<Integer>();
    for (var i = 0; i < PLACES; i += 2) {
      bytes.add(levels.get(i) | levels.get(i + 1) << 4);
    }
    return bytes;
  }

  /** The levels of 8 bytes. */
  public static List<Integer> levels(List<Integer> bytes) {
    var levels = new ArrayList<Integer>();
    for (var both : bytes) {
      levels.add(both & 0x0F);
      levels.add(both >> 4 & 0x0F);
    }
    return levels;
  }
}
