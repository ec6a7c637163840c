package org.hwautomation.simulator.bmc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.hwautomation.simulator.LoopbackBlock;
import org.hwautomation.simulator.SimulatedServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A bare HTTP client of one BMC: it knows nothing of Redfish, so that it forgives nothing. */
final class Client implements AutoCloseable {
  private static final JsonMapper JSON = new JsonMapper();

  private final SimulatedServer server;
  private final HttpClient http;
  private final String authorization;

  Client(SimulatedServer server) {
    this(server, "", "");
  }

  Client(SimulatedServer server, String user, String password) {
    this.server = server;
    var parameters = server.maas().powerParameters();
    var credential =
        user.isEmpty()
            ? parameters.get("power_user") + ":" + parameters.get("power_pass")
            : user + ":" + password;
    this.authorization =
        "Basic " + Base64.getEncoder().encodeToString(credential.getBytes(StandardCharsets.UTF_8));
    try {
      var tls = SSLContext.getInstance("TLS");
      tls.init(null, new TrustManager[] {new TrustAll()}, null);
      this.http =
          HttpClient.newBuilder()
              .sslContext(tls)
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(Duration.ofSeconds(5))
              .build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  record Answer(int status, HttpResponse<String> response) {
    JsonNode json() {
      return JSON.readTree(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String messageId() {
      return json()
          .path("error")
          .path("@Message.ExtendedInfo")
          .path(0)
          .path("MessageId")
          .asString("");
    }
  }

  Answer get(String path, String... headers) {
    return send("GET", path, null, headers);
  }

  Answer post(String path, String body, String... headers) {
    return send("POST", path, body, headers);
  }

  Answer patch(String path, String body, String... headers) {
    return send("PATCH", path, body, headers);
  }

  /** PATCH with the ETag that a GET of the same resource gives. */
  Answer patchTagged(String path, String body) {
    return patch(path, body, "If-Match", get(path).header("ETag"));
  }

  Answer send(String method, String path, @Nullable String body, String... headers) {
    var address = server.dataCentre().block().local(server.bmc().address()).getHostAddress();
    var request =
        HttpRequest.newBuilder(
                URI.create("https://" + address + ":" + LoopbackBlock.REDFISH_PORT + path))
            .timeout(Duration.ofSeconds(10));
    var authorized = false;
    for (var i = 0; i < headers.length; i += 2) {
      authorized |= headers[i].equals("X-Auth-Token") || headers[i].equals("Authorization");
      if (!headers[i + 1].isEmpty()) {
        request.header(headers[i], headers[i + 1]);
      }
    }
    if (!authorized) {
      request.header("Authorization", authorization);
    }
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      if (!java.util.List.of(headers).contains("Content-Type")) {
        request.header("Content-Type", "application/json");
      }
      request.method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, java.net.Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
