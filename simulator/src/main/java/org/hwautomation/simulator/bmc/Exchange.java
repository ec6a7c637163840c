package org.hwautomation.simulator.bmc;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Delay;
import org.hwautomation.simulator.Fault;
import org.hwautomation.simulator.HttpFault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request and its response: DSP0266 7 (protocol details): headers, status codes, ETags (7.5 and
 * 7.6: {@code If-Match} and 412, 428), query parameters, errors with extended information.
 */
final class Exchange {
  private static final Logger log = LoggerFactory.getLogger(Exchange.class);
  private static final JsonMapper JSON = new JsonMapper();
  private static final int MAX_BODY = 1 << 20;

  private static final int EACH = 20;
  private static final List<HttpFault> MALFORMED =
      List.of(HttpFault.NOT_JSON, HttpFault.TRUNCATED_JSON, HttpFault.HTML, HttpFault.EMPTY_BODY);

  private final AtomicInteger reads = new AtomicInteger();
  private final Tree tree;
  private final List<Route> routes;
  private final Gate gate;

  Exchange(Tree tree, List<Route> routes) {
    this.tree = tree;
    this.routes = List.copyOf(routes);
    this.gate = new Gate(tree);
  }

  void handle(HttpExchange http) throws IOException {
    var status = 0;
    try {
      var body = streamed(http) ? new byte[0] : http.getRequestBody().readNBytes(MAX_BODY);
      slowDown();
      var fault = tree.server().faults().bmc().take().or(() -> malformed(http));
      if (fault.isPresent()) {
        status = misbehave(http, body, fault.get());
        return;
      }
      var response = answer(http, body);
      var payload = payload(response);
      status = response.status();
      // recorded before it is sent, so that whoever has the answer finds the record
      record(http, status);
      send(http, response, payload);
      response.afterwards().run();
    } catch (RuntimeException e) {
      log.warn("{} {} failed", http.getRequestMethod(), http.getRequestURI(), e);
      throw e;
    } finally {
      if (status == 0) {
        record(http, 0);
      }
      http.close();
    }
  }

  private void slowDown() {
    if (tree.server().faults().has(Fault.SLOW_ANSWERS)) {
      try {
        tree.server().time().sleep(tree.server().draw(Delay.SLOW_ANSWER));
      } catch (InterruptedException closing) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Optional<HttpFault> malformed(HttpExchange http) {
    if (!http.getRequestMethod().equals("GET")
        || !tree.server().faults().has(Fault.MALFORMED_ANSWERS)
        || reads.incrementAndGet() % EACH != 0) {
      return Optional.empty();
    }
    return Optional.of(MALFORMED.get(reads.get() / EACH % MALFORMED.size()));
  }

  private boolean streamed(HttpExchange http) {
    var path = http.getRequestURI().getPath();
    return routes.stream()
        .anyMatch(
            route ->
                route.streamed()
                    && route.method().equals(http.getRequestMethod())
                    && route.pattern().matcher(path).matches());
  }

  private int misbehave(HttpExchange http, byte[] body, HttpFault fault) throws IOException {
    var right = new byte[0];
    if (fault.carriedOut()) {
      var response = answer(http, body);
      right = payload(response);
      response.afterwards().run();
    }
    var status = new BadAnswer(http).give(fault, right);
    if (status != 0) {
      record(http, status);
    }
    return status;
  }

  private void record(HttpExchange http, int status) {
    tree.server()
        .dataCentre()
        .recorder()
        .request(
            Channel.REDFISH,
            tree.server().hostname(),
            http.getRequestMethod(),
            http.getRequestURI().toString(),
            status);
  }

  private RedfishResponse answer(HttpExchange http, byte[] body) {
    try {
      return route(http, body);
    } catch (RedfishError error) {
      var response = RedfishResponse.error(error);
      return error.status() == 401
          ? response.header("WWW-Authenticate", "Basic realm=\"redfish\"")
          : response;
    }
  }

  private RedfishResponse route(HttpExchange http, byte[] content) {
    var asked = http.getRequestURI().getPath();
    var path =
        asked.length() > 1 && asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked;
    var method = http.getRequestMethod().equals("HEAD") ? "GET" : http.getRequestMethod();
    var headers = headers(http);
    if (path.equals("/redfish/v1/$metadata") && method.equals("GET")) {
      return new RedfishResponse(
          200, Map.of("Content-Type", "application/xml;charset=utf-8"), METADATA, () -> {});
    }
    var allowed = new TreeSet<String>();
    for (var route : routes) {
      var match = route.pattern().matcher(path);
      if (!match.matches()) {
        continue;
      }
      allowed.add(route.method());
      if (!route.method().equals(method)) {
        continue;
      }
      var account = route.open() ? null : gate.admit(headers);
      if (account != null) {
        gate.authorize(account, method, path);
      }
      check(http, headers);
      var parts = new ArrayList<String>();
      for (var i = 1; i <= match.groupCount(); i++) {
        parts.add(match.group(i));
      }
      var request =
          new RedfishRequest(
              method,
              path,
              parts,
              headers,
              route.streamed() ? null : parse(headers, content),
              route.streamed() ? http.getRequestBody() : InputStream.nullInputStream(),
              account);
      if (method.equals("PATCH")) {
        precondition(request);
      }
      return tag(request, route.handler().handle(request));
    }
    // who asks for what is not there must still show who he is (DSP0266 13.3.1)
    gate.admit(headers);
    if (allowed.isEmpty()) {
      throw tree.missing(path);
    }
    return RedfishResponse.error(new RedfishError(405, tree.base("OperationNotAllowed")))
        .header("Allow", String.join(", ", allowed));
  }

  private void check(HttpExchange http, Map<String, String> headers) {
    var version = headers.get("odata-version");
    if (version != null && !version.trim().equals("4.0")) {
      throw new RedfishError(412, tree.base("PreconditionFailed"));
    }
    var query = http.getRequestURI().getQuery();
    if (query != null && (query.startsWith("$") || query.contains("&$"))) {
      throw new RedfishError(501, tree.base("QueryNotSupported"));
    }
  }

  private @Nullable JsonNode parse(Map<String, String> headers, byte[] content) {
    if (content.length == 0) {
      return null;
    }
    var type = headers.getOrDefault("content-type", "application/json");
    if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
      throw new RedfishError(415, tree.base("UnrecognizedRequestBody"));
    }
    try {
      return JSON.readTree(content);
    } catch (JacksonException e) {
      throw new RedfishError(400, tree.base("MalformedJSON"));
    }
  }

  private void precondition(RedfishRequest request) {
    var ifMatch = request.header("If-Match");
    if (ifMatch == null || ifMatch.isBlank()) {
      if (tree.dialect().needsIfMatch(request.path())) {
        throw new RedfishError(428, tree.base("PreconditionRequired"));
      }
      return;
    }
    if (ifMatch.trim().equals("*")) {
      return;
    }
    var current = currentTag(request);
    if (current != null
        && List.of(ifMatch.split(",")).stream().noneMatch(tag -> tag.trim().equals(current))) {
      throw new RedfishError(412, tree.base("PreconditionFailed"));
    }
  }

  private @Nullable String currentTag(RedfishRequest request) {
    for (var route : routes) {
      var match = route.pattern().matcher(request.path());
      if (route.method().equals("GET") && match.matches()) {
        var read =
            route
                .handler()
                .handle(
                    new RedfishRequest(
                        "GET",
                        request.path(),
                        request.parts(),
                        Map.of(),
                        null,
                        InputStream.nullInputStream(),
                        request.account()));
        return etag(request.path(), read.body());
      }
    }
    return null;
  }

  private RedfishResponse tag(RedfishRequest request, RedfishResponse response) {
    if (!request.method().equals("GET") || response.status() != 200) {
      return response;
    }
    var etag = etag(request.path(), response.body());
    if (etag == null || !(response.body() instanceof Map<?, ?> map)) {
      return response;
    }
    var tagged = new java.util.LinkedHashMap<Object, @Nullable Object>(map);
    tagged.put("@odata.etag", etag);
    return new RedfishResponse(200, response.headers(), tagged, response.afterwards())
        .header("ETag", etag);
  }

  private @Nullable String etag(String path, @Nullable Object body) {
    try {
      var stable = body instanceof Map<?, ?> map ? new HashMap<>(map) : new HashMap<>();
      // a clock in a resource must not change its tag
      stable.remove("DateTime");
      var sorted = new java.util.TreeMap<String, @Nullable Object>();
      stable.forEach((key, value) -> sorted.put(String.valueOf(key), value));
      var hash = MessageDigest.getInstance("MD5").digest(JSON.writeValueAsBytes(sorted));
      return tree.dialect().etag(path, HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }

  private static Map<String, String> headers(HttpExchange http) {
    var headers = new HashMap<String, String>();
    http.getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    return headers;
  }

  private static byte[] payload(RedfishResponse response) {
    if (response.body() == null) {
      return new byte[0];
    }
    return response.body() instanceof String text
        ? text.getBytes(StandardCharsets.UTF_8)
        : JSON.writeValueAsBytes(response.body());
  }

  private static void send(HttpExchange http, RedfishResponse response, byte[] payload)
      throws IOException {
    var headers = http.getResponseHeaders();
    headers.set("OData-Version", "4.0");
    headers.set("Cache-Control", "no-cache");
    if ("close".equalsIgnoreCase(http.getRequestHeaders().getFirst("Connection"))) {
      // the JDK's server closes then, but does not say so; pooling clients would trip over it
      headers.set("Connection", "close");
    }
    if (payload.length > 0) {
      headers.set("Content-Type", "application/json;charset=utf-8");
    }
    response.headers().forEach(headers::set);
    var head = http.getRequestMethod().equals("HEAD");
    http.sendResponseHeaders(response.status(), payload.length == 0 || head ? -1 : payload.length);
    if (payload.length > 0 && !head) {
      http.getResponseBody().write(payload);
    }
    http.getResponseBody().close();
  }

  /** The smallest metadata document that is one (DSP0266 8.4). */
  private static final String METADATA =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <edmx:Edmx xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx" Version="4.0">
        <edmx:Reference Uri="http://redfish.dmtf.org/schemas/v1/ServiceRoot_v1.xml">
          <edmx:Include Namespace="ServiceRoot"/>
        </edmx:Reference>
        <edmx:DataServices>
          <Schema xmlns="http://docs.oasis-open.org/odata/ns/edm" Namespace="Service">
            <EntityContainer Name="Service" Extends="ServiceRoot.ServiceContainer"/>
          </Schema>
        </edmx:DataServices>
      </edmx:Edmx>
      """;
}
