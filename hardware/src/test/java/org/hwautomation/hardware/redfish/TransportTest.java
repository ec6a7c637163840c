package org.hwautomation.hardware.redfish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.hwautomation.hardware.redfish.FakeBmc.SYSTEM;
import static org.hwautomation.hardware.redfish.FakeBmc.reply;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.hwautomation.hardware.AddressMap;
import org.hwautomation.hardware.CertificateFingerprint;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.HardwareException.Kind;
import org.junit.jupiter.api.Test;

class TransportTest {
  @Test
  void an_unknown_certificate_is_refused_with_its_fingerprint_and_no_password_is_sent()
      throws Exception {
    var tls = SelfSigned.create("bmc.example");
    try (var bmc = FakeBmc.https(tls.context());
        var client = bmc.client()) {
      var failure = catchThrowableOfType(RedfishException.class, client::system);

      assertThat(failure.kind()).isEqualTo(Kind.IDENTITY);
      assertThat(failure)
          .hasMessageContaining(CertificateFingerprint.of(tls.certificate()).toString())
          .hasMessageContaining("pin that fingerprint");
      assertThat(bmc.requests).isEmpty();
    }
  }

  @Test
  void a_pinned_certificate_is_accepted_whatever_its_name() throws Exception {
    var tls = SelfSigned.create("other.example");
    try (var bmc = FakeBmc.https(tls.context())) {
      var seen = RedfishClient.presentedCertificate(bmc.uri());
      assertThat(bmc.requests).as("looking sends nothing").isEmpty();
      assertThat(seen.subject()).isEqualTo("CN=other.example");
      assertThat(seen.selfSigned()).isTrue();

      try (var client = bmc.builder().trust(TlsTrust.pinned(seen.fingerprint())).build()) {
        assertThat(client.system().id()).isEqualTo("1");
      }
    }
  }

  @Test
  void another_certificate_than_the_pinned_one_gets_no_password() throws Exception {
    var expected = CertificateFingerprint.of(SelfSigned.create("bmc").certificate());
    try (var bmc = FakeBmc.https(SelfSigned.create("bmc").context());
        var client = bmc.builder().trust(TlsTrust.pinned(expected)).build()) {
      var failure = catchThrowableOfType(RedfishException.class, client::system);

      assertThat(failure.kind()).isEqualTo(Kind.IDENTITY);
      assertThat(failure).hasMessageContaining(expected.toString());
      assertThat(bmc.requests).isEmpty();
    }
  }

  @Test
  void insecure_is_possible_but_only_when_asked_for() throws Exception {
    try (var bmc = FakeBmc.https(SelfSigned.create("bmc").context());
        var client = bmc.builder().trust(TlsTrust.insecure()).build()) {
      assertThat(client.system().id()).isEqualTo("1");
    }
  }

  @Test
  void the_address_map_leads_to_another_endpoint() throws Exception {
    var tls = SelfSigned.create("bmc");
    try (var bmc = FakeBmc.https(tls.context());
        var client =
            RedfishClient.builder(URI.create("https://10.0.1.107"))
                .addresses(AddressMap.of(Map.of("10.0.*.*:443", "127.0.0.1:" + bmc.port())))
                .credentials(Credentials.of("admin", FakeBmc.PASSWORD))
                .trust(TlsTrust.pinned(CertificateFingerprint.of(tls.certificate())))
                .build()) {
      assertThat(client.peer()).isEqualTo("BMC 10.0.1.107");
      assertThat(client.system().id()).isEqualTo("1");
    }
  }

  @Test
  void a_closed_port_is_told_with_its_address() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var client =
        RedfishClient.builder(URI.create("https://127.0.0.1:" + port))
            .pacer(new VirtualPacer())
            .build()) {
      var failure = catchThrowableOfType(RedfishException.class, client::root);
      assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
      assertThat(failure.mayHaveArrived()).isFalse();
      assertThat(failure)
          .hasMessageContaining("127.0.0.1:" + port)
          .hasMessageContaining("connection refused");
    }
  }

  @Test
  void a_port_that_speaks_no_tls_is_told_as_such() throws Exception {
    try (var socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var client =
            RedfishClient.builder(URI.create("https://127.0.0.1:" + socket.getLocalPort()))
                .pacer(new VirtualPacer())
                .build()) {
      var server =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!socket.isClosed()) {
                      try (var connection = socket.accept()) {
                        connection
                            .getOutputStream()
                            .write("HTTP/1.1 400 Bad\r\n\r\n".getBytes(UTF_8));
                        connection.getOutputStream().flush();
                        connection.getInputStream().read();
                      } catch (IOException e) {
                        return;
                      }
                    }
                  });
      var failure = catchThrowableOfType(RedfishException.class, client::root);
      assertThat(failure.kind()).isIn(Kind.PROTOCOL, Kind.CONNECTION);
      assertThat(failure.mayHaveArrived()).isFalse();
      assertThat(failure).hasMessageContaining("TLS");
      socket.close();
      server.join();
    }
  }

  @Test
  void a_password_does_not_travel_in_clear_text_to_another_host() {
    assertThatThrownBy(() -> RedfishClient.builder(URI.create("http://10.0.1.107")).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("https://");
    assertThatThrownBy(() -> RedfishClient.builder(URI.create("https://u:p4ss@10.0.1.107")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("p4ss");
  }

  @Test
  void an_interrupted_thread_leaves_a_hung_read_at_once() throws Exception {
    var asked = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    try (var bmc = FakeBmc.http();
        var client = bmc.client()) {
      bmc.on(
          "GET",
          SYSTEM,
          _ -> {
            asked.countDown();
            try {
              never.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return reply(200, "{}");
          });
      var outcome = new AtomicReference<Throwable>();
      var flag = new CountDownLatch(1);
      var thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    outcome.set(catchThrowableOfType(RedfishException.class, client::system));
                    if (Thread.currentThread().isInterrupted()) {
                      flag.countDown();
                    }
                  });
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      thread.interrupt();

      assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
      assertThat(outcome.get()).hasMessageContaining("interrupted");
      assertThat(flag.getCount()).as("the interrupt is kept").isZero();
      never.countDown();
    }
  }

  @Test
  void a_bmc_that_never_answers_is_given_up_after_the_request_timeout() throws Exception {
    try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        var client =
            RedfishClient.builder(URI.create("http://127.0.0.1:" + silent.getLocalPort()))
                .requestTimeout(Duration.ofMillis(200))
                .build()) {
      var failure = catchThrowableOfType(RedfishException.class, client::root);
      assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(failure).hasMessageContaining("200 ms (request timeout)");
    }
  }

  @Test
  void a_packed_body_is_unpacked_within_the_limit() throws Exception {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write("{\"Id\": \"1\"}".repeat(1000).getBytes(UTF_8));
    }
    var headers = HttpHeaders.of(Map.of("Content-Encoding", List.of("gzip")), (_, _) -> true);
    var answer = new RawAnswer("/x", 200, headers, packed.toByteArray());
    assertThat(answer.decoded(20_000)).hasSize(11_000);
    assertThatThrownBy(() -> answer.decoded(10_000)).hasMessageContaining("longer than 10000");
  }

  @Test
  void fingerprints_are_read_in_all_usual_forms() {
    var hex = "0123456789abcdef".repeat(4);
    var parsed = CertificateFingerprint.parse(hex);
    assertThat(CertificateFingerprint.parse(parsed.toString())).isEqualTo(parsed);
    assertThat(CertificateFingerprint.parse("SHA256 Fingerprint=" + parsed)).isEqualTo(parsed);
    assertThat(CertificateFingerprint.parse("sha256:" + hex)).isEqualTo(parsed);
    assertThatThrownBy(() -> CertificateFingerprint.parse("ab:cd"))
        .hasMessageContaining("64 hexadecimal digits");
  }
}
