package org.hwautomation.simulator.bmc;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.hwautomation.simulator.HttpFault;

/** Answers a request badly, on purpose. The request itself was handled before. */
final class BadAnswer {
  private static final Duration LONGEST_HANG = Duration.ofMinutes(10);

  private final HttpExchange http;

  BadAnswer(HttpExchange http) {
    this.http = http;
  }

  /** Gives the bad answer and returns its status, or 0 for none. */
  int give(HttpFault fault, byte[] right) throws IOException {
    return switch (fault) {
      case HTML -> text(200, "text/html", "<html><body><h1>It works!</h1></body></html>");
      case NOT_JSON -> text(200, "application/json", "service starting");
      case TRUNCATED_JSON -> {
        var half = new String(right, StandardCharsets.UTF_8);
        yield text(200, "application/json", half.substring(0, Math.max(1, half.length() / 2)));
      }
      case EMPTY_BODY -> text(200, "application/json", "");
      case UNAVAILABLE -> {
        http.getResponseHeaders().set("Retry-After", "10");
        yield text(503, "text/plain", "Service Unavailable");
      }
      case INTERNAL_ERROR -> text(500, "text/plain", "Internal Server Error");
      case NOT_FOUND -> text(404, "text/plain", "Not Found");
      case CONFLICT -> text(409, "text/plain", "Conflict");
      case UNAUTHORIZED -> text(401, "text/plain", "Unauthorized");
      case REDIRECT_LOOP -> {
        http.getResponseHeaders().set("Location", http.getRequestURI().toString());
        yield text(307, "text/plain", "");
      }
      case CLOSE -> 0;
      case HANG -> {
        try {
          // really: a client's patience is real time; closing the data centre ends it
          Thread.sleep(LONGEST_HANG);
        } catch (InterruptedException closing) {
          Thread.currentThread().interrupt();
        }
        yield 0;
      }
    };
  }

  private int text(int status, String type, String text) throws IOException {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    http.getResponseHeaders().set("Content-Type", type);
    http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      http.getResponseBody().write(bytes);
    }
    return status;
  }
}
