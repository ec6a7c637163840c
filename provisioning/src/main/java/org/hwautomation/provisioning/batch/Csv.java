package org.hwautomation.provisioning.batch;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads comma separated values (RFC 4180), also separated by semicolons or tabs: whichever the
 * first line has most of. A byte order mark and empty lines are skipped. Stateless.
 */
final class Csv {
  /**
   * A record.
   *
   * @param line where it begins, from 1
   */
  record Row(int line, List<String> cells) {
    Row {
      cells = List.copyOf(cells);
    }
  }

  private final String text;
  private final char separator;
  private final List<Row> rows = new ArrayList<>();
  private final StringBuilder cell = new StringBuilder();
  private List<String> cells = new ArrayList<>();
  private int at;
  private int line = 1;

  private Csv(String text) {
    this.text = text;
    this.separator = separator(text.lines().findFirst().orElse(""));
  }

  /**
   * The records in order, cells without white space around them unless quoted.
   *
   * @throws IllegalArgumentException if a quote is not closed, or something follows it
   */
  static List<Row> read(String text) {
    var csv = new Csv(text.startsWith("\uFEFF") ? text.substring(1) : text);
    while (csv.at < csv.text.length()) {
      csv.row();
    }
    return csv.rows;
  }

  private static char separator(String header) {
    var found = ',';
    for (var each : new char[] {';', '\t'}) {
      if (count(header, each) > count(header, found)) {
        found = each;
      }
    }
    return found;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(each -> each == wanted).count();
  }

  private void row() {
    var begins = line;
    cells = new ArrayList<>();
    do {
      cells.add(cell());
    } while (skip(separator));
    var ended = skip('\r');
    ended = skip('\n') || ended;
    line += ended ? 1 : 0;
    if (cells.size() > 1 || !cells.getFirst().isEmpty()) {
      rows.add(new Row(begins, cells));
    }
  }

  private boolean skip(char wanted) {
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private String cell() {
    while (separator != '\t' && skip(' ')) {
      continue;
    }
    if (skip('"')) {
      return quoted();
    }
    var begins = at;
    while (at < text.length() && !isEnd(text.charAt(at))) {
      at++;
    }
    return text.substring(begins, at).strip();
  }

  private String quoted() {
    var begins = line;
    cell.setLength(0);
    while (at < text.length()) {
      var next = text.charAt(at++);
      if (next != '"') {
        line += next == '\n' ? 1 : 0;
        cell.append(next);
      } else if (skip('"')) {
        cell.append('"');
      } else {
        while (skip(' ')) {
          continue;
        }
        if (at < text.length() && !isEnd(text.charAt(at))) {
          throw new IllegalArgumentException(
              "line %d, column %d: something follows the closing quote; double a quote inside a value"
                  .formatted(line, cells.size() + 1));
        }
        return cell.toString();
      }
    }
    throw new IllegalArgumentException(
        "line %d, column %d: a quote is not closed".formatted(begins, cells.size() + 1));
  }

  private boolean isEnd(char each) {
    return each == separator || each == '\n' || each == '\r';
  }
}
