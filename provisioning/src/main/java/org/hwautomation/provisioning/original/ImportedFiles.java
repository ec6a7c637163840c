package org.hwautomation.provisioning.original;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.QuotedText;
import org.hwautomation.definitions.file.YamlFile;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.firmware.FirmwareCatalog;
import org.hwautomation.provisioning.original.OriginalSetup.Taken;
import org.jspecify.annotations.Nullable;

/**
 * Writes what was understood as this product's own files into a new folder, which appears whole or
 * not at all, and only after it was read back and found the same. Files are for their owner alone
 * (0600, the folder 0700).
 *
 * @param folder the new folder
 * @param files what is in it
 * @param variables variables that hold secrets that were left out, and must be kept
 */
public record ImportedFiles(Path folder, List<Path> files, List<String> variables) {
  /** The settings. */
  public static final String SETTINGS = "hwauto.yaml";

  /** The device types, where there are some. */
  public static final String DEVICE_TYPES = "device-types.yaml";

  public ImportedFiles {
    files = List.copyOf(files);
    variables = List.copyOf(variables);
  }

  /**
   * Writes them.
   *
   * @param folder must not be there, or be empty
   * @param secrets true to write secrets of {@code .env} too
   * @throws BadFileException if something is there already, cannot be written, or did not read back
   *     as it was written; then nothing was written
   */
  public static ImportedFiles write(OriginalSetup setup, Path folder, boolean secrets) {
    var target = folder.toAbsolutePath().normalize();
    if (setup.settings().isEmpty() && setup.deviceTypes().isEmpty()) {
      throw new BadFileException(
          setup.folder()
              + ": there is nothing of the Python version's to write; nothing was written");
    }
    refuseWhatIsThere(target);
    var parent = target.getParent();
    if (parent == null) {
      throw new BadFileException(folder + ": is no folder to write into; name a new one");
    }
    Path building = null;
    try {
      Files.createDirectories(parent);
      building = Files.createTempDirectory(parent, ".hwauto-import-"); // 0700
      var writing = new Writing(setup, building, secrets);
      writing.write();
      writing.compare();
      Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
      return new ImportedFiles(
          folder, writing.names.stream().map(folder::resolve).toList(), writing.variables());
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      remove(building);
      throw new BadFileException(folder + ": is there already; name a new folder");
    } catch (IOException e) {
      remove(building);
      throw new BadFileException(folder + ": cannot be written (" + e.getMessage() + ")");
    } catch (RuntimeException e) {
      remove(building);
      throw e;
    }
  }

  private static void refuseWhatIsThere(Path target) {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (var inside = Files.list(target)) {
      if (!Files.isSymbolicLink(target) && inside.findAny().isEmpty()) {
        return;
      }
    } catch (IOException _) {
      // no folder
    }
    throw new BadFileException(
        target
            + ": is there already and not empty; name a new folder, nothing is ever overwritten");
  }

  private static void remove(@Nullable Path building) {
    if (building == null) {
      return;
    }
    for (var name : List.of(SETTINGS, DEVICE_TYPES)) {
      delete(building.resolve(name));
    }
    delete(building);
  }

  private static void delete(Path path) {
    try {
      Files.deleteIfExists(path);
    } catch (IOException _) {
      // what is left has a name that nothing reads
    }
  }

  private static final class Writing {
    private final OriginalSetup setup;
    private final Path building;
    private final boolean secrets;
    private final List<String> names = new ArrayList<>();

    Writing(OriginalSetup setup, Path building, boolean secrets) {
      this.setup = setup;
      this.building = building;
      this.secrets = secrets;
    }

    private boolean writes(Taken taken) {
      return secrets || !taken.secret() || taken.variable().isEmpty();
    }

    List<String> variables() {
      return setup.settings().stream()
          .filter(taken -> !writes(taken))
          .flatMap(taken -> taken.variable().stream())
          .toList();
    }

    private Map<String, String> values() {
      var values = new LinkedHashMap<String, String>();
      setup.settings().stream()
          .filter(this::writes)
          .forEach(taken -> values.put(taken.name(), taken.value().<String>reveal(text -> text)));
      if (setup.deviceTypes().isPresent()) {
        values.put("devices.file", DEVICE_TYPES);
      }
      return values;
    }

    void write() throws IOException {
      if (setup.deviceTypes().isPresent()) {
        file(
            DEVICE_TYPES,
            "# Made by 'hwauto config import' of "
                + oneLine(setup.folder().toString())
                + "\n"
                + setup.deviceTypes().get().text());
      }
      file(SETTINGS, settings());
    }

    private String settings() {
      var text = new StringBuilder();
      text.append("# Made by 'hwauto config import' of ")
          .append(oneLine(setup.folder().toString()))
          .append('\n');
      for (var variable : variables()) {
        text.append("# Left out, since it is secret: keep ").append(variable).append(" set\n");
      }
      var section = "";
      for (var value : values().entrySet()) {
        var dot = value.getKey().indexOf('.');
        var of = dot < 0 ? "" : value.getKey().substring(0, dot);
        if (dot >= 0 && !of.equals(section)) {
          text.append(of).append(":\n");
        }
        section = of;
        text.append(dot < 0 ? "" : "  ")
            .append(value.getKey().substring(dot + 1))
            .append(": ")
            .append(QuotedText.of(value.getValue()))
            .append('\n');
      }
      return text.toString();
    }

    private static String oneLine(String text) {
      return text.replaceAll("\\p{Cntrl}", "?");
    }

    private void file(String name, String text) throws IOException {
      var file = building.resolve(name);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
      names.add(name);
    }

    /** Reads all of it as the product will, and compares. */
    void compare() {
      var file = building.resolve(SETTINGS);
      var configuration = Configuration.loader().file(file).load();
      if (!configuration.unknownSettings().isEmpty() || !read(file).equals(values())) {
        throw different(SETTINGS);
      }
      setup
          .deviceTypes()
          .ifPresent(
              types -> {
                if (!DeviceTypes.configured(configuration).sameAs(types)) {
                  throw different(DEVICE_TYPES);
                }
              });
      if (values().containsKey("firmware.catalog")
          && Files.exists(configuration.firmwareCatalog())) {
        FirmwareCatalog.load(configuration.firmwareCatalog());
      }
    }

    private static Map<String, String> read(Path file) {
      var values = new LinkedHashMap<String, String>();
      for (var section : YamlFile.read(file).entries()) {
        if (section.value() instanceof YamlNode.Scalar scalar) {
          values.put(section.key(), scalar.text());
        } else {
          for (var entry : section.value().asMapping(section.key()).entries()) {
            values.put(
                section.key() + "." + entry.key(), entry.value().asScalar(entry.key()).text());
          }
        }
      }
      return values;
    }

    private static BadFileException different(String name) {
      return new BadFileException(
          name + " does not read back as it was written, so nothing was written; report this");
    }
  }
}
