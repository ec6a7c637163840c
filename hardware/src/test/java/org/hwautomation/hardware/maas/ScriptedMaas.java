package org.hwautomation.hardware.maas;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.hwautomation.hardware.Secret;

/** An HTTP server that gives the answers it was told to, in order, and writes down what it got. */
final class ScriptedMaas implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-24T00:00:00Z");

  record Asked(String method, String target, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findFirst()
          .orElse("");
    }
  }

  @FunctionalInterface
  interface Answer {
    void give(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final Queue<Answer> answers = new ArrayDeque<>();
  final List<Asked> asked = new CopyOnWriteArrayList<>();

  ScriptedMaas() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(
                new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            next().give(exchange);
          }
        });
    server.start();
  }

  private synchronized Answer next() {
    var answer = answers.poll();
    return answer == null ? text(500, "text/plain", "no answer was scripted") : answer;
  }

  synchronized ScriptedMaas then(Answer answer) {
    answers.add(answer);
    return this;
  }

  ScriptedMaas thenJson(String json) {
    return then(text(200, "application/json", json));
  }

  ScriptedMaas then(int status, String type, String body) {
    return then(text(status, type, body));
  }

  static Answer text(int status, String type, String body, String... headers) {
    return exchange -> {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      for (var i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    };
  }

  int port() {
    return server.getAddress().getPort();
  }

  String url() {
    return "http://127.0.0.1:" + port() + "/MAAS";
  }

  MaasClient.Builder builder() {
    return MaasClient.builder(url(), Secret.of("consumer:token:sECRET"))
        .clock(InstantSource.fixed(NOW))
        .timeout(Duration.ofSeconds(5))
        .retries(3, Duration.ofMillis(5));
  }

  MaasClient client() {
    return builder().build();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
