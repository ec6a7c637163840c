package org.hwautomation.provisioning.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.YamlFile;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.hwautomation.provisioning.discovery.HardwareInventory;

/** The device types of one file. Immutable and thread-safe. */
public final class DeviceTypes {
  private static final String SHIPPED = "device-types.yaml";

  private final Map<String, DeviceType> types;
  private final List<String> warnings;

  DeviceTypes(Map<String, DeviceType> types, List<String> warnings) {
    this.types = types;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Reads a file in the format of {@code unified_device_config.yaml}.
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
