package org.hwautomation.provisioning.bios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.provisioning.bios.BiosAttribute.Restriction;
import org.hwautomation.provisioning.bios.BiosRefusal.Reason;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Supermicro's export of a real X11DPH-T, and made-up ones. */
class SumExportTest {
  private static String printed() throws IOException {
    var file =
        Path.of(
            System.getProperty("hwautomation.root", "."),
            "../shared/fixtures/inband/supermicro-x11dph-t.sum-bios.xml");
    assumeTrue(Files.exists(file), "absent: shared/fixtures/inband");
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  private static BiosPlan plan(SumExport export, Map<String, BiosValue> wanted) {
    return new BiosPlanner(export.registry(), export.current(), Map.of(), Set.of())
        .plan(new BiosTemplate(wanted, List.of()));
  }

  @Test
  void a_real_export_is_read_whole_with_its_conditions() throws IOException {
    var export = SumExport.read(printed());
    assertThat(export.registry().size()).isEqualTo(322);
    assertThat(export.current()).hasSize(322).containsEntry("Quiet Boot", BiosValue.of("Checked"));
    assertThat(export.warnings())
        .singleElement()
        .asString()
        .contains("'Device Reset$2'", "a second time");
    assertThat(export.registry().attribute("Cores Enabled").orElseThrow())
        .returns(28L, BiosAttribute::upperBound)
        .returns("./Advanced/CPU Configuration", BiosAttribute::menuPath);
    assertThat(export.registry().dependencies()).hasSizeGreaterThan(107);
  }

  @Test
  void conditions_of_a_real_export_tell_what_has_an_effect() throws IOException {
    var export = SumExport.read(printed());
    var rules = new BiosRules(export.registry(), export.current());
    assertThat(rules.warnings()).isEmpty();
    assertThat(rules.effective("Power Performance Tuning", export.current()))
        .returns(Set.of(Restriction.GRAY_OUT), BiosAttribute::restrictions);
    var custom = new LinkedHashMap<>(export.current());
    custom.put("Power Technology", BiosValue.of("Custom"));
    assertThat(rules.effective("SpeedStep (P-States)", custom))
        .returns(Set.of(), BiosAttribute::restrictions);
  }

  @Test
  void what_a_setting_needs_comes_in_passes_before_it() throws IOException {
    var wanted = new LinkedHashMap<String, BiosValue>();
    wanted.put("ENERGY_PERF_BIAS_CFG mode", BiosValue.of("Maximum Performance"));
    wanted.put("Power Performance Tuning", BiosValue.of("BIOS Controls EPB"));
    wanted.put("Power Technology", BiosValue.of("Custom"));
    var plan = plan(SumExport.read(printed()), wanted);
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.passes())
        .extracting(pass -> pass.changes().getFirst().attribute())
        .containsExactly(
            "Power Technology", "Power Performance Tuning", "ENERGY_PERF_BIAS_CFG mode");
  }

  @Test
  void what_stays_without_effect_is_refused_with_the_chain() throws IOException {
    var plan =
        plan(
            SumExport.read(printed()),
            Map.of("ENERGY_PERF_BIAS_CFG mode", BiosValue.of("Performance")));
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.problems())
        .singleElement()
        .satisfies(
            refusal -> {
              assertThat(refusal.reason()).isEqualTo(Reason.READ_ONLY);
              assertThat(refusal.message())
                  .startsWith(
                      "is not active while Power Technology is not Custom or Power Performance"
                          + " Tuning is OS Controls EPB; Power Technology is Energy Efficient; the"
                          + " template may set it to Custom");
            });
  }

  @Test
  void what_a_real_export_has_is_never_a_change() throws IOException {
    var export = SumExport.read(printed());
    var plan = plan(export, export.current());
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.problems()).allSatisfy(r -> assertThat(r.reason()).isEqualTo(Reason.PASSWORD));
    assertThat(plan.alreadyRight()).hasSize(320);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "( 2 == A ) and ( 0 != B and C (x) ); (A is 2 and B and C (x) is not 0)",
        "1 == A || 2 == A && 3 == A; (A is 1 or (A is 2 and A is 3))",
        "A is not in 0 2; not (A is 0 or A is 2)",
        "A is in 7; A is 7",
        "( A <= 1 ); A is at most 1",
        "3 > A; A is less than 3",
        "  ( 1 != 0 ) ; always",
      })
  void conditions_are_read(String text, String read) {
    var condition = WorkIf.read(text, Set.of("A", "B and C (x)", "B"));
    var plain = condition.toString();
    assertThat(plain.equals(read) || ("(" + plain + ")").equals(read)).as(plain).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "A", "A ==", "== 1", "(A == 1", "A == 1 )", "A is", "A is not in", "Z == 1"})
  void a_condition_that_is_not_understood_is_said_to_be_so(String text) {
    assertThatThrownBy(() -> WorkIf.read(text, Set.of("A")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected");
  }

  @Test
  void any_condition_is_read_or_refused_and_nothing_else() {
    SeededTries.check(
        2_000,
        any -> {
          var text = new StringBuilder();
          for (var n = any.between(0, 30); n > 0; n--) {
            text.append(
                any.oneOf("(", ")", " ", "A", "1", "==", "!=", " and ", "||", "is", "not in", "é"));
          }
          try {
            WorkIf.read(text.toString(), Set.of("A", "A A"));
          } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
          }
        });
  }

  @Test
  void entities_and_documents_of_others_are_refused() {
    for (var doctype :
        List.of(
            "<!DOCTYPE BiosCfg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
            "<!DOCTYPE BiosCfg [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>",
            "<!DOCTYPE BiosCfg SYSTEM \"http://127.0.0.1:9/x.dtd\">")) {
      assertThatThrownBy(
              () -> SumExport.read("<?xml version=\"1.0\"?>" + doctype + "<BiosCfg></BiosCfg>"))
          .isInstanceOf(BadSumExportException.class)
          .hasMessageContaining("DOCTYPE");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sum: command not found", "<BiosCfg>", "</BiosCfg><BiosCfg"})
  void anything_else_is_refused(String printed) {
    assertThatThrownBy(() -> SumExport.read(printed)).isInstanceOf(BadSumExportException.class);
  }

  @Test
  void menus_without_end_are_refused() {
    var deep = "<Menu name=\"m\">".repeat(5_000) + "</Menu>".repeat(5_000);
    assertThatThrownBy(() -> SumExport.read("<BiosCfg>" + deep + "</BiosCfg>"))
        .isInstanceOf(BadSumExportException.class);
  }

  @Test
  void odd_settings_are_left_out_with_a_warning() {
    var export =
        SumExport.read(
            """
            <BiosCfg><Menu name="M">
              <Setting type="Option"/>
              <Setting name="Wheel" type="Slider"/>
              <Setting name="N" type="Numeric" numericValue="many"/>
              <Setting name="Box" type="CheckBox" checkedStatus="Checked"><Information>
                <WorkIf><![CDATA[ 1 == Nothing ]]></WorkIf></Information></Setting>
            </Menu></BiosCfg>
            """);
    assertThat(export.warnings()).hasSize(4);
    assertThat(export.current()).containsOnlyKeys("Box");
    assertThat(export.registry().dependencies()).isEmpty();
  }
}
