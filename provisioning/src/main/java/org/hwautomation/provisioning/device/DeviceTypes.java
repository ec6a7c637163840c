package org.hwautomation.provisioning.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.YamlFile;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.hwautomation.provisioning.discovery.HardwareInventory;

/** The device types of one file. Immutable and thread-safe. */
public final class DeviceTypes {
  private static final String SHIPPED = "device-types.yaml";

  private final Map<String, DeviceType> types;
  private final List<String> warnings;

  DeviceTypes(Map<String, DeviceType> types, List<String> warnings) {
    this.types = Collections.unmodifiableMap(new LinkedHashMap<>(types));
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Reads a file in the format of {@code unified_device_config.yaml} or {@code
   * device_mappings.yaml}.
   *
   * @throws ConfigurationException naming the places of all that is wrong
   */
  public static DeviceTypes load(Path file) {
    return reading(() -> YamlFile.read(file));
  }

  /** Reads a text; {@code name} is what error messages call it. */
  public static DeviceTypes parse(String name, String yaml) {
    return reading(() -> YamlFile.parse(name, yaml));
  }

  private static DeviceTypes reading(Supplier<YamlNode.Mapping> file) {
    try {
      return new DeviceTypeReader().read(file.get());
    } catch (BadFileException e) {
      throw ConfigurationException.of(e);
    }
  }

  /** The file's if one is configured, else the shipped ones. */
  public static DeviceTypes loadOrShipped(Optional<Path> file) {
    return file.map(DeviceTypes::load).orElseGet(DeviceTypes::shipped);
  }

  /**
   * Those that a configuration names, with its BIOS templates in them.
   *
   * @throws ConfigurationException naming the places of all that is wrong
   */
  public static DeviceTypes configured(Configuration configuration) {
    var types = loadOrShipped(configuration.devicesFile());
    var templates = configuration.biosTemplates().map(BiosTemplates::load);
    var preserve = configuration.biosPreserve().map(BiosTemplates::load);
    return templates.isEmpty() && preserve.isEmpty()
        ? types
        : TemplateMerge.of(
                types,
                templates.orElse(BiosTemplates.NONE).plus(preserve.orElse(BiosTemplates.NONE)))
            .types();
  }

  /** Reads a file that was parsed already. */
  public static DeviceTypes of(YamlNode.Mapping file) {
    return reading(() -> file);
  }

  /**
   * These and those of others whose names are not among them. A type of both gets the boards that
   * the other has for it too.
   */
  public DeviceTypes plus(DeviceTypes others) {
    var all = new LinkedHashMap<String, DeviceType>();
    types.forEach(
        (name, type) ->
            all.put(name, others.find(name).map(other -> type.alsoOn(other)).orElse(type)));
    others.types.forEach((name, type) -> all.computeIfAbsent(name, _ -> named(type)));
    var both = new ArrayList<>(warnings);
    both.addAll(others.warnings);
    return new DeviceTypes(all, both);
  }

  /** A type with vendor and board called as they are here. */
  private DeviceType named(DeviceType type) {
    return types.values().stream()
        .filter(known -> known.vendor().equals(type.vendor()))
        .max(Comparator.comparing(known -> known.board().equals(type.board())))
        .map(type::namedAs)
        .orElse(type);
  }

  /** True if both have the same types, wherever those stand. */
  public boolean sameAs(DeviceTypes other) {
    return types.keySet().equals(other.types.keySet())
        && types.values().stream()
            .allMatch(type -> other.find(type.name()).map(type::sameAs).orElse(false));
  }

  /** As a file in the format of {@code unified_device_config.yaml}, without what it warned of. */
  public String text() {
    return DeviceTypesText.of(this);
  }

  /** Those that the product brings: types for the simulated vendors. */
  public static DeviceTypes shipped() {
    try (var resource = DeviceTypes.class.getResourceAsStream(SHIPPED)) {
      if (resource == null) {
        throw new IllegalStateException(SHIPPED + " is missing from the installation");
      }
      return parse(
          "shipped " + SHIPPED, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The type of a name.
   *
   * @throws UnknownDeviceTypeException if there is none
   */
  public DeviceType get(String name) {
    return find(name).orElseThrow(() -> new UnknownDeviceTypeException(name, names()));
  }

  public Optional<DeviceType> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /** All names, sorted. */
  public List<String> names() {
    return types.keySet().stream().sorted().toList();
  }

  /** All, in the order of the file. */
  public Collection<DeviceType> all() {
    return types.values();
  }

  /** What is odd in the file but does not stop the work, one line each with its place. */
  public List<String> warnings() {
    return warnings;
  }

  /** How well each type fits a discovered server, best first; see {@link DeviceTypeMatch}. */
  public List<DeviceTypeMatch> match(HardwareInventory inventory) {
    return DeviceTypeMatch.rank(types.values(), inventory);
  }

  /** Which type a discovered server is, or what a person is to be asked. */
  public DeviceTypeVerdict classify(HardwareInventory inventory) {
    return DeviceTypeVerdict.of(match(inventory));
  }

  /**
   * The one type that a discovered server surely is; empty if none fits well, or more than one fits
   * equally well.
   */
  public Optional<DeviceType> suggest(HardwareInventory inventory) {
    var ranked = match(inventory);
    if (ranked.isEmpty()
        || ranked.getFirst().score() < DeviceTypeMatch.SURE
        || (ranked.size() > 1 && ranked.get(1).score() == ranked.getFirst().score())) {
      return Optional.empty();
    }
    return Optional.of(ranked.getFirst().type());
  }
}
