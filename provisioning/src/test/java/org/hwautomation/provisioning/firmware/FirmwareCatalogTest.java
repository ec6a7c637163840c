package org.hwautomation.provisioning.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.provisioning.UpdatePolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirmwareCatalogTest {
  @TempDir private Path folder;

  private FirmwareCatalog of(String yaml) {
    return FirmwareCatalog.parse(folder.resolve("catalog.yaml"), yaml);
  }

  private FirmwareImage image(String file, String sha256) {
    return of("""
            images:
              - {file: "%s", vendor: dell, boards: [R750], component: bios, version: "1.9.2",
                 sha256: "%s"}
            """
            .formatted(file, sha256))
        .images()
        .getFirst();
  }

  private Path write(String name, String content) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private static String sha256(String content) {
    return Sha256.of(content);
  }

  @Test
  void an_entry_says_all_that_a_plan_needs() {
    var catalog =
        of(
            """
            images:
              - file: r750/bios-1.9.2.exe
                vendor: Dell Inc.
                boards: [PowerEdge R750, 0WMWCR]
                component: BIOS
                version: 1.10
                min_from: 1.8.0
                sha256: %s
                size: 12
                disruption: host_reboot
                estimated_time: 540
                severity: critical
                security: true
                release_notes: https://dell.example/notes
              - file: nic.exe
                vendor: dell
                boards: PowerEdge R750
                component: nic
                items: ["*BCM57414*"]
                version: 222.0.1.0
            """
                .formatted("AB".repeat(32)));
    assertThat(catalog.warnings()).isEmpty();
    assertThat(catalog.images())
        .first()
        .satisfies(
            image -> {
              assertThat(image.boards()).containsExactly("PowerEdge R750", "0WMWCR");
              assertThat(image.type()).isEqualTo(FirmwareType.BIOS);
              assertThat(image.version()).as("not the number 1.1").isEqualTo("1.10");
              assertThat(image.minFrom()).containsExactly("1.8.0");
              assertThat(image.sha256()).isEqualTo("ab".repeat(32));
              assertThat(image.size()).isEqualTo(12);
              assertThat(image.time()).isEqualTo(Duration.ofSeconds(540));
              assertThat(image.severity()).isEqualTo(Severity.CRITICAL);
              assertThat(image.security()).isTrue();
              assertThat(image.path()).isEqualTo(folder.resolve("r750/bios-1.9.2.exe"));
            });
    assertThat(catalog.images())
        .last()
        .satisfies(
            image -> {
              assertThat(image.disruption()).isEqualTo(Disruption.HOST_REBOOT);
              assertThat(image.time()).isEqualTo(Duration.ofSeconds(120));
              assertThat(image.severity()).isEqualTo(Severity.NORMAL);
              assertThat(image.sha256()).isNull();
            });
  }

  @Test
  void everything_that_is_wrong_is_told_at_once_with_its_place() {
    assertThatThrownBy(
            () ->
                of(
                    """
                    images:
                      - file: a
                        vendor: dell
                        component: bois
                        version: 1
                      - file: ../a
                        vendor: dell
                        component: bios
                        version: 1
                      - file: a
                        vendor: dell
                        component: bios
                        version: 1
                        sha256: abc
                      - file: a
                        vendor: dell
                        component: bios
                      - just a word
                    """))
        .isInstanceOfSatisfying(
            BadFileException.class,
            bad -> {
              var file = folder.resolve("catalog.yaml");
              assertThat(bad.problems()).hasSize(5);
              assertThat(bad.problems().get(0))
                  .startsWith(file + ":4:16: component: unknown 'bois'; did you mean 'bios'?");
              assertThat(bad.problems().get(1))
                  .startsWith(file + ":6:11: file: '../a' leads out of the folder");
              assertThat(bad.problems().get(2)).startsWith(file + ":14:13: sha256: 'abc'");
              assertThat(bad.problems().get(3))
                  .startsWith(file + ":15:5: an image has no 'version'");
              assertThat(bad.problems().get(4))
                  .startsWith(file + ":18:5: an image is a single value");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "estimated_time: soon",
        "estimated_time: -1",
        "estimated_time: 86401",
        "size: 1.5",
        "security: perhaps",
        "severity: urgent",
        "disruption: total",
        "boards: {a: b}"
      })
  void a_value_that_means_nothing_is_refused(String line) {
    var key = line.substring(0, line.indexOf(':'));
    assertThatThrownBy(
            () -> of("images:\n  - {file: a, vendor: b, component: bmc, version: 1, " + line + "}"))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("catalog.yaml:2:")
        .hasMessageContaining(key);
  }

  @Test
  void an_image_that_stands_twice_names_the_first() {
    var entry = "  - {file: a, vendor: dell, boards: [x], component: bmc, version: '1'}\n";
    assertThatThrownBy(() -> of("images:\n" + entry + entry))
        .hasMessageContaining("catalog.yaml:3:5: bmc 1 for the same boards and items stands twice")
        .hasMessageContaining("catalog.yaml:2:5");
  }

  @Test
  void a_file_that_is_no_catalog_says_so() {
    assertThatThrownBy(() -> of("a: b")).hasMessageContaining("is this a firmware catalog?");
    assertThatThrownBy(() -> of("images: yes")).hasMessageContaining("write a list");
    assertThatThrownBy(() -> FirmwareCatalog.load(folder))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("hwauto firmware catalog add");
  }

  @Test
  void an_unknown_key_is_a_warning_with_the_nearest_known_one() {
    assertThat(
            of("images:\n  - {file: a, vendor: b, component: bmc, version: 1, min-from: 0}")
                .warnings())
        .singleElement()
        .asString()
        .contains("catalog.yaml:2:", "'min-from'; did you mean 'min_from'?");
  }

  @Test
  void a_file_is_the_one_the_catalog_means_only_with_its_hash_and_size() throws IOException {
    write("good.bin", "content");
    assertThat(ImageCheck.of(image("good.bin", sha256("content"))).verdict())
        .isEqualTo(ImageCheck.Verdict.GOOD);
    assertThat(ImageCheck.of(image("good.bin", sha256("other"))))
        .satisfies(
            check -> {
              assertThat(check.verdict()).isEqualTo(ImageCheck.Verdict.WRONG_CHECKSUM);
              assertThat(check.message()).contains(sha256("content"), sha256("other"));
            });
    assertThat(ImageCheck.of(image("absent.bin", sha256("content"))).verdict())
        .isEqualTo(ImageCheck.Verdict.MISSING);
    Files.createDirectory(folder.resolve("dir"));
    assertThat(ImageCheck.of(image("dir", sha256("content"))).verdict())
        .isEqualTo(ImageCheck.Verdict.OUTSIDE);
  }

  @Test
  void a_file_cut_off_is_told_by_its_size_before_it_is_read() throws IOException {
    write("cut.bin", "conte");
    var catalog =
        of(
            "images:\n  - {file: cut.bin, vendor: d, component: bmc, version: 1, size: 7, sha256: %s}"
                .formatted(sha256("content")));
    assertThat(ImageCheck.of(catalog.images().getFirst()))
        .isEqualTo(
            new ImageCheck(
                ImageCheck.Verdict.WRONG_SIZE,
                folder.resolve("cut.bin") + " has 5 bytes, the catalog says 7"));
  }

  @ParameterizedTest
  @CsvSource({"link.bin", "linked/good.bin"})
  void a_link_is_refused_wherever_on_the_way_it_is(String file) throws IOException {
    write("real/good.bin", "content");
    Files.createSymbolicLink(folder.resolve("link.bin"), folder.resolve("real/good.bin"));
    Files.createSymbolicLink(folder.resolve("linked"), folder.resolve("real"));
    assertThat(ImageCheck.of(image(file, sha256("content"))).verdict())
        .isEqualTo(ImageCheck.Verdict.OUTSIDE);
  }

  @Test
  void an_interrupted_check_leaves_promptly_and_stays_interrupted() throws IOException {
    write("good.bin", "content");
    var image = image("good.bin", sha256("content"));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ImageCheck.of(image)).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void an_image_larger_than_any_buffer_is_streamed() throws IOException {
    var part = "0123456789abcdef".repeat(4096);
    var path = folder.resolve("big.bin");
    try (var out = Files.newBufferedWriter(path, StandardCharsets.US_ASCII)) {
      for (var i = 0; i < 100; i++) {
        out.write(part);
      }
    }
    assertThat(ImageCheck.read(path))
        .isEqualTo(new ImageCheck.Content(sha256(part.repeat(100)), part.length() * 100L));
  }

  private FirmwareImage template(String file, String version) {
    return new FirmwareImage(
        "dell",
        List.of("PowerEdge \"R750\""),
        List.of(),
        FirmwareType.NIC,
        List.of(new ItemPattern("*BCM57414*")),
        version,
        List.of("1.0", "1.10"),
        null,
        null,
        Disruption.HOST_REBOOT,
        Duration.ofSeconds(90),
        Severity.HIGH,
        true,
        "Ünique: notes # here",
        folder,
        file,
        new Position("x", 1, 1));
  }

  @Test
  void adding_begins_a_catalog_and_reads_back_as_it_was_given() throws IOException {
    write("a.bin", "content");
    var image = CatalogEdit.hashed(template("a.bin", "1.20"));
    CatalogEdit.add(folder, image);
    assertThat(FirmwareCatalog.load(folder).images())
        .singleElement()
        .usingRecursiveComparison()
        .ignoringFields("position")
        .isEqualTo(image);
    assertThat(ImageCheck.of(image).good()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# mine\nimages: # these\n- file: x  # first\n  vendor: dell\n  component: bmc\n  version: '1'\n",
        "images:\n      -   file: x\n          vendor: dell\n          component: bmc\n          version: 1",
        "images:\n  # none yet\n"
      })
  void adding_keeps_every_character_that_is_there(String before) throws IOException {
    write("a.bin", "content");
    write("catalog.yaml", before);
    var had = FirmwareCatalog.load(folder).images().size();
    CatalogEdit.add(folder, CatalogEdit.hashed(template("a.bin", "1.20")));
    assertThat(Files.readString(folder.resolve("catalog.yaml"))).startsWith(before);
    assertThat(FirmwareCatalog.load(folder).images()).hasSize(had + 1);
  }

  @Test
  void what_cannot_be_added_safely_is_shown_and_nothing_is_written() throws IOException {
    write("a.bin", "content");
    var before = "images: [{file: x, vendor: dell, component: bmc, version: 1}]\n";
    write("catalog.yaml", before);
    assertThatThrownBy(() -> CatalogEdit.add(folder, CatalogEdit.hashed(template("a.bin", "1.20"))))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("nothing was written")
        .hasMessageContaining(sha256("content"));
    assertThat(Files.readString(folder.resolve("catalog.yaml"))).isEqualTo(before);
  }

  @Test
  void adding_leaves_the_catalogs_permissions_and_a_link_to_it_as_they_are() throws IOException {
    write("a.bin", "content");
    var real = write("elsewhere/catalog.yaml", "images:\n");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-rw-r--"));
    var link = Files.createSymbolicLink(folder.resolve("catalog.yaml"), real);
    CatalogEdit.add(folder, CatalogEdit.hashed(template("a.bin", "1.20")));
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(real)).contains("a.bin");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(real)))
        .isEqualTo("rw-rw-r--");
  }

  @Test
  void two_that_add_at_once_do_not_undo_each_other() throws IOException {
    write("a.bin", "content");
    write(".catalog.yaml.new", "another's");
    assertThatThrownBy(() -> CatalogEdit.add(folder, CatalogEdit.hashed(template("a.bin", "1.20"))))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining(".catalog.yaml.new is there");
    assertThat(folder.resolve(".catalog.yaml.new")).hasContent("another's");
  }

  @Test
  void the_same_image_is_not_added_twice() throws IOException {
    write("a.bin", "content");
    var image = CatalogEdit.hashed(template("a.bin", "1.20"));
    CatalogEdit.add(folder, image);
    assertThatThrownBy(() -> CatalogEdit.add(folder, image)).hasMessageContaining("stands twice");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("a.bin", "catalog.yaml");
    }
  }

  /** The parts and names of the Python version's file, its own placeholders included. */
  private static final String REPOSITORY =
      """
      firmware_repository:
        base_path: "./firmware"
        download_enabled: true
        global_settings: {backup_before_update: true}
        vendors:
          supermicro:
            display_name: "Super Micro Computer Inc."
            bios: {file_pattern: "*.rom", update_method: redfish, estimated_time: 470, requires_reboot: true}
            bmc: {file_pattern: "*.bin", estimated_time: 350, requires_reboot: true}
            tools:
              sumtool: {path: /opt/sum, version: "2.8.0"}
            example_files:
              bios:
                - file: "firmware/supermicro/bios/X11SPL_3.4.rom"
                  version: "3.4"
                  checksum: "sha256:example_checksum_x11spl_34"
              bmc:
                - file: "firmware/supermicro/bmc/BMC_1.74.06.bin"
                  version: "1.74.06"
                  checksum: "sha256:FF6c6d18fec4635b3dab8187e0a47bd995dc68ee444a71cf2946d93a70842d65"
            motherboards:
              X12DPG:
                model: SYS-1
                firmware_tracking:
                  bios:
                    latest_version: unknown
                    files: [{file: supermicro/x12.rom, version: "1.5", priority: critical}]
          hpe:
            example_files:
              bmc:
                - file: "firmware/hpe/bmc/CP046866.scexe"
                  version: "2.85"
                  checksum: "sha256:a10aa26268b4a2391c9fb336ed23b188f2cc3f0243487e0fa5ca1039d9b9fe40"
      device_firmware_mapping:
        "d1.c1.small": {vendor: supermicro, model_family: X11, bmc_family: BMC, bios_family: X11SPL, firmware_profile: x}
        "default": {vendor: generic, bmc_family: unknown, bios_family: unknown}
      update_policies:
        recommended: {auto_install: true, exclude_priorities: [low, normal]}
        security_only: {include_priorities: [critical, high]}
      firmware_profiles: {basic: {priority: stability}}
      mock_vendor_responses: {enabled: true}
      """;

  @Test
  void the_originals_file_is_read_as_it_is_written() throws IOException {
    var file = write("configs/firmware/firmware_repository.yaml", REPOSITORY);
    var catalog = FirmwareCatalog.load(file);
    assertThat(catalog.images()).hasSize(4);
    var bios = catalog.images().getFirst();
    assertThat(bios.path())
        .as("paths start at the project")
        .isEqualTo(folder.resolve("firmware/supermicro/bios/X11SPL_3.4.rom"));
    assertThat(bios.deviceTypes()).containsExactly("d1.c1.small");
    assertThat(bios.sha256()).as("a placeholder is no hash").isNull();
    assertThat(bios.time()).isEqualTo(Duration.ofSeconds(470));
    assertThat(bios.disruption()).isEqualTo(Disruption.HOST_REBOOT);
    var bmc = catalog.images().get(1);
    assertThat(bmc.sha256()).startsWith("ff6c6d18");
    assertThat(bmc.deviceTypes()).containsExactly("d1.c1.small");
    assertThat(bmc.disruption())
        .as("a BMC's reboot is not the host's")
        .isEqualTo(Disruption.BMC_RESET);
    var tracked = catalog.images().get(2);
    assertThat(tracked.boards()).containsExactly("X12DPG", "SYS-1");
    assertThat(tracked.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(tracked.path()).isEqualTo(folder.resolve("firmware/supermicro/x12.rom"));
    assertThat(catalog.images().get(3).deviceTypes()).isEmpty();
    assertThat(catalog.warnings())
        .hasSize(3)
        .anySatisfy(
            warning ->
                assertThat(warning).startsWith(file + ":16:23: checksum: ").contains("no SHA-256"))
        .anySatisfy(warning -> assertThat(warning).contains("CP046866.scexe", "no family"))
        .anySatisfy(warning -> assertThat(warning).contains("mock_vendor_responses"));
    assertThat(catalog.rule(UpdatePolicy.RECOMMENDED).exclude())
        .containsExactlyInAnyOrder(Severity.LOW, Severity.NORMAL);
    assertThat(catalog.rule(UpdatePolicy.SECURITY_ONLY).include())
        .containsExactlyInAnyOrder(Severity.CRITICAL, Severity.HIGH);
    assertThat(catalog.rule(UpdatePolicy.LATEST)).isEqualTo(PolicyRule.usual(UpdatePolicy.LATEST));
  }

  @Test
  void the_originals_file_is_only_read() throws IOException {
    write("a.bin", "content");
    var file = write("firmware_repository.yaml", REPOSITORY);
    assertThatThrownBy(() -> CatalogEdit.add(file, CatalogEdit.hashed(template("a.bin", "1.20"))))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("only read");
    assertThat(file).hasContent(REPOSITORY.stripTrailing());
  }

  @Test
  void a_path_of_the_originals_file_that_leads_out_is_refused() {
    assertThatThrownBy(
            () ->
                of(
                    REPOSITORY.replace(
                        "firmware/supermicro/bios/X11SPL_3.4.rom", "/etc/X11SPL_3.4.rom")))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("catalog.yaml:14:")
        .hasMessageContaining("leads out of base_path");
  }
}
