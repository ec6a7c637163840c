package org.hwautomation.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.server.HwautoServer;
import org.hwautomation.server.ServerSettings;
import org.hwautomation.server.ServerSettings.TlsFiles;
import org.hwautomation.server.ServiceStartException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service with a certificate and key from files. */
final class ServiceTlsTest {
  @TempDir private Path folder = Path.of(".");
  private KeyStore keys;
  private Path certificate = Path.of(".");
  private Path key = Path.of(".");

  ServiceTlsTest() throws Exception {
    keys = KeyStore.getInstance("PKCS12");
  }

  @BeforeEach
  void makeCertificate() throws Exception {
    var file = folder.resolve("keys.p12");
    var made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "service",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .start();
    assertThat(made.waitFor(60, TimeUnit.SECONDS)).isTrue();
    try (var stream = Files.newInputStream(file)) {
      keys.load(stream, "changeit".toCharArray());
    }
    certificate = folder.resolve("cert.pem");
    key = folder.resolve("key.pem");
    pem(certificate, "CERTIFICATE", keys.getCertificate("service").getEncoded());
    pem(key, "PRIVATE KEY", keys.getKey("service", "changeit".toCharArray()).getEncoded());
  }

  private static void pem(Path file, String what, byte[] bytes) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(bytes), what));
  }

  private WorkflowManager manager() {
    return WorkflowManager.open(
        Configuration.loader().flag("state_dir", "--state", folder.toString()).load());
  }

  private ServerSettings settings(TlsFiles files) {
    return ServerSettings.DEFAULT.at("127.0.0.1", 0).withTls(files);
  }

  @Test
  void it_answers_over_tls_alone_and_browsers_are_told_to_come_back_so() throws Exception {
    try (var manager = manager();
        var server = HwautoServer.start(manager, settings(new TlsFiles(certificate, key)));
        var client = HttpClient.newBuilder().sslContext(trusting()).build()) {
      assertThat(server.address().getScheme()).isEqualTo("https");
      var answer =
          client.send(
              HttpRequest.newBuilder(server.address().resolve("/health")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Strict-Transport-Security")).isPresent();
      assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
    }
  }

  private SSLContext trusting() throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("service", keys.getCertificate("service"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Test
  void files_that_cant_be_used_are_named_and_the_key_is_never_shown() throws Exception {
    var text = Files.readString(key);
    try (var manager = manager()) {
      assertThatThrownBy(
              () -> HwautoServer.start(manager, settings(new TlsFiles(key, certificate))))
          .isInstanceOf(ServiceStartException.class);
      assertThatThrownBy(
              () ->
                  HwautoServer.start(
                      manager, settings(new TlsFiles(certificate, folder.resolve("none.pem")))))
          .hasMessageContaining("none.pem");
      Files.writeString(key, text.replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"));
      assertThatThrownBy(
              () -> HwautoServer.start(manager, settings(new TlsFiles(certificate, key))))
          .hasMessageContaining("key.pem")
          .hasMessageContaining("openssl pkcs8")
          .message()
          .doesNotContain(text.lines().skip(1).findFirst().orElseThrow());
    }
  }
}
