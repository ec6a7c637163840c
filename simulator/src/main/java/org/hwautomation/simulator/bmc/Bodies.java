package org.hwautomation.simulator.bmc;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads request bodies and refuses what does not fit (DSP0266 7.8.1, PATCH). */
final class Bodies {
  private Bodies() {}

  /** Refuses properties that are neither writable nor annotations. */
  static void only(Tree tree, JsonNode body, Set<String> writable) {
    for (var name : body.propertyNames()) {
      if (!writable.contains(name) && name.indexOf('@') < 0) {
        throw new RedfishError(400, tree.base("PropertyUnknown", name).about("#/" + name));
      }
    }
    if (body.isEmpty()) {
      throw new RedfishError(400, tree.base("UnrecognizedRequestBody"));
    }
  }

  static @Nullable String text(Tree tree, JsonNode body, String name) {
    var node = body.get(name);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isString()) {
      throw wrongType(tree, node, name);
    }
    return node.asString();
  }

  static String requiredText(Tree tree, JsonNode body, String name) {
    var text = text(tree, body, name);
    if (text == null) {
      throw new RedfishError(400, tree.base("PropertyMissing", name).about("#/" + name));
    }
    return text;
  }

  static @Nullable Boolean flag(Tree tree, JsonNode body, String name) {
    var node = body.get(name);
    if (node == null || node.isNull()) {
      return null;
    }
    if (!node.isBoolean()) {
      throw wrongType(tree, node, name);
    }
    return node.asBoolean();
  }

  static String actionText(Tree tree, JsonNode body, String action, String name) {
    var node = body.get(name);
    if (node == null || !node.isString()) {
      throw new RedfishError(400, tree.base("ActionParameterMissing", action, name));
    }
    return node.asString();
  }

  private static RedfishError wrongType(Tree tree, JsonNode node, String name) {
    return new RedfishError(
        400, tree.base("PropertyValueTypeError", node.toString(), name).about("#/" + name));
  }
}
