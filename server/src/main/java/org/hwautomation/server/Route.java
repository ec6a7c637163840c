package org.hwautomation.server;

import io.helidon.http.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.server.access.Role;

/**
 * One operation of the REST API: where it is, who may call it, what it takes and gives, and what
 * does it. Everything that is served is such a route, and the OpenAPI document is made of them.
 * Immutable.
 *
 * @param path with parameters in braces, such as {@code /api/v1/runs/{run}}
 * @param operation its name for client generators, such as {@code listRuns}
 * @param role the least that may call it; empty for everybody, also without a login
 * @param body what the request's document must look like; empty if there is none
 * @param answer what the answer's document looks like; empty for none or for another media type
 * @param mediaType the answer's
 * @param startsWork true if a repeat with the same {@code Idempotency-Key} must do nothing
 */
public record Route(
    Method method,
    String path,
    String operation,
    String summary,
    Optional<Role> role,
    List<RouteParameter> parameters,
    Optional<Shape> body,
    int status,
    Optional<Shape> answer,
    String mediaType,
    boolean startsWork,
    Handler handler) {
  /** JSON. */
  public static final String JSON = "application/json";

  /** Answers a request; throws {@link ProblemException}, or what {@link Problems} knows. */
  @FunctionalInterface
  public interface Handler {
    Answer handle(Call call) throws InterruptedException;
  }

  public Route {
    parameters = List.copyOf(parameters);
  }

  /** The method's name, such as {@code GET}. */
  public String methodName() {
    return method.text();
  }

  public static Builder get(String path, String operation, String summary) {
    return new Builder(Method.GET, path, operation, summary);
  }

  public static Builder post(String path, String operation, String summary) {
    return new Builder(Method.POST, path, operation, summary);
  }

  public static Builder put(String path, String operation, String summary) {
    return new Builder(Method.PUT, path, operation, summary);
  }

  public static Builder delete(String path, String operation, String summary) {
    return new Builder(Method.DELETE, path, operation, summary);
  }

  /** Collects a route's parts; for viewers if nothing else is said. Not thread-safe. */
  public static final class Builder {
    private final Method method;
    private final String path;
    private final String operation;
    private final String summary;
    private final List<RouteParameter> parameters = new ArrayList<>();
    private Optional<Role> role = Optional.of(Role.VIEWER);
    private Optional<Shape> body = Optional.empty();
    private Optional<Shape> answer = Optional.empty();
    private int status = 200;
    private String mediaType = JSON;
    private boolean startsWork;

    private Builder(Method method, String path, String operation, String summary) {
      this.method = method;
      this.path = path;
      this.operation = operation;
      this.summary = summary;
    }

    public Builder role(Role least) {
      role = Optional.of(least);
      return this;
    }

    /** Also without a login. */
    public Builder open() {
      role = Optional.empty();
      return this;
    }

    public Builder with(RouteParameter... more) {
      parameters.addAll(List.of(more));
      return this;
    }

    public Builder takes(Shape document) {
      body = Optional.of(document);
      return this;
    }

    public Builder gives(Shape document) {
      answer = Optional.of(document);
      return this;
    }

    public Builder gives(int code, Shape document) {
      status = code;
      return gives(document);
    }

    public Builder givesNothing() {
      status = 204;
      return this;
    }

    public Builder givesMedia(String type) {
      mediaType = type;
      return this;
    }

    /** A repeat with its idempotency key does nothing. */
    public Builder startsWork() {
      startsWork = true;
      return with(Repeats.KEY);
    }

    public Route by(Handler handler) {
      return new Route(
          method,
          path,
          operation,
          summary,
          role,
          parameters,
          body,
          status,
          answer,
          mediaType,
          startsWork,
          handler);
    }
  }
}
