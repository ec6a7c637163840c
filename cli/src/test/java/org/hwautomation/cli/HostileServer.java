package org.hwautomation.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.hwautomation.simulator.DataCentre;

/** A server that stands where MAAS should: another one, or one between. On the loopback only. */
final class HostileServer implements AutoCloseable {
  private static final char[] STORE_WORD = "keystore".toCharArray();

  private record Refusal(int status, String retryAfter, Predicate<HttpExchange> which) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger requests = new AtomicInteger();
  private final String fingerprint;
  private final String behind;
  private volatile Refusal refusal = new Refusal(409, "", exchange -> false);

  private HostileServer(HttpServer server, String fingerprint, String behind) {
    this.server = server;
    this.fingerprint = fingerprint;
    this.behind = behind;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private static InetSocketAddress anywhere() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Some web server: an HTML page whatever is asked. */
  static HostileServer plain() throws IOException {
    return new HostileServer(HttpServer.create(anywhere(), 0), "", "");
  }

  /** Passes everything on to a simulated MAAS but what {@link #refuse} names. */
  static HostileServer between(DataCentre dataCentre) throws IOException {
    return new HostileServer(HttpServer.create(anywhere(), 0), "", origin(dataCentre));
  }

  /** As {@link #between}, behind TLS with a certificate that no authority vouches for. */
  static HostileServer secure(DataCentre dataCentre) throws Exception {
    var folder = Files.createTempDirectory("hostile");
    var file = folder.resolve("store.p12");
    try {
      // the JDK's own tool: making a certificate needs no library then
      var tool =
          new ProcessBuilder(
                  List.of(
                      System.getProperty("java.home") + "/bin/keytool",
                      "-genkeypair",
                      "-alias",
                      "maas",
                      "-keyalg",
                      "EC",
                      "-dname",
                      "CN=maas.example",
                      "-validity",
                      "30",
                      "-storetype",
                      "PKCS12",
                      "-keystore",
                      file.toString(),
                      "-storepass",
                      new String(STORE_WORD)))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("log").toFile())
              .start();
      if (!tool.waitFor(30, TimeUnit.SECONDS) || tool.exitValue() != 0) {
        throw new IOException("keytool: " + Files.readString(folder.resolve("log")));
      }
      var store = KeyStore.getInstance(file.toFile(), STORE_WORD);
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, STORE_WORD);
      var tls = SSLContext.getInstance("TLS");
      tls.init(keys.getKeyManagers(), null, null);
      var https = HttpsServer.create(anywhere(), 0);
      https.setHttpsConfigurator(new HttpsConfigurator(tls));
      var digest =
          MessageDigest.getInstance("SHA-256").digest(store.getCertificate("maas").getEncoded());
      return new HostileServer(https, HexFormat.of().formatHex(digest), origin(dataCentre));
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder.resolve("log"));
      Files.deleteIfExists(folder);
    }
  }

  private static String origin(DataCentre dataCentre) {
    var url = URI.create(dataCentre.configuration().getOrDefault("maas.url", ""));
    return "http://" + url.getAuthority();
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** SHA-256 of the certificate. */
  String fingerprint() {
    return fingerprint;
  }

  /** How many came through the handshake and asked something. */
  int requests() {
    return requests.get();
  }

  /**
   * From now on these get a refusal and are not passed on.
   *
   * @param retryAfter seconds; empty for no such header
   */
  void refuse(int status, String retryAfter, Predicate<HttpExchange> which) {
    refusal = new Refusal(status, retryAfter, which);
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      if (behind.isEmpty()) {
        send(exchange, 200, "text/html", "<html><title>nginx</title></html>");
      } else if (refusal.which().test(exchange)) {
        if (!refusal.retryAfter().isEmpty()) {
          exchange.getResponseHeaders().set("Retry-After", refusal.retryAfter());
        }
        send(exchange, refusal.status(), "text/plain", "Machine is in another state.");
      } else {
        pass(exchange, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pass(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()));
    for (var name : List.of("Authorization", "Content-Type", "Accept")) {
      var value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    request.method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
    var answer = http.send(request.build(), BodyHandlers.ofString());
    send(
        exchange,
        answer.statusCode(),
        answer.headers().firstValue("Content-Type").orElse("text/plain"),
        answer.body());
  }

  private static void send(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    http.shutdownNow();
  }
}
