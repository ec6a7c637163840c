package org.hwautomation.hardware;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The SHA-256 of a certificate's DER bytes: what a person reads to another one before trusting a
 * self-signed peer.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record CertificateFingerprint(String hex) {
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

  public CertificateFingerprint {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("a fingerprint has 64 lower-case hexadecimal digits");
    }
  }

  /**
   * Reads a fingerprint in any of the usual forms: with or without colons, either case, with or
   * without {@code sha256:} (or {@code SHA256 Fingerprint=}) in front.
   *
   * @throws IllegalArgumentException if it is not one
   */
  public static CertificateFingerprint parse(String text) {
    var bare =
        text.strip()
            .toLowerCase(Locale.ROOT)
            .replaceFirst("^sha-?256( fingerprint)?[:=]\\s*", "")
            .replace(":", "")
            .replace(" ", "");
    if (!bare.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "'"
              + text
              + "' is not a SHA-256 fingerprint: 64 hexadecimal digits are needed, colons between"
              + " them are fine");
    }
    return new CertificateFingerprint(bare);
  }

  /** The fingerprint of a certificate that was shown. */
  public static CertificateFingerprint of(X509Certificate certificate) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return new CertificateFingerprint(HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
      throw new IllegalStateException("cannot take the SHA-256 of a certificate", e);
    }
  }

  /** Upper case with colons, as browsers and {@code openssl x509 -fingerprint} show it. */
  @Override
  public String toString() {
    return COLONS.formatHex(HexFormat.of().parseHex(hex));
  }
}
