package org.hwautomation.hardware.redfish;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.hwautomation.hardware.CertificateFingerprint;
import org.hwautomation.hardware.ServerTrust;
import org.jspecify.annotations.Nullable;

/**
 * Judges the BMC's certificate by a {@link TlsTrust}. The name is compared with the host that the
 * caller asked for (RFC 9525), not with the mapped address that the JDK's own check would see.
 */
final class CertificateCheck extends ServerTrust {
  private final @Nullable TlsTrust trust;
  private final String host;
  private final AtomicReference<@Nullable X509Certificate> presented = new AtomicReference<>();

  /**
   * Makes one.
   *
   * @param trust null to refuse everybody, after having looked at the certificate
   */
  CertificateCheck(@Nullable TlsTrust trust, String host) {
    this.trust = trust;
    this.host = host;
  }

  /** The leaf that was shown last, or null before the first handshake. */
  @Nullable X509Certificate presented() {
    return presented.get();
  }

  @Override
  protected void check(X509Certificate[] chain, String authType) throws CertificateException {
    var leaf = chain[0];
    presented.set(leaf);
    switch (trust) {
      case null -> throw new UntrustedCertificate(leaf, "it was only to be looked at");
      case TlsTrust.Insecure _ -> {}
      case TlsTrust.Pinned pinned -> {
        if (!CertificateFingerprint.of(leaf).equals(pinned.fingerprint())) {
          throw new UntrustedCertificate(
              leaf, "the pinned one has SHA-256 " + pinned.fingerprint());
        }
      }
      case TlsTrust.SystemRoots _ -> {
        try {
          SystemRoots.MANAGER.checkServerTrusted(chain, authType);
        } catch (CertificateException e) {
          throw new UntrustedCertificate(
              leaf, "it is not signed by an authority that this Java runtime knows");
        }
        if (!names(leaf)) {
          throw new UntrustedCertificate(leaf, "it is not issued for " + host);
        }
      }
    }
  }

  private boolean names(X509Certificate leaf) throws CertificateParsingException {
    var names = leaf.getSubjectAlternativeNames();
    if (names == null) {
      return false;
    }
    var asked = host.toLowerCase(Locale.ROOT);
    for (var entry : names) {
      var name = String.valueOf(entry.get(1)).toLowerCase(Locale.ROOT);
      var fits =
          switch ((Integer) entry.get(0)) {
            case 2 -> name.equals(asked) || wildcardFits(name, asked);
            case 7 -> name.equals(asked);
            default -> false;
          };
      if (fits) {
        return true;
      }
    }
    return false;
  }

  /** One whole label, the left-most, and never an address. */
  private static boolean wildcardFits(String name, String asked) {
    var dot = asked.indexOf('.');
    return name.startsWith("*.")
        && dot > 0
        && name.indexOf('.', 2) > 0
        && !asked.matches("[0-9.]+")
        && name.substring(1).equals(asked.substring(dot));
  }

  private static final class SystemRoots {
    static final X509TrustManager MANAGER = load();

    private static X509TrustManager load() {
      try {
        var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        for (var manager : factory.getTrustManagers()) {
          if (manager instanceof X509TrustManager x509) {
            return x509;
          }
        }
        throw new IllegalStateException("this Java runtime has no X.509 trust manager");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("cannot read this Java runtime's trusted roots", e);
      }
    }
  }

  /** Carries the certificate through the TLS stack's exceptions to the one who writes the error. */
  static final class UntrustedCertificate extends CertificateException {
    private static final long serialVersionUID = 1L;

    private final transient X509Certificate leaf;

    UntrustedCertificate(X509Certificate leaf, String reason) {
      super(reason);
      this.leaf = leaf;
    }

    X509Certificate leaf() {
      return leaf;
    }
  }
}
