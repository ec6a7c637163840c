package org.hwautomation.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/**
 * Answers what no route answers: the page for browsers, and problems for the API, where who is
 * nobody learns nothing.
 */
final class Fallback implements Handler {
  private final List<Route> routes;
  private final Gate gate;
  private final Page page;
  private final SecurityHeaders headers;

  Fallback(List<Route> routes, Gate gate, Page page, SecurityHeaders headers) {
    this.routes = List.copyOf(routes);
    this.gate = gate;
    this.page = page;
    this.headers = headers;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    var path = request.path().path();
    var method = request.prologue().method();
    var allowed =
        routes.stream()
            .filter(route -> matches(route.path(), path))
            .map(route -> route.method().text())
            .sorted()
            .toList();
    if (!path.startsWith("/api/") && allowed.isEmpty() && isReading(method)) {
      page.serve(request, response);
      return;
    }
    headers.put(response);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    RouteHandler.send(problem(request, path, allowed), response);
  }

  private Problem problem(ServerRequest request, String path, List<String> allowed) {
    if (path.startsWith("/api/") && gate.caller(request).isEmpty()) {
      return Problem.of("login-needed", 401, "Log in first", "nobody we know asks")
          .withHeader("WWW-Authenticate", "Bearer realm=\"hwautomation\"");
    }
    if (!allowed.isEmpty()) {
      return Problem.of(
              "method",
              405,
              "That method is not served there",
              "there is " + String.join(", ", allowed))
          .withHeader("Allow", String.join(", ", allowed));
    }
    return Problem.of("not-found", 404, "There is nothing there", "no route has that path")
        .withHint("GET /openapi lists all routes.");
  }

  private static boolean isReading(Method method) {
    return method.equals(Method.GET) || method.equals(Method.HEAD);
  }

  private static boolean matches(String pattern, String path) {
    var wanted = pattern.split("/");
    var given = path.split("/");
    if (wanted.length != given.length) {
      return false;
    }
    for (var i = 0; i < wanted.length; i++) {
      if (!wanted[i].startsWith("{") && !wanted[i].equals(given[i])) {
        return false;
      }
    }
    return true;
  }
}
