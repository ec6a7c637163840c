package org.hwautomation.workflow;

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
    return text.length() <= TEXT ? text : text.substring(0, TEXT - 1) + "…";
  }
}
