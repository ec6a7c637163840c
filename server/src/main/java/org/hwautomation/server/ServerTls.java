package org.hwautomation.server;

import io.helidon.common.tls.Tls;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;

/** TLS 1.3 and 1.2 with a certificate and key from PEM files. Stateless. */
final class ServerTls {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  private ServerTls() {}

  /**
   * Reads the files.
   *
   * @throws ServiceStartException if one can't be used, saying which and why; never with the key
   */
  static Tls of(ServerSettings.TlsFiles files) {
    return Tls.builder()
        .privateKey(key(files.key()))
        .privateKeyCertChain(chain(files.certificate()))
        .addEnabledProtocol("TLSv1.3")
        .addEnabledProtocol("TLSv1.2")
        .build();
  }

  private static List<X509Certificate> chain(Path file) {
    try (var stream = Files.newInputStream(file)) {
      var chain =
          CertificateFactory.getInstance("X.509").generateCertificates(stream).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (chain.isEmpty()) {
        throw wrong(file, "holds no certificate", null);
      }
      return chain;
    } catch (IOException e) {
      throw wrong(file, "can't be read (" + e.getClass().getSimpleName() + ")", e);
    } catch (GeneralSecurityException e) {
      throw wrong(file, "holds no X.509 certificates in PEM", e);
    }
  }

  private static PrivateKey key(Path file) {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw wrong(file, "can't be read (" + e.getClass().getSimpleName() + ")", e);
    }
    var begin = text.indexOf(BEGIN);
    var end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw wrong(
          file,
          "holds no unencrypted PKCS #8 key in PEM; convert it with: openssl pkcs8 -topk8 -nocrypt",
          null);
    }
    try {
      var bytes = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
      return decoded(new PKCS8EncodedKeySpec(bytes), file);
    } catch (IllegalArgumentException e) {
      throw wrong(file, "is damaged", null);
    }
  }

  private static PrivateKey decoded(PKCS8EncodedKeySpec spec, Path file) {
    for (var algorithm : List.of("EC", "RSA", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (GeneralSecurityException e) {
        // of another kind
      }
    }
    throw wrong(file, "holds a key that is neither EC, RSA nor Ed25519", null);
  }

  private static ServiceStartException wrong(
      Path file, String problem, @org.jspecify.annotations.Nullable Throwable cause) {
    return new ServiceStartException("TLS: " + file + " " + problem, cause);
  }
}
