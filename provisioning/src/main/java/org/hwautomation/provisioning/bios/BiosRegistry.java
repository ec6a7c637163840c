package org.hwautomation.provisioning.bios;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The attributes that a server's BIOS knows. Immutable. */
public final class BiosRegistry {
  /** Supermicro ends names with four hexadecimal digits that change from release to release. */
  private static final Pattern SUFFIX = Pattern.compile("_[0-9A-F]{4}$");

  private final Map<String, BiosAttribute> attributes;

  private BiosRegistry(Map<String, BiosAttribute> attributes) {
    this.attributes = attributes;
  }

  /** From a registry's attributes; the first of two with one name counts. */
  public static BiosRegistry of(Collection<BiosAttribute> attributes) {
    var byName = new LinkedHashMap<String, BiosAttribute>();
    attributes.forEach(attribute -> byName.putIfAbsent(attribute.name(), attribute));
    return new BiosRegistry(byName);
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
    return bySuffix.isEmpty() ? List.copyOf(byDisplay) : List.copyOf(bySuffix);
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
