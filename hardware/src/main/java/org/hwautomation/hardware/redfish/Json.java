package org.hwautomation.hardware.redfish;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reading JSON that may miss anything and hold anything, as BMCs' does. */
final class Json {
  static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static JsonNode at(JsonNode node, String... path) {
    var here = node;
    for (var name : path) {
      here = here.path(name);
    }
    return here;
  }

  /** The text there, without white space around it; null if absent, null, empty or no scalar. */
  static @Nullable String text(JsonNode node, String... path) {
    var value = at(node, path);
    var text =
        value.isString()
            ? value.stringValue().strip()
            : value.isNumber() || value.isBoolean() ? value.asString() : "";
    return text.isEmpty() ? null : text;
  }

  static String textOr(JsonNode node, String otherwise, String... path) {
    var text = text(node, path);
    return text == null ? otherwise : text;
  }

  /** The target of a link {@code {"@odata.id": uri}}; null if there is none. */
  static @Nullable String link(JsonNode node, String... path) {
    return text(at(node, path), "@odata.id");
  }

  /** The targets of an array of links. */
  static List<String> links(JsonNode node, String... path) {
    var links = new ArrayList<String>();
    for (var member : at(node, path)) {
      var uri = link(member);
      if (uri != null) {
        links.add(uri);
      }
    }
    return links;
  }

  static boolean flag(JsonNode node, boolean otherwise, String... path) {
    var value = at(node, path);
    if (value.isString()) {
      return switch (value.stringValue().toLowerCase(java.util.Locale.ROOT)) {
        case "true", "enabled", "yes" -> true;
        case "false", "disabled", "no" -> false;
        default -> otherwise;
      };
    }
    return value.isBoolean() ? value.booleanValue() : otherwise;
  }

  static OptionalInt integer(JsonNode node, String... path) {
    var value = at(node, path);
    if (value.isNumber() && value.canConvertToInt()) {
      return OptionalInt.of(value.intValue());
    }
    if (value.isString() && value.stringValue().matches("-?[0-9]{1,9}")) {
      return OptionalInt.of(Integer.parseInt(value.stringValue()));
    }
    return OptionalInt.empty();
  }

  static List<String> texts(JsonNode node, String... path) {
    var texts = new ArrayList<String>();
    for (var item : at(node, path)) {
      if (item.isString()) {
        texts.add(item.stringValue());
      }
    }
    return List.copyOf(texts);
  }
}
