package org.hwautomation.server;

/**
 * A value in a request's path, query or headers. Immutable.
 *
 * @param repeated true if the query may have it several times
 */
public record RouteParameter(
    Place place, String name, Shape shape, boolean required, boolean repeated, String meaning) {
  /** Where it stands. */
  public enum Place {
    PATH,
    QUERY,
    HEADER
  }

  public static RouteParameter path(String name, String meaning) {
    return new RouteParameter(Place.PATH, name, Shape.text(200), true, false, meaning);
  }

  public static RouteParameter query(String name, Shape shape, String meaning) {
    return new RouteParameter(Place.QUERY, name, shape, false, false, meaning);
  }

  /** A query parameter that may be given several times. */
  public static RouteParameter repeated(String name, Shape shape, String meaning) {
    return new RouteParameter(Place.QUERY, name, shape, false, true, meaning);
  }

  public static RouteParameter header(String name, Shape shape, String meaning) {
    return new RouteParameter(Place.HEADER, name, shape, false, false, meaning);
  }
}
