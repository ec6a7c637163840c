package org.hwautomation.hardware.redfish;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.hwautomation.hardware.Credentials;
import org.hwautomation.hardware.Secret;
import org.jspecify.annotations.Nullable;

/** A BMC whose every answer a test can choose, and that remembers what it was asked. */
final class FakeBmc implements AutoCloseable {
  static final Secret PASSWORD = Secret.of("s3cret-Pa55");
  static final String SESSIONS = "/redfish/v1/SessionService/Sessions";
  static final String SYSTEM = "/redfish/v1/Systems/1";

  record Request(String method, String path, Map<String, String> headers, String body) {
    String line() {
      return method + " " + path;
    }

    @Nullable String header(String name) {
      return headers.get(name.toLowerCase(java.util.Locale.ROOT));
    }
  }

  record Reply(int status, Map<String, String> headers, String body) {
    Reply with(String name, String value) {
      var more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Reply(status, more, body);
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Function<Request, Reply>> routes = new ConcurrentHashMap<>();
  private final boolean secure;
  private final AtomicInteger sessions = new AtomicInteger();
  final List<Request> requests = new CopyOnWriteArrayList<>();
  final List<String> liveTokens = new CopyOnWriteArrayList<>();
  final VirtualPacer pacer = new VirtualPacer();

  static FakeBmc http() throws IOException {
    return new FakeBmc(null);
  }

  static FakeBmc https(SSLContext tls) throws IOException {
    return new FakeBmc(tls);
  }

  private FakeBmc(@Nullable SSLContext tls) throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    secure = tls != null;
    if (tls == null) {
      server = HttpServer.create(address, 0);
    } else {
      var https = HttpsServer.create(address, 0);
      https.setHttpsConfigurator(new HttpsConfigurator(tls));
      server = https;
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
    json(
        "/redfish/v1/",
        """
        {"@odata.id": "/redfish/v1/", "RedfishVersion": "1.11.0", "Vendor": "Contoso",
         "Systems": {"@odata.id": "/redfish/v1/Systems"},
         "Managers": {"@odata.id": "/redfish/v1/Managers"},
         "Links": {"Sessions": {"@odata.id": "/redfish/v1/SessionService/Sessions"}}}
        """);
    json("/redfish/v1/Systems", members(SYSTEM));
    json("/redfish/v1/Managers", members());
    json(SYSTEM, "{\"Id\": \"1\", \"PowerState\": \"On\"}");
    on("POST", SESSIONS, this::openSession);
  }

  private Reply openSession(Request request) {
    if (!PASSWORD.reveal(request.body()::contains)) {
      return error(401, "Base.1.8.ResourceAtUriUnauthorized", "No.");
    }
    var number = sessions.incrementAndGet();
    var token = "token-" + number;
    liveTokens.add(token);
    on(
        "DELETE",
        SESSIONS + "/" + number,
        _ -> {
          liveTokens.remove(token);
          return reply(204, "");
        });
    return reply(201, "{}").with("X-Auth-Token", token).with("Location", SESSIONS + "/" + number);
  }

  static String members(String... uris) {
    var links = new StringBuilder();
    for (var uri : uris) {
      links.append(links.isEmpty() ? "" : ",").append("{\"@odata.id\": \"" + uri + "\"}");
    }
    return "{\"Members\": [" + links + "]}";
  }

  static Reply reply(int status, String body) {
    return new Reply(status, Map.of("Content-Type", "application/json"), body);
  }

  static Reply error(int status, String messageId, String text) {
    return reply(
        status,
        """
        {"error": {"code": "Base.1.8.GeneralError", "message": "See the details.",
          "@Message.ExtendedInfo": [{"MessageId": "%s", "Message": "%s"}]}}
        """
            .formatted(messageId, text));
  }

  FakeBmc on(String method, String path, Function<Request, Reply> answer) {
    routes.put(method + " " + path, answer);
    return this;
  }

  FakeBmc on(String method, String path, Reply answer) {
    return on(method, path, _ -> answer);
  }

  /** The replies in turn; the last one for ever. */
  FakeBmc inTurn(String method, String path, Reply... replies) {
    var next = new AtomicInteger();
    return on(method, path, _ -> replies[Math.min(next.getAndIncrement(), replies.length - 1)]);
  }

  FakeBmc json(String path, String body) {
    return on("GET", path, reply(200, body));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers = new java.util.HashMap<String, String>();
      exchange
          .getRequestHeaders()
          .forEach((k, v) -> headers.put(k.toLowerCase(java.util.Locale.ROOT), v.getFirst()));
      var request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      requests.add(request);
      var reply =
          entitled(request)
              ? routes.getOrDefault(request.line(), _ -> reply(404, "")).apply(request)
              : error(401, "Base.1.8.NoValidSession", "There is no valid session.");
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      if (reply.headers().containsKey("X-Cut")) {
        exchange.sendResponseHeaders(reply.status(), bytes.length + 100L);
        exchange.getResponseBody().write(bytes);
        exchange.getResponseBody().flush();
        return;
      }
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      if (bytes.length > 0) {
        exchange.getResponseBody().write(bytes);
      }
    }
  }

  private boolean entitled(Request request) {
    var token = request.header("X-Auth-Token");
    var basic = request.header("Authorization");
    return request.path().equals("/redfish/v1/")
        || request.path().equals("/redfish/v1")
        || request.line().equals("POST " + SESSIONS)
        || (token != null && liveTokens.contains(token))
        || (basic != null
            && new String(
                    java.util.Base64.getDecoder().decode(basic.substring("Basic ".length())),
                    StandardCharsets.UTF_8)
                .equals("admin:" + PASSWORD.reveal(p -> p)));
  }

  int port() {
    return server.getAddress().getPort();
  }

  URI uri() {
    return URI.create((secure ? "https" : "http") + "://127.0.0.1:" + port());
  }

  RedfishClient.Builder builder() {
    return RedfishClient.builder(uri()).credentials(Credentials.of("admin", PASSWORD)).pacer(pacer);
  }

  RedfishClient client() {
    return builder().build();
  }

  List<String> lines() {
    return requests.stream().map(Request::line).toList();
  }

  long count(String line) {
    return lines().stream().filter(line::equals).count();
  }

  Request last(String line) {
    return requests.stream().filter(r -> r.line().equals(line)).reduce((_, b) -> b).orElseThrow();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
