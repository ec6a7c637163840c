package org.hwautomation.simulator.maas;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.json.JsonMapper;

/** An answer: status, content type and body. */
@SuppressWarnings("ArrayRecordComponent") // written once to the socket, never compared
record MaasReply(int status, String contentType, byte[] body) {

  private static final JsonMapper JSON = new JsonMapper();

  static MaasReply json(Object value) {
    return json(200, value);
  }

  static MaasReply json(int status, Object value) {
    return new MaasReply(status, "application/json; charset=utf-8", JSON.writeValueAsBytes(value));
  }

  static MaasReply text(int status, String text) {
    return new MaasReply(
        status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
  }

  /** 204, piston's rc.DELETED. */
  static MaasReply deleted() {
    return new MaasReply(204, "text/plain; charset=utf-8", new byte[0]);
  }
}
