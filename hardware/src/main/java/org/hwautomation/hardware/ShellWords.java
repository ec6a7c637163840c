package org.hwautomation.hardware;

import java.util.List;
import java.util.stream.Collectors;

/** Words for a POSIX shell, so that an outside text stays one word whatever is in it. */
public final class ShellWords {
  private ShellWords() {}

  /** One word that the shell takes as it is, whatever is in it. */
  public static String quote(String word) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a word for the shell has a zero character");
    }
    return word.matches("[A-Za-z0-9_./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** The words of an argument vector, quoted, with blanks between. */
  public static String join(List<String> words) {
    return words.stream().map(ShellWords::quote).collect(Collectors.joining(" "));
  }
}
