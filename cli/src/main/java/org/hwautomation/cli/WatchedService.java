package org.hwautomation.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.hardware.Secret;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A running service, for following a run from another machine. It is named by {@code HWAUTO_URL},
 * and the token for it by {@code HWAUTO_TOKEN}; https is verified.
 */
final class WatchedService {
  private static final Duration COME_BACK = Duration.ofSeconds(1);
  private static final Duration GIVE_UP = Duration.ofMinutes(5);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI base;
  private final Secret token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private WatchedService(URI base, Secret token) {
    this.base = base;
    this.token = token;
  }

  /**
   * The service that the environment names; empty if it names none.
   *
   * @throws IllegalArgumentException if the address is none, or there is no token
   */
  static Optional<WatchedService> of(Map<String, String> environment) {
    var url = environment.getOrDefault("HWAUTO_URL", "").strip();
    if (url.isEmpty()) {
      return Optional.empty();
    }
    if (!url.matches("https?://[^/?#@]+/?")) {
      throw new IllegalArgumentException(
          "HWAUTO_URL is no address of a service; write http://HOST:PORT or https://HOST:PORT");
    }
    var token = environment.getOrDefault("HWAUTO_TOKEN", "").strip();
    if (token.isEmpty()) {
      throw new IllegalArgumentException(
          "HWAUTO_URL names a service, and HWAUTO_TOKEN no token for it; make one with: hwauto token create NAME --role viewer");
    }
    return Optional.of(
        new WatchedService(URI.create(url.replaceFirst("/$", "")), Secret.of(token)));
  }

  /**
   * Tells what happens to a run until it has ended; comes back by itself, without a gap, when the
   * connection is lost.
   *
   * @return the run's document at its end
   */
  JsonNode follow(Screen screen, String run) throws InterruptedException {
    var first = show(run);
    var name = first.path("hostname").asString("");
    var label = name.isEmpty() ? first.path("workflow_id").asString("") : name;
    var last = 0L;
    var lostAt = 0L;
    while (true) {
      try {
        var told = tell(screen, run, label, last);
        last = told.last();
        lostAt = 0;
        if (told.ended()) {
          return show(run);
        }
      } catch (IOException e) {
        var now = System.nanoTime();
        if (lostAt == 0) {
          lostAt = now;
          screen.problem("the connection to %s is lost; it is tried again".formatted(base));
        } else if (now - lostAt > GIVE_UP.toNanos()) {
          throw new IllegalStateException("%s does not answer for 5 minutes".formatted(base), e);
        }
      } catch (CutOff e) {
        last = e.last;
      }
      Thread.sleep(COME_BACK);
    }
  }

  private record Told(long last, boolean ended) {}

  /** The connection was lost behind an entry. */
  private static final class CutOff extends Exception {
    private static final long serialVersionUID = 1L;
    private final long last;

    CutOff(long last, IOException cause) {
      super(cause);
      this.last = last;
    }
  }

  private Told tell(Screen screen, String run, String label, long after)
      throws IOException, InterruptedException, CutOff {
    var response =
        client.send(
            request("/api/v1/runs/" + encoded(run) + "/stream")
                .header("Last-Event-ID", String.valueOf(after))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    var last = after;
    try (var lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      if (response.statusCode() != 200) {
        throw refused(response.statusCode(), String.join("\n", lines.lines().toList()));
      }
      var type = "";
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          type = line.substring(7);
        } else if (line.startsWith("id: ")) {
          last = Long.parseLong(line.substring(4));
        } else if (line.startsWith("data: ") && type.equals("entry")) {
          var entry = JSON.readTree(line.substring(6));
          screen.say(label + "  " + entry.path("text").asString(""));
        } else if (type.equals("end")) {
          return new Told(last, true);
        }
      }
      return new Told(last, false); // sent away; it comes back
    } catch (IOException e) {
      throw new CutOff(last, e);
    }
  }

  private JsonNode show(String run) throws InterruptedException {
    try {
      var response =
          client.send(
              request("/api/v1/runs/" + encoded(run)).timeout(Duration.ofSeconds(30)).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw refused(response.statusCode(), response.body());
      }
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new IllegalStateException(
          "the service at %s can't be reached (%s)".formatted(base, e.getClass().getSimpleName()),
          e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return token.reveal(
        text ->
            HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + text));
  }

  private static String encoded(String run) {
    return URLEncoder.encode(run, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static IllegalArgumentException refused(int status, String body) {
    try {
      var problem = JSON.readTree(body);
      return new IllegalArgumentException(
          "%s: %s"
              .formatted(problem.path("title").asString(""), problem.path("detail").asString("")));
    } catch (JacksonException e) {
      return new IllegalArgumentException("the service answered " + status);
    }
  }
}
