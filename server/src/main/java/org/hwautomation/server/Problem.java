package org.hwautomation.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error as {@code application/problem+json} has it (RFC 9457). Immutable; never holds a secret.
 *
 * @param type stable, such as {@code run-not-found}; its address is {@code /problems/TYPE}
 * @param title the same for all problems of the type
 * @param detail what went wrong, and where
 * @param hint what to do; empty if there is nothing
 * @param fields what is wrong with each value of the request
 */
public record Problem(
    String type,
    int status,
    String title,
    String detail,
    String hint,
    List<Shape.Wrong> fields,
    Map<String, String> headers) {
  public Problem {
    fields = List.copyOf(fields);
    headers = Map.copyOf(headers);
  }

  /** One without a hint, fields or headers. */
  public static Problem of(String type, int status, String title, String detail) {
    return new Problem(type, status, title, detail, "", List.of(), Map.of());
  }

  public Problem withHint(String text) {
    return new Problem(type, status, title, detail, text, fields, headers);
  }

  public Problem withFields(List<Shape.Wrong> wrong) {
    return new Problem(type, status, title, detail, hint, wrong, headers);
  }

  /** With a header beside it, such as {@code Retry-After}. */
  public Problem withHeader(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Problem(type, status, title, detail, hint, fields, more);
  }

  /** To be thrown. */
  public ProblemException exception() {
    return new ProblemException(this);
  }

  /** As JSON has it. */
  public Map<String, @Nullable Object> document() {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("type", "/problems/" + type);
    document.put("title", title);
    document.put("status", status);
    document.put("detail", detail);
    if (!hint.isEmpty()) {
      document.put("hint", hint);
    }
    if (!fields.isEmpty()) {
      document.put(
          "fields",
          fields.stream()
              .map(wrong -> Map.of("name", wrong.name(), "message", wrong.message()))
              .toList());
    }
    return document;
  }
}
