package org.hwautomation.provisioning.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RackLocationTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "B12-U07, B12, 7, B12-U07",
    "b12 u7, b12, 7, b12-U07",
    "B12/U41, B12, 41, B12-U41",
    "14U3, 14, 3, 14-U03",
    "Room A: U12, Room A, 12, Room A-U12",
    "rack01, rack01, , rack01",
    "Cage-MU12, Cage-MU12, , Cage-MU12",
    "B12-U107, B12-U107, , B12-U107",
  })
  void rack_and_unit_are_told_apart_and_a_text_without_a_unit_is_a_rack(
      String text, String rack, Integer unit, String written) {
    var place = RackLocation.of(text);
    assertThat(place.rack()).isEqualTo(rack);
    assertThat(place.unit()).isEqualTo(unit == null ? OptionalInt.empty() : OptionalInt.of(unit));
    assertThat(place.text()).isEqualTo(written);
  }

  @Test
  void tags_of_the_machine_say_where_it_stands_unless_they_contradict_each_other() {
    assertThat(RackLocation.ofTags(List.of("gpu", "unit-07", "rack-B12")))
        .contains(new RackLocation("B12", OptionalInt.of(7)));
    assertThat(RackLocation.ofTags(List.of("rack-B12", "unit-0", "unit-x")))
        .contains(new RackLocation("B12", OptionalInt.empty()));
    assertThat(RackLocation.ofTags(List.of("rack-B12", "unit-3", "unit-4")))
        .contains(new RackLocation("B12", OptionalInt.empty()));
    assertThat(RackLocation.ofTags(List.of("rack-B12", "rack-B13", "unit-3"))).isEmpty();
    assertThat(RackLocation.ofTags(List.of("rack-", "unit-3", "tracked"))).isEmpty();
  }
}
