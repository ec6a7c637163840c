package org.hwautomation.server;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Reads and writes JSON documents; hostile ones are refused, not suffered. Thread-safe. */
final class JsonText {
  private static final int DEEPEST = 32;

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
          .build();

  private JsonText() {}

  static byte[] bytes(Object document) {
    return MAPPER.writeValueAsBytes(document);
  }

  static String text(Object document) {
    return MAPPER.writeValueAsString(document);
  }

  /**
   * The document of a request.
   *
   * @throws ProblemException if it is no JSON object
   */
  static Map<String, @Nullable Object> read(byte[] bytes) {
    try {
      return MAPPER.readValue(
          new String(bytes, StandardCharsets.UTF_8),
          new TypeReference<Map<String, @Nullable Object>>() {});
    } catch (JacksonException e) {
      var place = e.getLocation();
      throw Problem.of(
              "bad-json",
              400,
              "The document is no JSON object",
              place == null
                  ? "it could not be read"
                  : "at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr()))
          .withHint("Send one JSON object, such as {\"server\": \"rack01-u01\"}.")
          .exception();
    }
  }
}
