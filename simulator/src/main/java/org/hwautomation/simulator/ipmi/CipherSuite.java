package org.hwautomation.simulator.ipmi;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The cipher suites that the BMCs have (table 22-20): those with a password and encryption. */
enum CipherSuite {
  /** RAKP-HMAC-SHA1, HMAC-SHA1-96, AES-CBC-128. */
  SUITE_3(1, 1, "HmacSHA1", 12),
  /** RAKP-HMAC-SHA256, HMAC-SHA256-128, AES-CBC-128. */
  SUITE_17(3, 4, "HmacSHA256", 16);

  private static final int AES_CBC_128 = 1;

  private final int authentication;
  private final int integrity;
  private final String hash;
  private final int codeLength;

  CipherSuite(int authentication, int integrity, String hash, int codeLength) {
    this.authentication = authentication;
    this.integrity = integrity;
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
                    && confidentiality == AES_CBC_128)
        .findFirst();
  }

  int authentication() {
    return authentication;
  }

  int integrity() {
    return integrity;
  }

  int confidentiality() {
    return AES_CBC_128;
  }

  /** Length of an integrity code, of RAKP message 4 too. */
  int codeLength() {
    return codeLength;
  }

  /** The keyed hash, whole. */
  byte[] hash(byte[] key, byte[]... parts) {
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
