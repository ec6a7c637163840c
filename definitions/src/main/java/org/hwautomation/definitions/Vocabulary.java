package org.hwautomation.definitions;

import java.util.List;
import java.util.regex.Pattern;

/** The words of the format: the reader, the writer and the schema's test know them from here. */
final class Vocabulary {
  static final List<String> DEFINITION =
      List.of(
          "name",
          "description",
          "inputs",
          "locks",
          "deadline",
          "resume_max_age",
          "steps",
          "on_failure",
          "always");
  static final List<String> INPUT = List.of("type", "required", "default", "enum", "description");
  static final List<String> STEP =
      List.of(
          "name",
          "description",
          "uses",
          "with",
          "when",
          "approval",
          "timeout",
          "retry",
          "limits",
          "undo");
  static final List<String> UNDO =
      List.of("description", "uses", "with", "when", "approval", "timeout", "retry", "limits");
  static final List<String> PARALLEL = List.of("name", "when", "parallel");
  static final List<String> SEQUENCE = List.of("name", "when", "steps");
  static final List<String> RUN = List.of("name", "run", "with", "when", "steps");
  static final List<String> RETRY = List.of("attempts", "delay", "factor", "max", "jitter", "on");
  static final List<String> APPROVAL = List.of("role", "expires");
  static final List<String> ON_FAILURE = List.of("policy", "steps");

  /** An amount of time as files have it; see {@code Durations.parse}. */
  static final Pattern DURATION =
      Pattern.compile(
          "(?=.*[0-9])([0-9]+d)? ?([0-9]+h)? ?([0-9]+m)? ?([0-9]+s)? ?([0-9]+ms)?"
              + "|P(?=.)([0-9]+D)?(T(?=.)([0-9]+H)?([0-9]+M)?([0-9]+(\\.[0-9]{1,9})?S)?)?");

  static final Pattern ACTION = Pattern.compile("[a-z][a-z0-9_.]*(@[1-9][0-9]*)?");

  private Vocabulary() {}
}
