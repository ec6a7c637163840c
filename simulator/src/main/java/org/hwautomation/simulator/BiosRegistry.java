package org.hwautomation.simulator;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The BIOS attributes of one personality. Immutable. */
public final class BiosRegistry {
  private final String version;
  private final Map<String, BiosAttribute> byName;
  private final List<BiosAttribute> attributes;
  private final List<BiosDependency> dependencies;

  BiosRegistry(String version, List<BiosAttribute> attributes, List<BiosDependency> dependencies) {
    this.version = version;
    this.attributes = List.copyOf(attributes);
    this.dependencies = List.copyOf(dependencies);
    this.byName =
        attributes.stream().collect(Collectors.toMap(BiosAttribute::name, Function.identity()));
  }

  public String version() {
    return version;
  }

  public List<BiosAttribute> attributes() {
    return attributes;
  }

  public List<BiosDependency> dependencies() {
    return dependencies;
  }

  public Optional<BiosAttribute> attribute(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The registry of a personality. */
  public static BiosRegistry of(Personality personality) {
    return BiosRegistryReader.registry(personality);
  }
}
