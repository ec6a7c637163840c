package org.hwautomation.provisioning.firmware;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.YamlNode;
import org.jspecify.annotations.Nullable;

/** Reads a {@code catalog.yaml}. Not thread-safe; use once. */
final class CatalogReader {
  private static final Set<String> KEYS =
      Set.of(
          "file",
          "vendor",
          "boards",
          "device_types",
          "component",
          "items",
          "version",
          "min_from",
          "sha256",
          "size",
          "disruption",
          "estimated_time",
          "severity",
          "security",
          "release_notes");

  private final Path file;
  private final Path folder;
  private final CatalogReading reading = new CatalogReading();
  private final List<FirmwareImage> images = new ArrayList<>();
  private final Map<String, Position> seen = new HashMap<>();

  CatalogReader(Path file) {
    this.file = file;
    var parent = file.toAbsolutePath().normalize().getParent();
    this.folder = parent == null ? file.toAbsolutePath() : parent;
  }

  FirmwareCatalog read(YamlNode.Mapping root) {
    reading.unknownKeys(root, "the catalog", Set.of("images"));
    var list =
        root.find("images")
            .orElseThrow(
                () ->
                    new BadFileException(
                        root.position(),
                        "has neither 'images' nor 'firmware_repository' at the top; is this a firmware catalog?"));
    switch (list) {
      case YamlNode.Sequence sequence ->
          sequence
              .items()
              .forEach(item -> reading.collecting(() -> add(item.asMapping("an image"))));
      case YamlNode.Scalar scalar when scalar.isNull() -> {}
      default ->
          reading.problems.add(
              "%s: images is %s; write a list, one '- file: …' an image"
                  .formatted(list.position(), list.kind()));
    }
    reading.finish();
    return new FirmwareCatalog(file, images, Map.of(), reading.warnings);
  }

  private void add(YamlNode.Mapping node) {
    reading.unknownKeys(node, "image", KEYS);
    var image = image(node);
    var same =
        String.join(
            "\0",
            image.vendor().toLowerCase(Locale.ROOT),
            image.type().name(),
            image.version(),
            image.boards().toString(),
            image.deviceTypes().toString(),
            image.items().toString());
    var first = seen.putIfAbsent(same, node.position());
    if (first != null) {
      throw new BadFileException(
          node.position(),
          "%s for the same boards and items stands twice, first at %s; keep one"
              .formatted(image.title(), first));
    }
    images.add(image);
  }

  private FirmwareImage image(YamlNode.Mapping node) {
    var component = CatalogReading.required(node, "component", "an image");
    var type =
        FirmwareType.named(component)
            .orElseThrow(
                () -> CatalogReading.unknown(node, "component", component, FirmwareType.names()));
    var name = CatalogReading.required(node, "file", "an image");
    var relative = relative(folder, name);
    if (relative == null) {
      throw CatalogReading.at(
          node, "file", "'%s' leads out of the folder %s".formatted(name, folder));
    }
    var time = CatalogReading.seconds(node, "estimated_time");
    return new FirmwareImage(
        CatalogReading.required(node, "vendor", "an image"),
        CatalogReading.texts(node, "boards"),
        CatalogReading.texts(node, "device_types"),
        type,
        CatalogReading.texts(node, "items").stream().map(ItemPattern::new).toList(),
        CatalogReading.required(node, "version", "an image"),
        CatalogReading.texts(node, "min_from"),
        sha256(node),
        size(node),
        disruption(node, type),
        time == null ? type.usualTime() : time,
        severity(node),
        CatalogReading.flag(node, "security", false),
        CatalogReading.text(node, "release_notes"),
        folder,
        relative,
        node.position());
  }

  /** A path in the folder, written with slashes; null if it leads out of it. */
  static @Nullable String relative(Path folder, String name) {
    if (name.indexOf('\0') >= 0) {
      return null;
    }
    var path = folder.resolve(name).normalize();
    return path.startsWith(folder) && !path.equals(folder)
        ? folder.relativize(path).toString().replace('\\', '/')
        : null;
  }

  private static @Nullable String sha256(YamlNode.Mapping node) {
    var text = CatalogReading.text(node, "sha256");
    if (text == null) {
      return null;
    }
    var lower = text.toLowerCase(Locale.ROOT);
    if (!Sha256.isOne(lower)) {
      throw CatalogReading.at(node, "sha256", "'%s' is not 64 hexadecimal digits".formatted(text));
    }
    return lower;
  }

  private static @Nullable Long size(YamlNode.Mapping node) {
    var text = CatalogReading.text(node, "size");
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{1,15}")) {
      throw CatalogReading.at(node, "size", "'%s' is not a number of bytes".formatted(text));
    }
    return Long.valueOf(text);
  }

  private static Disruption disruption(YamlNode.Mapping node, FirmwareType type) {
    var word = CatalogReading.text(node, "disruption");
    return word == null
        ? type.usualDisruption()
        : Disruption.named(word)
            .orElseThrow(
                () -> CatalogReading.unknown(node, "disruption", word, Disruption.names()));
  }

  private static Severity severity(YamlNode.Mapping node) {
    var word = Objects.requireNonNullElse(CatalogReading.text(node, "severity"), "normal");
    return Severity.named(word)
        .orElseThrow(() -> CatalogReading.unknown(node, "severity", word, Severity.names()));
  }
}
