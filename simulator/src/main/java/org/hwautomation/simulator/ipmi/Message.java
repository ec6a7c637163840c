package org.hwautomation.simulator.ipmi;

import java.util.Arrays;
import java.util.Optional;

/**
 * A request in the LAN message format (table 13-8, as IPMB, with two checksums).
 *
 * @param asker slave address or software id of who asks
 * @param sequence its sequence number and LUN, given back as they are
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never shared
record Message(int function, int command, int asker, int sequence, byte[] data) {
  private static final int BMC = 0x20;

  /** Empty where a checksum is wrong. */
  static Optional<Message> read(byte[] bytes) {
    if (bytes.length < 7
        || checksum(bytes, 0, 2) != bytes[2]
        || checksum(bytes, 3, bytes.length - 1) != bytes[bytes.length - 1]) {
      return Optional.empty();
    }
    return Optional.of(
        new Message(
            (bytes[1] & 0xFF) >> 2,
            bytes[5] & 0xFF,
            bytes[3] & 0xFF,
            bytes[4] & 0xFF,
            Arrays.copyOfRange(bytes, 6, bytes.length - 1)));
  }

  boolean is(int networkFunction, int number) {
    return function == networkFunction && command == number;
  }

  /** The message that answers this one. */
  byte[] answer(Answer answer) {
    var data = answer.data();
    var bytes = new byte[8 + data.length];
    bytes[0] = (byte) asker;
    bytes[1] = (byte) ((function | 1) << 2);
    bytes[2] = checksum(bytes, 0, 2);
    bytes[3] = BMC;
    bytes[4] = (byte) sequence;
    bytes[5] = (byte) command;
    bytes[6] = (byte) answer.code();
    System.arraycopy(data, 0, bytes, 7, data.length);
    bytes[bytes.length - 1] = checksum(bytes, 3, bytes.length - 1);
    return bytes;
  }

  private static byte checksum(byte[] bytes, int from, int to) {
    var sum = 0;
    for (var i = from; i < to; i++) {
      sum += bytes[i];
    }
    return (byte) -sum;
  }
}
