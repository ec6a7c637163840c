package org.hwautomation.provisioning.schedule;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Five fields as crontab(5) has them: minute, hour, day of the month, month, day of the week, each
 * {@code *}, a number, a range {@code a-b}, a step {@code *}{@code /n} or {@code a-b/n}, or a list
 * of these; months and days of the week also by the first three letters of their English names, and
 * Sunday as 0 or 7. If both days are said, either will do. Immutable.
 */
public final class CronText {
  private static final int LONGEST = 250;
  private static final int HOUR = 1;
  private static final int DAY = 2;
  private static final String VALUE = "(\\d{1,2}|[A-Za-z]{3})";
  private static final String RANGE = "(\\*|" + VALUE + "-" + VALUE + ")(/\\d{1,2})?";
  private static final String PART = "(" + RANGE + "|" + VALUE + ")";
  private static final Pattern FIELD = Pattern.compile(PART + "(," + PART + ")*");

  /** A leap day comes at least every eight years. */
  private static final LocalDateTime ANY_TIME = LocalDateTime.of(2096, 2, 29, 23, 59);

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private final String text;
  private final boolean everyHour;
  private final ExecutionTime times;

  private CronText(String text, boolean everyHour, ExecutionTime times) {
    this.text = text;
    this.everyHour = everyHour;
    this.times = times;
  }

  /**
   * What a field is called, and what it may hold.
   *
   * @param place from 0
   */
  private record Field(int place, String words, String range) {
    static final List<Field> ALL =
        List.of(
            new Field(0, "minute", "0-59"),
            new Field(HOUR, "hour", "0-23"),
            new Field(DAY, "day of the month", "1-31"),
            new Field(3, "month", "1-12 or jan-dec"),
            new Field(4, "day of the week", "0-7 (0 and 7 are Sunday) or sun-sat"));

    /** The field alone, every other at its star. */
    String alone(String field) {
      var fields = new ArrayList<>(Collections.nCopies(ALL.size(), "*"));
      fields.set(place, field);
      return String.join(" ", fields);
    }
  }

  /**
   * Reads it.
   *
   * @throws BadCronException naming the field that is wrong, or saying that the time never comes
   */
  public static CronText of(String text) {
    var stripped = text.strip().toLowerCase(Locale.ROOT);
    if (stripped.length() > LONGEST) {
      throw new BadCronException("a cron text may have %d characters".formatted(LONGEST));
    }
    if (stripped.startsWith("@")) {
      throw new BadCronException(
          "cron '%s': short names are not known; write the five fields, such as 0 0 * * * for @daily"
              .formatted(stripped));
    }
    var fields = List.of(stripped.split("\\s+"));
    if (fields.size() != Field.ALL.size()) {
      throw new BadCronException(
          "cron '%s' has %d fields and not five: minute hour day-of-month month day-of-week, such as 30 2 * * mon-fri"
              .formatted(stripped, stripped.isEmpty() ? 0 : fields.size()));
    }
    for (var field : Field.ALL) {
      requireGood(stripped, field, fields.get(field.place()));
    }
    var whole = String.join(" ", fields);
    var cron = new CronText(whole, fields.get(HOUR).equals("*"), execution(whole));
    if (cron.next(ANY_TIME).isEmpty()) {
      throw new BadCronException(
          "cron '%s' never comes: no such month has a day %s".formatted(whole, fields.get(DAY)));
    }
    return cron;
  }

  private static void requireGood(String cron, Field field, String text) {
    try {
      if (FIELD.matcher(text).matches()) {
        var _ = execution(field.alone(text));
        return;
      }
    } catch (IllegalArgumentException e) {
      // said below in words of ours
    }
    throw new BadCronException(
        "cron '%s': the %s '%s' is none; it takes *, %s, ranges a-b, steps */n or a-b/n, and lists of these"
            .formatted(cron, field.words, text, field.range));
  }

  private static ExecutionTime execution(String cron) {
    return ExecutionTime.forCron(PARSER.parse(cron).validate());
  }

  /** The first time on the wall that fits and is later than {@code after}. */
  Optional<LocalDateTime> next(LocalDateTime after) {
    return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(next -> next.toLocalDateTime());
  }

  /** True if the hour is a plain star, so that it goes by the time that passes. */
  boolean everyHour() {
    return everyHour;
  }

  /** The five fields, one blank between them. */
  @Override
  public String toString() {
    return text;
  }
}
