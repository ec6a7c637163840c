package org.hwautomation.provisioning.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.hwautomation.provisioning.maintenance.MaintenanceWindow.Opening;
import org.hwautomation.provisioning.schedule.FireTimes;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;

class MaintenanceTest {
  private static MaintenanceWindow window(String cron, String zone, Duration lasts) {
    return new MaintenanceWindow("w", FireTimes.of(cron, zone), lasts);
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  @Test
  void a_closed_window_opens_at_its_next_time_in_its_zone() {
    assertThat(
            window("0 22 * * *", "Europe/Berlin", Duration.ofHours(4))
                .firstFor(Duration.ofMinutes(30), at("2026-11-24T12:00:00Z")))
        .contains(new Opening(at("2026-11-24T21:00:00Z"), at("2026-11-25T01:00:00Z")));
  }

  @Test
  void an_open_one_is_open_from_now_on_if_enough_of_it_is_left() {
    var window = window("0 22 * * *", "UTC", Duration.ofHours(4));
    var late = at("2026-11-25T01:30:00Z");
    assertThat(window.firstFor(Duration.ofMinutes(30), late))
        .contains(new Opening(late, at("2026-11-25T02:00:00Z")));
    assertThat(window.firstFor(Duration.ofMinutes(31), late))
        .contains(new Opening(at("2026-11-25T22:00:00Z"), at("2026-11-26T02:00:00Z")));
    assertThat(window.firstFor(Duration.ZERO, at("2026-11-25T02:00:00Z")).orElseThrow().from())
        .as("it is closed at its end")
        .isEqualTo("2026-11-25T22:00:00Z");
  }

  @Test
  void openings_that_touch_or_overlap_are_one() {
    var window = window("0 */2 * * *", "UTC", Duration.ofHours(2));
    var now = at("2026-11-24T05:30:00Z");
    assertThat(window.firstFor(Duration.ofHours(9), now).map(Opening::from)).contains(now);
  }

  @Test
  void one_that_is_never_long_enough_is_never_open() {
    assertThat(
            window("0 22 * * sat", "UTC", Duration.ofHours(4))
                .firstFor(Duration.ofHours(5), at("2026-11-24T05:30:00Z")))
        .isEmpty();
  }

  @Test
  void what_is_found_is_what_a_look_at_every_minute_finds() {
    var crons = List.of("0 22 * * *", "30 1 * * sun", "0 */6 * * *", "15,45 3 * * *");
    SeededTries.check(
        10,
        any -> {
          var window =
              window(
                  any.oneOf(crons),
                  any.anyBoolean() ? "Europe/Berlin" : "UTC",
                  Duration.ofMinutes(any.between(1, 500)));
          // over the end of summer time in Berlin: a night with an hour that comes twice
          var now = at("2026-10-24T12:00:00Z").plusSeconds(60L * any.between(0, 2_000));
          var needed = Duration.ofMinutes(any.between(0, 400));
          var found = window.firstFor(needed, now);
          found.ifPresent(
              opening -> {
                assertThat(opening.from()).isAfterOrEqualTo(now);
                assertThat(opening.until()).isAfterOrEqualTo(opening.from().plus(needed));
              });
          var limit = now.plus(Duration.ofHours(30));
          assertThat(found.map(Opening::from).filter(from -> from.isBefore(limit)))
              .isEqualTo(
                  minutes(now, limit).filter(from -> isOpenFor(window, from, needed)).findFirst());
        });
  }

  private static java.util.stream.Stream<Instant> minutes(Instant from, Instant to) {
    return java.util.stream.Stream.iterate(
        from, each -> each.isBefore(to), each -> each.plusSeconds(60));
  }

  /** Open at each minute of a stretch, asked of the fire times one by one. */
  private static boolean isOpenFor(MaintenanceWindow window, Instant from, Duration needed) {
    var at = from;
    do {
      var last = window.opens().next(at.minus(window.lasts()));
      if (last.isEmpty() || last.get().isAfter(at)) {
        return false;
      }
      at = at.plusSeconds(60);
    } while (at.isBefore(from.plus(needed)));
    return true;
  }

  private static Configuration configured(String yaml) {
    return Configuration.loader().environment(Map.of()).text("hwauto.yaml", yaml).load();
  }

  @Test
  void windows_are_read_from_the_settings_and_a_server_may_have_its_own_or_none() {
    var configuration =
        configured(
            """
            maintenance:
              windows:
                nights: {opens: "0 22 * * *", lasts: 4h, zone: Europe/Berlin}
                weekend: {opens: "0 6 * * sat", lasts: 1d 12h}
              default: nights
            servers:
              rack01-u01: {window: weekend}
              rack01-u03: {window: none}
            """);
    var maintenance = configuration.maintenance();
    assertThat(maintenance.get("nights").words())
        .isEqualTo("nights (0 22 * * * Europe/Berlin, for 4h)");
    assertThat(maintenance.get("weekend").opens().zone()).hasToString("UTC");
    assertThat(maintenance.standard()).contains("nights");
    assertThat(configuration.server("rack01-u01").window()).contains("weekend");
    assertThat(configuration.server("rack01-u03").window()).contains("none");
    assertThat(configuration.server("rack01-u05").window()).isEmpty();
    assertThat(configuration.warnings()).isEmpty();
  }

  @Test
  void all_that_is_wrong_is_said_at_once_with_its_place() {
    assertThatThrownBy(
            () ->
                configured(
                    """
                    maintenance:
                      windows:
                        nights: {opens: "0 25 * * *", lasts: 4h}
                        days: {opens: "0 8 * * *", lasts: 4h, zone: Europe/Berln}
                        long: {opens: "0 8 * * *", lasts: 60d}
                        half: {opens: "0 8 * * *"}
                        odd: {opens: "0 8 * * *", lasts: 1h, zoen: UTC}
                        none: {opens: "0 8 * * *", lasts: 1h}
                    """))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("hour '25'")
        .hasMessageContaining("no time zone 'Europe/Berln'; did you mean 'Europe/Berlin'?")
        .hasMessageContaining("lasts '60d' is not between 1m and 31d")
        .hasMessageContaining("maintenance.windows.half needs 'opens'")
        .hasMessageContaining("unknown key 'zoen'")
        .hasMessageContaining("'none' is no name of a window")
        .hasMessageContaining("hwauto.yaml:4:");
  }

  @Test
  void a_name_that_is_not_there_is_refused_wherever_it_stands() {
    assertThatThrownBy(
            () ->
                configured(
                    """
                    maintenance:
                      windows: {nights: {opens: "0 22 * * *", lasts: 4h}}
                      default: night
                    """))
        .hasMessageContaining(
            "no maintenance window 'night' is configured; did you mean 'nights'?");
    assertThatThrownBy(() -> configured("servers: {a: {window: nights}}"))
        .hasMessageContaining("servers.a.window: no maintenance window 'nights' is configured");
  }
}
