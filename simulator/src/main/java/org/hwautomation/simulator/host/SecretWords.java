package org.hwautomation.simulator.host;

import java.util.regex.Pattern;

/**
 * Finds passwords among the words of a command line, where every process of a host can read them.
 */
final class SecretWords {

  private static final Pattern PASSWORD =
      Pattern.compile(
          "(user[ \\t]+set[ \\t]+password[ \\t]+\\S+[ \\t]+|user[ \\t]+test[ \\t]+\\S+[ \\t]+(?:16|20)[ \\t]+"
              + "|lan[ \\t]+set[ \\t]+\\S+[ \\t]+password[ \\t]+|ipmitool[ \\t].*?-P[ \\t]*|sumtool\\s.*?-p[ \\t]+"
              + "|racadm\\s.*?-p[ \\t]+)('[^']*'|\"[^\"]*\"|[^\\s;|&<>]+)");

  private SecretWords() {}

  static boolean in(String line) {
    return PASSWORD.matcher(line).find();
  }

  /** The line with its passwords hidden. */
  static String hide(String line) {
    return PASSWORD.matcher(line).replaceAll("$1********");
  }
}
