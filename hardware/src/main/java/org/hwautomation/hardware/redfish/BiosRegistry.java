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
 * @param dependencies which values make another attribute read-only, hidden or something else, in
 *     the BMC's order
 * @param warnings entries and dependencies that could not be read and were left out
 */
public record BiosRegistry(
    @Nullable String id,
    @Nullable String version,
    Map<String, BiosAttribute> attributes,
    List<BiosDependency> dependencies,
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
    var dependencies = new ArrayList<BiosDependency>();
    for (var entry : entries.path("Dependencies")) {
      try {
        dependencies.add(BiosDependency.of(entry));
      } catch (IllegalArgumentException e) {
        warnings.add(
            "the dependency of "
                + Json.textOr(entry, "an attribute without a name", "Dependency", "MapToAttribute")
                + " is left out: "
                + e.getMessage());
      }
    }
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
    return dependencies.stream()
        .filter(dependency -> dependency.attribute().equals(name))
        .anyMatch(
            dependency ->
                dependency.property() == BiosDependency.Property.READ_ONLY
                    || dependency.property() == BiosDependency.Property.GRAY_OUT);
  }
}
