package org.hwautomation.provisioning.firmware;

import java.util.Locale;

/**
 * Which items of an inventory are meant: a glob over an item's id, name and software id, in any
 * case. {@code *} is any text, {@code ?} any one sign.
 */
public record ItemPattern(String glob) {
  /** Every item. */
  public static final ItemPattern ANY = new ItemPattern("*");

  boolean matches(InstalledItem item) {
    var softwareId = item.softwareId();
    return matches(item.key())
        || matches(item.id())
        || matches(item.name())
        || (softwareId != null && matches(softwareId));
  }

  boolean matches(String text) {
    var pattern = glob.toLowerCase(Locale.ROOT);
    var word = text.toLowerCase(Locale.ROOT);
    var p = 0;
    var w = 0;
    var star = -1;
    var from = 0;
    while (w < word.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        from = w;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == word.charAt(w))) {
        p++;
        w++;
      } else if (star >= 0) {
        p = star + 1;
        w = ++from;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public String toString() {
    return glob;
  }
}
