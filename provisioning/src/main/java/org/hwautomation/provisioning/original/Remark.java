package org.hwautomation.provisioning.original;

import java.util.regex.Pattern;
import org.hwautomation.definitions.file.Position;

/**
 * One thing that is said about a file. Never shows a secret.
 *
 * @param position where; its file alone where no line is known
 * @param subject the key, variable or name that it is about; may be empty
 * @param text what it becomes, why it means nothing, or what is wrong and what to write
 * @param times how often the same stands in the file, from 1; {@code position} is the first
 */
public record Remark(Verdict verdict, Position position, String subject, String text, int times) {
  private static final Pattern PLACED = Pattern.compile("(?s)(.*?):([0-9]+):([0-9]+): (.*)");

  /** What becomes of it. */
  public enum Verdict {
    /** It has a meaning here. */
    UNDERSTOOD("understood"),
    /** It has none, for a reason. */
    WITHOUT_MEANING("no meaning here"),
    /** A person must change it. */
    WRONG("wrong");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }
  }

  static Remark understood(Position position, String subject, String text) {
    return new Remark(Verdict.UNDERSTOOD, position, subject, text, 1);
  }

  static Remark withoutMeaning(Position position, String subject, String text) {
    return new Remark(Verdict.WITHOUT_MEANING, position, subject, text, 1);
  }

  static Remark wrong(Position position, String subject, String text) {
    return new Remark(Verdict.WRONG, position, subject, text, 1);
  }

  /** Of a line {@code FILE:LINE:COLUMN: what}, as files' problems are told. */
  static Remark of(Verdict verdict, String file, String line) {
    var placed = PLACED.matcher(line);
    if (placed.matches()) {
      return new Remark(
          verdict,
          new Position(
              placed.group(1),
              Integer.parseInt(placed.group(2)),
              Integer.parseInt(placed.group(3))),
          "",
          placed.group(4),
          1);
    }
    var text = line.startsWith(file + ": ") ? line.substring(file.length() + 2) : line;
    return new Remark(verdict, whole(file), "", text, 1);
  }

  /** The file as a whole. */
  static Position whole(String file) {
    return new Position(file, 0, 0);
  }
}
