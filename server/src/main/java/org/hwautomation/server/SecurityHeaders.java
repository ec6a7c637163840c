package org.hwautomation.server;

import io.helidon.webserver.http.ServerResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The headers with which every answer goes out. Immutable. */
final class SecurityHeaders {
  /**
   * Scripts, styles and pictures are ours alone; nothing frames us and nothing is sent elsewhere.
   */
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src"
          + " 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  private final Map<String, String> headers = new LinkedHashMap<>();

  /**
   * @param tls true if browsers are to come back over TLS alone
   */
  SecurityHeaders(boolean tls) {
    headers.put("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("X-Frame-Options", "DENY");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    if (tls) {
      headers.put("Strict-Transport-Security", "max-age=31536000");
    }
  }

  void put(ServerResponse response) {
    forEach((name, value) -> response.header(name, value));
  }

  void forEach(BiConsumer<String, String> use) {
    headers.forEach(use);
  }
}
