package org.hwautomation.definitions.file;

/** Texts as YAML and JSON read them alike: in double quotes, in ASCII. Stateless. */
public final class QuotedText {
  private QuotedText() {}

  /** The text in quotes; what is no printable ASCII is escaped by its UTF-16 code units. */
  public static String of(String text) {
    var quoted = new StringBuilder("\"");
    for (var i = 0; i < text.length(); i++) {
      var sign = text.charAt(i);
      if (sign == '"' || sign == '\\') {
        quoted.append('\\').append(sign);
      } else if (sign < ' ' || sign > '~') {
        quoted.append("\\u%04x".formatted((int) sign));
      } else {
        quoted.append(sign);
      }
    }
    return quoted.append('"').toString();
  }
}
