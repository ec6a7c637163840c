package org.hwautomation.provisioning.original;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.original.Remark.Verdict;

/** A made-up folder of the Python version's files, to be changed by a test. */
final class Site {
  static final List<String> FILES =
      List.of(
          ".env",
          "README.md",
          "config.yaml",
          "configs/bios/device_mappings.yaml",
          "configs/bios/preserve_settings.yaml",
          "configs/bios/template_rules.yaml",
          "configs/bios/xml_templates/a1.c5.large.xml",
          "configs/bios/xml_templates/s2.c2.small.xml",
          "configs/devices/unified_device_config.yaml",
          "configs/firmware/firmware_repository.yaml",
          "configs/logging/logging.yaml");

  private final Path folder;

  private Site(Path folder) {
    this.folder = folder;
  }

  /** All of it. */
  static Site whole(Path folder) throws IOException {
    var site = new Site(folder);
    for (var file : FILES) {
      try (var resource = Site.class.getResourceAsStream("site/" + file)) {
        assertThat(resource).as(file).isNotNull();
        site.write(file, new String(resource.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return site;
  }

  static Site empty(Path folder) throws IOException {
    return new Site(Files.createDirectories(folder));
  }

  Path folder() {
    return folder;
  }

  Site write(String file, String text) throws IOException {
    return write(file, text.getBytes(StandardCharsets.UTF_8));
  }

  Site write(String file, byte[] bytes) throws IOException {
    var path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, bytes);
    return this;
  }

  OriginalSetup read() {
    return OriginalFolder.read(folder, Map.of());
  }

  static OriginalFile file(OriginalSetup setup, String path) {
    return setup.files().stream()
        .filter(file -> setup.folder().relativize(file.path()).toString().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError(path + " is not in " + setup.files()));
  }

  /** {@code LINE:COLUMN SUBJECT: TEXT} of each remark of a kind. */
  static List<String> remarks(OriginalSetup setup, String path, Verdict verdict) {
    return file(setup, path).remarks().stream()
        .filter(remark -> remark.verdict() == verdict)
        .map(
            remark ->
                "%d:%d %s: %s"
                    .formatted(
                        remark.position().line(),
                        remark.position().column(),
                        remark.subject(),
                        remark.text()))
        .toList();
  }

  /** What a setting was taken to be; null if it was not. */
  static @org.jspecify.annotations.Nullable String value(OriginalSetup setup, String name) {
    return setup.settings().stream()
        .filter(taken -> taken.name().equals(name))
        .findFirst()
        .map(taken -> taken.value().<String>reveal(text -> text))
        .orElse(null);
  }
}
