package org.hwautomation.store;

/** Text that PostgreSQL takes. */
final class Unicode {
  private static final char REPLACEMENT = '\uFFFD';

  private Unicode() {}

  /**
   * The text with U+FFFD for what PostgreSQL's UTF-8 has no place for: NUL, which a BMC's answer
   * may hold, and halves of surrogate pairs, which cutting a text may leave.
   */
  static String storable(String text) {
    for (var i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return replaced(text);
      }
    }
    return text;
  }

  private static String replaced(String text) {
    var result = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                    ? REPLACEMENT
                    : c)
        .forEach(result::appendCodePoint);
    return result.toString();
  }
}
