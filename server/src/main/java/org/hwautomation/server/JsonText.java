package org.hwautomation.server;

import java.nio.charset.StandardCharsets;
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
      Map<String, Object> read =
          MAPPER.readValue(
              new String(bytes, StandardCharsets.UTF_8),
              new TypeReference<Map<String, Object>>() {});
      if (read == null) {
        throw notAnObject("it is null");
      }
      return new LinkedHashMap<String, @Nullable Object>(read);
    } catch (JacksonException e) {
      var place = e.getLocation();
      throw notAnObject(
          place == null
              ? "it could not be read"
              : "at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr()));
    }
  }

  private static ProblemException notAnObject(String detail) {
    return Problem.of("bad-json", 400, "The document is no JSON object", detail)
        .withHint("Send one JSON object, such as {\"server\": \"rack01-u01\"}.")
        .exception();
  }
}
