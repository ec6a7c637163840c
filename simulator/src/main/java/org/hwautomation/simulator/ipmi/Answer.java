package org.hwautomation.simulator.ipmi;

/**
 * What a command answers: a completion code (table 5-2) and, where it is {@link #OK}, data.
 *
 * @param code 0 to 255
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never shared
record Answer(int code, byte[] data) {
  static final int OK = 0x00;
  static final int UNSUPPORTED_PARAMETER = 0x80;
  static final int READ_ONLY_PARAMETER = 0x82;
  static final int INVALID_COMMAND = 0xC1;
  static final int DATA_LENGTH = 0xC7;
  static final int NOT_PRESENT = 0xCB;
  static final int INVALID_DATA = 0xCC;
  static final int INSUFFICIENT_PRIVILEGE = 0xD4;
  static final int NOT_IN_THIS_STATE = 0xD5;

  /** A command that needs a session came without one: refused for lack of privilege. */
  static final int NEEDS_SESSION = INSUFFICIENT_PRIVILEGE;

  static Answer ok(int... data) {
    var bytes = new byte[data.length];
    for (var i = 0; i < data.length; i++) {
      bytes[i] = (byte) data[i];
    }
    return new Answer(OK, bytes);
  }

  static Answer ok(byte[] data) {
    return new Answer(OK, data);
  }

  static Answer of(int code) {
    return new Answer(code, new byte[0]);
  }
}
