package org.hwautomation.provisioning.bios;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hwautomation.workflow.Spelling;
import org.jspecify.annotations.Nullable;

/** The attributes that a server's BIOS knows. Immutable. */
public final class BiosRegistry {
  /** Supermicro ends names with four hexadecimal digits that change from release to release. */
  private static final Pattern SUFFIX = Pattern.compile("_[0-9A-F]{4}$");

  private final Map<String, BiosAttribute> attributes;
  private final List<BiosDependency> dependencies;

  private BiosRegistry(Map<String, BiosAttribute> attributes, List<BiosDependency> dependencies) {
    this.attributes = attributes;
    this.dependencies = List.copyOf(dependencies);
  }

  /** From a registry's attributes; the first of two with one name counts. */
  public static BiosRegistry of(Collection<BiosAttribute> attributes) {
    return of(attributes, List.of());
  }

  /** The same, whose attributes depend on each other. */
  public static BiosRegistry of(
      Collection<BiosAttribute> attributes, List<BiosDependency> dependencies) {
    var byName = new LinkedHashMap<String, BiosAttribute>();
    attributes.forEach(attribute -> byName.putIfAbsent(attribute.name(), attribute));
    return new BiosRegistry(byName, dependencies);
  }

  /**
   * For a BMC that serves no registry: the names it shows values for, nothing known about them.
   * Wrong values are then found only after the reset.
   */
  public static BiosRegistry ofCurrent(Map<String, BiosValue> current) {
    return of(
        current.keySet().stream()
            .map(name -> BiosAttribute.of(name, BiosAttribute.Type.UNKNOWN))
            .toList());
  }

  /**
   * The attributes that a template's name may mean: by exact name; else without the vendor's
   * suffix; else by display name, alone or behind its menu path. More than one means that the name
   * is ambiguous; none that it is unknown.
   */
  public List<BiosAttribute> find(String name) {
    var exact = attributes.get(name);
    if (exact != null) {
      return List.of(exact);
    }
    var stem = stem(name);
    var bySuffix = new ArrayList<BiosAttribute>();
    var byDisplay = new ArrayList<BiosAttribute>();
    for (var attribute : attributes.values()) {
      if (SUFFIX.matcher(attribute.name()).find() && stem(attribute.name()).equals(stem)) {
        bySuffix.add(attribute);
      }
      var display = words(attribute.displayName());
      if (!display.isEmpty()
          && (display.equals(words(name)) || path(attribute).equals(path(name)))) {
        byDisplay.add(attribute);
      }
    }
    if (!bySuffix.isEmpty() || !byDisplay.isEmpty()) {
      return bySuffix.isEmpty() ? List.copyOf(byDisplay) : List.copyOf(bySuffix);
    }
    // Supermicro's Redfish calls QuietBoot_0027 what its program calls Quiet Boot
    var letters = letters(stem);
    return SUFFIX.matcher(name).find()
        ? attributes.values().stream()
            .filter(attribute -> letters(attribute.displayName()).equals(letters))
            .toList()
        : List.of();
  }

  /**
   * Why this BIOS can never have a value, whatever its other settings are, and what it can have;
   * empty if it can.
   */
  public Optional<String> objection(String name, BiosValue wanted) {
    var found = find(name);
    if (found.size() != 1) {
      return Optional.of(
          found.isEmpty()
              ? "is no setting of this BIOS" + Spelling.hint(name, names())
              : "may mean more than one setting: "
                  + found.stream().map(BiosAttribute::name).collect(Collectors.joining(", ")));
    }
    try {
      ValueConversion.convert(found.getFirst(), wanted, null);
      return Optional.empty();
    } catch (BiosPlanner.Refused e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** What values make of other attributes, in the registry's order. */
  public List<BiosDependency> dependencies() {
    return dependencies;
  }

  /** The attribute of exactly this name. */
  public Optional<BiosAttribute> attribute(String name) {
    return Optional.ofNullable(attributes.get(name));
  }

  /** All attributes, in the registry's order. */
  public Collection<BiosAttribute> attributes() {
    return List.copyOf(attributes.values());
  }

  /** True if both mean the same, though one may name a value and the other show it. */
  boolean same(String name, BiosValue a, BiosValue b) {
    if (a.equals(b) || text(a).equals(text(b))) {
      return true;
    }
    var attribute = attributes.get(name);
    if (attribute == null) {
      return false;
    }
    for (var value : attribute.values()) {
      var texts = List.of(value.name(), value.displayName());
      if (texts.contains(text(a)) && texts.contains(text(b))) {
        return true;
      }
    }
    return false;
  }

  /** The number that a value is or has as its name; null if none. */
  @Nullable Long number(String name, BiosValue value) {
    if (value instanceof BiosValue.Whole(long number)) {
      return number;
    }
    var text = text(value);
    var attribute = attributes.get(name);
    if (attribute != null) {
      for (var allowed : attribute.values()) {
        if (allowed.displayName().equals(text)) {
          text = allowed.name();
          break;
        }
      }
    }
    return text.matches("-?[0-9]{1,18}") ? Long.valueOf(text) : null;
  }

  /** The value in the form in which this BMC shows it; as it is where that can't be told. */
  BiosValue written(String name, BiosValue value, BiosValue shown) {
    if (same(name, value, shown)) {
      return shown;
    }
    var attribute = attributes.get(name);
    try {
      return attribute == null ? value : ValueConversion.convert(attribute, value, shown);
    } catch (BiosPlanner.Refused _) {
      return value;
    }
  }

  private static String text(BiosValue value) {
    return String.valueOf(value.json());
  }

  /** All names and display names, for a hint. */
  Collection<String> names() {
    var names = new TreeSet<>(attributes.keySet());
    for (var attribute : attributes.values()) {
      if (!attribute.displayName().isBlank()) {
        names.add(attribute.displayName().strip());
      }
    }
    return names;
  }

  /** How many attributes there are. */
  public int size() {
    return attributes.size();
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  private static String stem(String name) {
    return SUFFIX.matcher(name).replaceFirst("");
  }

  private static String path(BiosAttribute attribute) {
    return path(attribute.menuPath() + "/" + attribute.displayName());
  }

  private static String path(String path) {
    return words(path).replaceFirst("^\\./", "").replaceAll("\\s*/+\\s*", "/");
  }

  private static String words(String text) {
    return text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
  }
}
