package org.hwautomation.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.configuration.AlertSettings;
import org.hwautomation.provisioning.configuration.AlertSettings.Event;
import org.hwautomation.provisioning.configuration.AlertSettings.Webhook;
import org.hwautomation.server.ServiceStartException;
import org.hwautomation.testkit.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What a program gets that takes alerts over HTTP, and what it can't do to the service. */
final class WebhookChannelTest {
  private static final Secret KEY = Secret.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private final VirtualTime time = new VirtualTime();

  private static AlertSettings settings(String url, Optional<Path> root) {
    return new AlertSettings(
        Duration.ZERO,
        Duration.ZERO,
        root,
        List.of(new Webhook("oncall", Secret.of(url), Optional.of(KEY), Set.of(Event.HELD))),
        Optional.empty());
  }

  private AlertChannel.Result send(String url, Optional<Path> root) throws InterruptedException {
    try (var channel = AlertChannel.of(settings(url, root), time).getFirst()) {
      return channel.send(Messages.held("40 servers: no address"));
    }
  }

  @Test
  void the_document_says_what_happened_to_whom_and_where_it_is_seen() throws Exception {
    try (var hook = new HookServer()) {
      var result = send(hook.url("/hook/hunter2"), Optional.empty());
      assertThat(result).isEqualTo(new AlertChannel.Result(true, "answered 204"));
      var got = hook.got().getFirst();
      assertThat(got.path()).isEqualTo("/hook/hunter2");
      assertThat(got.header("Content-Type")).isEqualTo("application/json");
      var document = JsonMapper.shared().readTree(got.body());
      assertThat(document.get("type").asString()).isEqualTo("hwauto.alert.opened");
      assertThat(document.get("timestamp").asString()).isEqualTo("2026-11-29T03:00:00Z");
      var data = document.get("data");
      assertThat(data.get("cause").asString()).isEqualTo("40 servers: no address");
      assertThat(data.get("count").asInt()).isEqualTo(40);
      assertThat(data.get("servers").toString()).isEqualTo("[\"u1\",\"u2\"]");
      assertThat(data.get("runs").toString()).isEqualTo("[\"r1\",\"r2\"]");
      assertThat(data.get("group").asString()).isEqualTo("g1");
      assertThat(data.get("key").asString()).isEqualTo("held/commission/no address");
      assertThat(data.get("url").asString()).isEqualTo("https://hwauto.example.com/needs");
    }
  }

  @Test
  void the_signature_is_what_anybody_with_the_key_reckons() throws Exception {
    try (var hook = new HookServer()) {
      assertThat(send(hook.url("/"), Optional.empty()).taken()).isTrue();
      var got = hook.got().getFirst();
      assertThat(got.header("webhook-id")).isEqualTo("d1");
      assertThat(got.header("webhook-timestamp"))
          .isEqualTo(String.valueOf(time.now().getEpochSecond()));
      var signed = new ByteArrayOutputStream();
      signed.writeBytes(bytes("d1." + got.header("webhook-timestamp") + "."));
      signed.writeBytes(got.body());
      var key = Base64.getDecoder().decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
      assertThat(got.header("webhook-signature"))
          .isEqualTo("v1," + Base64.getEncoder().encodeToString(hmac(key, signed.toByteArray())));
    }
  }

  /** HMAC-SHA256 by its definition (RFC 2104), for keys of up to a block. */
  private static byte[] hmac(byte[] key, byte[] text) throws Exception {
    var inner = Arrays.copyOf(key, 64);
    var outer = Arrays.copyOf(key, 64);
    for (var i = 0; i < 64; i++) {
      inner[i] ^= 0x36;
      outer[i] ^= 0x5c;
    }
    var digest = MessageDigest.getInstance("SHA-256");
    digest.update(inner);
    var within = digest.digest(text);
    digest.update(outer);
    return digest.digest(within);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void the_specifications_own_example_gives_its_signature() {
    assertThat(
            WebhookSignature.of(
                KEY,
                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                Instant.ofEpochSecond(1_614_265_330),
                bytes("{\"test\": 2432232314}")))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  @Test
  void a_redirect_is_not_followed_and_an_error_is_told_by_its_status_alone() throws Exception {
    try (var hook = new HookServer()) {
      hook.answers(302);
      assertThat(send(hook.url("/hook"), Optional.empty()).said())
          .startsWith("answered 302; redirects are not followed");
      hook.answers(503);
      assertThat(send(hook.url("/hook"), Optional.empty()))
          .isEqualTo(new AlertChannel.Result(false, "answered 503"));
      assertThat(hook.got()).extracting(HookServer.Got::path).containsOnly("/hook");
    }
  }

  @Test
  void a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent(
      @TempDir Path folder) throws Exception {
    var certificate = TestCertificate.make(folder, "ip:127.0.0.1");
    try (var hook = new HookServer(certificate.server())) {
      var refused = send(hook.url("/hook/hunter2"), Optional.empty());
      assertThat(refused.taken()).isFalse();
      assertThat(refused.said())
          .startsWith("its certificate is not trusted")
          .contains("alerts.root_certificate")
          .doesNotContain("hunter2");
      assertThat(hook.got()).isEmpty();
      assertThat(send(hook.url("/"), Optional.of(certificate.pem())).taken()).isTrue();
      assertThat(hook.got()).hasSize(1);
    }
  }

  @Test
  void a_certificate_of_another_name_is_refused(@TempDir Path folder) throws Exception {
    var certificate = TestCertificate.make(folder, "dns:other.example.com");
    try (var hook = new HookServer(certificate.server())) {
      assertThat(send(hook.url("/"), Optional.of(certificate.pem())).said())
          .startsWith("its certificate is not trusted");
      assertThat(hook.got()).isEmpty();
    }
  }

  @Test
  void who_is_not_there_is_told_without_the_secrets_of_the_url() throws Exception {
    var url = "";
    try (var hook = new HookServer()) {
      url = hook.url("/hook/hunter2");
    }
    assertThat(send(url, Optional.empty()).said())
        .startsWith("can't be reached: ")
        .doesNotContain("hunter2");
  }

  @Test
  void a_file_that_holds_no_certificates_is_told_when_the_service_starts(@TempDir Path folder)
      throws IOException {
    var file = Files.writeString(folder.resolve("roots.pem"), "nothing");
    for (var wrong : List.of(file, folder.resolve("missing.pem"))) {
      assertThatThrownBy(
              () -> AlertChannel.of(settings("https://h.example.com/", Optional.of(wrong)), time))
          .isInstanceOf(ServiceStartException.class)
          .hasMessageStartingWith("alerts.root_certificate: " + wrong);
    }
  }
}
