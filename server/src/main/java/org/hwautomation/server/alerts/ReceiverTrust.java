package org.hwautomation.server.alerts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.hwautomation.server.ServiceStartException;
import org.jspecify.annotations.Nullable;

/** Whose signature on a receiver's certificate counts. Stateless. */
final class ReceiverTrust {
  private ReceiverTrust() {}

  /**
   * Those that the JDK trusts, and those of a PEM file.
   *
   * @throws ServiceStartException if the file can't be used
   */
  static SSLContext of(Path file) {
    try (var in = Files.newInputStream(file)) {
      var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (var manager : managers(null).getTrustManagers()) {
        if (manager instanceof X509TrustManager jdk) {
          for (var issuer : jdk.getAcceptedIssuers()) {
            trusted.setCertificateEntry("jdk" + trusted.size(), issuer);
          }
        }
      }
      var own = CertificateFactory.getInstance("X.509").generateCertificates(in);
      if (own.isEmpty()) {
        throw wrong(file, "holds no certificate in PEM", null);
      }
      for (var certificate : own) {
        trusted.setCertificateEntry("own" + trusted.size(), certificate);
      }
      var context = SSLContext.getInstance("TLS");
      context.init(null, managers(trusted).getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw wrong(file, "can't be read (" + e.getClass().getSimpleName() + ")", e);
    } catch (GeneralSecurityException e) {
      throw wrong(file, "holds no certificates in PEM", e);
    }
  }

  private static TrustManagerFactory managers(@Nullable KeyStore trusted)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory;
  }

  private static ServiceStartException wrong(Path file, String problem, @Nullable Throwable cause) {
    return new ServiceStartException("alerts.root_certificate: " + file + " " + problem, cause);
  }
}
