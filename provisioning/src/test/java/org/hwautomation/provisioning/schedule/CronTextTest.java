package org.hwautomation.provisioning.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTextTest {
  @ParameterizedTest
  @CsvSource({
    "'* * * * *', 2026-11-24T03:01",
    "'30 2 * * *', 2026-11-25T02:30",
    "'  0   4 * *   sun ', 2026-11-29T04:00",
    "'0 4 * * 7', 2026-11-29T04:00",
    "'0 4 * * 0', 2026-11-29T04:00",
    "'0 4 1 jan *', 2027-01-01T04:00",
    "'0 4 * JAN,Mar mon-wed', 2027-01-04T04:00",
    "'5-10 3 * * *', 2026-11-24T03:05",
    "'*/20 * * * *', 2026-11-24T03:20",
    "'10-50/20 * * * *', 2026-11-24T03:10",
    "'7,3 3 * * *', 2026-11-24T03:03",
    "'0 0 13 * fri', 2026-11-27T00:00",
    "'0 0 29 2 *', 2028-02-29T00:00",
    "'0 0 30 2 mon', 2027-02-01T00:00",
  })
  void five_fields_are_read_as_crontab_has_them(String text, LocalDateTime next) {
    assertThat(CronText.of(text).next(LocalDateTime.parse("2026-11-24T03:00"))).contains(next);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "61 * * * * | the minute '61'",
        "* 24 * * * | the hour '24'",
        "* * 0 * * | the day of the month '0'",
        "* * 32 * * | the day of the month '32'",
        "* * * 13 * | the month '13'",
        "* * * foo * | the month 'foo'",
        "* * * * 8 | the day of the week '8'",
        "* * * * mondays | the day of the week 'mondays'",
        "* * L * * | the day of the month 'l'",
        "* * * * 5#2 | the day of the week '5#2'",
        "? * * * * | the minute '?'",
        "5-1 * * * * | the minute '5-1'",
        "5/10 * * * * | the minute '5/10'",
        "*/0 * * * * | the minute '*/0'",
        "1,,2 * * * * | the minute '1,,2'",
        "-1 * * * * | the minute '-1'",
        "1- * * * * | the minute '1-'",
        "*/ * * * * | the minute '*/'",
        "jan * * * * | the minute 'jan'",
        "* * * * | has 4 fields",
        "\"\" | has 0 fields",
        "0 0 * * * * | has 6 fields",
        "@daily | short names",
        "0 0 30 2 * | never comes",
        "0 0 31 feb,apr,jun,sep,nov * | never comes",
      })
  void what_is_wrong_is_named(String text, String named) {
    assertThatThrownBy(() -> CronText.of(text))
        .isInstanceOf(BadCronException.class)
        .hasMessageContaining(named);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 60, 10_000})
  void no_text_does_anything_but_be_read_or_refused(int longest) {
    SeededTries.check(
        100,
        any -> {
          var text = any.text(longest);
          try {
            CronText.of(text);
          } catch (BadCronException e) {
            assertThat(e).hasMessageContaining("cron");
          }
        });
  }

  /** Sets of numbers, a field each; the meaning of crontab(5) in ten lines. */
  private record Model(List<Set<Integer>> fields, boolean anyDay, boolean anyWeekday) {
    boolean fits(LocalDateTime at) {
      return fits(at.toLocalDate())
          && fields.get(0).contains(at.getMinute())
          && fields.get(1).contains(at.getHour());
    }

    boolean fits(LocalDate date) {
      var day = fields.get(2).contains(date.getDayOfMonth());
      var weekday = fields.get(4).contains(date.getDayOfWeek().getValue() % 7);
      return fields.get(3).contains(date.getMonthValue())
          && ((anyDay || anyWeekday) ? (day && weekday) : (day || weekday));
    }

    LocalDateTime after(LocalDateTime from) {
      var at = from.plusMinutes(1);
      while (!fits(at)) {
        at =
            fits(at.toLocalDate())
                ? at.plusMinutes(1)
                : at.toLocalDate().plusDays(1).atStartOfDay();
      }
      return at;
    }
  }

  @Test
  void each_next_time_is_the_first_that_fits() {
    SeededTries.check(
        100,
        any -> {
          var words = new ArrayList<String>();
          var sets = new ArrayList<Set<Integer>>();
          var lowest = new int[] {0, 0, 1, 1, 0};
          var highest = new int[] {59, 23, 28, 12, 6};
          for (var field = 0; field < 5; field++) {
            field(any, lowest[field], highest[field], field, words, sets);
          }
          var model = new Model(sets, words.get(2).equals("*"), words.get(4).equals("*"));
          var cron = CronText.of(String.join(" ", words));
          var from =
              LocalDateTime.of(2026, 1, 1, 0, 0).plusMinutes(any.between(0, 3 * 365 * 1_440));
          for (var left = 3; left > 0; left--) {
            var next = cron.next(from).orElseThrow();
            assertThat(next).as("%s after %s", cron, from).isEqualTo(model.after(from));
            from = next;
          }
        });
  }

  private static void field(
      SeededTries any, int low, int high, int field, List<String> words, List<Set<Integer>> sets) {
    var set = new TreeSet<Integer>();
    var word =
        switch (any.between(0, 3)) {
          case 0 -> {
            IntStream.rangeClosed(low, field == 2 ? 31 : high).forEach(set::add);
            yield "*";
          }
          case 1 -> {
            var some = any.between(low, high);
            var other = any.between(low, high);
            set.add(some);
            set.add(other);
            yield some + "," + other;
          }
          case 2 -> {
            var from = any.between(low, high);
            var to = any.between(from, high);
            var step = any.between(1, 6);
            for (var value = from; value <= to; value += step) {
              set.add(value);
            }
            yield from + "-" + to + "/" + step;
          }
          default -> {
            var some = any.between(low, high);
            set.add(some);
            yield String.valueOf(some);
          }
        };
    words.add(word);
    sets.add(set);
  }
}
