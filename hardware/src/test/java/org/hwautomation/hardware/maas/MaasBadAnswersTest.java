package org.hwautomation.hardware.maas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hwautomation.hardware.HardwareException.Kind;
import org.hwautomation.hardware.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class MaasBadAnswersTest {
  private ScriptedMaas server;
  private MaasClient maas;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedMaas();
    maas = server.client();
  }

  @AfterEach
  void stop() {
    maas.close();
    server.close();
  }

  @Test
  void an_html_page_is_a_protocol_error_and_no_empty_list() {
    server.then(200, "text/html", "<!DOCTYPE html><title>Log in &middot; MAAS</title>");
    var e = failure(() -> maas.machines());
    assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(e).hasMessageContaining("an HTML page titled 'Log in").hasMessageContaining("JSON");
  }

  @Test
  void plain_text_instead_of_json_is_a_protocol_error() {
    server.then(200, "text/plain", "It works!");
    var e = failure(() -> maas.machines());
    assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(e).hasMessageContaining("It works!");
  }

  @Test
  void an_empty_answer_is_a_protocol_error() {
    server.then(200, "application/json", "");
    assertThat(failure(() -> maas.machines()).kind()).isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void an_object_where_a_list_was_due_is_a_protocol_error() {
    server.thenJson("{\"machines\": []}");
    var e = failure(() -> maas.machines());
    assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(e).hasMessageContaining("where a list was due");
  }

  @Test
  void a_machine_without_an_id_is_a_protocol_error() {
    server.thenJson("{}");
    assertThat(failure(() -> maas.machine("abc")).kind()).isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void half_a_json_text_is_a_protocol_error_that_says_where_it_ends() {
    server.thenJson("[{\"system_id\": \"abc\", \"hostna");
    var e = failure(() -> maas.machines());
    assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
    assertThat(e).hasMessageContaining("not whole JSON").hasMessageContaining("line 1");
  }

  @Test
  void a_body_shorter_than_promised_is_a_broken_connection_after_three_tries() {
    for (var i = 0; i < 3; i++) {
      server.then(
          exchange -> {
            exchange.sendResponseHeaders(200, 5000);
            exchange.getResponseBody().write("[".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            throw new IOException("cut");
          });
    }
    assertThat(failure(() -> maas.machines()).kind()).isEqualTo(Kind.CONNECTION);
    assertThat(server.asked).hasSize(3);
  }

  @Test
  void a_state_that_forbids_it_is_refused_with_the_words_of_maas() {
    server.then(409, "text/plain", "The machine is deployed and can't be commissioned.");
    var e = failure(() -> maas.commission("abc", CommissionOptions.defaults()));
    assertThat(e.kind()).isEqualTo(Kind.REJECTED);
    assertThat(e.httpStatus()).isEqualTo(409);
    assertThat(e).hasMessageContaining("is deployed and can't be commissioned");
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void a_validation_error_names_its_fields() {
    server.then(
        400,
        "application/json",
        "{\"hostname\": [\"Node with this Hostname already exists.\"], \"zone\": [\"a\", \"b\"]}");
    var e = failure(() -> maas.commission("abc", CommissionOptions.defaults()));
    assertThat(e.kind()).isEqualTo(Kind.REJECTED);
    assertThat(e)
        .hasMessageContaining("hostname: Node with this Hostname already exists.; zone: a, b");
  }

  @Test
  void a_wrong_key_is_an_authentication_error_after_one_try() {
    server.then(401, "text/plain", "Authorization Error: Invalid access token: 'token' sECRET");
    var e = failure(() -> maas.whoami());
    assertThat(e.kind()).isEqualTo(Kind.AUTHENTICATION);
    assertThat(server.asked).hasSize(1);
    assertThat(e).hasMessageContaining("maas.api_key").hasMessageNotContaining("sECRET");
  }

  @Test
  void an_unknown_machine_has_an_exception_of_its_own() {
    server.then(404, "text/plain", "No Machine matches the given query.");
    var e = failure(() -> maas.machine("zzz"));
    assertThat(e)
        .isInstanceOf(MaasNotFoundException.class)
        .hasMessageContaining("No Machine matches");
  }

  @Test
  void a_404_page_of_another_server_is_no_unknown_machine() {
    server.then(404, "text/html", "<html><head><title>404 Not Found</title></head></html>");
    var e = failure(() -> maas.machine("zzz"));
    assertThat(e).isNotInstanceOf(MaasNotFoundException.class).hasMessageContaining("maas.url");
    assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
  }

  @Test
  void busy_says_how_long_to_wait() {
    for (var i = 0; i < 3; i++) {
      server.then(
          ScriptedMaas.text(
              503, "text/plain", "Unable to connect to cluster controller", "Retry-After", "10"));
    }
    var e = failure(() -> maas.machines());
    assertThat(e.kind()).isEqualTo(Kind.BUSY);
    assertThat(e.retryAfter()).contains(Duration.ofSeconds(10));
    // ten seconds is longer than this client waits for an answer, so it does not wait to ask again
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void retry_after_may_be_a_date() {
    server.then(
        ScriptedMaas.text(
            503, "text/plain", "later", "Retry-After", "Tue, 24 Nov 2026 00:00:30 GMT"));
    assertThat(failure(() -> maas.machines()).retryAfter()).contains(Duration.ofSeconds(30));
  }

  @Test
  void a_read_is_tried_again_when_maas_stumbles_and_a_write_is_not() {
    server.then(500, "text/plain", "Error determining BMC task queue").thenJson("[]");
    assertThat(maas.machines()).isEmpty();
    assertThat(server.asked).hasSize(2);
    server.then(502, "text/html", "<html><title>Bad Gateway</title>");
    var e = failure(() -> maas.commission("abc", CommissionOptions.defaults()));
    assertThat(e.kind()).isEqualTo(Kind.BUSY);
    assertThat(e).hasMessageContaining("Bad Gateway");
    assertThat(server.asked).hasSize(3);
  }

  @Test
  void an_outage_is_an_error_and_not_an_empty_list() throws IOException {
    int closed;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    try (var client =
        MaasClient.builder("http://127.0.0.1:" + closed, Secret.of("a:b:sECRET"))
            .retries(2, Duration.ofMillis(5))
            .build()) {
      var e = failure(client::machines);
      assertThat(e.kind()).isEqualTo(Kind.CONNECTION);
      assertThat(e).hasMessageContaining("http://127.0.0.1:" + closed);
    }
  }

  @Test
  void a_redirection_never_takes_the_key_along() throws IOException {
    try (var elsewhere = new ScriptedMaas()) {
      server.then(
          ScriptedMaas.text(302, "text/plain", "", "Location", elsewhere.url() + "/x?token=abc"));
      var e = failure(() -> maas.machines());
      assertThat(e.kind()).isEqualTo(Kind.PROTOCOL);
      assertThat(e)
          .hasMessageContaining(elsewhere.url() + "/x")
          .hasMessageContaining("maas.url")
          .hasMessageNotContaining("token=abc");
      assertThat(elsewhere.asked).isEmpty();
      assertThat(server.asked).hasSize(1);
    }
  }

  @Test
  void a_body_that_trickles_in_is_cut_off_at_the_time_limit() {
    var release = new CountDownLatch(1);
    server.then(
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write('[');
          exchange.getResponseBody().flush();
          awaitQuietly(release);
        });
    try (var client = server.builder().timeout(Duration.ofMillis(300)).build()) {
      var e = failure(client::machines);
      assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
      assertThat(e).hasMessageContaining("300 ms");
    } finally {
      release.countDown();
    }
  }

  @Test
  void an_interrupted_thread_leaves_at_once_with_its_interruption_kept() throws Exception {
    var arrived = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    server.then(
        exchange -> {
          arrived.countDown();
          awaitQuietly(release);
        });
    var kept = new CompletableFuture<Boolean>();
    var thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    maas.machines();
                    kept.completeExceptionally(new AssertionError("it returned"));
                  } catch (MaasException e) {
                    kept.complete(Thread.currentThread().isInterrupted());
                  }
                });
    assertThat(arrived.await(5, TimeUnit.SECONDS)).isTrue();
    thread.interrupt();
    assertThat(kept.get(2, TimeUnit.SECONDS)).isTrue();
    assertThat(server.asked).hasSize(1);
    release.countDown();
  }

  @Test
  void a_long_answer_is_shown_in_part_and_never_with_the_key() {
    server.then(400, "text/plain", "sECRET " + "x".repeat(100_000));
    var e = failure(() -> maas.commission("abc", CommissionOptions.defaults()));
    var all = new StringWriter();
    e.printStackTrace(new PrintWriter(all));
    assertThat(e.getMessage()).hasSizeLessThan(1000);
    assertThat(all.toString()).doesNotContain("sECRET").doesNotContain("oauth");
  }

  private static MaasException failure(ThrowingCallable call) {
    var e = catchThrowableOfType(MaasException.class, call);
    assertThat(e).as("the failure").isNotNull();
    return e;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
