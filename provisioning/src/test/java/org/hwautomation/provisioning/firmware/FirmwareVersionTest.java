package org.hwautomation.provisioning.firmware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirmwareVersionTest {
  private static FirmwareVersion of(FirmwareType type, String text) {
    return FirmwareVersion.of(type, text);
  }

  @ParameterizedTest
  @CsvSource({
    "BMC, 2.72 Sep 04 2022, 2.78 Dec 01 2022",
    "BMC, 2.72 Sep 04 2022, iLO 5 v2.81",
    "BMC, 6.00.30.00, 7.00.00.171",
    "BMC, 7.00.00.171, 7.00.00.172",
    "BMC, 01.01.05, 1.1.18",
    "BMC, 1.73.14, 1.74.06",
    "BIOS, U46 v1.64, U46 v1.70",
    "BIOS, A42 v2.60 (08/11/2022), A42 v2.84",
    "BIOS, U30_v2.50, U30_v2.54",
    "BIOS, 1.8.2, 1.10.0",
    "BIOS, BIOS Date: 08/04/2023 Ver 1.4, 1.4a",
    "BIOS, 1.4a, 1.4b",
    "BIOS, 1.4b, 1.5",
    "NIC, 221.0.0.0, 222.0.1.0",
    "NIC, 21.80.9, 21.80.16.95",
    "CPLD, F0.22.E4, F0.22.F0",
    "CPLD, F5.11.CA, F5.11.CB",
    "CPLD, 0x0E, 0x30",
    "CPLD, 1.0.9, 1.0.10",
    "PSU, 00.2A.2B, 00.2B.01",
  })
  void the_older_of_two_versions_is_known(FirmwareType type, String older, String newer) {
    assertThat(of(type, newer).newerThan(of(type, older))).isTrue();
    assertThat(of(type, older).olderThan(of(type, newer))).isTrue();
    assertThat(of(type, older).same(of(type, newer))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "BMC, 2.72 Sep 04 2022, iLO 5 v2.72",
    "BMC, 01.01.05, 1.1.5",
    "BIOS, A42 v2.60 (08/11/2022), A42 v2.60",
    "BIOS, A42 v2.60, A42_v2.60_08-11-2022",
    "BIOS, BIOS Date: 08/04/2023 Ver 1.4, 1.4",
    "CPLD, 0x30, 30",
    "CPLD, f0.22.e4, F0.22.E4",
    "NIC, 221.0.0.0, 221",
    "STORAGE, MPK7625Q, MPK7625Q",
  })
  void one_version_may_be_spelled_in_several_ways(FirmwareType type, String one, String other) {
    assertThat(of(type, one)).isEqualTo(of(type, other)).hasSameHashCodeAs(of(type, other));
  }

  @ParameterizedTest
  @CsvSource({
    "STORAGE, MPK7625Q, MPK7725Q",
    "STORAGE, GDC5A02Q, 1.2",
    "BIOS, A42 v2.60, U30 v2.70",
    "BIOS, A42 v2.60, 2.70",
    "NIC, 3.50 0x800016DC, 3.60",
    "BMC, HGX-22.10-1-rc34, HGX-22.10-2",
    "BIOS, '', 1.2",
  })
  void what_is_spelled_in_no_known_way_is_never_guessed(
      FirmwareType type, String one, String other) {
    assertThat(of(type, one).compare(of(type, other))).isEmpty();
    assertThat(of(type, other).compare(of(type, one))).isEmpty();
    assertThat(of(type, one).whyNot(of(type, other))).contains(one).contains(other);
  }

  private static String any(SeededTries any) {
    var numbers = "%d.%d.%d".formatted(any.between(0, 3), any.between(0, 12), any.between(0, 3));
    return switch (any.between(0, 7)) {
      case 0 -> any.text(12);
      case 1 -> numbers + (char) ('a' + any.between(0, 3));
      case 2 -> any.oneOf("A42", "U30") + " v" + numbers;
      case 3 -> any.oneOf("A42", "U30") + "_v" + numbers + " (01/02/2023)";
      case 4 -> "0x%X".formatted(any.between(0, 20));
      case 5 -> numbers + " Sep 04 2022";
      case 6 -> "%02X.%X".formatted(any.between(0, 20), any.between(0, 3));
      default -> numbers;
    };
  }

  @Test
  void comparing_is_antisymmetric_and_says_equal_of_what_is_equal() {
    SeededTries.check(
        3_000,
        any -> {
          var type = any.oneOf(FirmwareType.values());
          var a = of(type, any(any));
          var b = of(type, any(any));
          assertThat(a.compare(a)).hasValue(0);
          var there = a.compare(b);
          var back = b.compare(a);
          assertThat(there.isPresent()).isEqualTo(back.isPresent());
          there.ifPresent(
              order ->
                  assertThat(Integer.signum(order)).isEqualTo(-Integer.signum(back.getAsInt())));
          assertThat(a.equals(b)).isEqualTo(there.equals(OptionalInt.of(0)));
          if (a.equals(b)) {
            assertThat(a).hasSameHashCodeAs(b);
          }
        });
  }

  @Test
  void comparing_is_transitive_and_so_is_being_comparable() {
    SeededTries.check(
        6_000,
        any -> {
          var type = any.oneOf(FirmwareType.values());
          var a = of(type, any(any));
          var b = of(type, any(any));
          var c = of(type, any(any));
          var ab = a.compare(b);
          var bc = b.compare(c);
          if (ab.isPresent() && bc.isPresent()) {
            var ac = a.compare(c);
            assertThat(ac).isPresent();
            if (ab.getAsInt() <= 0 && bc.getAsInt() <= 0) {
              assertThat(ac.getAsInt()).isNotPositive();
              assertThat(ac.getAsInt() == 0).isEqualTo(ab.getAsInt() == 0 && bc.getAsInt() == 0);
            }
          }
        });
  }

  @Test
  void the_order_of_lists_is_total_whatever_is_in_them() {
    SeededTries.check(
        300,
        any -> {
          var list = any.list(200, () -> of(FirmwareType.BIOS, any(any)));
          list.sort(FirmwareVersion.LISTED);
          for (var i = 1; i < list.size(); i++) {
            assertThat(list.get(i).olderThan(list.get(i - 1))).isFalse();
          }
        });
  }
}
