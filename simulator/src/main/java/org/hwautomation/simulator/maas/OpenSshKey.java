package org.hwautomation.simulator.maas;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.ECPublicKey;
import java.util.Base64;

/** OpenSSH public key lines of EC keys on P-256 (RFC 5656 section 3.1). */
final class OpenSshKey {

  private static final int COORDINATE = 32;

  private OpenSshKey() {}

  static String line(ECPublicKey key, String comment) {
    ByteArrayOutputStream point = new ByteArrayOutputStream();
    point.write(4);
    point.writeBytes(coordinate(key.getW().getAffineX()));
    point.writeBytes(coordinate(key.getW().getAffineY()));
    ByteArrayOutputStream blob = new ByteArrayOutputStream();
    string(blob, "ecdsa-sha2-nistp256".getBytes(StandardCharsets.US_ASCII));
    string(blob, "nistp256".getBytes(StandardCharsets.US_ASCII));
    string(blob, point.toByteArray());
    return "ecdsa-sha2-nistp256 "
        + Base64.getEncoder().encodeToString(blob.toByteArray())
        + " "
        + comment;
  }

  private static void string(ByteArrayOutputStream out, byte[] bytes) {
    out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
    out.writeBytes(bytes);
  }

  private static byte[] coordinate(BigInteger value) {
    byte[] raw = value.toByteArray();
    byte[] fixed = new byte[COORDINATE];
    int length = Math.min(raw.length, COORDINATE);
    System.arraycopy(raw, raw.length - length, fixed, COORDINATE - length, length);
    return fixed;
  }
}
