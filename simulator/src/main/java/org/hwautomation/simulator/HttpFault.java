package org.hwautomation.simulator;

/** A way in which an HTTP service can answer badly. */
public enum HttpFault {
  /** 200 with an HTML page. */
  HTML,
  /** 200 with text that is no JSON. */
  NOT_JSON,
  /** 200 with the first half of the right JSON. */
  TRUNCATED_JSON,
  /** 200 with no body. */
  EMPTY_BODY,
  /** No answer for as long as the client waits. */
  HANG,
  /** The connection is closed without an answer. */
  CLOSE,
  /** 503 with {@code Retry-After}. */
  UNAVAILABLE,
  /** 500 with a text. */
  INTERNAL_ERROR,
  /** 404 with a text, as for a part of a service that is not started yet. */
  NOT_FOUND,
  /** 409 with a text. */
  CONFLICT,
  /** 307 to the same address. */
  REDIRECT_LOOP,
  /** 401, whatever the credential. */
  UNAUTHORIZED;

  /**
   * Whether the request is carried out although its answer is bad: the answer is lost, not the
   * effect.
   */
  public boolean carriedOut() {
    return switch (this) {
      case NOT_JSON, TRUNCATED_JSON, EMPTY_BODY, HANG, CLOSE -> true;
      case HTML, UNAVAILABLE, INTERNAL_ERROR, NOT_FOUND, CONFLICT, REDIRECT_LOOP, UNAUTHORIZED ->
          false;
    };
  }
}
