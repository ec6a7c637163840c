package org.hwautomation.simulator.maas;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.HttpFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * HTTP in front of {@link MaasApi}: the faults that a test ordered, the trailing slash, the key,
 * the recorder. Django answers a GET without the trailing slash with 301; other methods lose their
 * body in such a redirect, so they get 404.
 */
final class MaasHttp implements HttpHandler {

  private static final Logger log = LoggerFactory.getLogger(MaasHttp.class);
  private static final String BASE = "/MAAS/api/2.0/";

  private final DataCentre dataCentre;
  private final MaasApi api;
  private final OAuthPlaintext oauth;

  MaasHttp(DataCentre dataCentre, MaasApi api, OAuthPlaintext oauth) {
    this.dataCentre = dataCentre;
    this.api = api;
    this.oauth = oauth;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      Optional<HttpFault> fault = dataCentre.maasFaults().take();
      if (fault.isPresent() && !fault.get().carriedOut()) {
        refuse(exchange, fault.get());
      } else {
        answer(exchange, body, fault);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(HttpExchange exchange, byte[] body, Optional<HttpFault> fault)
      throws IOException, InterruptedException {
    try {
      MaasReply reply = reply(exchange, body);
      if (fault.isPresent()) {
        spoil(exchange, reply, fault.get());
      } else {
        send(exchange, reply);
      }
    } catch (MaasRefusal refusal) {
      refusal.headers().forEach(exchange.getResponseHeaders()::set);
      send(
          exchange,
          new MaasReply(
              refusal.status(),
              refusal.contentType(),
              String.valueOf(refusal.getMessage()).getBytes(StandardCharsets.UTF_8)));
    } catch (RuntimeException e) {
      log.warn("MAAS could not answer {} {}", exchange.getRequestMethod(), path(exchange), e);
      send(exchange, MaasReply.text(500, "Internal Server Error"));
    }
  }

  private MaasReply reply(HttpExchange exchange, byte[] body) throws InterruptedException {
    String path = path(exchange);
    if (!path.endsWith("/")) {
      if (!exchange.getRequestMethod().equals("GET") || !path.startsWith("/MAAS")) {
        throw MaasRefusal.notFound("Unknown API endpoint: " + path + ".");
      }
      String query = exchange.getRequestURI().getRawQuery();
      exchange
          .getResponseHeaders()
          .set("Location", path + "/" + (query == null ? "" : "?" + query));
      return MaasReply.text(301, "");
    }
    if (!path.startsWith(BASE)) {
      throw MaasRefusal.notFound("Unknown API endpoint: " + path + ".");
    }
    MaasRequest request =
        new MaasRequest(
            exchange.getRequestMethod().toUpperCase(Locale.ROOT),
            segments(path.substring(BASE.length())),
            Form.urlEncoded(exchange.getRequestURI().getRawQuery()),
            Form.ofBody(exchange.getRequestHeaders().getFirst("Content-Type"), body));
    if (!MaasApi.anonymous(request)) {
      oauth.check(exchange.getRequestHeaders().getFirst("Authorization"));
    }
    return api.answer(request);
  }

  /** The request was carried out, its answer is lost on the way. */
  private void spoil(HttpExchange exchange, MaasReply reply, HttpFault fault)
      throws IOException, InterruptedException {
    switch (fault) {
      case TRUNCATED_JSON -> {
        byte[] half = Arrays.copyOf(reply.body(), reply.body().length / 2);
        send(exchange, new MaasReply(reply.status(), reply.contentType(), half));
      }
      case NOT_JSON -> send(exchange, MaasReply.text(200, "Machine is busy."));
      case EMPTY_BODY -> send(exchange, MaasReply.text(200, ""));
      case HANG -> Thread.sleep(Duration.ofMinutes(10));
      default -> {
        // leaving the exchange without an answer closes the connection
      }
    }
  }

  /** The request is not carried out. */
  private void refuse(HttpExchange exchange, HttpFault fault) throws IOException {
    switch (fault) {
      case UNAVAILABLE -> {
        exchange.getResponseHeaders().set("Retry-After", "10");
        send(exchange, MaasReply.text(503, "Unable to connect to any rack controller."));
      }
      case INTERNAL_ERROR ->
          send(exchange, MaasReply.text(500, "Error determining BMC task queue"));
      case NOT_FOUND -> send(exchange, MaasReply.text(404, "Not Found"));
      case CONFLICT -> send(exchange, MaasReply.text(409, "Machine is in the wrong state."));
      case REDIRECT_LOOP -> {
        exchange.getResponseHeaders().set("Location", exchange.getRequestURI().toString());
        send(exchange, MaasReply.text(307, ""));
      }
      case UNAUTHORIZED -> send(exchange, html(401, "Authorization Error: Invalid API key."));
      default ->
          send(exchange, html(200, "<!DOCTYPE html><html><body><h1>MAAS</h1>Log in</body></html>"));
    }
  }

  private void send(HttpExchange exchange, MaasReply reply) throws IOException {
    String path = path(exchange);
    String query = exchange.getRequestURI().getRawQuery();
    dataCentre
        .recorder()
        .request(
            Channel.MAAS,
            server(path),
            exchange.getRequestMethod(),
            query == null ? path : path + "?" + query,
            reply.status());
    exchange.getResponseHeaders().set("Content-Type", reply.contentType());
    exchange.getResponseHeaders().set("X-MAAS-API-Hash", "simulated");
    boolean empty = reply.body().length == 0;
    exchange.sendResponseHeaders(reply.status(), empty ? -1 : reply.body().length);
    if (!empty) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(reply.body());
      }
    }
  }

  private String server(String path) {
    for (var server : dataCentre.servers()) {
      if (path.contains("/" + server.identity().systemId() + "/")) {
        return server.hostname();
      }
    }
    return "";
  }

  private static MaasReply html(int status, String text) {
    return new MaasReply(status, "text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private static String path(HttpExchange exchange) {
    return exchange.getRequestURI().getPath();
  }

  private static List<String> segments(String path) {
    return Arrays.stream(path.split("/"))
        .filter(segment -> !segment.isEmpty())
        .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
        .toList();
  }
}
