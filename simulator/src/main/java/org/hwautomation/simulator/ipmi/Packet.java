package org.hwautomation.simulator.ipmi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * A datagram: the RMCP header, and within it the IPMI 1.5 envelope without a session, or RMCP+
 * (chapter 13.6, table 13-8).
 */
sealed interface Packet {
  int IPMI = 0x00;
  int OPEN_SESSION = 0x10;
  int OPEN_SESSION_ANSWER = 0x11;
  int RAKP1 = 0x12;
  int RAKP2 = 0x13;
  int RAKP3 = 0x14;
  int RAKP4 = 0x15;

  /** Length of the RMCP header: version 1.0, reserved, no acknowledgement, class. */
  int RMCP_LENGTH = 4;

  byte RMCP_VERSION = 0x06;
  byte CLASS_IPMI = 0x07;

  byte AUTHENTICATION_PLUS = 0x06;

  /** IPMI 1.5, authentication type none. */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
  record Sessionless(byte[] message) implements Packet {}

  /**
   * RMCP+.
   *
   * @param sealed whether the payload is encrypted, and a code behind it vouches for it
   * @param bytes the whole datagram, for that code
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared, never shared
  record Plus(int payloadType, boolean sealed, int sessionId, byte[] payload, byte[] bytes)
      implements Packet {}

  /** Empty for what is no IPMI, or ends too early. */
  static Optional<Packet> read(byte[] datagram) {
    var in = ByteBuffer.wrap(datagram).order(ByteOrder.LITTLE_ENDIAN);
    if (in.remaining() < RMCP_LENGTH + 10 || in.get() != RMCP_VERSION) {
      return Optional.empty();
    }
    in.position(3);
    if (in.get() != CLASS_IPMI) {
      return Optional.empty();
    }
    var authentication = in.get();
    if (authentication == 0) {
      in.position(in.position() + 8);
      var length = in.get() & 0xFF;
      return length > in.remaining()
          ? Optional.empty()
          : Optional.of(new Sessionless(take(in, length)));
    }
    if (authentication != AUTHENTICATION_PLUS || in.remaining() < 11) {
      return Optional.empty();
    }
    var type = in.get() & 0xFF;
    var session = in.getInt();
    in.getInt(); // sequence number
    var length = in.getShort() & 0xFFFF;
    if (length > in.remaining()) {
      return Optional.empty();
    }
    return Optional.of(
        new Plus(type & 0x3F, (type & 0xC0) == 0xC0, session, take(in, length), datagram));
  }

  private static byte[] take(ByteBuffer in, int length) {
    var bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static ByteBuffer rmcp(int length) {
    return ByteBuffer.allocate(RMCP_LENGTH + length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(RMCP_VERSION)
        .put((byte) 0)
        .put((byte) 0xFF)
        .put(CLASS_IPMI);
  }

  static byte[] sessionless(byte[] message) {
    return rmcp(10 + message.length)
        .put(new byte[9])
        .put((byte) message.length)
        .put(message)
        .array();
  }

  /** RMCP+ outside a session. */
  static byte[] plus(int type, byte[] payload) {
    return plus(type, 0, 0, payload, 0);
  }

  /** RMCP+ with room for {@code trailer} more bytes at its end. */
  static byte[] plus(int type, int session, int sequence, byte[] payload, int trailer) {
    return rmcp(12 + payload.length + trailer)
        .put(AUTHENTICATION_PLUS)
        .put((byte) type)
        .putInt(session)
        .putInt(sequence)
        .putShort((short) payload.length)
        .put(payload)
        .array();
  }

  /** From the session header on: what an integrity code vouches for begins there (13.28.4). */
  static byte[] vouchedFor(byte[] datagram, int codeLength) {
    return Arrays.copyOfRange(datagram, RMCP_LENGTH, datagram.length - codeLength);
  }
}
