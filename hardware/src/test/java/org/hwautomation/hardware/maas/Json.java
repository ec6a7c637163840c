package org.hwautomation.hardware.maas;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static JsonNode of(String text) {
    return MAPPER.readTree(text);
  }
}
