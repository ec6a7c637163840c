package org.hwautomation.simulator.maas;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/** A request MAAS refuses, with the status and the body it answers: mostly plain text. */
final class MaasRefusal extends RuntimeException {

  private static final JsonMapper JSON = new JsonMapper();

  private final int status;
  private final String contentType;
  private final Map<String, String> headers;

  private MaasRefusal(int status, String contentType, String body, Map<String, String> headers) {
    super(body);
    this.status = status;
    this.contentType = contentType;
    this.headers = headers;
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  Map<String, String> headers() {
    return headers;
  }

  static MaasRefusal badRequest(String text) {
    return text(400, text);
  }

  /** A form that does not validate: a JSON object of field to list of messages. */
  static MaasRefusal invalid(Map<String, List<String>> fields) {
    return new MaasRefusal(
        400, "application/json", JSON.writeValueAsString(new TreeMap<>(fields)), Map.of());
  }

  static MaasRefusal invalid(String field, String message) {
    return invalid(Map.of(field, List.of(message)));
  }

  static MaasRefusal unauthorized(String text) {
    return new MaasRefusal(
        401, "text/html; charset=utf-8", text, Map.of("WWW-Authenticate", "OAuth realm=\"OAuth\""));
  }

  /** What a locked machine answers to everything but reading and unlocking. */
  static MaasRefusal forbidden() {
    return text(403, "Forbidden");
  }

  static MaasRefusal notFound(String text) {
    return text(404, text);
  }

  /** NodeStateViolation: the machine's state forbids it. */
  static MaasRefusal stateViolation(String text) {
    return text(409, text);
  }

  /** PowerProblem and its like: try again later. */
  static MaasRefusal unavailable(String text) {
    return new MaasRefusal(503, "text/plain; charset=utf-8", text, Map.of("Retry-After", "10"));
  }

  private static MaasRefusal text(int status, String text) {
    return new MaasRefusal(status, "text/plain; charset=utf-8", text, Map.of());
  }
}
