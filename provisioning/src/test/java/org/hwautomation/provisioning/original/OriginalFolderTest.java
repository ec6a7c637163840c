package org.hwautomation.provisioning.original;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hwautomation.provisioning.original.Site.remarks;
import static org.hwautomation.provisioning.original.Site.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.original.Remark.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginalFolderTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    ".env, VARIABLES",
    "README.md, UNRECOGNISED",
    "config.yaml, CONFIGURATION",
    "configs/bios/device_mappings.yaml, DEVICE_MAPPINGS",
    "configs/bios/preserve_settings.yaml, PRESERVE_SETTINGS",
    "configs/bios/template_rules.yaml, TEMPLATE_RULES",
    "configs/bios/xml_templates/s2.c2.small.xml, BIOS_TEMPLATE",
    "configs/devices/unified_device_config.yaml, DEVICE_TYPES",
    "configs/firmware/firmware_repository.yaml, FIRMWARE_REPOSITORY",
    "configs/logging/logging.yaml, LOGGING"
  })
  void each_file_is_known_for_what_it_is(String file, FileKind kind) throws IOException {
    assertThat(Site.file(Site.whole(folder).read(), file).kind()).isEqualTo(kind);
  }

  @Test
  void files_are_known_by_what_is_in_them_in_a_flat_folder_too() throws IOException {
    var flat = Site.empty(folder.resolve("flat"));
    Site.whole(folder.resolve("site"));
    for (var file : Site.FILES) {
      var name =
          file.endsWith(".xml")
              ? file.substring(file.lastIndexOf('/') + 1)
              : file.replace('/', '-');
      flat.write(
          name.equals(".env") || name.endsWith(".xml") ? name : "x-" + name,
          Files.readAllBytes(folder.resolve("site").resolve(file)));
    }
    var setup = flat.read();
    var kinds = new HashSet<FileKind>();
    setup.files().forEach(file -> kinds.add(file.kind()));
    assertThat(kinds).containsExactlyInAnyOrder(FileKind.values());
    assertThat(setup.deviceTypes().orElseThrow().get("s2.c2.small").bios().settings()).isNotEmpty();
  }

  @Test
  void nothing_is_dropped_in_silence() throws IOException {
    var site = Site.whole(folder);
    var setup = site.read();
    for (var line :
        List.of(
            ".env:2", ".env:3", ".env:4", ".env:5", ".env:6", ".env:7", ".env:8", ".env:9",
            ".env:10", ".env:11", ".env:12")) {
      assertThat(Site.file(setup, ".env").remarks())
          .as(line)
          .anySatisfy(
              remark -> assertThat(remark.position()).hasToString(folder.resolve(line) + ":1"));
    }
    assertThat(setup.files()).hasSize(Site.FILES.size());
    assertThat(remarks(setup, "config.yaml", Verdict.WRONG))
        .containsExactly(
            "17:12 ipmi.timeout: 'soon' is not a time from 1 second to 24 hours;"
                + " write seconds, such as 30",
            "21:3 ssh.prot: unknown key 'ssh.prot'; did you mean 'ssh.port'?");
    assertThat(remarks(setup, "config.yaml", Verdict.WITHOUT_MEANING))
        .hasSize(7)
        .anySatisfy(r -> assertThat(r).startsWith("22:1 redis: no Redis is used"))
        .anySatisfy(r -> assertThat(r).startsWith("24:1 flask: "))
        .anySatisfy(r -> assertThat(r).startsWith("26:1 websockets: "))
        .anySatisfy(r -> assertThat(r).startsWith("7:3 database.auto_migrate: "))
        .anySatisfy(r -> assertThat(r).startsWith("14:15 maas.verify_ssl: "));
    assertThat(remarks(setup, ".env", Verdict.WRONG))
        .containsExactly(
            "10:1 MAAS_HOTS: unknown variable; did you mean 'MAAS_HOST'?",
            "11:1 : has no '=', so it sets nothing; write NAME=value, or put '#' before it");
    assertThat(remarks(setup, "configs/firmware/firmware_repository.yaml", Verdict.WITHOUT_MEANING))
        .anySatisfy(r -> assertThat(r).startsWith("17:1 mock_vendor_responses: "));
  }

  @Test
  void variables_go_before_the_file_which_goes_before_logging() throws IOException {
    var setup = Site.whole(folder).read();
    assertThat(value(setup, "maas.timeout")).isEqualTo("60");
    assertThat(value(setup, "maas.url")).isEqualTo("http://maas.example.com:5240/MAAS");
    assertThat(value(setup, "maas.token_key")).isEqualTo("tkey-part");
    assertThat(value(setup, "maas.token_secret")).isEqualTo("secret-part");
    assertThat(value(setup, "ssh.username")).as("an empty variable is none").isEqualTo("ubuntu");
    assertThat(value(setup, "logging.level")).isEqualTo("WARNING");
    assertThat(value(setup, "ipmi.timeout")).as("a wrong value is not taken").isNull();
    assertThat(remarks(setup, "config.yaml", Verdict.UNDERSTOOD))
        .contains(
            "13:12 maas.timeout: is maas.timeout, and %s/.env:2:1 goes before it"
                .formatted(folder));
  }

  @Test
  void a_relative_path_starts_where_the_python_version_was_started() throws IOException {
    var setup = Site.whole(folder).read();
    assertThat(value(setup, "database.path"))
        .isEqualTo(folder.resolve("data/inventory.db").toString());
    var logging =
        Site.empty(folder.resolve("other"))
            .write(
                "configs/logging/logging.yaml",
                "version: 1\nhandlers: {f: {filename: logs/x.log}}\nroot: {level: DEBUG}\n")
            .read();
    assertThat(value(logging, "logging.file"))
        .isEqualTo(folder.resolve("other/logs/x.log").toString());
    assertThat(value(logging, "logging.level")).isEqualTo("DEBUG");
  }

  @Test
  void of_two_variables_of_one_setting_the_one_that_the_product_takes_counts() throws IOException {
    var setup =
        Site.empty(folder)
            .write(".env", "MAAS_HOST=http://a/MAAS\nMAAS_URL=http://b/MAAS\n")
            .read();
    assertThat(value(setup, "maas.url")).isEqualTo("http://b/MAAS");
    assertThat(remarks(setup, ".env", Verdict.WRONG))
        .containsExactly(
            "1:1 MAAS_HOST: says maas.url another time, after %s/.env:2:1, which counts; remove one of the two"
                .formatted(folder));
  }

  @Test
  void device_types_get_boards_rules_templates_and_patterns() throws IOException {
    var types = Site.whole(folder).read().deviceTypes().orElseThrow();
    var type = types.get("s2.c2.small");
    assertThat(types.names())
        .containsExactly("a1.c5.large", "d3.c6.medium", "s2.c2.small", "s5.c1.tiny");
    assertThat(type.board()).isEqualTo("X11DPT-B");
    assertThat(type.otherBoards()).containsExactly("X11DPT-PS");
    assertThat(type.bios().settings())
        .as("rules go before the template, in the BIOS's own spelling")
        .containsEntry("Hyper-Threading", BiosValue.of("Disabled"))
        .containsEntry("Turbo Mode", BiosValue.of("Enabled"))
        .doesNotContainKey("Hyper_Threading");
    assertThat(type.bios().preserve()).contains("mac_address_*", "uuid");
    assertThat(type.bios().preservedBy("MAC Address 1")).contains("mac_address_*");
    assertThat(types.get("a1.c5.large").bios().settings()).containsOnlyKeys("Workload Profile");
    assertThat(types.get("s5.c1.tiny").vendorIs("Supermicro")).isTrue();
  }

  @Test
  void rules_are_compared_with_the_export_of_the_same_device_type() throws IOException {
    assertThat(
            remarks(Site.whole(folder).read(), "configs/bios/template_rules.yaml", Verdict.WRONG))
        .containsExactly(
            "6:7 : 'Quiet Boot' of 's2.c2.small': 'Disabled' is not one of Unchecked (0), Checked (1)",
            "7:7 : 'Boot Option 1' of 's2.c2.small' is both changed here and preserved by"
                + " 'boot_option_*' (%s/configs/bios/preserve_settings.yaml:5:5); what is preserved"
                    .formatted(folder)
                + " stays as it is, so remove one of the two",
            "8:7 : 'Turbo_Mod' of 's2.c2.small': is no setting of this BIOS; did you mean 'Turbo"
                + " Mode'?",
            "9:3 : there is no device type 's9_c9_none'; write its device type, or remove it");
  }

  @Test
  void what_no_file_can_tell_of_a_bios_is_said() throws IOException {
    assertThat(
            remarks(
                Site.whole(folder).read(),
                "configs/bios/xml_templates/a1.c5.large.xml",
                Verdict.UNDERSTOOD))
        .singleElement()
        .asString()
        .contains("whether its BIOS has them, no file here can say", "bios plan");
  }

  @ParameterizedTest
  @CsvSource({
    "'d3.c6.medium .xml', 'the file name ''d3.c6.medium .xml'' has a blank too many; call it ''d3.c6.medium.xml'''",
    "' d3.c6.medium.xml', 'has a blank too many; call it ''d3.c6.medium.xml'''",
    "'d3.c6.medium copy.xml', 'there is no device type ''d3.c6.medium copy''; did you mean ''d3.c6.medium''?'",
    "'nobody.xml', 'there is no device type ''nobody''; call the file after its device type'"
  })
  void a_template_for_no_device_type_says_what_to_call_it(String name, String says)
      throws IOException {
    var path = "configs/bios/xml_templates/" + name;
    var setup =
        Site.whole(folder)
            .write(
                path,
                "<BiosCfg><Menu name='M'><Setting name='S' selectedOption='1'/></Menu></BiosCfg>")
            .read();
    assertThat(remarks(setup, path, Verdict.WRONG)).singleElement().asString().contains(says);
    assertThat(setup.deviceTypes().orElseThrow().get("d3.c6.medium").bios().settings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "config.yaml|maas: [|1:8 |not valid YAML",
        "config.yaml|maas: {url: http://a}~maas: {url: http://b}|2:1 |'maas' stands twice",
        "config.yaml|- a~- b|0:0 |is a list and no mapping",
        "config.yaml|maas: here|1:7 |maas: is a single value",
        "config.yaml|servers: {a: {}}~maas: {}|1:1 |is no setting of the Python version",
        "device_mappings.yaml|device_types: {t: 7}|1:19 |is a single value",
        "template_rules.yaml|template_rules: {t: {modifications: {A: [1]}}}|1:38 |'A' is a list",
        "template_rules.yaml|template_rules: {t: {acton: x}}|1:22 |unknown key 'acton'",
        "preserve_settings.yaml|preserve_settings: [[a]]|1:21 |is a list",
        "firmware_repository.yaml|firmware_repository: 7|1:22 |is a single value",
        "logging.yaml|handlers: {f: 1}~root: {}|1:12 |is a single value",
        "logging.yaml|handlers: {}~root: {level: LOUD}|2:15 |'LOUD' is not a log level",
        "xml_templates/t.xml|<BiosCfg><Menu>|1:16 |not valid XML",
        "xml_templates/t.xml|<Other/>|1:9 |begins with <Other>; a BIOS template begins with <BiosCfg>",
        "xml_templates/t.xml|<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><BiosCfg>&b;</BiosCfg>|1:10 |has a <!DOCTYPE>",
        "xml_templates/t.xml|<BiosCfg><Setting name='a'/></BiosCfg>|1:29 |'a' has no value"
      })
  void what_is_wrong_with_one_file_is_told_with_its_place(
      String file, String text, String place, String says) throws IOException {
    var setup =
        Site.empty(folder)
            .write(file, text.replace('~', '\n'))
            .write("other/good_unified.yaml", "device_configuration: {vendors: {}}")
            .read();
    assertThat(remarks(setup, file, Verdict.WRONG))
        .anySatisfy(r -> assertThat(r).startsWith(place).contains(says).doesNotContain("root:"));
    assertThat(setup.deviceTypes()).as("the other file was read").isPresent();
  }

  @Test
  void unreadable_binary_huge_and_looping_files_are_told_and_the_rest_is_read() throws IOException {
    var site =
        Site.whole(folder)
            .write("a/logging.yaml", new byte[] {(byte) 0xff, (byte) 0xfe, 0, 'x'})
            .write("b/config.yaml", "#" + "x".repeat(5 << 20))
            .write("c/xml_templates/x.xml", new byte[] {0, 1, 2, 3})
            .write("firmware.bin", new byte[] {0, 1, 2, 3});
    Files.createSymbolicLink(folder.resolve("loop"), folder);
    Files.createSymbolicLink(folder.resolve("self.yaml"), folder.resolve("self.yaml"));
    Files.createSymbolicLink(folder.resolve("link.yaml"), folder.resolve("config.yaml"));

    var setup = site.read();

    assertThat(remarks(setup, "a/logging.yaml", Verdict.WRONG)).isNotEmpty();
    assertThat(remarks(setup, "b/config.yaml", Verdict.WRONG)).isNotEmpty();
    assertThat(remarks(setup, "c/xml_templates/x.xml", Verdict.WRONG))
        .singleElement()
        .asString()
        .contains("not valid XML");
    assertThat(remarks(setup, "loop", Verdict.WRONG))
        .singleElement()
        .asString()
        .contains("not followed");
    assertThat(remarks(setup, "self.yaml", Verdict.WRONG))
        .singleElement()
        .asString()
        .contains("to itself; remove it");
    assertThat(remarks(setup, "link.yaml", Verdict.WRONG))
        .singleElement()
        .asString()
        .contains("is a second file of configuration, after " + folder.resolve("config.yaml"));
    assertThat(Site.file(setup, "firmware.bin").kind()).isEqualTo(FileKind.UNRECOGNISED);
    assertThat(value(setup, "maas.timeout")).isEqualTo("60");
  }

  @Test
  void a_file_that_nobody_may_read_is_told() throws IOException {
    var site = Site.empty(folder).write("config.yaml", "maas: {}");
    Files.setPosixFilePermissions(folder.resolve("config.yaml"), java.util.Set.of());
    org.junit.jupiter.api.Assumptions.assumeFalse(
        Files.isReadable(folder.resolve("config.yaml")), "root reads everything");
    assertThat(remarks(site.read(), "config.yaml", Verdict.WRONG)).isNotEmpty();
  }

  @Test
  void without_device_types_a_template_says_what_is_missing() throws IOException {
    var setup = Site.empty(folder).write("t.xml", "<BiosCfg><Menu name='m'/></BiosCfg>").read();
    assertThat(remarks(setup, "t.xml", Verdict.WRONG))
        .singleElement()
        .asString()
        .contains("no file of device types could be read beside it", "unified_device_config.yaml");
    assertThat(setup.deviceTypes()).isEmpty();
  }

  @Test
  void each_environment_may_have_its_own_logging() throws IOException {
    var yaml =
        """
        development: {handlers: {c: {class: x}}, root: {level: DEBUG}}
        production: {handlers: {c: {class: x}}, root: {level: ERROR}}
        """;
    var site = Site.empty(folder).write("logging.yaml", yaml);
    assertThat(value(site.read(), "logging.level")).isEqualTo("ERROR");
    site.write(".env", "HW_AUTOMATION_ENV=development");
    assertThat(value(site.read(), "logging.level")).isEqualTo("DEBUG");
  }

  @Test
  void a_part_of_a_maas_key_alone_is_told() throws IOException {
    var setup =
        Site.empty(folder).write("config.yaml", "maas: {host: m, consumer_key: hunter2}\n").read();
    assertThat(remarks(setup, "config.yaml", Verdict.WRONG))
        .singleElement()
        .asString()
        .startsWith("1:31 maas.consumer_key: the MAAS key is incomplete")
        .contains("maas.token_key")
        .doesNotContain("hunter2");
  }

  @Test
  void no_remark_shows_a_secret() throws IOException {
    var setup = Site.whole(folder).read();
    assertThat(setup.toString())
        .doesNotContain("ckey-part", "tkey-part", "secret-part", "made up, of no", "made-up-too");
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent", "file"})
  void what_is_no_folder_is_refused(String name) throws IOException {
    Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> OriginalFolder.read(folder.resolve(name), Map.of()))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining(name);
  }
}
