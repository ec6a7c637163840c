package org.hwautomation.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to every request of a route: it is let in, read, remembered if it starts work,
 * handled, and answered; what goes wrong is answered as a problem.
 */
final class RouteHandler implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(RouteHandler.class);

  private final Route route;
  private final Gate gate;
  private final Repeats repeats;
  private final SecurityHeaders headers;
  private final RequestMetrics metrics;

  RouteHandler(
      Route route, Gate gate, Repeats repeats, SecurityHeaders headers, RequestMetrics metrics) {
    this.route = route;
    this.gate = gate;
    this.repeats = repeats;
    this.headers = headers;
    this.metrics = metrics;
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) {
    var began = System.nanoTime();
    headers.put(response);
    response.header(HeaderNames.CACHE_CONTROL, "no-store");
    var status = 500;
    try {
      var caller = gate.admit(route, request);
      var call = new RequestReader(route, request).read(caller);
      var answer = route.startsWork() ? repeats.once(route, call) : route.handler().handle(call);
      status = send(answer, response);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      status = send(stopping(), response);
    } catch (UncheckedIOException | CloseConnectionException e) {
      LOG.debug("a client of {} went away", route.path());
    } catch (RuntimeException e) {
      var problem = Problems.of(e);
      if (problem.status() == 500) {
        LOG.error("{} {} failed", route.method(), route.path(), e);
      }
      status = send(problem, response);
    } finally {
      metrics.observed(route, status, Duration.ofNanos(System.nanoTime() - began));
    }
  }

  private static Problem stopping() {
    return Problem.of("stopping", 503, "The service stops", "the request was not finished")
        .withHeader("Retry-After", "5");
  }

  static int send(Problem problem, ServerResponse response) {
    if (response.isSent()) {
      return problem.status();
    }
    problem.headers().forEach((name, value) -> response.header(name, value));
    response
        .status(problem.status())
        .header(HeaderNames.CONTENT_TYPE, "application/problem+json")
        .send(JsonText.bytes(problem.document()));
    return problem.status();
  }

  private static int send(Answer answer, ServerResponse response) throws InterruptedException {
    answer.headers().forEach((name, value) -> response.header(name, value));
    switch (answer) {
      case Answer.Document(var status, var body, Map<String, String> _) ->
          response
              .status(status)
              .header(HeaderNames.CONTENT_TYPE, Route.JSON)
              .send(JsonText.bytes(body));
      case Answer.Empty(var status, Map<String, String> _) -> response.status(status).send();
      case Answer.Content(var status, var type, var bytes, Map<String, String> _) ->
          response.status(status).header(HeaderNames.CONTENT_TYPE, type).send(bytes);
      case Answer.Events(var writer, Map<String, String> _) -> {
        response.header(HeaderNames.CONTENT_TYPE, "text/event-stream");
        response.header("X-Accel-Buffering", "no");
        try (var out = response.outputStream()) {
          writer.write(out);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return response.status().code();
  }
}
