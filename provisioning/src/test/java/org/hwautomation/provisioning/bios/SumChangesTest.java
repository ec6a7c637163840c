package org.hwautomation.provisioning.bios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The file for {@code sum -c ChangeBiosCfg}, made of the export of a real X11DPH-T. */
class SumChangesTest {
  private static String printed() throws IOException {
    var file =
        Path.of(
            System.getProperty("hwautomation.root", "."),
            "../shared/fixtures/inband/supermicro-x11dph-t.sum-bios.xml");
    assumeTrue(Files.exists(file), "absent: shared/fixtures/inband");
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  @Test
  void only_the_settings_to_change_are_in_the_file_each_in_its_menu() throws IOException {
    Map<String, BiosValue> wanted =
        Map.of(
            "Quiet Boot", BiosValue.of("Unchecked"),
            "Power Technology", BiosValue.of("Custom"),
            "Cores Enabled", BiosValue.of(8),
            "Link Speed$3", BiosValue.of("Gen 2 (5 GT/s)"));

    var file = SumChanges.of(printed(), wanted);

    assertThat(SumExport.read(file).current()).isEqualTo(wanted);
    assertThat(SumExport.read(file).registry().attribute("Quiet Boot").orElseThrow().menuPath())
        .isEqualTo("./Advanced/Boot Feature");
    assertThat(file)
        .startsWith("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"")
        .matches(text -> StandardCharsets.US_ASCII.newEncoder().canEncode(text))
        .doesNotContain("Subtitle", "Bootup NumLock");
  }

  @Test
  void a_setting_that_the_export_has_not_is_never_left_out_in_silence() throws IOException {
    var export = printed();
    assertThatThrownBy(
            () -> SumChanges.of(export, Map.of("Quiet Boots", BiosValue.of("Unchecked"))))
        .isInstanceOf(BadSumExportException.class)
        .hasMessageContaining("no setting Quiet Boots");
  }

  @Test
  void names_that_redfish_has_for_a_supermicro_find_the_settings_of_its_program()
      throws IOException {
    var registry = SumExport.read(printed()).registry();
    assertThat(registry.find("QuietBoot_0027"))
        .extracting(BiosAttribute::name)
        .isEqualTo(List.of("Quiet Boot"));
    assertThat(registry.find("WaitFor_F1_IfError_002A"))
        .extracting(BiosAttribute::name)
        .isEqualTo(List.of("Wait For \"F1\" If Error"));
    assertThat(registry.find("NoSuchThing_0027")).isEmpty();
  }
}
