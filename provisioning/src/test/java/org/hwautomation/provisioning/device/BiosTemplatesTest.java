package org.hwautomation.provisioning.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hwautomation.provisioning.bios.BiosTemplate;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BiosTemplatesTest {
  private static final String MAPPINGS =
      """
      device_types:
        s2.c2.small:
          hardware_specs: {vendor: Super Micro Computer, cpu_cores: 16}
          motherboards: [X11DPT-B, X11DPT-PS]
          bios_settings: {Own: mine}
      """;

  @TempDir private Path folder;

  private Path write(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private DeviceTypes configured(String templates) throws IOException {
    write("devices.yaml", MAPPINGS);
    return DeviceTypes.configured(
        Configuration.loader()
            .file(
                write(
                    "hwauto.yaml",
                    "devices: {file: devices.yaml}\nbios: {templates: %s}\n".formatted(templates)))
            .load());
  }

  @Test
  void device_mappings_are_device_types() {
    var type = DeviceTypes.parse("mappings", MAPPINGS).get("s2.c2.small");
    assertThat(type.vendor()).isEqualTo("supermicro");
    assertThat(type.vendorName()).isEqualTo("Super Micro Computer");
    assertThat(type.board()).isEqualTo("X11DPT-B");
    assertThat(type.otherBoards()).containsExactly("X11DPT-PS");
    assertThat(type.hardware().cpuCores()).isEqualTo(16);
  }

  @Test
  void a_device_type_without_a_vendor_is_one_that_no_server_is_recognised_as() {
    var types = DeviceTypes.parse("mappings", "device_types: {t: {motherboards: X}}");
    assertThat(types.get("t").board()).isEqualTo("X");
    assertThat(types.warnings())
        .singleElement()
        .asString()
        .contains("has no hardware_specs.vendor");
  }

  @Test
  void a_folder_of_templates_rules_and_patterns_is_used_as_it_is() throws IOException {
    write(
        "bios/xml_templates/s2.c2.small.xml",
        """
        <BiosCfg><Menu name="Boot">
          <Setting name="Quiet Boot" checkedStatus="Checked"/>
          <Setting name="Own" selectedOption="xml"/>
          <Setting name="Delay" numericValue="5"/>
          <Setting name="Banner"><StringValue> hello </StringValue></Setting>
        </Menu></BiosCfg>
        """);
    write(
        "bios/template_rules.yaml",
        "template_rules: {s2_c2_small: {modifications: {Quiet_Boot: Unchecked, New: 7}}}");
    write("bios/preserve_settings.yaml", "preserve_settings: [uuid]");

    var types = configured("bios");

    var bios = types.get("s2.c2.small").bios();
    assertThat(bios.settings())
        .containsOnly(
            Map.entry("Quiet Boot", BiosValue.of("Unchecked")),
            Map.entry("Own", BiosValue.of("mine")),
            Map.entry("Delay", BiosValue.of(5)),
            Map.entry("Banner", BiosValue.of("hello")),
            Map.entry("New", BiosValue.of(7)));
    assertThat(bios.preserve()).containsExactly("uuid");
    assertThat(types.warnings()).isEmpty();
  }

  @Test
  void settings_of_one_name_are_told_apart_by_their_menus() throws IOException {
    var file =
        write(
            "t.xml",
            """
            <BiosCfg><Menu name="A"><Setting name="X" selectedOption="1"/><Menu name="B">
            <Setting name="X" selectedOption="2"/></Menu><Setting name="Y" selectedOption="3"/>
            <Setting name="Z" order="1" selectedOption="4"/><Setting name="Z" order="2" selectedOption="5"/>
            </Menu></BiosCfg>
            """);
    assertThat(BiosTemplates.load(file).templates().getFirst().settings().keySet())
        .containsExactly("A/X", "A/B/X", "Y", "Z$1", "Z$2");
  }

  @Test
  void a_template_in_latin_1_is_read_as_it_says() throws IOException {
    var file = folder.resolve("t.xml");
    Files.write(
        file,
        "<?xml version='1.0' encoding='ISO-8859-1'?><BiosCfg><Setting name='é' selectedOption='ü'/></BiosCfg>"
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(BiosTemplates.load(file).templates().getFirst().settings()).containsKey("é");
  }

  @Test
  void a_template_for_nobody_is_a_warning_and_a_broken_one_stops() throws IOException {
    write("bios/xml_templates/s2.c2.smal.xml", "<BiosCfg/>");
    assertThat(configured("bios").warnings())
        .singleElement()
        .asString()
        .contains("there is no device type 's2.c2.smal'; did you mean 's2.c2.small'?");
    write("bios/xml_templates/s2.c2.small.xml", "<BiosCfg>");
    assertThatThrownBy(() -> configured("bios"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("s2.c2.small.xml:1:10: not valid XML");
  }

  @Test
  void a_place_without_templates_is_refused() throws IOException {
    Files.createDirectories(folder.resolve("empty"));
    assertThatThrownBy(() -> configured("empty"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("holds none of template_rules.yaml");
    assertThatThrownBy(() -> configured("absent.yaml")).hasMessageContaining("does not exist");
    write("other.yaml", "a: b");
    assertThatThrownBy(() -> configured("other.yaml"))
        .hasMessageContaining("has neither 'template_rules' nor 'preserve_settings' at the top");
  }

  @Test
  void no_entity_is_ever_looked_up() throws IOException {
    write("secret", "hunter2");
    var file =
        write(
            "t.xml",
            "<!DOCTYPE BiosCfg [<!ENTITY x SYSTEM \"file://%s\">]><BiosCfg><Setting name=\"a\"><StringValue>&x;</StringValue></Setting></BiosCfg>"
                .formatted(folder.resolve("secret")));
    assertThatThrownBy(() -> BiosTemplates.load(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("<!DOCTYPE>")
        .hasMessageNotContaining("hunter2");
    var deep =
        write("d.xml", "<BiosCfg>" + "<Menu>".repeat(100) + "</Menu>".repeat(100) + "</BiosCfg>");
    assertThatThrownBy(() -> BiosTemplates.load(deep))
        .hasMessageContaining("nested more than 40 deep");
  }

  @ParameterizedTest
  @CsvSource({
    "mac_address_*, MAC Address 1, true",
    "mac_address_*, MacAddress2, true",
    "boot_option_*, Boot Option #1, true",
    "dimm_*_*, DIMM A1 Speed, true",
    "uuid, UUID, true",
    "uuid, Uuid2, false",
    "boot_option_*, Boot Mode, false",
    "*_*, BootMode, false",
    "*SerialNumber*, System Serial Number, false",
    "Boot?, Boot1, true"
  })
  void a_pattern_means_words_however_a_bios_joins_them(String glob, String name, boolean kept) {
    assertThat(new BiosTemplate(Map.of(), List.of(glob)).preservedBy(name).isPresent())
        .isEqualTo(kept);
  }

  @Test
  void device_types_are_written_as_they_are_read() {
    for (var types :
        List.of(
            DeviceTypes.shipped(),
            DeviceTypes.parse("mappings", MAPPINGS),
            DeviceTypes.parse(
                "all",
                """
                device_configuration:
                  vendors:
                    "v: w":
                      display_name: 'V "W"'
                      motherboards:
                        b:
                          model: m
                          firmware_tracking: {bios: {latest_version: '2'}, bmc: {latest_version: '7'}}
                          device_types:
                            "t#1":
                              description: "é, \\u2028 and \\\\"
                              motherboards: [c, d]
                              hardware_specs: {cpu_name: x, cpu_cores: 4, cpu_frequency: 2 GHz, ram_gb: 8, storage: s, network: n}
                              expected_hardware: {dimms: 2, dimm_gib: 4, dimm_slots: [A1], disks: 0, disk_gb: 960, ports: 2, port_model: q, power_supplies: 2, switch_ports: {eno1: "leaf1 1/7"}}
                              boot_configs: {boot_mode: UEFI, secure_boot: true}
                              cpu_configs: {a: 1}
                              memory_configs: {b: 'yes'}
                              firmware: {bios: '1', nic: {'*a*': '2', '*': '3'}}
                              bios_settings: {N: 8, T: '8', F: true, "F2": 'true', E: ''}
                              preserve_settings: ['x*', "y'"]
                """))) {
      var again = DeviceTypes.parse("again", types.text());
      assertThat(again.sameAs(types)).as(types.text()).isTrue();
      assertThat(again.warnings()).isEmpty();
    }
    assertThat(
            DeviceTypes.parse("m", MAPPINGS)
                .sameAs(DeviceTypes.parse("m", MAPPINGS.replace("mine", "yours"))))
        .isFalse();
  }
}
