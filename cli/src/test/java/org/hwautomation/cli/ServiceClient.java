package org.hwautomation.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks HTTP to a service. */
final class ServiceClient implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String token;

  /**
   * @param token with which {@link #get} and {@link #post} ask
   */
  ServiceClient(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /** An answer. */
  record Reply(int status, Map<String, java.util.List<String>> headers, String body) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    String header(String name) {
      return headers.entrySet().stream()
          .filter(entry -> entry.getKey().equalsIgnoreCase(name))
          .map(entry -> entry.getValue().getFirst())
          .findFirst()
          .orElse("");
    }
  }

  /** A request of which each part can be wrong. */
  final class Asking {
    private final HttpRequest.Builder request;
    private final String method;
    private HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.noBody();

    Asking(String method, String path) {
      this.method = method;
      this.request = HttpRequest.newBuilder(uri(path)).timeout(Duration.ofSeconds(30));
    }

    Asking with(String name, String value) {
      request.setHeader(name, value);
      return this;
    }

    Asking as(String token) {
      return with("Authorization", "Bearer " + token);
    }

    Asking json(@Nullable Object document) {
      return text(JSON.writeValueAsString(document));
    }

    Asking text(String text) {
      with("Content-Type", "application/json");
      body = HttpRequest.BodyPublishers.ofString(text);
      return this;
    }

    Reply reply() {
      try {
        var response =
            client.send(request.method(method, body).build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.headers().map(), response.body());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /** The lines of an answer that does not end by itself. */
    BufferedReader lines() {
      try {
        var response =
            client.send(
                request.method(method, body).build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
          throw new IllegalStateException("answered " + response.statusCode());
        }
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  URI uri(String path) {
    return URI.create(base.toString().replaceFirst("/$", "") + path);
  }

  Asking asking(String method, String path) {
    return new Asking(method, path);
  }

  /** With the token. */
  Reply get(String path) {
    return asking("GET", path).as(token).reply();
  }

  Reply post(String path, @Nullable Object document) {
    return asking("POST", path).as(token).json(document).reply();
  }

  /** An event of a stream. */
  record StreamEvent(String id, String type, String data) {}

  /** The events of a stream until one of a type, or its end. */
  static List<StreamEvent> events(BufferedReader lines, String until) throws IOException {
    var events = new ArrayList<StreamEvent>();
    var id = "";
    var type = "";
    var data = "";
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("event: ")) {
        type = line.substring(7);
      } else if (line.startsWith("id: ")) {
        id = line.substring(4);
      } else if (line.startsWith("data: ")) {
        data = line.substring(6);
      } else if (line.isEmpty() && !type.isEmpty()) {
        if (type.equals(until)) {
          return events;
        }
        events.add(new StreamEvent(id, type, data));
        id = "";
        type = "";
      }
    }
    return events;
  }

  @Override
  public void close() {
    client.close();
  }
}
