package org.hwautomation.definitions.file;

import java.io.Reader;

/**
 * Reads a text in pieces that end between characters, never inside one of two units: the YAML
 * parser fails where its buffer ends inside one.
 */
public final class WholeCharacters extends Reader {
  private final String text;
  private int at;

  public WholeCharacters(String text) {
    this.text = text;
  }

  @Override
  public int read(char[] buffer, int offset, int length) {
    if (at >= text.length()) {
      return -1;
    }
    var end = Math.min(text.length(), at + length);
    if (end < text.length() && end - at > 1 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    text.getChars(at, end, buffer, offset);
    var count = end - at;
    at = end;
    return count;
  }

  @Override
  public void close() {}
}
