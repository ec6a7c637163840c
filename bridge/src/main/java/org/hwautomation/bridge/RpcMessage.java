package org.hwautomation.bridge;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message of JSON-RPC 2.0, parameters always by name. Immutable. */
public sealed interface RpcMessage {
  /**
   * Asks for an answer.
   *
   * @param id a text or a whole number, as the asker chose it
   */
  record Request(Object id, String method, Map<String, @Nullable Object> params)
      implements RpcMessage {}

  /** Tells, and awaits no answer. */
  record Notification(String method, Map<String, @Nullable Object> params) implements RpcMessage {}

  /** The answer to a request. */
  record Result(Object id, @Nullable Object value) implements RpcMessage {}

  /**
   * The answer to a request that failed.
   *
   * @param id null if the request could not be read
   */
  record Failure(@Nullable Object id, RpcError error) implements RpcMessage {}
}
