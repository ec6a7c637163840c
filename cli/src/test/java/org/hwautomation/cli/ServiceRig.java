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
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.server.HwautoServer;
import org.hwautomation.server.ServerSettings;
import org.hwautomation.server.access.Role;
import org.hwautomation.simulator.DataCentre;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A service over a simulated data centre, and a client that speaks HTTP to it. */
final class ServiceRig implements AutoCloseable {
  static final JsonMapper JSON = JsonMapper.builder().build();
  static final double SPEED = 400;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Path state;
  final DataCentre dataCentre;
  WorkflowManager manager;
  HwautoServer server;
  private final String admin;

  ServiceRig(Path state, int servers) {
    this.state = state;
    dataCentre = DataCentre.builder().servers(servers).speed(SPEED).start();
    manager = manager();
    server = start();
    admin = server.access().firstAdminToken().orElseThrow().reveal(text -> text);
  }

  private WorkflowManager manager() {
    return WorkflowManager.open(
        new SimulatedSetup(dataCentre).configuration(state), new Pace(SPEED), "test", "a service");
  }

  private HwautoServer start() {
    return HwautoServer.start(manager, ServerSettings.DEFAULT.at("127.0.0.1", 0));
  }

  /** Another service on the same database; the first one is stopped gently. */
  void restart() {
    server.close();
    manager.close();
    manager = manager();
    server = start();
  }

  String admin() {
    return admin;
  }

  /** A token of a role. */
  String token(Role role) {
    return server
        .access()
        .tokens()
        .create(
            role.wireName() + "-" + System.nanoTime(),
            role,
            Optional.of(Duration.ofDays(1)),
            "test",
            "a test")
        .clearText()
        .reveal(text -> text);
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
    return URI.create(server.address().toString().replaceFirst("/$", "") + path);
  }

  Asking asking(String method, String path) {
    return new Asking(method, path);
  }

  /** As the admin. */
  Reply get(String path) {
    return asking("GET", path).as(admin).reply();
  }

  Reply post(String path, @Nullable Object document) {
    return asking("POST", path).as(admin).json(document).reply();
  }

  @Override
  public void close() {
    server.close();
    manager.close();
    dataCentre.close();
    client.close();
  }
}
