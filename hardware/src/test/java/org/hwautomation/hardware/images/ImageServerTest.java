package org.hwautomation.hardware.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageServerTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
  private final HttpClient http = HttpClient.newHttpClient();
  @TempDir private Path folder;
  private ImageServer server;
  private Path file;

  @BeforeEach
  void start() throws Exception {
    file = Files.writeString(folder.resolve("image.bin"), "0123456789");
    server =
        ImageServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "127.0.0.1", now::get);
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  private HttpResponse<String> get(URI uri, String... headers) throws Exception {
    var request = HttpRequest.newBuilder(uri);
    for (var i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static URI changed(URI uri, String from, String to) {
    var text = uri.toString();
    assertThat(text).contains(from);
    return URI.create(text.replace(from, to));
  }

  @Test
  void an_offered_image_comes_with_its_length_and_in_ranges() throws Exception {
    var uri = server.offer(file, Duration.ofMinutes(5));
    var whole = get(uri);
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo("0123456789");
    assertThat(whole.headers().firstValue("Content-Length")).hasValue("10");
    var part = get(uri, "Range", "bytes=2-4");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.body()).isEqualTo("234");
    assertThat(part.headers().firstValue("Content-Range")).hasValue("bytes 2-4/10");
    assertThat(get(uri, "Range", "bytes=7-").body()).isEqualTo("789");
    assertThat(get(uri, "Range", "bytes=7-99").body()).isEqualTo("789");
    assertThat(get(uri, "Range", "bytes=10-").statusCode()).isEqualTo(416);
    assertThat(get(uri, "Range", "bytes=1-2,4-5").body()).isEqualTo("0123456789");
  }

  @Test
  void an_address_expires_and_can_be_withdrawn() throws Exception {
    var uri = server.offer(file, Duration.ofMinutes(5));
    var other = server.offer(file, Duration.ofMinutes(5));
    server.withdraw(other);
    assertThat(get(other).statusCode()).isEqualTo(404);
    now.set(now.get().plus(Duration.ofMinutes(5)));
    assertThat(get(uri).statusCode()).isEqualTo(403);
  }

  @Test
  void an_address_that_was_changed_opens_nothing() throws Exception {
    var uri = server.offer(file, Duration.ofMinutes(5));
    var other = server.offer(file, Duration.ofMinutes(5));
    var until = Long.toString(now.get().plus(Duration.ofMinutes(5)).getEpochSecond());
    assertThat(get(changed(uri, until, "9" + until)).statusCode()).isEqualTo(403);
    assertThat(get(changed(uri, uri.getPath(), other.getPath())).statusCode()).isEqualTo(403);
    assertThat(get(changed(uri, uri.getPath(), "/images/../image.bin")).statusCode())
        .isEqualTo(403);
    assertThat(get(changed(uri, "&signature=", "&signature=0")).statusCode()).isEqualTo(403);
    assertThat(get(changed(uri, "until=" + until, "until=x")).statusCode()).isEqualTo(403);
    assertThat(get(URI.create("http://127.0.0.1:" + uri.getPort() + "/")).statusCode())
        .isEqualTo(403);
  }

  @Test
  void another_process_with_the_same_key_serves_the_same_address() throws Exception {
    var key = new byte[32];
    var until = now.get().plus(Duration.ofMinutes(5));
    var sha256 = "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882";
    var loopback = InetAddress.getLoopbackAddress();
    URI uri;
    try (var first =
        ImageServer.start(new InetSocketAddress(loopback, 0), "127.0.0.1", now::get, key)) {
      uri = first.offer(file, sha256, "one", until);
    }
    try (var second =
        ImageServer.start(
            new InetSocketAddress(loopback, uri.getPort()), "127.0.0.1", now::get, key)) {
      assertThat(get(uri).statusCode()).as("not offered here yet").isEqualTo(404);
      assertThat(second.offer(file, sha256, "one", until)).isEqualTo(uri);
      assertThat(second.asked("one")).isZero();
      assertThat(get(uri, "Range", "bytes=2-4").body()).isEqualTo("234");
      assertThat(second.asked("one")).isEqualTo(1);
      key[0] = 1;
      try (var stranger =
          ImageServer.start(new InetSocketAddress(loopback, 0), "127.0.0.1", now::get, key)) {
        var forged = stranger.offer(file, sha256, "one", until);
        assertThat(get(changed(forged, ":" + forged.getPort(), ":" + uri.getPort())).statusCode())
            .isEqualTo(403);
      }
    }
  }

  @Test
  void an_image_with_another_hash_is_not_offered() {
    assertThatThrownBy(() -> server.offer(file, "ab".repeat(32), "one", now.get().plusSeconds(60)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not served");
  }

  @Test
  void nothing_but_reading_is_answered() throws IOException, InterruptedException {
    var uri = server.offer(file, Duration.ofMinutes(5));
    var put = HttpRequest.newBuilder(uri).PUT(HttpRequest.BodyPublishers.ofString("x")).build();
    assertThat(http.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    var head = HttpRequest.newBuilder(uri).HEAD().build();
    var answer = http.send(head, BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Length")).hasValue("10");
  }
}
