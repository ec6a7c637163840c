package org.hwautomation.provisioning.firmware;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.YamlFile;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.provisioning.UpdatePolicy;

/**
 * The images that there are to choose from. Immutable and thread-safe; the files themselves are
 * looked at by {@link ImageCheck} alone.
 */
public final class FirmwareCatalog {
  /** The list in a folder of images. */
  public static final String FILE = "catalog.yaml";

  /** What tells the Python version's file. */
  static final String REPOSITORY = "firmware_repository";

  private final Path file;
  private final List<FirmwareImage> images;
  private final Map<UpdatePolicy, PolicyRule> rules;
  private final List<String> warnings;

  FirmwareCatalog(
      Path file,
      List<FirmwareImage> images,
      Map<UpdatePolicy, PolicyRule> rules,
      List<String> warnings) {
    this.file = file;
    this.images = List.copyOf(images);
    this.rules = Map.copyOf(rules);
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Reads a folder's {@value #FILE}, or a file of that form or of {@code firmware_repository.yaml}.
   *
   * @throws BadFileException naming the places of all that is wrong, or that there is none
   */
  public static FirmwareCatalog load(Path path) {
    var file = Files.isDirectory(path) ? path.resolve(FILE) : path;
    if (!Files.exists(file)) {
      throw new BadFileException(
          "%s: there is no firmware catalog; set firmware.catalog, or begin one with 'hwauto firmware catalog add'"
              .formatted(file));
    }
    return of(file, YamlFile.read(file));
  }

  /** Reads a text as if it stood in {@code file}, whose folder the images are found from. */
  public static FirmwareCatalog parse(Path file, String yaml) {
    return of(file, YamlFile.parse(file.toString(), yaml));
  }

  private static FirmwareCatalog of(Path file, YamlNode.Mapping root) {
    return root.find(REPOSITORY).isPresent()
        ? new RepositoryReader(file).read(root)
        : new CatalogReader(file).read(root);
  }

  /** The file that it was read from. */
  public Path file() {
    return file;
  }

  /** All, in the order of the file. */
  public List<FirmwareImage> images() {
    return images;
  }

  /** What is odd in the file but does not stop the work, one line each with its place. */
  public List<String> warnings() {
    return warnings;
  }

  /** Which images a policy takes. */
  public PolicyRule rule(UpdatePolicy policy) {
    var rule = rules.get(policy);
    return rule == null ? PolicyRule.usual(policy) : rule;
  }

  /** The image of a file and checksum. */
  Optional<FirmwareImage> find(PlannedImage planned) {
    return images.stream()
        .filter(
            image ->
                image.type() == planned.type()
                    && image.file().equals(planned.file())
                    && image.version().equals(planned.version()))
        .findFirst();
  }
}
