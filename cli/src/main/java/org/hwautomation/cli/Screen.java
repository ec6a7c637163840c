package org.hwautomation.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a command shows: text for people, or with {@code --json} one JSON document on standard
 * output and nothing else there. Thread-safe.
 */
final class Screen {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final JsonMapper COMPACT = JsonMapper.builder().build();

  private final PrintStream out;
  private final PrintStream err;
  private final boolean json;
  private final boolean terminal;

  Screen(PrintStream out, PrintStream err, boolean json, boolean terminal) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.terminal = terminal;
  }

  /** The process's own streams. */
  static Screen of(boolean json) {
    var terminal = Terminal.console().isPresent() && !"dumb".equals(System.getenv("TERM"));
    return new Screen(System.out, System.err, json, terminal);
  }

  boolean json() {
    return json;
  }

  /** True if lines may be drawn over: standard output is a terminal and no JSON is wanted. */
  boolean live() {
    return terminal && !json;
  }

  /** A line for people; with {@code --json} on standard error. */
  void say(String line) {
    (json ? err : out).println(line);
  }

  /** A document as JSON. */
  static String text(Object document) {
    return JSON.writeValueAsString(document) + "\n";
  }

  /** A document as JSON in one line. */
  static String compact(Object document) {
    return COMPACT.writeValueAsString(document);
  }

  /** The result, as JSON or for people. */
  void result(Object document, Runnable forPeople) {
    if (json) {
      out.println(JSON.writeValueAsString(document));
    } else {
      forPeople.run();
    }
    out.flush();
  }

  void print(String text) {
    out.print(text);
    out.flush();
  }

  /** A line for people on standard output. */
  void line(String text) {
    out.println(text);
  }

  /** A line on standard error. */
  void problem(String text) {
    err.println(text);
  }

  /** Rows under a header, in columns as wide as they must be. */
  void table(List<String> header, List<List<String>> rows) {
    var widths = new ArrayList<Integer>();
    for (var column = 0; column < header.size(); column++) {
      var width = header.get(column).length();
      for (var row : rows) {
        width = Math.max(width, plain(row.get(column)).length());
      }
      widths.add(width);
    }
    line(colour("1", format(header, widths)));
    rows.forEach(row -> line(format(row, widths)));
  }

  /** Names and values, a line each; what is not known is left out. */
  void facts(Map<String, @Nullable Object> facts) {
    var width = facts.keySet().stream().mapToInt(String::length).max().orElse(0);
    facts.forEach(
        (name, value) -> {
          if (value != null && !value.toString().isEmpty()) {
            line(("%-" + Math.max(1, width) + "s  %s").formatted(name.replace('_', ' '), value));
          }
        });
  }

  private String format(List<String> cells, List<Integer> widths) {
    var line = new StringBuilder();
    for (var column = 0; column < cells.size(); column++) {
      var cell = cells.get(column);
      line.append(cell);
      if (column < cells.size() - 1) {
        line.append(" ".repeat(widths.get(column) - plain(cell).length() + 2));
      }
    }
    return line.toString().stripTrailing();
  }

  private static String plain(String text) {
    return text.replaceAll("\u001b\\[[0-9;]*m", "");
  }

  String good(String text) {
    return colour("32", text);
  }

  String bad(String text) {
    return colour("31", text);
  }

  /** Wants an eye: slow, waiting for a person, held. */
  String warn(String text) {
    return colour("33", text);
  }

  /** It goes on. */
  String running(String text) {
    return colour("34", text);
  }

  /** A point of no return. */
  String grave(String text) {
    return colour("35", text);
  }

  String strong(String text) {
    return colour("1", text);
  }

  String faint(String text) {
    return colour("2", text);
  }

  private String colour(String code, String text) {
    return live() && System.getenv("NO_COLOR") == null
        ? "\u001b[" + code + "m" + text + "\u001b[0m"
        : text;
  }
}
