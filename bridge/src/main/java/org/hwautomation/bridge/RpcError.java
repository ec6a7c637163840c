package org.hwautomation.bridge;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a failed request is answered (JSON-RPC 2.0, section 5.1).
 *
 * @param message for people, without secrets
 * @param data what a program may go by; {@code type} is the kind of error
 */
public record RpcError(int code, String message, Map<String, @Nullable Object> data) {
  /** The text is no JSON. */
  public static final int PARSE = -32_700;

  /** The JSON is no message, or one that is not awaited now. */
  public static final int INVALID_REQUEST = -32_600;

  /** There is no such method. */
  public static final int NO_METHOD = -32_601;

  /** A parameter is missing or wrong. */
  public static final int INVALID_PARAMS = -32_602;

  /** A mistake of the answering side. */
  public static final int INTERNAL = -32_603;

  /** What was asked for was understood and can't be done. */
  public static final int REFUSED = -32_000;

  /** A function of the script failed; {@code data} says with what. */
  public static final int FUNCTION_FAILED = -32_001;

  /** An error without data. */
  public static RpcError of(int code, String message) {
    return new RpcError(code, message, Map.of());
  }

  /** What was asked for can't be done, as an exception says it. */
  static RpcError refused(RuntimeException why) {
    var kind = why.getClass().getSimpleName();
    return new RpcError(
        REFUSED, why.getMessage() == null ? kind : why.getMessage(), Map.of("type", kind));
  }
}
