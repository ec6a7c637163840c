package org.hwautomation.definitions;

import java.util.List;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.YamlNode;

/** Finds where in a file a character of a value stands: quotes, escapes and folded lines count. */
final class ScalarPlaces {
  private final List<String> lines;

  ScalarPlaces(String text) {
    this.lines = text.lines().toList();
  }

  /** The place of the character at {@code offset} of the scalar's text. */
  Position at(YamlNode.Scalar scalar, int offset) {
    var begin = scalar.position();
    if (begin.line() > lines.size()) {
      return begin;
    }
    var line = lines.get(begin.line() - 1);
    if (begin.column() > line.codePointCount(0, line.length())) {
      return begin;
    }
    var column = line.offsetByCodePoints(0, begin.column() - 1);
    var walk = new Walk(begin.line() - 1, column);
    var found =
        switch (line.charAt(column)) {
          case '"' -> walk.skip(1).quoted(offset, true);
          case '\'' -> walk.skip(1).quoted(offset, false);
          case '|', '>' -> walk.block(offset);
          case '!', '&' -> false;
          default -> walk.plain(offset);
        };
    return found ? walk.position(begin.file()) : begin;
  }

  /** A way through the characters as they are written. */
  private final class Walk {
    private int line;
    private int column;

    Walk(int line, int column) {
      this.line = line;
      this.column = column;
    }

    Walk skip(int characters) {
      column += characters;
      return this;
    }

    Position position(String file) {
      var text = lines.get(line);
      var end = Math.min(column, text.length());
      return new Position(file, line + 1, text.codePointCount(0, end) + 1);
    }

    boolean quoted(int offset, boolean escapes) {
      var left = offset;
      while (left > 0) {
        var text = lines.get(line);
        if (restIsBlank(text)) {
          var folded = fold();
          if (folded < 0) {
            return false;
          }
          left -= folded;
        } else if (escapes && text.charAt(column) == '\\') {
          left -= escape(text);
        } else if (!escapes && text.startsWith("''", column)) {
          column += 2;
          left--;
        } else {
          column++;
          left--;
        }
      }
      return true;
    }

    boolean plain(int offset) {
      for (var left = offset; left > 0; ) {
        if (restIsBlank(lines.get(line))) {
          var folded = fold();
          if (folded < 0) {
            return false;
          }
          left -= folded;
        } else {
          column++;
          left--;
        }
      }
      return true;
    }

    private boolean restIsBlank(String text) {
      return column >= text.length() || text.substring(column).isBlank();
    }

    /** Goes to the next written character; how many characters of the value that is. */
    private int fold() {
      var breaks = 0;
      do {
        line++;
        breaks++;
        if (line >= lines.size()) {
          return -1;
        }
      } while (lines.get(line).isBlank());
      var text = lines.get(line);
      column = 0;
      while (column < text.length()
          && (text.charAt(column) == ' ' || text.charAt(column) == '\t')) {
        column++;
      }
      return Math.max(1, breaks - 1);
    }

    private int escape(String text) {
      if (column + 1 >= text.length()) {
        line = Math.min(line + 1, lines.size() - 1);
        column = lines.get(line).length() - lines.get(line).stripLeading().length();
        return 0;
      }
      var digits =
          switch (text.charAt(column + 1)) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> 0;
          };
      var wide = digits == 8 && !text.startsWith("0000", column + 2);
      column += 2 + digits;
      return wide ? 2 : 1;
    }

    /** Lines as they are, each a break longer than it looks. */
    boolean block(int offset) {
      line++;
      while (line < lines.size() && lines.get(line).isBlank()) {
        line++;
      }
      if (line >= lines.size()) {
        return false;
      }
      var indent = lines.get(line).length() - lines.get(line).stripLeading().length();
      column = indent;
      for (var left = offset; left > 0; left--) {
        if (column >= lines.get(line).length()) {
          line++;
          column = indent;
          if (line >= lines.size()) {
            return false;
          }
        } else {
          column++;
        }
      }
      return true;
    }
  }
}
