package org.hwautomation.simulator.ipmi;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The cipher suites that the BMCs can serve (table 22-20): two that encrypt, and the two that let
 * anybody in or show everything.
 */
enum CipherSuite {
  /** No password is asked for, and nothing is hidden. */
  SUITE_0(0, 0, 0, 0, "", 0),
  /** RAKP-HMAC-SHA1, and then nothing is hidden or vouched for. */
  SUITE_1(1, 1, 0, 0, "HmacSHA1", 12),
  /** RAKP-HMAC-SHA1, HMAC-SHA1-96, AES-CBC-128. */
  SUITE_3(3, 1, 1, 1, "HmacSHA1", 12),
  /** RAKP-HMAC-SHA256, HMAC-SHA256-128, AES-CBC-128. */
  SUITE_17(17, 3, 4, 1, "HmacSHA256", 16);

  private final int number;
  private final int authentication;
  private final int integrity;
  private final int confidentiality;
  private final String hash;
  private final int codeLength;

  CipherSuite(
      int number,
      int authentication,
      int integrity,
      int confidentiality,
      String hash,
      int codeLength) {
    this.number = number;
    this.authentication = authentication;
    this.integrity = integrity;
    this.confidentiality = confidentiality;
    this.hash = hash;
    this.codeLength = codeLength;
  }

  /** The suite with these algorithms; empty if the BMC has none. */
  static Optional<CipherSuite> of(int authentication, int integrity, int confidentiality) {
    return Arrays.stream(values())
        .filter(
            suite ->
                suite.authentication == authentication
                    && suite.integrity == integrity
                    && suite.confidentiality == confidentiality)
        .findFirst();
  }

  int number() {
    return number;
  }

  /** Whether messages of a session are encrypted, and a code vouches for them. */
  boolean seals() {
    return integrity > 0;
  }

  int authentication() {
    return authentication;
  }

  int integrity() {
    return integrity;
  }

  int confidentiality() {
    return confidentiality;
  }

  /** Length of an integrity code, of RAKP message 4 too. */
  int codeLength() {
    return codeLength;
  }

  /** The keyed hash, whole. */
  byte[] hash(byte[] key, byte[]... parts) {
    if (hash.isEmpty()) {
      return new byte[0];
    }
    try {
      var mac = Mac.getInstance(hash);
      mac.init(new SecretKeySpec(key, hash));
      for (var part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + hash, e);
    }
  }

  /** The keyed hash, cut to the length of an integrity code. */
  byte[] code(byte[] key, byte[]... parts) {
    return Arrays.copyOf(hash(key, parts), codeLength);
  }
}
