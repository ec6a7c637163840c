package org.hwautomation.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import org.hwautomation.hardware.Secret;
import org.hwautomation.server.access.Access;
import org.hwautomation.server.access.Caller;
import org.hwautomation.server.access.Role;

/** Lets requests in: who calls, and whether they may. Thread-safe. */
final class Gate {
  /** The cookie that holds a session's id. */
  static final String COOKIE = "hwauto_session";

  private static final String BEARER = "Bearer ";

  private final Access access;

  Gate(Access access) {
    this.access = access;
  }

  /**
   * Who calls a route.
   *
   * @throws ProblemException if it is nobody we know, or one who may not
   */
  Optional<Caller> admit(Route route, ServerRequest request) {
    if (route.role().isEmpty()) {
      return Optional.empty();
    }
    var caller = caller(request).orElseThrow(Gate::unknown);
    requireRole(caller, route.role().get());
    if (caller.via().isSession() && !route.method().equals(Method.GET)) {
      requireCsrf(caller, request);
    }
    return Optional.of(caller);
  }

  /** Who calls; empty if they do not say, or say it wrong. */
  Optional<Caller> caller(ServerRequest request) {
    var authorization = header(request, "Authorization");
    if (authorization.isPresent()) {
      return authorization
          .filter(value -> value.regionMatches(true, 0, BEARER, 0, BEARER.length()))
          .map(value -> Secret.of(value.substring(BEARER.length()).strip()))
          .flatMap(access::byToken);
    }
    return sessionId(request).map(Secret::of).flatMap(access::bySession);
  }

  /** What the session's cookie holds. */
  static Optional<String> sessionId(ServerRequest request) {
    return header(request, "Cookie").stream()
        .flatMap(value -> Arrays.stream(value.split(";")))
        .map(String::strip)
        .filter(cookie -> cookie.startsWith(COOKIE + "="))
        .map(cookie -> cookie.substring(COOKIE.length() + 1))
        .findFirst();
  }

  private static Optional<String> header(ServerRequest request, String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  private static ProblemException unknown() {
    return Problem.of(
            "login-needed",
            401,
            "Log in first",
            "the request says of nobody we know that it is theirs")
        .withHint("Log in with POST /api/v1/login, or send Authorization: Bearer TOKEN.")
        .withHeader("WWW-Authenticate", "Bearer realm=\"hwautomation\"")
        .exception();
  }

  private static void requireRole(Caller caller, Role needed) {
    if (!caller.may(needed)) {
      throw Problem.of(
              "not-allowed",
              403,
              "You may not do that",
              "%s is %s, and this needs %s"
                  .formatted(caller.name(), caller.role().wireName(), needed.wireName()))
          .withHint("Ask an admin for the role, or for somebody who has it.")
          .exception();
    }
  }

  /** A page of another site can send the cookie, but can't know this. */
  private static void requireCsrf(Caller caller, ServerRequest request) {
    var given = header(request, "X-CSRF-Token").orElse("");
    if (!MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8),
        caller.csrfToken().getBytes(StandardCharsets.UTF_8))) {
      throw Problem.of(
              "csrf-token",
              403,
              "The request does not come from our page",
              "header X-CSRF-Token is missing or of another session")
          .withHint("Take csrf_token from GET /api/v1/me; with a Bearer token none is needed.")
          .exception();
    }
  }
}
