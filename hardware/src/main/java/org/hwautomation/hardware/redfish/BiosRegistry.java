package org.hwautomation.hardware.redfish;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the BIOS attributes of a system may be.
 *
 * @param dependencies as the BMC gives them ({@code RegistryEntries.Dependencies}): which values
 *     make another attribute read-only, hidden or something else
 * @param warnings entries that could not be read and were left out
 */
public record BiosRegistry(
    @Nullable String id,
    @Nullable String version,
    Map<String, BiosAttribute> attributes,
    List<JsonNode> dependencies,
    List<String> warnings) {
  public BiosRegistry {
    attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    dependencies = List.copyOf(dependencies);
    warnings = List.copyOf(warnings);
  }

  static BiosRegistry of(JsonNode registry) {
    var attributes = new LinkedHashMap<String, BiosAttribute>();
    var warnings = new ArrayList<String>();
    var entries = registry.path("RegistryEntries");
    for (var entry : entries.path("Attributes")) {
      try {
        var attribute = BiosAttribute.of(entry);
        attributes.put(attribute.name(), attribute);
      } catch (IllegalArgumentException e) {
        warnings.add(
            "registry entry "
                + Json.textOr(entry, "without a name", "AttributeName")
                + " is left out: "
                + e.getMessage());
      }
    }
    var dependencies = new ArrayList<JsonNode>();
    entries.path("Dependencies").forEach(dependencies::add);
    return new BiosRegistry(
        Json.text(registry, "Id"),
        Json.text(registry, "RegistryVersion"),
        attributes,
        dependencies,
        warnings);
  }

  /** The attribute of this name, or null. */
  public @Nullable BiosAttribute attribute(String name) {
    return attributes.get(name);
  }

  /** True if the value of another attribute may make this one writable. */
  public boolean mayOpen(String name) {
    for (var entry : dependencies) {
      var dependency = entry.path("Dependency");
      var property = Json.textOr(dependency, "", "MapToProperty");
      if (name.equals(Json.text(dependency, "MapToAttribute"))
          && (property.equals("ReadOnly") || property.equals("GrayOut"))) {
        return true;
      }
    }
    return false;
  }
}
