package org.hwautomation.provisioning.firmware;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * A version as a maker spells it. Two of one spelling and one family compare; any others do not,
 * and nothing is guessed. What differs in leading zeros, in zeros at the end, or in a date behind
 * it is the same version.
 *
 * <table>
 * <caption>Known spellings</caption>
 * <tr><th>spelled</th><th>by</th><th>compares</th></tr>
 * <tr><td>{@code 7.00.00.171}, {@code 221.0.0.0}</td><td>most</td><td>number by number</td></tr>
 * <tr><td>{@code 1.4}, {@code 1.4a}, {@code BIOS Date: 08/04/2023 Ver 1.4}</td><td>Supermicro BIOS
 * </td><td>then by the letter</td></tr>
 * <tr><td>{@code 2.72 Sep 04 2022}, {@code iLO 5 v2.72}</td><td>HPE iLO</td><td>number by number
 * </td></tr>
 * <tr><td>{@code U46 v1.64}, {@code A42 v2.60 (08/11/2022)}, {@code U30_v2.54}</td><td>HPE system
 * ROM</td><td>within the ROM family, here U46</td></tr>
 * <tr><td>{@code F0.22.E4}, {@code 0x30}, {@code 00.2A.2B}</td><td>CPLDs and power supplies</td>
 * <td>number by number, hexadecimal</td></tr>
 * </table>
 *
 * <p>Where the last column's rule holds, the order is total: antisymmetric and transitive.
 * Immutable.
 */
public final class FirmwareVersion {
  private static final String DATE =
      "(?:\\s*\\(\\d{1,2}/\\d{1,2}/\\d{4}\\)|[ _]\\d{1,2}-\\d{1,2}-\\d{4}|\\s+[A-Z][a-z]{2} \\d{1,2} \\d{4})?";
  private static final Pattern DOTTED =
      Pattern.compile("(?:BIOS Date: ?\\S+ Ver |iLO \\d+ )?[vV]?(\\d+(?:\\.\\d+)*)([a-z]?)" + DATE);
  private static final Pattern ROM =
      Pattern.compile("([A-Z]\\d{2})[ _]v?(\\d+(?:\\.\\d+)+)" + DATE);
  private static final Pattern HEX =
      Pattern.compile("(?:0[xX])?([0-9A-Fa-f]{1,8}(?:\\.[0-9A-Fa-f]{1,8})*)");
  private static final int LONGEST = 100;

  /**
   * For lists alone: groups what compares, oldest first. Between groups it means nothing; ask
   * {@link #compare} for what is newer.
   */
  static final Comparator<FirmwareVersion> LISTED =
      Comparator.comparing((FirmwareVersion version) -> version.spelling)
          .thenComparing(version -> version.family)
          .thenComparing((a, b) -> a.compare(b).orElse(0));

  private enum Spelling {
    DOTTED,
    ROM,
    HEX,
    /** Not understood: the same as itself, and that is all that can be said. */
    UNKNOWN
  }

  private final String text;
  private final Spelling spelling;
  private final String family;
  private final List<BigInteger> numbers;
  private final String letter;

  private FirmwareVersion(
      String text, Spelling spelling, String family, List<BigInteger> numbers, String letter) {
    this.text = text;
    this.spelling = spelling;
    this.family = family;
    this.numbers = numbers;
    this.letter = letter;
  }

  /** Reads any text; one that is spelled in no known way compares with itself alone. */
  public static FirmwareVersion of(FirmwareType type, String spelled) {
    var text = spelled.strip();
    if (text.length() > LONGEST) {
      return new FirmwareVersion(text, Spelling.UNKNOWN, text, List.of(), "");
    }
    if (type == FirmwareType.CPLD || type == FirmwareType.PSU) {
      var hex = HEX.matcher(text);
      return hex.matches()
          ? new FirmwareVersion(text, Spelling.HEX, "", numbers(hex.group(1), 16), "")
          : new FirmwareVersion(text, Spelling.UNKNOWN, text, List.of(), "");
    }
    var rom = ROM.matcher(text);
    if (rom.matches()) {
      return new FirmwareVersion(text, Spelling.ROM, rom.group(1), numbers(rom.group(2), 10), "");
    }
    var dotted = DOTTED.matcher(text);
    if (dotted.matches()) {
      return new FirmwareVersion(
          text, Spelling.DOTTED, "", numbers(dotted.group(1), 10), dotted.group(2));
    }
    return new FirmwareVersion(text, Spelling.UNKNOWN, text, List.of(), "");
  }

  /** Without the zeros at the end, which mean nothing. */
  private static List<BigInteger> numbers(String dotted, int radix) {
    var numbers = new ArrayList<BigInteger>();
    for (var part : dotted.split("\\.", -1)) {
      numbers.add(new BigInteger(part, radix));
    }
    while (!numbers.isEmpty() && numbers.getLast().signum() == 0) {
      numbers.removeLast();
    }
    return List.copyOf(numbers);
  }

  /** As the maker spells it. */
  public String text() {
    return text;
  }

  /** True if it is spelled in a known way, so that it has an order. */
  public boolean hasOrder() {
    return spelling != Spelling.UNKNOWN;
  }

  /**
   * Less than, equal to or greater than 0, as this is older than, the same as or newer than the
   * other; empty if they can't be compared.
   */
  public OptionalInt compare(FirmwareVersion other) {
    if (spelling != other.spelling || !family.equals(other.family)) {
      return OptionalInt.empty();
    }
    for (var i = 0; i < Math.max(numbers.size(), other.numbers.size()); i++) {
      var mine = i < numbers.size() ? numbers.get(i) : BigInteger.ZERO;
      var theirs = i < other.numbers.size() ? other.numbers.get(i) : BigInteger.ZERO;
      var order = mine.compareTo(theirs);
      if (order != 0) {
        return OptionalInt.of(order);
      }
    }
    return OptionalInt.of(Integer.signum(letter.compareTo(other.letter)));
  }

  /** True if they are known to be one version. */
  public boolean same(FirmwareVersion other) {
    return is(compare(other), 0);
  }

  /** True if this is known to be newer. */
  public boolean newerThan(FirmwareVersion other) {
    return is(compare(other), 1);
  }

  /** True if this is known to be older. */
  public boolean olderThan(FirmwareVersion other) {
    return is(compare(other), -1);
  }

  private static boolean is(OptionalInt order, int sign) {
    return order.isPresent() && Integer.signum(order.getAsInt()) == sign;
  }

  /** Why the two can't be compared; for people. */
  public String whyNot(FirmwareVersion other) {
    if (spelling == Spelling.ROM && other.spelling == Spelling.ROM) {
      return "'%s' is of ROM family %s, '%s' of %s"
          .formatted(text, family, other.text, other.family);
    }
    return "'%s' (%s) and '%s' (%s) can't be compared"
        .formatted(text, kind(), other.text, other.kind());
  }

  /** True if both name a ROM family, and not the same: the image of another board. */
  boolean otherFamily(FirmwareVersion other) {
    return spelling == Spelling.ROM
        && other.spelling == Spelling.ROM
        && !family.equals(other.family);
  }

  private String kind() {
    return switch (spelling) {
      case DOTTED -> "numbers";
      case ROM -> "ROM family " + family;
      case HEX -> "hexadecimal";
      case UNKNOWN -> "spelled in no known way";
    };
  }

  /** Versions that are the same are equal. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FirmwareVersion version && same(version);
  }

  @Override
  public int hashCode() {
    return (spelling.name() + family + numbers + letter).toLowerCase(Locale.ROOT).hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
