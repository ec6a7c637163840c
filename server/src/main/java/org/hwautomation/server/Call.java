package org.hwautomation.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.server.access.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A request as handlers see it: its values have been checked against the route. Immutable.
 *
 * @param path the path's parameters
 * @param query each with all its values
 * @param headers those that the route declares
 * @param body the document; empty if the route takes none
 * @param caller who calls; empty for a route that is open
 * @param from the client's address
 * @param sessionId the session's cookie; empty without one
 */
public record Call(
    Map<String, String> path,
    Map<String, List<String>> query,
    Map<String, String> headers,
    Map<String, @Nullable Object> body,
    Optional<Caller> caller,
    String from,
    Optional<String> sessionId) {
  /** A parameter of the path. */
  public String in(String name) {
    var value = path.get(name);
    if (value == null) {
      throw new IllegalStateException("the route has no path parameter " + name);
    }
    return value;
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name)).map(List::getFirst);
  }

  public List<String> queries(String name) {
    return query.getOrDefault(name, List.of());
  }

  /** A whole number of the query; its range was checked. */
  public int number(String name, int otherwise) {
    return query(name).map(Integer::parseInt).orElse(otherwise);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** A text of the document that must be there. */
  public String text(String name) {
    return optionalText(name)
        .orElseThrow(() -> new IllegalStateException("the shape lets " + name + " be absent"));
  }

  public Optional<String> optionalText(String name) {
    return Optional.ofNullable(body.get(name)).map(String.class::cast);
  }

  /** A text of the document in which something stands. */
  public Optional<String> words(String name) {
    return optionalText(name).map(String::strip).filter(text -> !text.isEmpty());
  }

  public boolean flag(String name) {
    return Boolean.TRUE.equals(body.get(name));
  }

  /** The texts of a list of the document; none if it is absent. */
  public List<String> texts(String name) {
    return body.get(name) instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of();
  }

  /** An object of the document; empty if it is absent. */
  public Map<String, @Nullable Object> fields(String name) {
    var fields = new LinkedHashMap<String, @Nullable Object>();
    if (body.get(name) instanceof Map<?, ?> map) {
      map.forEach((key, value) -> fields.put(String.valueOf(key), value));
    }
    return fields;
  }

  /** Who calls, for journal and audit, such as {@code user:alice}. */
  public String actor() {
    return caller.map(Caller::actor).orElse("nobody");
  }
}
