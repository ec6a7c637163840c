package org.hwautomation.simulator.bmc;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.Account;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that was let in.
 *
 * @param path without query and trailing slash
 * @param parts what the route's pattern caught
 * @param body parsed, or null when there was none
 * @param stream the body, where the route reads it itself; else empty
 * @param account who asks, or null where no authentication is needed
 */
record RedfishRequest(
    String method,
    String path,
    List<String> parts,
    Map<String, String> headers,
    @Nullable JsonNode body,
    InputStream stream,
    @Nullable Account account) {

  String part() {
    return parts.getFirst();
  }

  @Nullable String header(String name) {
    return headers.get(name.toLowerCase(java.util.Locale.ROOT));
  }

  /** The body, which must be a JSON object. */
  JsonNode object(Dialect dialect) {
    if (body == null || !body.isObject()) {
      throw new RedfishError(400, Message.base(dialect, "UnrecognizedRequestBody"));
    }
    return body;
  }
}
