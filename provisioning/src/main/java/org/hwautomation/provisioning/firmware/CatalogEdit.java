package org.hwautomation.provisioning.firmware;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.TextFile;
import org.hwautomation.definitions.file.YamlFile;
import org.hwautomation.definitions.file.YamlNode;

/**
 * Adds images to a folder's {@value FirmwareCatalog#FILE}. What stands there keeps every character;
 * the new entry comes at the end, and the file is replaced as a whole or not at all.
 */
public final class CatalogEdit {
  private static final int MAX_BYTES = 4 << 20;
  private static final String HEAD =
      """
      # Firmware images in this folder. 'hwauto firmware catalog add' writes entries, and so may you;
      # docs/firmware.md says what they mean.
      images:
      """;

  private CatalogEdit() {}

  /**
   * The image of a file that lies in a catalog's folder, hashed.
   *
   * @param template everything but SHA-256 and size
   * @throws BadFileException if there is no such file, or it is a link or outside the folder
   */
  public static FirmwareImage hashed(FirmwareImage template) {
    try {
      var path = ImageCheck.inside(template.folder(), template.path());
      if (path == null) {
        throw new BadFileException(
            "%s is not a plain file inside the catalog's folder %s; copy it there first"
                .formatted(template.path(), template.folder()));
      }
      var content = ImageCheck.read(path);
      return new FirmwareImage(
          template.vendor(),
          template.boards(),
          template.deviceTypes(),
          template.type(),
          template.items(),
          template.version(),
          template.minFrom(),
          content.sha256(),
          content.size(),
          template.disruption(),
          template.time(),
          template.severity(),
          template.security(),
          template.releaseNotes(),
          template.folder(),
          template.file(),
          template.position());
    } catch (IOException e) {
      throw unreadable(template.path(), e);
    }
  }

  private static BadFileException unreadable(Path path, IOException e) {
    var bad =
        new BadFileException(
            "%s can't be read (%s); check the path".formatted(path, e.getClass().getSimpleName()));
    bad.initCause(e);
    return bad;
  }

  /**
   * Adds an image; a catalog that is not there is begun.
   *
   * @param catalog the folder, or the file in it
   * @return the file
   * @throws BadFileException if the file is none of ours, or has the image already
   */
  public static Path add(Path catalog, FirmwareImage image) {
    var file = file(catalog);
    var before = Files.exists(file) ? TextFile.read(file, MAX_BYTES) : HEAD;
    var root = YamlFile.parse(file.toString(), before);
    if (root.find(FirmwareCatalog.REPOSITORY).isPresent()) {
      throw RepositoryReader.cannotAdd(file);
    }
    var old = FirmwareCatalog.parse(file, before).images();
    var entry = entry(image);
    var after = before + (before.endsWith("\n") ? "" : "\n") + indented(entry, dash(root, before));
    requireAdded(file, old, after, image, entry);
    write(file, after);
    return file;
  }

  /** The file that a configured catalog means. */
  public static Path file(Path catalog) {
    var name = catalog.getFileName();
    var isFile =
        Files.isRegularFile(catalog)
            || (!Files.isDirectory(catalog)
                && name != null
                && name.toString().matches(".+\\.ya?ml"));
    return isFile ? catalog : catalog.resolve(FirmwareCatalog.FILE);
  }

  /** The column of the dashes that are there. */
  private static int dash(YamlNode.Mapping root, String text) {
    if (root.find("images").orElse(root) instanceof YamlNode.Sequence list
        && !list.items().isEmpty()) {
      var line =
          text.lines().skip(list.items().getFirst().position().line() - 1L).findFirst().orElse("");
      return Math.max(0, line.indexOf('-'));
    }
    return 2;
  }

  private static String indented(List<String> entry, int columns) {
    var lines = new StringBuilder();
    entry.forEach(line -> lines.append(" ".repeat(columns)).append(line).append('\n'));
    return lines.toString();
  }

  /**
   * Reads what would be written: the old images and the new one behind them, or nothing is done.
   */
  private static void requireAdded(
      Path file, List<FirmwareImage> old, String after, FirmwareImage image, List<String> entry) {
    List<FirmwareImage> now;
    try {
      now = FirmwareCatalog.parse(file, after).images();
    } catch (BadFileException e) {
      if (e.getMessage() != null && e.getMessage().contains("stands twice")) {
        throw e;
      }
      throw byHand(file, entry);
    }
    if (now.size() != old.size() + 1
        || !now.subList(0, old.size()).equals(old)
        || !Objects.equals(now.getLast().sha256(), image.sha256())
        || !now.getLast().version().equals(image.version())
        || !now.getLast().file().equals(image.file())) {
      throw byHand(file, entry);
    }
  }

  private static BadFileException byHand(Path file, List<String> entry) {
    return new BadFileException(
        "%s does not end with its list of images, so nothing was written; put this into the list:\n%s"
            .formatted(file, String.join("\n", entry)));
  }

  private static void write(Path named, String text) {
    try {
      var file = Files.exists(named) ? named.toRealPath() : named.toAbsolutePath();
      var begun = file.resolveSibling("." + file.getFileName() + ".new");
      Files.createDirectories(begun.getParent());
      try {
        Files.writeString(begun, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        keepPermissions(file, begun);
        Files.move(
            begun, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (FileAlreadyExistsException e) {
        throw e;
      } catch (IOException e) {
        Files.deleteIfExists(begun);
        throw e;
      }
    } catch (FileAlreadyExistsException e) {
      var bad =
          new BadFileException(
              "%s is there: somebody else is adding, or was ended while doing so; look, and remove it"
                  .formatted(e.getFile()));
      bad.initCause(e);
      throw bad;
    } catch (IOException e) {
      throw new UncheckedIOException(named + " can't be written", e);
    }
  }

  /** Whoever may read or write the catalog may do so afterwards too. */
  private static void keepPermissions(Path from, Path to) throws IOException {
    if (Files.exists(from) && Files.getFileStore(to).supportsFileAttributeView("posix")) {
      Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    }
  }

  /** The lines of an entry, the first with its dash. */
  private static List<String> entry(FirmwareImage image) {
    var lines = new ArrayList<String>();
    lines.add("- file: " + quoted(image.file()));
    lines.add("  vendor: " + quoted(image.vendor()));
    some(lines, "boards", image.boards());
    some(lines, "device_types", image.deviceTypes());
    lines.add("  component: " + image.type().wireName());
    some(lines, "items", image.items().stream().map(ItemPattern::glob).toList());
    lines.add("  version: " + quoted(image.version()));
    some(lines, "min_from", image.minFrom());
    lines.add("  sha256: " + quoted(String.valueOf(image.sha256())));
    lines.add("  size: " + image.size());
    lines.add("  disruption: " + image.disruption().wireName());
    lines.add("  estimated_time: " + image.time().toSeconds());
    lines.add("  severity: " + image.severity().wireName());
    lines.add("  security: " + image.security());
    var notes = image.releaseNotes();
    if (notes != null) {
      lines.add("  release_notes: " + quoted(notes));
    }
    return lines;
  }

  private static void some(List<String> lines, String key, List<String> values) {
    if (!values.isEmpty()) {
      lines.add(
          "  %s: [%s]"
              .formatted(
                  key, String.join(", ", values.stream().map(CatalogEdit::quoted).toList())));
    }
  }

  /** In double quotes, so that no version is taken for a number (YAML 1.2, 7.3.1). */
  private static String quoted(String text) {
    var out = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                default -> {
                  if (c >= 0x20 && c < 0x7f) {
                    out.append((char) c);
                  } else {
                    out.append("\\u").append("%04x".formatted(c));
                  }
                }
              }
            });
    return out.append('"').toString();
  }
}
