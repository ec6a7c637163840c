package org.hwautomation.provisioning.original;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.firmware.FirmwareCatalog;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImportedFilesTest {
  @TempDir private Path folder;

  private ImportedFiles write(boolean secrets) throws IOException {
    return ImportedFiles.write(
        Site.whole(folder.resolve("site")).read(), folder.resolve("new"), secrets);
  }

  private Configuration written() {
    return Configuration.loader().file(folder.resolve("new/hwauto.yaml")).load();
  }

  @Test
  void what_was_written_is_a_configuration_without_a_fault() throws IOException {
    write(false);

    var configuration = written();
    assertThat(configuration.warnings()).isEmpty();
    assertThat(configuration.requireMaasUrl()).hasToString("http://maas.example.com:5240/MAAS");
    assertThat(configuration.requireMaasApiKey().<String>reveal(key -> key))
        .isEqualTo("ckey-part:tkey-part:secret-part");
    assertThat(configuration.maas().timeout()).hasSeconds(60);
    assertThat(configuration.logging().level()).isEqualTo("WARN");
    assertThat(configuration.database().path()).isEqualTo(folder.resolve("site/data/inventory.db"));
    var types = DeviceTypes.configured(configuration);
    assertThat(types.get("s2.c2.small").bios().settings())
        .containsEntry("Hyper-Threading", BiosValue.of("Disabled"));
    assertThat(FirmwareCatalog.load(configuration.firmwareCatalog()).images()).hasSize(1);
  }

  @Test
  void a_secret_of_the_variables_is_left_out_and_named_unless_it_is_asked_for() throws IOException {
    var written = write(false);
    assertThat(written.variables()).containsExactly("IPMI_PASSWORD");
    assertThat(folder.resolve("new/hwauto.yaml"))
        .content()
        .contains("keep IPMI_PASSWORD set")
        .doesNotContain("of no server");

    var all =
        ImportedFiles.write(Site.whole(folder.resolve("site")).read(), folder.resolve("all"), true);
    assertThat(all.variables()).isEmpty();
    assertThat(folder.resolve("all/hwauto.yaml")).content().contains("made up, of no server");
  }

  @Test
  void files_are_for_their_owner_alone() throws IOException {
    write(true);
    for (var file : new String[] {"hwauto.yaml", "device-types.yaml"}) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("new").resolve(file))))
          .isEqualTo("rw-------");
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new"))))
        .isEqualTo("rwx------");
  }

  @Test
  void nothing_that_is_there_is_overwritten() throws IOException {
    Files.createDirectories(folder.resolve("new"));
    var mine = Files.writeString(folder.resolve("new/hwauto.yaml"), "mine");
    assertThatThrownBy(() -> write(false))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("is there already and not empty; name a new folder");
    assertThat(mine).hasContent("mine");
    Files.createSymbolicLink(
        folder.resolve("link"), Files.createDirectory(folder.resolve("empty")));
    var setup = Site.whole(folder.resolve("site")).read();
    assertThatThrownBy(() -> ImportedFiles.write(setup, folder.resolve("link"), false))
        .isInstanceOf(BadFileException.class);
    assertThatThrownBy(() -> ImportedFiles.write(setup, mine, false))
        .isInstanceOf(BadFileException.class);
    assertThat(folder.toFile().list()).containsExactlyInAnyOrder("new", "site", "link", "empty");
  }

  @Test
  void an_empty_folder_may_be_written_into() throws IOException {
    Files.createDirectory(folder.resolve("new"));
    write(false);
    assertThat(folder.resolve("new")).isDirectoryContaining("glob:**hwauto.yaml");
  }

  @Test
  void with_nothing_to_write_no_folder_is_made() throws IOException {
    var setup = Site.empty(folder.resolve("site")).write("README.md", "x").read();
    assertThatThrownBy(() -> ImportedFiles.write(setup, folder.resolve("new"), false))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("nothing was written");
    assertThat(folder.resolve("new")).doesNotExist();
  }

  @Test
  void a_value_with_quotes_and_line_breaks_comes_back() throws IOException {
    var setup =
        Site.empty(folder.resolve("site"))
            .write(".env", "SSH_PASSWORD=\"a\\n'b' \\\"c\\\" #d: é\"\n")
            .read();
    ImportedFiles.write(setup, folder.resolve("new"), true);
    assertThat(written().ssh().password().orElseThrow().<String>reveal(text -> text))
        .isEqualTo("a\n'b' \"c\" #d: é");
  }

  @Test
  void any_texts_come_back_as_they_were() {
    SeededTries.check(
        60,
        any -> {
          var place = Files.createTempDirectory(folder, "try");
          var setting = any.text(20).replaceAll("\\p{Cntrl}|[\\ud800-\\udfff]", "");
          var value = any.text(20).replaceAll("\\p{Cntrl}|[\\ud800-\\udfff]", "");
          var yaml =
              "device_configuration: {vendors: {v: {motherboards: {m: {device_types: {t: {bios_settings: {%s: %s}}}}}}}}"
                  .formatted(quoted("a" + setting), quoted("b" + value));
          var setup = Site.empty(place).write("unified_device_config.yaml", yaml).read();
          ImportedFiles.write(setup, place.resolve("new"), false);
          assertThat(
                  DeviceTypes.load(place.resolve("new/device-types.yaml"))
                      .get("t")
                      .bios()
                      .settings())
              .containsEntry("a" + setting, BiosValue.of("b" + value));
        });
  }

  private static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.chars().forEach(sign -> quoted.append("\\u%04x".formatted(sign)));
    return quoted.append('"').toString();
  }
}
