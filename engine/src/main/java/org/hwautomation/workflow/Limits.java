package org.hwautomation.workflow;

import java.nio.charset.StandardCharsets;

/** How large things may be that a run remembers, in bytes of UTF-8. */
final class Limits {
  static final int VALUE = 64 * 1024;
  static final int CHECKPOINT = 16 * 1024;
  static final int VALUES = 256 * 1024;
  static final int DEFINITION = 256 * 1024;
  static final int TEXT = 4 * 1024;

  private Limits() {}

  /** Refuses what is too large. */
  static void check(String place, Value value, int limit) {
    var size = ValueCodec.size(value);
    if (size > limit) {
      throw new InvalidValueException(
          place,
          "takes "
              + size
              + " bytes, more than "
              + limit
              + "; keep it elsewhere and remember its place and SHA-256");
    }
  }

  /** Cuts a text for people. */
  static String cut(String text) {
    if (text.length() <= TEXT / 3 || text.getBytes(StandardCharsets.UTF_8).length <= TEXT) {
      return text;
    }
    var room = TEXT - "…".getBytes(StandardCharsets.UTF_8).length;
    var end = 0;
    while (end < text.length()) {
      var point = text.codePointAt(end);
      room -= point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (room < 0) {
        break;
      }
      end += Character.charCount(point);
    }
    return text.substring(0, end) + "…";
  }
}
