package org.hwautomation.bridge;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Messages as JSON texts without line breaks. What is no message is refused with the error that the
 * peer is to be answered. Stateless.
 */
public final class RpcCodec {
  /** How many characters a message may have. */
  public static final int LONGEST = 4 * 1024 * 1024;

  private static final int DEEPEST = 64;
  private static final String VERSION = "2.0";

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(100)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private RpcCodec() {}

  /** The message as one line. */
  public static String write(RpcMessage message) {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("jsonrpc", VERSION);
    switch (message) {
      case RpcMessage.Request(var id, var method, var params) -> {
        document.put("id", id);
        document.put("method", method);
        document.put("params", params);
      }
      case RpcMessage.Notification(var method, var params) -> {
        document.put("method", method);
        document.put("params", params);
      }
      case RpcMessage.Result(var id, var value) -> {
        document.put("id", id);
        document.put("result", value);
      }
      case RpcMessage.Failure(var id, var error) -> {
        document.put("id", id);
        var told = new LinkedHashMap<String, @Nullable Object>();
        told.put("code", error.code());
        told.put("message", error.message());
        told.put("data", error.data());
        document.put("error", told);
      }
    }
    return MAPPER.writeValueAsString(document);
  }

  /**
   * The message in a text.
   *
   * @throws RpcException if it is none
   */
  public static RpcMessage read(String text) {
    return of(document(text));
  }

  /**
   * The message that a JSON object is.
   *
   * @throws RpcException if it is none
   */
  public static RpcMessage of(Map<?, ?> document) {
    if (!VERSION.equals(document.get("jsonrpc"))) {
      throw invalid("it is no JSON-RPC 2.0: 'jsonrpc' is not \"2.0\"");
    }
    var id = document.get("id");
    if (id != null && !(id instanceof String) && !(id instanceof Integer || id instanceof Long)) {
      throw invalid("'id' is neither a text nor a whole number");
    }
    if (document.get("method") instanceof String method) {
      var params = params(document.get("params"));
      return id == null
          ? new RpcMessage.Notification(method, params)
          : new RpcMessage.Request(id, method, params);
    }
    if (document.get("error") instanceof Map<?, ?> error) {
      return new RpcMessage.Failure(id, error(error));
    }
    if (id != null && document.containsKey("result")) {
      return new RpcMessage.Result(id, document.get("result"));
    }
    throw invalid("it has neither 'method' nor 'result' nor 'error'");
  }

  private static Map<String, @Nullable Object> document(String text) {
    if (text.length() > LONGEST) {
      throw invalid("it has more than %d characters".formatted(LONGEST));
    }
    try {
      Map<String, Object> read =
          MAPPER.readValue(text, new TypeReference<Map<String, Object>>() {});
      if (read == null) {
        throw invalid("it is null");
      }
      return new LinkedHashMap<String, @Nullable Object>(read);
    } catch (JacksonException e) {
      // what was sent may hold secrets: only where it breaks off is told
      var place = e.getLocation();
      throw new RpcException(
          RpcError.of(
              RpcError.PARSE,
              "the message is no JSON object"
                  + (place == null ? "" : ", at character " + place.getCharOffset())));
    }
  }

  private static Map<String, @Nullable Object> params(@Nullable Object params) {
    return switch (params) {
      case null -> new LinkedHashMap<>();
      case Map<?, ?> map -> named(map);
      default -> throw invalid("'params' is no object");
    };
  }

  private static RpcError error(Map<?, ?> error) {
    return new RpcError(
        error.get("code") instanceof Number code ? code.intValue() : RpcError.INTERNAL,
        error.get("message") instanceof String message ? message : "",
        error.get("data") instanceof Map<?, ?> data ? named(data) : Map.of());
  }

  /** A JSON object as it was read. */
  static Map<String, @Nullable Object> named(Map<?, ?> map) {
    var named = new LinkedHashMap<String, @Nullable Object>();
    map.forEach((key, value) -> named.put(String.valueOf(key), value));
    return named;
  }

  private static RpcException invalid(String what) {
    return new RpcException(RpcError.of(RpcError.INVALID_REQUEST, "the message is wrong: " + what));
  }
}
