package org.hwautomation.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves the web page, which its build put beside this class. Where it was built without Node, a
 * plain page says how to get it. Thread-safe.
 */
final class Page {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "ico", "image/x-icon",
          "json", "application/json",
          "webmanifest", "application/manifest+json",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8");

  private static final String WITHOUT =
      """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8"><title>HWAutomation</title></head>
      <body>
      <h1>The service runs; its page was not built</h1>
      <p>This build found no Node 20 or newer. Install it (Debian: <code>apt-get install nodejs npm</code>)
      and start <code>./hwauto serve</code> again: it builds the page too.</p>
      <p>Everything else works: <a href="/openapi">the REST API</a>, <a href="/metrics">metrics</a>,
      <a href="/health">health</a>, and the command line.</p>
      </body></html>
      """;

  private final SecurityHeaders headers;
  private final Map<String, Optional<Resource>> cache = new ConcurrentHashMap<>();

  Page(SecurityHeaders headers) {
    this.headers = headers;
  }

  @SuppressWarnings("ArrayRecordComponent") // carried to the socket, never compared
  private record Resource(String name, byte[] bytes) {
    String type() {
      return TYPES.getOrDefault(
          name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
    }
  }

  /** Answers a GET for anything but the API. */
  void serve(ServerRequest request, ServerResponse response) {
    headers.put(response);
    var path = request.path().path();
    var asset = path.length() > 1 ? resource(path.substring(1)) : Optional.<Resource>empty();
    if (asset.isPresent()) {
      // names of built assets change with their content
      send(
          response,
          asset.get(),
          path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    } else if (path.startsWith("/assets/")) {
      RouteHandler.send(
          Problem.of("not-found", 404, "There is nothing there", "the page has no " + path),
          response);
    } else {
      send(
          response,
          resource("index.html")
              .orElseGet(
                  () -> new Resource("index.html", WITHOUT.getBytes(StandardCharsets.UTF_8))),
          "no-cache");
    }
  }

  private static void send(ServerResponse response, Resource resource, String caching) {
    response
        .header(HeaderNames.CACHE_CONTROL, caching)
        .header(HeaderNames.CONTENT_TYPE, resource.type())
        .send(resource.bytes());
  }

  /** A file of the built page; names that lead elsewhere find nothing. */
  private Optional<Resource> resource(String name) {
    if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}") || name.contains("..")) {
      return Optional.empty();
    }
    if (cache.size() > 1_000) {
      return read(name); // somebody asks for all sorts of names
    }
    return cache.computeIfAbsent(name, Page::read);
  }

  private static Optional<Resource> read(String name) {
    try (var stream = Page.class.getResourceAsStream("page/" + name)) {
      if (stream == null || name.endsWith("/")) {
        return Optional.empty();
      }
      return Optional.of(new Resource(name, stream.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
