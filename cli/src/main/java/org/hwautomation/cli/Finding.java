package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One thing that was looked at.
 *
 * @param what such as {@code certificate}
 * @param text what was found
 * @param more lines below it: candidates, what to do
 * @param exitCode what the command ends with if nothing is worse; 0 unless bad
 */
record Finding(Mark mark, String what, String text, List<String> more, int exitCode) {
  enum Mark {
    GOOD,
    /** Neither good nor bad. */
    NOTE,
    /** Stands in the way of work. */
    BAD
  }

  Finding {
    more = List.copyOf(more);
  }

  static Finding good(String what, String text, String... more) {
    return new Finding(Mark.GOOD, what, text, List.of(more), ExitCodes.DONE);
  }

  static Finding note(String what, String text, String... more) {
    return new Finding(Mark.NOTE, what, text, List.of(more), ExitCodes.DONE);
  }

  static Finding bad(String what, int exitCode, String text, String... more) {
    return new Finding(Mark.BAD, what, text, List.of(more), exitCode);
  }

  Map<String, Object> fields() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("check", what);
    fields.put("result", mark.name().toLowerCase(Locale.ROOT));
    fields.put("text", text);
    fields.put("more", more);
    return fields;
  }
}
