package org.hwautomation.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce a secret and the reference as associated
 * data, so that a ciphertext moved to another row is refused. Thread-safe.
 */
final class SecretCipher {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;
  private final SecretKeySpec hashKey;
  private final String keyId;

  SecretCipher(byte[] keyBytes) {
    this.key = new SecretKeySpec(keyBytes, "AES");
    var root = new SecretKeySpec(keyBytes, "HmacSHA256");
    this.keyId = HexFormat.of().formatHex(mac(root, "hwautomation key id"), 0, 8);
    this.hashKey = new SecretKeySpec(mac(root, "hwautomation credential hash"), "HmacSHA256");
  }

  /** An encrypted secret; carried from a row to the cipher and back, never compared. */
  @SuppressWarnings("ArrayRecordComponent")
  record Sealed(String keyId, byte[] nonce, byte[] ciphertext) {}

  /** Tells keys apart and says nothing about them. */
  String keyId() {
    return keyId;
  }

  Sealed seal(String reference, String clearText) {
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, reference);
      return new Sealed(keyId, nonce, cipher.doFinal(clearText.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** Empty if it was sealed with another key or under another reference, or was changed. */
  Optional<String> open(String reference, Sealed sealed) {
    try {
      var cipher = cipher(Cipher.DECRYPT_MODE, sealed.nonce(), reference);
      return Optional.of(new String(cipher.doFinal(sealed.ciphertext()), StandardCharsets.UTF_8));
    } catch (AEADBadTagException e) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /** A hash that can be compared but, without the key, not searched for. */
  String hash(String... parts) {
    var text = new StringBuilder();
    for (var part : parts) {
      text.append(part.length()).append(':').append(part);
    }
    return HexFormat.of().formatHex(mac(hashKey, text.toString()));
  }

  private Cipher cipher(int mode, byte[] nonce, String reference) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(ByteBuffer.wrap(reference.getBytes(StandardCharsets.UTF_8)));
    return cipher;
  }

  private static byte[] mac(SecretKeySpec key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", e);
    }
  }
}
