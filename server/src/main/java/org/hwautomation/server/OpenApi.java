package org.hwautomation.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The OpenAPI 3.1 document, made of the routes themselves. Stateless. */
public final class OpenApi {
  private static final Shape PROBLEM =
      Shape.named(
          "Problem",
          Shape.object(
              Shape.required("type", Shape.text(), "stable; /problems/TYPE"),
              Shape.required("title", Shape.text(), "the same for all of the type"),
              Shape.required("status", Shape.integer(400, 599), "the HTTP status"),
              Shape.required("detail", Shape.text(), "what went wrong, and where"),
              Shape.optional("hint", Shape.text(), "what to do"),
              Shape.optional(
                  "fields",
                  Shape.list(
                      Shape.object(
                          Shape.required("name", Shape.text(), "the value's path"),
                          Shape.required("message", Shape.text(), "what is wrong with it"))),
                  "what is wrong with each value of the request")));

  private OpenApi() {}

  /** The document of an API. */
  public static Map<String, @Nullable Object> document(List<Route> routes, String version) {
    var named = new TreeMap<String, Shape>();
    PROBLEM.schema(named);
    var paths = new LinkedHashMap<String, Map<String, @Nullable Object>>();
    for (var route : routes) {
      paths
          .computeIfAbsent(route.path(), path -> new LinkedHashMap<>())
          .put(route.method().text().toLowerCase(Locale.ROOT), operation(route, named));
    }
    var schemas = new LinkedHashMap<String, @Nullable Object>();
    // describing one may bring up others
    for (var known = -1; known != named.size(); ) {
      known = named.size();
      for (var name : List.copyOf(named.keySet())) {
        schemas.computeIfAbsent(name, key -> schema(named, key));
      }
    }
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("openapi", "3.1.0");
    document.put(
        "info",
        Map.of(
            "title",
            "HWAutomation",
            "version",
            version,
            "license",
            Map.of("name", "Apache-2.0", "identifier", "Apache-2.0")));
    document.put("paths", paths);
    document.put(
        "components",
        Map.of(
            "schemas",
            schemas,
            "securitySchemes",
            Map.of(
                "token",
                Map.of("type", "http", "scheme", "bearer"),
                "session",
                Map.of("type", "apiKey", "in", "cookie", "name", Gate.COOKIE))));
    return document;
  }

  private static Map<String, @Nullable Object> schema(Map<String, Shape> named, String name) {
    var shape = named.get(name);
    if (shape == null) {
      throw new IllegalStateException("no shape is called " + name);
    }
    return shape.schema(named);
  }

  private static Map<String, @Nullable Object> operation(Route route, Map<String, Shape> named) {
    var operation = new LinkedHashMap<String, @Nullable Object>();
    operation.put("operationId", route.operation());
    operation.put("summary", route.summary());
    operation.put("tags", List.of(tag(route.path())));
    operation.put(
        "security",
        route.role().isEmpty()
            ? List.of()
            : List.of(Map.of("token", List.of()), Map.of("session", List.of())));
    route.role().ifPresent(role -> operation.put("x-role", role.wireName()));
    if (!route.parameters().isEmpty()) {
      operation.put(
          "parameters", route.parameters().stream().map(p -> parameter(p, named)).toList());
    }
    route
        .body()
        .ifPresent(
            shape ->
                operation.put(
                    "requestBody",
                    Map.of(
                        "required",
                        true,
                        "content",
                        Map.of(Route.JSON, Map.of("schema", shape.schema(named))))));
    operation.put("responses", responses(route, named));
    return operation;
  }

  private static String tag(String path) {
    var parts = path.split("/");
    return parts.length > 3 ? parts[3] : parts[1];
  }

  private static Map<String, @Nullable Object> parameter(
      RouteParameter parameter, Map<String, Shape> named) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", parameter.name());
    document.put("in", parameter.place().name().toLowerCase(Locale.ROOT));
    document.put("required", parameter.required());
    document.put("description", parameter.meaning());
    var schema = parameter.shape().schema(named);
    document.put(
        "schema", parameter.repeated() ? Map.of("type", "array", "items", schema) : schema);
    if (parameter.repeated()) {
      document.put("style", "form");
      document.put("explode", true);
    }
    return document;
  }

  private static Map<String, @Nullable Object> responses(Route route, Map<String, Shape> named) {
    var responses = new LinkedHashMap<String, @Nullable Object>();
    var good = new LinkedHashMap<String, @Nullable Object>();
    good.put("description", "as asked");
    if (route.status() != 204) {
      good.put(
          "content",
          Map.of(
              route.mediaType(),
              route
                  .answer()
                  .map(shape -> Map.<String, @Nullable Object>of("schema", shape.schema(named)))
                  .orElse(Map.of())));
    }
    responses.put(String.valueOf(route.status()), good);
    var codes = new ArrayList<String>();
    if (route.role().isPresent()) {
      codes.add("401");
      codes.add("403");
    }
    if (!route.parameters().isEmpty() || route.body().isPresent()) {
      codes.add("400");
    }
    codes.add("default");
    for (var code : codes) {
      responses.put(
          code,
          Map.of(
              "description",
              "a problem",
              "content",
              Map.of("application/problem+json", Map.of("schema", PROBLEM.schema(named)))));
    }
    return responses;
  }
}
