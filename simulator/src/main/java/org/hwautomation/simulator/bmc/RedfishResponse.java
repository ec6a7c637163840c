package org.hwautomation.simulator.bmc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A response.
 *
 * @param body what becomes JSON, or null for none
 * @param afterwards runs when the response has gone out: for what cuts the connection
 */
record RedfishResponse(
    int status, Map<String, String> headers, @Nullable Object body, Runnable afterwards) {

  static RedfishResponse ok(Map<String, ?> body) {
    return new RedfishResponse(200, Map.of(), body, () -> {});
  }

  static RedfishResponse noContent() {
    return new RedfishResponse(204, Map.of(), null, () -> {});
  }

  static RedfishResponse created(String location, Map<String, ?> body) {
    return new RedfishResponse(201, Map.of("Location", location), body, () -> {});
  }

  /** A body that holds messages alone. */
  static RedfishResponse messages(int status, Message... messages) {
    return new RedfishResponse(status, Map.of(), extended(List.of(messages)), () -> {});
  }

  static RedfishResponse error(RedfishError error) {
    return new RedfishResponse(error.status(), Map.of(), extended(error.messages()), () -> {});
  }

  private static Map<String, Object> extended(List<Message> messages) {
    var error = new LinkedHashMap<String, Object>();
    error.put("code", messages.getFirst().id());
    error.put("message", messages.getFirst().text());
    error.put("@Message.ExtendedInfo", messages.stream().map(Message::json).toList());
    return Map.of("error", error);
  }

  RedfishResponse header(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new RedfishResponse(status, more, body, afterwards);
  }

  RedfishResponse then(Runnable work) {
    return new RedfishResponse(status, headers, body, work);
  }
}
