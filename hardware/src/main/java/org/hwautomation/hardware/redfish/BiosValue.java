package org.hwautomation.hardware.redfish;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.StringNode;

/** The value of one BIOS attribute, of the type that the BMC gave or wants. */
public sealed interface BiosValue {
  /** Enumerations and strings. */
  record Text(String value) implements BiosValue {
    @Override
    public String text() {
      return value;
    }
  }

  /** Integers. */
  record Whole(long value) implements BiosValue {
    @Override
    public String text() {
      return Long.toString(value);
    }
  }

  /** Booleans. */
  record Flag(boolean value) implements BiosValue {
    @Override
    public String text() {
      return Boolean.toString(value);
    }
  }

  /** JSON null: a password, or a setting that has no value at the moment. */
  record Unset() implements BiosValue {
    @Override
    public String text() {
      return "";
    }
  }

  /** For people and for comparing with what was asked: never null, empty if unset. */
  String text();

  /** The value of a JSON scalar; null if the node is none. */
  static @Nullable BiosValue of(JsonNode node) {
    if (node.isString()) {
      return new Text(node.stringValue());
    }
    if (node.isBoolean()) {
      return new Flag(node.booleanValue());
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return new Whole(node.longValue());
    }
    return node.isNull() ? new Unset() : null;
  }

  /** As it is sent. */
  default JsonNode toJson() {
    return switch (this) {
      case Text text -> StringNode.valueOf(text.value());
      case Whole whole -> LongNode.valueOf(whole.value());
      case Flag flag -> BooleanNode.valueOf(flag.value());
      case Unset _ -> NullNode.getInstance();
    };
  }
}
