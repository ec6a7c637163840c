package org.hwautomation.provisioning.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.hwautomation.provisioning.discovery.HardwareInventory;
import org.hwautomation.provisioning.safety.BiosDanger;
import org.hwautomation.testkit.SeededTries;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeviceTypesTest {
  private static DeviceTypes of(String types) {
    return DeviceTypes.parse(
        "types.yaml",
        """
        device_configuration:
          vendors:
            hpe:
              display_name: HPE
              motherboards:
                RL300:
                  model: ProLiant RL300 Gen11
                  device_types:
        """
            + types.indent(12));
  }

  private static HardwareInventory server(
      String manufacturer, String product, String board, String cpu, int cores, int memory) {
    return inventory(manufacturer, product, board, cpu, cores, memory);
  }

  private static HardwareInventory inventory(
      @Nullable String manufacturer,
      @Nullable String product,
      @Nullable String board,
      @Nullable String cpu,
      @Nullable Integer cores,
      @Nullable Integer memory) {
    return new HardwareInventory(
        manufacturer,
        product,
        null,
        null,
        null,
        board,
        null,
        null,
        null,
        null,
        cpu,
        null,
        cores,
        null,
        memory,
        List.of(),
        List.of(),
        List.of());
  }

  @Test
  void the_shipped_types_cover_the_simulated_vendors_without_a_warning() {
    var types = DeviceTypes.shipped();
    assertThat(types.warnings()).isEmpty();
    assertThat(types.names())
        .containsExactly("a1.c5.large", "d1.c2.medium", "s2.c2.medium", "s2.c2.small");
    assertThat(types.get("a1.c5.large").vendor()).isEqualTo("hpe");
    assertThat(types.all())
        .allSatisfy(
            type -> {
              assertThat(type.bios().settings()).isNotEmpty();
              assertThat(type.bios().preserve()).contains("*SerialNumber*");
              assertThat(type.bios().settings().keySet())
                  .allSatisfy(name -> assertThat(BiosDanger.of(name, name, "")).isEmpty());
            });
  }

  @Test
  void an_unknown_type_names_the_nearest_and_all_known() {
    assertThatThrownBy(() -> DeviceTypes.shipped().get("a1.c5.larg"))
        .isInstanceOf(UnknownDeviceTypeException.class)
        .hasMessage(
            "unknown device type 'a1.c5.larg'; did you mean 'a1.c5.large'?\n"
                + "  known: a1.c5.large, d1.c2.medium, s2.c2.medium, s2.c2.small");
  }

  @Test
  void the_python_versions_format_is_read_whole() {
    var types =
        of(
            """
            a1.c5.large:
              description: Arm
              hardware_specs: {cpu_cores: 80, cpu_frequency: 3.0GHz, cpu_name: Ampere Altra,
                network: 2x25G, ram_gb: 256, storage: 2x960, vendor: hpe}
              boot_configs: {boot_mode: uefi, pxe_boot: true, secure_boot: false}
              cpu_configs: {hyperthreading: false, power_profile: performance}
              memory_configs: {ecc_enabled: true, memory_speed: auto}
              bios_settings:
                redfish_preferred: {ProcX2Apic: description of it}
                redfish_fallback: {}
                vendor_only: [A, B]
              redfish_capable: true
              preferred_bios_method: hybrid
            """);
    var type = types.get("a1.c5.large");
    assertThat(type.hardware().cpuCores()).isEqualTo(80);
    assertThat(type.hardware().memoryGib()).isEqualTo(256);
    assertThat(type.bootConfigs()).containsEntry("boot_mode", "uefi");
    assertThat(type.boardModel()).isEqualTo("ProLiant RL300 Gen11");
    assertThat(type.bios().settings()).isEmpty();
    assertThat(types.warnings())
        .hasSize(3)
        .allSatisfy(w -> assertThat(w).contains("names settings without values"));
  }

  @Test
  void bios_values_keep_their_types_and_their_order() {
    var settings =
        of("""
                t:
                  bios_settings:
                    Zulu: Enabled
                    Alpha: 8
                    Quoted: "8"
                    Flag: true
                    Word: On
                    Zeros: 0027
                    Negative: -1
                """)
            .get("t")
            .bios()
            .settings();
    assertThat(settings.keySet())
        .containsExactly("Zulu", "Alpha", "Quoted", "Flag", "Word", "Zeros", "Negative");
    assertThat(settings)
        .containsEntry("Alpha", BiosValue.of(8))
        .containsEntry("Quoted", BiosValue.of("8"))
        .containsEntry("Flag", BiosValue.of(true))
        .containsEntry("Word", BiosValue.of("On"))
        .containsEntry("Zeros", BiosValue.of("0027"))
        .containsEntry("Negative", BiosValue.of(-1));
  }

  @Test
  void preserve_patterns_of_file_and_type_add_up() {
    var types =
        DeviceTypes.parse(
            "types.yaml",
            """
            preserve_settings: [uuid]
            device_configuration:
              preserve_settings: [asset_tag]
              vendors: {v: {motherboards: {m: {device_types: {t: {preserve_settings: boot_*}}}}}}
            """);
    assertThat(types.get("t").bios().preserve()).containsExactly("uuid", "asset_tag", "boot_*");
  }

  @Test
  void all_problems_are_reported_with_their_places() {
    assertThatThrownBy(
            () ->
                of(
                    "t:\n  bios_settings:\n    A:\n    B: [1]\nu: text\nw:\n  hardware_specs: [x]\n"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e ->
                assertThat(e.problems())
                    .hasSize(4)
                    .anySatisfy(p -> assertThat(p).startsWith("types.yaml:11:").contains("'A'"))
                    .anySatisfy(p -> assertThat(p).startsWith("types.yaml:12:").contains("a list"))
                    .anySatisfy(p -> assertThat(p).startsWith("types.yaml:13:").contains("'u'"))
                    .anySatisfy(p -> assertThat(p).startsWith("types.yaml:15:")));
  }

  @Test
  void oddities_are_warnings() {
    var types =
        DeviceTypes.parse(
            "types.yaml",
            """
            device_configuration:
              vendors:
                v:
                  motherboards:
                    one: {device_types: {t: {hardware_specs: {ram_gb: 2x16}, bios_setings: {}}}}
                    two: {device_types: {t: {description: other}}}
            """);
    assertThat(types.get("t").board()).isEqualTo("one");
    assertThat(types.warnings())
        .hasSize(3)
        .anySatisfy(w -> assertThat(w).contains("did you mean 'bios_settings'?"))
        .anySatisfy(w -> assertThat(w).contains("'2x16' is not a whole number"))
        .anySatisfy(w -> assertThat(w).contains("stands twice"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "vendors: {}",
        "device_configuration: [a]",
        "device_configuration: {vendors: [a]}",
        "device_configuration: {vendors: {v: text}}",
        "device_configuration: {vendors: {v: {motherboards: {m: {device_types: [a]}}}}}",
        "device_configuration: {preserve_settings: {a: b}}",
        "device_configuration: {vendors: {v: {motherboards: {m: {device_types: {'': {}}}}}}}"
      })
  void what_is_no_file_of_device_types_is_refused(String yaml) {
    assertThatThrownBy(() -> DeviceTypes.parse("types.yaml", yaml))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("types.yaml:1:");
  }

  @Test
  void any_text_gives_types_or_a_clear_refusal() {
    SeededTries.check(200, any -> readOrRefuse(any.text()));
  }

  private static void readOrRefuse(String text) {
    try {
      DeviceTypes.parse("types.yaml", "device_configuration: " + text);
    } catch (ConfigurationException e) {
      assertThat(e.problems()).allSatisfy(p -> assertThat(p).startsWith("types.yaml"));
    }
  }

  @Test
  void a_missing_file_is_named() {
    assertThatThrownBy(() -> DeviceTypes.load(Path.of("no-such-types.yaml")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no-such-types.yaml: does not exist");
  }

  @ParameterizedTest
  @CsvSource({
    "Dell Inc., PowerEdge R750, 0PJ80M, Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz, 64, 512, d1.c2.medium",
    "HPE, ProLiant DL385 Gen10 Plus v2, ProLiant DL385 Gen10 Plus v2, AMD EPYC 7543 32-Core Processor, 64, 1024, a1.c5.large",
    "Hewlett Packard Enterprise, ProLiant DL385 Gen10 Plus v2, x, AMD EPYC 7543 32-Core Processor, 64, 1008, a1.c5.large",
    "Supermicro, SYS-221H-TNR, X13DEM, Intel(R) Xeon(R) Platinum 8468, 96, 512, s2.c2.medium",
    "Super Micro Computer Inc., SYS-221H-TNR, X13DEM, Intel(R) Xeon(R) Platinum 8468, 96, 256, s2.c2.small"
  })
  void a_discovered_server_is_recognised(
      String maker, String product, String board, String cpu, int cores, int memory, String type) {
    assertThat(DeviceTypes.shipped().suggest(server(maker, product, board, cpu, cores, memory)))
        .map(DeviceType::name)
        .contains(type);
  }

  @Test
  void another_vendor_or_hardware_that_fits_two_types_is_not_guessed() {
    var types = DeviceTypes.shipped();
    assertThat(types.match(server("Lenovo", "SR650", "X13DEM", "AMD EPYC 7543", 64, 1024)))
        .isEmpty();
    assertThat(types.suggest(server("Dell Inc.", "PowerEdge R660", "0X", "Intel Xeon", 32, 128)))
        .isEmpty();
    var between =
        server("Supermicro", "SYS-221H-TNR", "X13DEM", "Intel(R) Xeon(R) Platinum 8468", 96, 384);
    assertThat(types.suggest(between)).isEmpty();
    assertThat(types.match(between))
        .hasSize(2)
        .allSatisfy(
            match -> assertThat(match.differs()).singleElement().asString().contains("seen: 384"));
  }

  @Test
  void an_empty_inventory_matches_nothing() {
    var types = DeviceTypes.shipped();
    assertThat(types.match(inventory(null, null, null, null, null, null))).isEmpty();
    assertThat(types.suggest(inventory("Supermicro", null, null, null, null, null))).isEmpty();
  }

  @Test
  void a_types_own_firmware_comes_before_what_its_board_tracks() {
    var type =
        DeviceTypes.parse(
                "types.yaml",
                """
                device_configuration:
                  vendors:
                    dell:
                      motherboards:
                        0PJ80M:
                          firmware_tracking:
                            bios: {current_version: 1.8.2, latest_version: 1.9.2, update_available: true, files: []}
                            bmc: {current_version: unknown, latest_version: unknown, files: []}
                            cpld: {latest_version: 1.0.6}
                          device_types:
                            a:
                              firmware:
                                BIOS: 1.10
                                nic: {"*BCM57414*": 222.0.1.0}
                """)
            .get("a");
    assertThat(type.firmware().entries())
        .extracting(entry -> entry.type() + " " + entry.items() + " " + entry.version())
        .containsExactly("BIOS * 1.10", "NIC *BCM57414* 222.0.1.0", "BIOS * 1.9.2", "CPLD * 1.0.6");
    assertThat(type.firmware().entries().getFirst().position()).hasToString("types.yaml:13:23");
  }

  @ParameterizedTest
  @CsvSource({
    "'firmware: {bois: 1}', 'types.yaml:10:26: firmware: unknown component ''bois''; did you mean ''bios''?'",
    "'firmware: {bios: }', 'types.yaml:10:26: the version of bios is missing'",
    "'firmware: [bios]', 'types.yaml:10:25: firmware is a list'"
  })
  void a_wrong_firmware_version_is_told_with_its_place(String line, String problem) {
    assertThatThrownBy(() -> of("x:\n  " + line))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(problem);
  }
}
