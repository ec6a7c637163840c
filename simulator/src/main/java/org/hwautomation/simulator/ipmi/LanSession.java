package org.hwautomation.simulator.ipmi;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** An open session: its keys (chapter 13.32), and what it may do. For one thread. */
final class LanSession {
  private static final int AES_BLOCK = 16;
  private static final int SEALED_IPMI = 0xC0 | Packet.IPMI;
  private static final byte NEXT_HEADER = 0x07;

  private final int id;
  private final int console;
  private final int account;
  private final int highest;
  private final CipherSuite suite;
  private final byte[] integrityKey;
  private final SecretKeySpec cipherKey;
  private final SecureRandom random = new SecureRandom();
  private int privilege = Privilege.USER;
  private int sequence;

  LanSession(int id, int console, int account, int highest, CipherSuite suite, byte[] sessionKey) {
    this.id = id;
    this.console = console;
    this.account = account;
    this.highest = highest;
    this.suite = suite;
    this.integrityKey = suite.hash(sessionKey, constant(1));
    this.cipherKey =
        new SecretKeySpec(Arrays.copyOf(suite.hash(sessionKey, constant(2)), AES_BLOCK), "AES");
  }

  private static byte[] constant(int value) {
    var bytes = new byte[20];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  int id() {
    return id;
  }

  /** The slot of the account that logged in. */
  int account() {
    return account;
  }

  /** What the session may do now; begins as {@link Privilege#USER} (chapter 22.18). */
  int privilege() {
    return privilege;
  }

  /** Raises or lowers it; false beyond what was asked for at the login. */
  boolean privilege(int level) {
    if (highest != 0 && level > highest) {
      return false;
    }
    privilege = level;
    return true;
  }

  /** The message in a packet; empty if the packet is not sealed, or its code is wrong. */
  Optional<byte[]> open(Packet.Plus packet) {
    if (!suite.seals()) {
      return packet.sealed() ? Optional.empty() : Optional.of(packet.payload());
    }
    var bytes = packet.bytes();
    if (!packet.sealed() || bytes.length < suite.codeLength() + Packet.RMCP_LENGTH) {
      return Optional.empty();
    }
    var code = Arrays.copyOfRange(bytes, bytes.length - suite.codeLength(), bytes.length);
    var vouchedFor = Packet.vouchedFor(bytes, suite.codeLength());
    if (!MessageDigest.isEqual(code, suite.code(integrityKey, vouchedFor))) {
      return Optional.empty();
    }
    return decrypt(packet.payload());
  }

  /** A datagram with this message. */
  byte[] seal(byte[] message) {
    if (!suite.seals()) {
      return Packet.plus(Packet.IPMI, console, ++sequence, message, 0);
    }
    var payload = encrypt(message);
    var pad = (4 - (12 + payload.length + 2) % 4) % 4;
    var trailer = pad + 2 + suite.codeLength();
    var datagram = Packet.plus(SEALED_IPMI, console, ++sequence, payload, trailer);
    var at = datagram.length - trailer;
    Arrays.fill(datagram, at, at + pad, (byte) 0xFF);
    datagram[at + pad] = (byte) pad;
    datagram[at + pad + 1] = NEXT_HEADER;
    var code = suite.code(integrityKey, Packet.vouchedFor(datagram, suite.codeLength()));
    System.arraycopy(code, 0, datagram, at + pad + 2, code.length);
    return datagram;
  }

  /** AES-CBC-128 with a trailer of 1, 2, 3 … and its length (chapter 13.29). */
  private byte[] encrypt(byte[] message) {
    var pad = (AES_BLOCK - (message.length + 1) % AES_BLOCK) % AES_BLOCK;
    var plain = ByteBuffer.allocate(message.length + pad + 1).put(message);
    for (var i = 1; i <= pad; i++) {
      plain.put((byte) i);
    }
    plain.put((byte) pad);
    var start = new byte[AES_BLOCK];
    random.nextBytes(start);
    var secret = cipher(Cipher.ENCRYPT_MODE, start, plain.array());
    return ByteBuffer.allocate(AES_BLOCK + secret.length).put(start).put(secret).array();
  }

  private Optional<byte[]> decrypt(byte[] payload) {
    if (payload.length < 2 * AES_BLOCK || payload.length % AES_BLOCK != 0) {
      return Optional.empty();
    }
    var plain =
        cipher(
            Cipher.DECRYPT_MODE,
            Arrays.copyOf(payload, AES_BLOCK),
            Arrays.copyOfRange(payload, AES_BLOCK, payload.length));
    var length = plain.length - 1 - (plain[plain.length - 1] & 0xFF);
    return length < 0 ? Optional.empty() : Optional.of(Arrays.copyOf(plain, length));
  }

  private byte[] cipher(int mode, byte[] start, byte[] data) {
    try {
      var cipher = Cipher.getInstance("AES/CBC/NoPadding");
      cipher.init(mode, cipherKey, new IvParameterSpec(start));
      return cipher.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("whole blocks were checked before", e);
    }
  }
}
