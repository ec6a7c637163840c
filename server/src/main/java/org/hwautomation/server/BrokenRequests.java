package org.hwautomation.server;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/** Answers what is no request at all, such as a line that is too long, before any route sees it. */
final class BrokenRequests implements DirectHandler {
  private final SecurityHeaders headers;

  private BrokenRequests(SecurityHeaders headers) {
    this.headers = headers;
  }

  static DirectHandlers handlers(SecurityHeaders headers) {
    var broken = new BrokenRequests(headers);
    var handlers = DirectHandlers.builder();
    for (var type : EventType.values()) {
      handlers.addHandler(type, broken);
    }
    return handlers.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders given,
      String message) {
    var problem =
        Problem.of(
            "broken-request",
            status.code(),
            "The request can't be read",
            status.code() == Status.REQUEST_URI_TOO_LONG_414.code()
                ? "its line is too long"
                : "HTTP does not allow what was sent");
    var response =
        TransportResponse.builder()
            .status(status)
            .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
            .keepAlive(false)
            .entity(JsonText.bytes(problem.document()));
    headers.forEach((name, value) -> response.header(HeaderNames.create(name), value));
    return response.build();
  }
}
