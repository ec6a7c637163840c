package org.hwautomation.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.server.access.Caller;
import org.jspecify.annotations.Nullable;

/** Makes a call of a request: reads all that its route declares, and refuses what does not fit. */
final class RequestReader {
  /** The largest document that is taken, in bytes. */
  static final int LARGEST = 1024 * 1024;

  private final Route route;
  private final ServerRequest request;

  RequestReader(Route route, ServerRequest request) {
    this.route = route;
    this.request = request;
  }

  /**
   * The call.
   *
   * @throws ProblemException if something does not fit, naming all that does not
   */
  Call read(Optional<Caller> caller) {
    var wrong = new ArrayList<Shape.Wrong>();
    var path = new LinkedHashMap<String, String>();
    var query = new LinkedHashMap<String, List<String>>();
    var headers = new LinkedHashMap<String, String>();
    for (var parameter : route.parameters()) {
      switch (parameter.place()) {
        case PATH ->
            path.put(
                parameter.name(),
                checked(parameter, request.path().pathParameters().get(parameter.name()), wrong));
        case QUERY -> {
          var values = new ArrayList<String>();
          for (var value : queries(parameter.name())) {
            if (!value.isEmpty()) {
              values.add(checked(parameter, value, wrong));
            }
          }
          if (values.size() > 1 && !parameter.repeated()) {
            wrong.add(new Shape.Wrong(parameter.name(), "is given more than once"));
          } else if (!values.isEmpty()) {
            query.put(parameter.name(), values);
          } else if (parameter.required()) {
            wrong.add(new Shape.Wrong(parameter.name(), "must be given: " + parameter.meaning()));
          }
        }
        case HEADER ->
            request
                .headers()
                .first(HeaderNames.create(parameter.name()))
                .ifPresent(
                    value -> headers.put(parameter.name(), checked(parameter, value, wrong)));
      }
    }
    refuse(wrong);
    var body =
        route.body().isPresent() ? body(route.body().get()) : Map.<String, @Nullable Object>of();
    return new Call(
        path, query, headers, body, caller, request.remotePeer().host(), Gate.sessionId(request));
  }

  private List<String> queries(String name) {
    return request.query().contains(name) ? request.query().all(name) : List.of();
  }

  /** The text if it fits the parameter's shape. */
  private static String checked(RouteParameter parameter, String text, List<Shape.Wrong> wrong) {
    var value = typed(parameter.shape(), text);
    for (var problem : parameter.shape().check(value)) {
      wrong.add(new Shape.Wrong(parameter.name(), problem.message()));
    }
    return text;
  }

  private static Object typed(Shape shape, String text) {
    return switch (shape) {
      case Shape.Int _ when text.matches("-?\\d{1,18}") -> Long.parseLong(text);
      case Shape.Flag _ when text.matches("true|false") -> Boolean.valueOf(text);
      default -> text;
    };
  }

  private Map<String, @Nullable Object> body(Shape shape) {
    var type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
    var bytes = bytes();
    if (bytes.length > 0
        && !type.strip().toLowerCase(java.util.Locale.ROOT).startsWith(Route.JSON)) {
      throw Problem.of(
              "media-type",
              415,
              "The document is of a kind that is not taken here",
              type.isBlank() ? "it does not say of which" : "it says: " + shortened(type))
          .withHint("Send it with Content-Type: application/json.")
          .exception();
    }
    var document = bytes.length == 0 ? Map.<String, @Nullable Object>of() : JsonText.read(bytes);
    refuse(shape.check(document));
    return document;
  }

  private byte[] bytes() {
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    try (var stream = request.content().inputStream()) {
      var bytes = stream.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw Problem.of(
                "too-large",
                413,
                "The document is too large",
                "it has more than %d bytes".formatted(LARGEST))
            .withHint("Send less at once.")
            .withHeader("Connection", "close")
            .exception();
      }
      return bytes;
    } catch (IOException e) {
      throw Problem.of("cut-off", 400, "The document is cut off", "it could not be read to its end")
          .exception();
    }
  }

  private static void refuse(List<Shape.Wrong> wrong) {
    if (wrong.isEmpty()) {
      return;
    }
    var first = wrong.getFirst();
    throw Problem.of(
            "bad-input",
            400,
            "A value does not fit",
            (first.name().isEmpty() ? "the document" : first.name())
                + " "
                + first.message()
                + (wrong.size() > 1 ? " (and %d more)".formatted(wrong.size() - 1) : ""))
        .withHint("GET /openapi has the shape of every request.")
        .withFields(wrong.subList(0, Math.min(wrong.size(), 50)))
        .exception();
  }

  private static String shortened(String text) {
    return text.length() > 60 ? text.substring(0, 59) + "…" : text;
  }
}
