package org.hwautomation.server.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hwautomation.hardware.Secret;

/**
 * 256 random bits as text: tokens and session ids. What is kept of them is their SHA-256: nobody
 * guesses what 256 bits hash to, so it needs neither salt nor a slow hash.
 */
final class RandomText {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  /** Characters of that many bytes in base64. */
  private static final int LENGTH = 43;

  private RandomText() {}

  static Secret make(String prefix) {
    var bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return Secret.of(prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /** Whether it may be one of ours; the rest is not worth a look into the database. */
  static boolean looksMade(Secret text, String prefix) {
    return text.reveal(
        clear -> clear.length() == prefix.length() + LENGTH && clear.startsWith(prefix));
  }

  /** What is kept of it; 64 hexadecimal digits. */
  static String hash(Secret text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.reveal(clear -> clear.getBytes(StandardCharsets.UTF_8))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /**
   * The CSRF token of a session: whoever has the session can make it, nobody else, and it is kept
   * nowhere.
   */
  static String csrfToken(Secret sessionId) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(
          new SecretKeySpec(
              sessionId.reveal(clear -> clear.getBytes(StandardCharsets.UTF_8)), "HmacSHA256"));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal("hwautomation csrf".getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
