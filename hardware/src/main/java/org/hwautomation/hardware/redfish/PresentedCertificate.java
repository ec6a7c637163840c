package org.hwautomation.hardware.redfish;

import java.security.cert.X509Certificate;
import java.time.Instant;
import org.hwautomation.hardware.CertificateFingerprint;

/**
 * The leaf certificate that a BMC showed, for a caller that pins on first use.
 *
 * @param fingerprint what to pin
 * @param subject the distinguished name, such as {@code CN=idrac-F54P1G3}
 * @param issuer equal to {@code subject} for a self-signed one
 * @param selfSigned whether subject and issuer are the same
 */
public record PresentedCertificate(
    CertificateFingerprint fingerprint,
    String subject,
    String issuer,
    boolean selfSigned,
    Instant notBefore,
    Instant notAfter) {

  static PresentedCertificate of(X509Certificate leaf) {
    var subject = leaf.getSubjectX500Principal();
    var issuer = leaf.getIssuerX500Principal();
    return new PresentedCertificate(
        CertificateFingerprint.of(leaf),
        subject.getName(),
        issuer.getName(),
        subject.equals(issuer),
        leaf.getNotBefore().toInstant(),
        leaf.getNotAfter().toInstant());
  }
}
