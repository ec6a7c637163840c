package org.hwautomation.provisioning.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;

class FireTimesTest {
  private static List<Instant> next(String cron, String zone, String after, int count) {
    return FireTimes.of(cron, zone).next(Instant.parse(after), count);
  }

  private static List<Instant> instants(String... texts) {
    return Stream.of(texts).map(Instant::parse).toList();
  }

  @Test
  void a_time_in_the_spring_gap_fires_once_at_its_end() {
    // Berlin goes from 02:00 to 03:00 at 01:00Z
    assertThat(next("30 2 * * *", "Europe/Berlin", "2027-03-27T12:00:00Z", 2))
        .isEqualTo(instants("2027-03-28T01:00:00Z", "2027-03-29T00:30:00Z"));
    assertThat(next("0,20,40 2,3 * * *", "Europe/Berlin", "2027-03-28T00:00:00Z", 4))
        .as("three fall into it, and 03:00 is its end")
        .isEqualTo(
            instants(
                "2027-03-28T01:00:00Z",
                "2027-03-28T01:20:00Z",
                "2027-03-28T01:40:00Z",
                "2027-03-29T00:00:00Z"));
    assertThat(next("30 2 * * *", "America/New_York", "2027-03-13T12:00:00Z", 2))
        .isEqualTo(instants("2027-03-14T07:00:00Z", "2027-03-15T06:30:00Z"));
  }

  @Test
  void a_time_that_comes_twice_in_autumn_fires_once_at_its_first() {
    assertThat(next("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2))
        .isEqualTo(instants("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"));
    assertThat(next("30 1 * * *", "America/New_York", "2026-10-31T12:00:00Z", 2))
        .isEqualTo(instants("2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"));
    assertThat(next("0 */2 * * *", "Europe/Berlin", "2026-10-24T23:00:00Z", 2))
        .as("every other hour of the day: 02:00 once")
        .isEqualTo(instants("2026-10-25T00:00:00Z", "2026-10-25T03:00:00Z"));
  }

  @Test
  void whoever_looks_within_the_second_time_round_waits_for_the_next_day() {
    assertThat(next("30 2 * * *", "Europe/Berlin", "2026-10-25T01:15:00Z", 1))
        .isEqualTo(instants("2026-10-26T01:30:00Z"));
    assertThat(next("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00Z", 1))
        .isEqualTo(instants("2026-10-26T01:30:00Z"));
  }

  @Test
  void a_cron_of_every_hour_goes_by_the_time_that_passes() {
    for (var night : List.of("2026-10-24T22:00:00Z", "2027-03-27T22:00:00Z")) {
      var from = Instant.parse(night);
      assertThat(next("*/15 * * * *", "Europe/Berlin", night, 24))
          .isEqualTo(
              Stream.iterate(
                      from.plus(Duration.ofMinutes(15)), at -> at.plus(Duration.ofMinutes(15)))
                  .limit(24)
                  .toList());
      assertThat(next("30 * * * *", "America/New_York", night, 12)).hasSize(12);
    }
    assertThat(next("30 * * * *", "Europe/Berlin", "2027-03-28T00:00:00Z", 2))
        .as("02:30 is left out, and made up for by nothing")
        .isEqualTo(instants("2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z"));
  }

  @Test
  void a_shift_of_half_an_hour_is_like_any_other() {
    // Lord Howe: 02:00 +10:30 becomes 02:30 +11; back, 02:00 +11 becomes 01:30 +10:30
    assertThat(next("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T00:00:00Z", 2))
        .isEqualTo(instants("2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"));
    assertThat(next("45 1 * * *", "Australia/Lord_Howe", "2027-04-03T00:00:00Z", 2))
        .isEqualTo(instants("2027-04-03T14:45:00Z", "2027-04-04T15:15:00Z"));
    assertThat(next("45 * * * *", "Australia/Lord_Howe", "2027-04-03T14:00:00Z", 3))
        .isEqualTo(
            instants("2027-04-03T14:45:00Z", "2027-04-03T15:15:00Z", "2027-04-03T16:15:00Z"));
  }

  @Test
  void the_times_of_a_day_that_was_left_out_fire_once_where_it_ends() {
    // Samoa had no 30 December 2011: it went from the 29th to the 31st at 10:00Z
    assertThat(next("0 3,15 * * *", "Pacific/Apia", "2011-12-30T02:00:00Z", 3))
        .isEqualTo(
            instants("2011-12-30T10:00:00Z", "2011-12-30T13:00:00Z", "2011-12-31T01:00:00Z"));
    assertThat(next("0 * 30 12 *", "Pacific/Apia", "2011-12-29T00:00:00Z", 1))
        .as("a cron of every hour has no such hour before next year's")
        .isEqualTo(instants("2012-12-29T10:00:00Z"));
  }

  @Test
  void a_leap_day_is_waited_for_also_over_a_century() {
    assertThat(next("0 0 29 2 *", "UTC", "2026-01-01T00:00:00Z", 2))
        .isEqualTo(instants("2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"));
    assertThat(next("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", 1))
        .isEqualTo(instants("2104-02-29T00:00:00Z"));
    assertThat(next("0 * 29 2 *", "Europe/Berlin", "2096-03-01T00:00:00Z", 1))
        .isEqualTo(instants("2104-02-28T23:00:00Z"));
  }

  @Test
  void the_same_holds_for_every_time_of_day_in_any_zone_around_any_change() {
    var zones = List.copyOf(new TreeSet<>(ZoneId.getAvailableZoneIds()));
    SeededTries.check(
        60,
        any -> {
          var zone = ZoneId.of(any.oneOf(zones));
          var start =
              Instant.parse("1990-01-01T00:00:00Z")
                  .plusSeconds(any.between(0, 40 * 365 * 86_400L) / 60 * 60);
          var change = zone.getRules().nextTransition(start);
          var from =
              change == null ? start : change.getInstant().minusSeconds(any.between(0, 90_000));
          var to = from.plus(Duration.ofDays(3));
          var hours = new TreeSet<Integer>(List.of(any.between(0, 23), any.between(0, 4)));
          var minute = any.between(0, 59);
          var times =
              FireTimes.of(
                  "%d %s * * *"
                      .formatted(
                          minute, String.join(",", hours.stream().map(String::valueOf).toList())),
                  zone.getId());
          var expected = new TreeSet<Instant>();
          var day = LocalDateTime.ofInstant(from, zone).toLocalDate().minusDays(2);
          for (var end = day.plusDays(8); day.isBefore(end); day = day.plusDays(1)) {
            for (var hour : hours) {
              var at = day.atTime(hour, minute);
              var offsets = zone.getRules().getValidOffsets(at);
              expected.add(
                  offsets.isEmpty()
                      ? zone.getRules().getTransition(at).getInstant()
                      : offsets.stream().map(at::toInstant).sorted().findFirst().orElseThrow());
            }
          }
          var last = times.last(from, to, 1_000);
          assertThat(last)
              .as("%s %s", times, from)
              .containsExactlyElementsOf(expected.subSet(from, false, to, true));
          assertThat(times.last(from, to, 2))
              .isEqualTo(last.subList(Math.max(0, last.size() - 2), last.size()));
        });
  }

  @Test
  void what_is_no_zone_is_refused_with_the_nearest() {
    assertThatThrownBy(() -> FireTimes.of("* * * * *", "Europe/Berln"))
        .isInstanceOf(BadCronException.class)
        .hasMessageContaining("did you mean 'Europe/Berlin'?");
    assertThatThrownBy(() -> FireTimes.of("* * * * *", "+02:00"))
        .isInstanceOf(BadCronException.class);
  }

  @Test
  void what_no_calendar_reaches_is_refused() {
    var times = FireTimes.of("* * * * *", "Europe/Berlin");
    for (var far : List.of(Instant.MIN, Instant.MAX, Instant.parse("3000-01-02T00:00:00Z"))) {
      assertThatThrownBy(() -> times.next(far, 1)).isInstanceOf(BadCronException.class);
    }
  }
}
