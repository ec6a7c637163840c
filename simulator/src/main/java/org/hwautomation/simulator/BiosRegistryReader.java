package org.hwautomation.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the attribute registries that stand as resources next to this class. */
final class BiosRegistryReader {
  private static final Map<Personality, BiosRegistry> REGISTRIES = readAll();

  private BiosRegistryReader() {}

  static BiosRegistry registry(Personality personality) {
    return Objects.requireNonNull(REGISTRIES.get(personality));
  }

  private static Map<Personality, BiosRegistry> readAll() {
    var registries = new EnumMap<Personality, BiosRegistry>(Personality.class);
    for (var personality : Personality.values()) {
      registries.put(personality, read("bios-" + personality.key() + ".json"));
    }
    return registries;
  }

  private static BiosRegistry read(String resource) {
    try (var in = BiosRegistryReader.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("resource " + resource + " is missing");
      }
      var root = new JsonMapper().readTree(in);
      var attributes = new ArrayList<BiosAttribute>();
      root.path("attributes").forEach(node -> attributes.add(attribute(node)));
      var dependencies = new ArrayList<BiosDependency>();
      root.path("dependencies").forEach(node -> dependencies.add(dependency(node)));
      return new BiosRegistry(root.path("version").asString(), attributes, dependencies);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static BiosAttribute attribute(JsonNode node) {
    var type = BiosAttribute.Type.valueOf(node.path("type").asString());
    var values = new ArrayList<BiosAttribute.Choice>();
    node.path("values")
        .forEach(
            value -> {
              var text = value.isArray() ? value.get(0).asString() : value.asString();
              values.add(
                  new BiosAttribute.Choice(
                      text,
                      value.isArray() ? value.get(1).asString() : text,
                      value.isArray() && value.size() > 2 ? value.get(2).asString() : text));
            });
    return new BiosAttribute(
        node.path("name").asString(),
        type,
        node.path("display").asString(),
        node.path("menu").asString(),
        value(node.path("initial")),
        List.copyOf(values),
        number(node, "lower"),
        number(node, "upper"),
        number(node, "increment"),
        number(node, "minLength"),
        number(node, "maxLength"),
        node.path("readOnly").asBoolean(false));
  }

  private static BiosDependency dependency(JsonNode node) {
    return new BiosDependency(
        node.path("from").asString(),
        !node.path("condition").asString("EQU").equals("NEQ"),
        required(node.path("value")),
        node.path("to").asString(),
        node.path("property").asString(),
        required(node.path("result")));
  }

  private static @Nullable Integer number(JsonNode node, String name) {
    return node.has(name) ? node.get(name).asInt() : null;
  }

  private static Object required(JsonNode node) {
    var value = value(node);
    if (value == null) {
      throw new IllegalStateException("a dependency lacks a value");
    }
    return value;
  }

  private static @Nullable Object value(JsonNode node) {
    if (node.isString()) {
      return node.asString();
    }
    if (node.isInt()) {
      return node.asInt();
    }
    return node.isBoolean() ? node.asBoolean() : null;
  }
}
