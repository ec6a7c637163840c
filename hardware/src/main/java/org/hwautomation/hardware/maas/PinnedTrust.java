package org.hwautomation.hardware.maas;

import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.hwautomation.hardware.CertificateFingerprint;
import org.hwautomation.hardware.ServerTrust;

/** Trusts a server that shows one of the pinned certificates, and nobody else. */
final class PinnedTrust extends ServerTrust {
  private final Set<String> pins;

  private PinnedTrust(Set<String> pins) {
    this.pins = pins;
  }

  static SSLContext context(Set<String> pins) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new PinnedTrust(pins)}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }

  @Override
  protected void check(X509Certificate[] chain, String authType) throws CertificateException {
    var shown = CertificateFingerprint.of(chain[0]).hex();
    if (!pins.contains(shown)) {
      throw new CertificateException(
          "it shows one with SHA-256 " + shown + ", which is not among those pinned");
    }
  }
}
