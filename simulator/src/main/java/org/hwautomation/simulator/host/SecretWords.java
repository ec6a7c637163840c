package org.hwautomation.simulator.host;

import java.util.regex.Pattern;

/**
 * Finds passwords among the words of a command line, where every process of a host can read them.
 */
final class SecretWords {

  private static final Pattern PASSWORD =
      Pattern.compile(
          "(user\\s+set\\s+password\\s+\\S+\\s+|user\\s+test\\s+\\S+\\s+(?:16|20)\\s+"
              + "|lan\\s+set\\s+\\S+\\s+password\\s+|ipmitool\\s.*?-P\\s*|sumtool\\s.*?-p\\s+"
              + "|racadm\\s.*?-p\\s+)('[^']*'|\"[^\"]*\"|[^\\s;|&<>]+)");

  private SecretWords() {}

  static boolean in(String line) {
    return PASSWORD.matcher(line).find();
  }

  /** The line with its passwords hidden. */
  static String hide(String line) {
    return PASSWORD.matcher(line).replaceAll("$1********");
  }
}
