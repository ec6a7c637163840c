package org.hwautomation.simulator.bmc;

import java.util.regex.Pattern;

/**
 * A method and a path. In the pattern, {@code {}} stands for one segment.
 *
 * @param open whether it needs no authentication
 * @param streamed whether the handler reads the body itself
 */
record Route(String method, Pattern pattern, boolean open, boolean streamed, Handler handler) {

  /** Answers a request. */
  @FunctionalInterface
  interface Handler {
    RedfishResponse handle(RedfishRequest request);
  }

  static Route of(Dialect dialect, String method, String path, Handler handler) {
    return new Route(method, compile(dialect, path), false, false, handler);
  }

  static Route open(Dialect dialect, String method, String path, Handler handler) {
    return new Route(method, compile(dialect, path), true, false, handler);
  }

  /** A POST whose body may be long and is read by the handler. */
  static Route upload(Dialect dialect, String path, boolean open, Handler handler) {
    return new Route("POST", compile(dialect, path), open, true, handler);
  }

  private static Pattern compile(Dialect dialect, String path) {
    var pattern = new StringBuilder();
    for (var piece : path.split("\\{}", -1)) {
      if (!pattern.isEmpty()) {
        pattern.append("([^/]+)");
      }
      pattern.append(Pattern.quote(piece));
    }
    return Pattern.compile(
        pattern.toString(), dialect.ignoresCase() ? Pattern.CASE_INSENSITIVE : 0);
  }
}
