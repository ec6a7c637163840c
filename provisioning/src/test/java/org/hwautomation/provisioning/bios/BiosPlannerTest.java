package org.hwautomation.provisioning.bios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.provisioning.bios.BiosAttribute.AllowedValue;
import org.hwautomation.provisioning.bios.BiosRefusal.Reason;
import org.hwautomation.provisioning.bios.BiosVerification.Outcome;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BiosPlannerTest {
  private static final String CPU = "./Advanced/CPU Configuration";

  private static final BiosRegistry REGISTRY =
      BiosRegistry.of(
          List.of(
              BiosAttribute.enumeration("ProcVirtualization", "Enabled", "Disabled")
                  .shownAs("Virtualization Technology", "./ProcSettingsRef"),
              BiosAttribute.enumeration("LogicalProc", "Enabled", "Disabled"),
              BiosAttribute.enumeration("BootMode", "Bios", "Uefi"),
              BiosAttribute.enumeration("ProcTurboMode", "Enabled", "Disabled").asReadOnly(),
              BiosAttribute.of("AcPwrRcvryUserDelay", BiosAttribute.Type.INTEGER)
                  .bounded(120L, 600L, 10L),
              BiosAttribute.of("AcousticLevel", BiosAttribute.Type.BOOLEAN),
              BiosAttribute.of("SetupPassword", BiosAttribute.Type.PASSWORD),
              new BiosAttribute(
                  "ServerName",
                  "Server Name",
                  "",
                  BiosAttribute.Type.STRING,
                  List.of(),
                  null,
                  null,
                  null,
                  2,
                  8,
                  Set.of(),
                  null),
              numbered(
                  "Hyper_Threading_ALL__F27F", "Hyper-Threading [ALL]", CPU, "Enable", "Disable"),
              numbered(
                  "BitsPerSecond_0132",
                  "Bits per second",
                  "./Advanced/Serial Port Console Redirection/COM1",
                  "9600",
                  "115200"),
              numbered(
                  "BitsPerSecond_013C",
                  "Bits per second",
                  "./Advanced/Serial Port Console Redirection/SOL",
                  "9600",
                  "115200"),
              numbered("SNC_0105", "SNC", CPU, "Disable", "Enable SNC2")));

  /** As Supermicro has them: the registry's value names are numbers. */
  private static BiosAttribute numbered(
      String name, String display, String menu, String... values) {
    var allowed = new ArrayList<AllowedValue>();
    for (var i = 0; i < values.length; i++) {
      allowed.add(new AllowedValue(Integer.toString(i), values[i]));
    }
    return new BiosAttribute(
        name,
        display,
        menu,
        BiosAttribute.Type.ENUMERATION,
        allowed,
        null,
        null,
        null,
        null,
        null,
        Set.of(),
        null);
  }

  private static Map<String, BiosValue> current() {
    var current = new HashMap<String, BiosValue>();
    current.put("ProcVirtualization", BiosValue.of("Disabled"));
    current.put("LogicalProc", BiosValue.of("Enabled"));
    current.put("BootMode", BiosValue.of("Bios"));
    current.put("ProcTurboMode", BiosValue.of("Enabled"));
    current.put("AcPwrRcvryUserDelay", BiosValue.of(120));
    current.put("AcousticLevel", BiosValue.of(false));
    current.put("ServerName", BiosValue.of("old"));
    current.put("Hyper_Threading_ALL__F27F", BiosValue.of("Enable"));
    current.put("BitsPerSecond_0132", BiosValue.of("9600"));
    current.put("BitsPerSecond_013C", BiosValue.of("9600"));
    current.put("SNC_0105", BiosValue.of("0"));
    return current;
  }

  private static BiosPlan plan(Map<String, BiosValue> wanted) {
    return plan(wanted, Map.of(), Set.of());
  }

  private static BiosPlan plan(
      Map<String, BiosValue> wanted, Map<String, BiosValue> pending, Set<String> approved) {
    return new BiosPlanner(REGISTRY, current(), pending, approved)
        .plan(new BiosTemplate(wanted, List.of()));
  }

  private static BiosPlan plan(String setting, Object value) {
    return plan(Map.of(setting, BiosValue.ofJson(value)));
  }

  private static BiosRefusal refusal(String setting, Object value) {
    var plan = plan(setting, value);
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.toWrite()).isEmpty();
    assertThat(plan.refused()).hasSize(1);
    return plan.refused().getFirst();
  }

  @Test
  void what_differs_is_changed_and_what_is_right_is_left_alone() {
    var wanted = new LinkedHashMap<String, BiosValue>();
    wanted.put("ProcVirtualization", BiosValue.of("Enabled"));
    wanted.put("LogicalProc", BiosValue.of("Enabled"));
    var plan = plan(wanted);
    assertThat(plan.toWrite()).containsExactly(Map.entry("ProcVirtualization", "Enabled"));
    assertThat(plan.alreadyRight()).containsOnlyKeys("LogicalProc");
    assertThat(plan.needsReset()).isTrue();
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.text())
        .isEqualTo(
            """
            BIOS: 1 to change, 1 already right, 0 refused
              ~ ProcVirtualization  Disabled -> Enabled\
            """);
  }

  @Test
  void a_bios_that_is_as_wanted_needs_no_write_and_no_reset() {
    var plan = plan("LogicalProc", "Enabled");
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.needsReset()).isFalse();
    assertThat(plan.toWrite()).isEmpty();
  }

  @Test
  void a_template_of_the_current_values_is_always_empty() {
    SeededTries.check(1_000, any -> planTheCurrentValues(any.anyInt()));
  }

  private static void planTheCurrentValues(int seed) {
    var wanted = new HashMap<>(current());
    wanted.keySet().removeIf(name -> (name.hashCode() ^ seed) % 3 == 0);
    var plan = plan(wanted);
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.refused()).isEmpty();
    assertThat(plan.alreadyRight()).isEqualTo(wanted);
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, false",
    "false, false, true",
    "false, true, false",
    "false, true, true",
    "true, false, false",
    "true, false, true",
    "true, true, false",
    "true, true, true"
  })
  void what_was_written_is_verified_and_planned_no_more(
      boolean virtualization, boolean threads, boolean acoustic) {
    var wanted = new LinkedHashMap<String, BiosValue>();
    wanted.put("ProcVirtualization", BiosValue.of(virtualization));
    wanted.put("Hyper-Threading [ALL]", BiosValue.of(threads));
    wanted.put("AcousticLevel", BiosValue.of(acoustic));
    var plan = plan(wanted);
    assertThat(plan.refused()).isEmpty();
    var after = current();
    plan.toWrite().forEach((name, value) -> after.put(name, BiosValue.ofJson(value)));
    assertThat(BiosPlanner.verify(plan, after, Map.of()).isApplied()).isTrue();
    var again =
        new BiosPlanner(REGISTRY, after, Map.of(), Set.of())
            .plan(new BiosTemplate(wanted, List.of()));
    assertThat(again.isEmpty()).isTrue();
  }

  @Test
  void a_value_that_is_staged_already_is_not_written_again_but_needs_the_reset() {
    var plan =
        plan(
            Map.of("ProcVirtualization", BiosValue.of("Enabled")),
            Map.of("ProcVirtualization", BiosValue.of("Enabled")),
            Set.of());
    assertThat(plan.toWrite()).isEmpty();
    assertThat(plan.isEmpty()).isFalse();
    assertThat(plan.needsReset()).isTrue();
    assertThat(plan.text()).contains("staged; the next reset applies it");
  }

  @Test
  void a_staged_value_that_would_undo_what_is_right_is_replaced() {
    var plan =
        plan(
            Map.of("LogicalProc", BiosValue.of("Enabled")),
            Map.of("LogicalProc", BiosValue.of("Disabled")),
            Set.of());
    assertThat(plan.toWrite()).containsEntry("LogicalProc", "Enabled");
    assertThat(plan.text()).contains("replaces the staged Disabled");
  }

  @Test
  void what_others_staged_is_shown_and_a_full_settings_object_counts_as_nothing_staged() {
    var pending = current();
    assertThat(plan(Map.of(), pending, Set.of()).conflicts()).isEmpty();
    pending.put("BootMode", BiosValue.of("Uefi"));
    var plan = plan(Map.of("LogicalProc", BiosValue.of("Enabled")), pending, Set.of());
    assertThat(plan.conflicts()).extracting(PendingConflict::attribute).containsExactly("BootMode");
    assertThat(plan.isClean()).isFalse();
    assertThat(plan.text()).contains("BootMode: Uefi was staged by somebody else");
  }

  @Test
  void a_dangerous_setting_needs_an_approval_that_names_it() {
    var refusal = refusal("BootMode", "Uefi");
    assertThat(refusal.reason()).isEqualTo(Reason.NEEDS_APPROVAL);
    assertThat(refusal.message()).contains("safety rule 10");
    var wanted = Map.of("BootMode", BiosValue.of("Uefi"));
    assertThat(plan(wanted, Map.of(), Set.of("BootMode")).toWrite())
        .containsEntry("BootMode", "Uefi");
    assertThat(plan(wanted, Map.of(), Set.of("LogicalProc")).toWrite()).isEmpty();
  }

  @Test
  void a_dangerous_or_read_only_setting_that_is_right_needs_nothing() {
    assertThat(plan("BootMode", "Bios").refused()).isEmpty();
    assertThat(plan("ProcTurboMode", "Enabled").refused()).isEmpty();
  }

  @Test
  void what_cannot_be_written_is_refused_with_the_reason() {
    assertThat(refusal("ProcTurboMode", "Disabled").reason()).isEqualTo(Reason.READ_ONLY);
    assertThat(refusal("ProcVirtualisation", "Enabled"))
        .returns(Reason.UNKNOWN_ATTRIBUTE, BiosRefusal::reason)
        .extracting(BiosRefusal::message)
        .asString()
        .contains("did you mean 'ProcVirtualization'?");
    assertThat(refusal("LogicalProc", "Maybe"))
        .returns(Reason.NOT_ALLOWED, BiosRefusal::reason)
        .extracting(BiosRefusal::message)
        .isEqualTo("'Maybe' is not one of Enabled, Disabled");
    assertThat(refusal("AcPwrRcvryUserDelay", 610).reason()).isEqualTo(Reason.OUT_OF_BOUNDS);
    assertThat(refusal("AcPwrRcvryUserDelay", 119).reason()).isEqualTo(Reason.OUT_OF_BOUNDS);
    assertThat(refusal("AcPwrRcvryUserDelay", 125).message()).contains("multiple of 10");
    assertThat(refusal("AcPwrRcvryUserDelay", "long").reason()).isEqualTo(Reason.WRONG_TYPE);
    assertThat(refusal("AcousticLevel", "loud").reason()).isEqualTo(Reason.WRONG_TYPE);
    assertThat(refusal("ServerName", "x").reason()).isEqualTo(Reason.OUT_OF_BOUNDS);
    assertThat(refusal("ServerName", "far too long").reason()).isEqualTo(Reason.OUT_OF_BOUNDS);
    assertThat(refusal("Bits per second", "115200"))
        .returns(Reason.AMBIGUOUS, BiosRefusal::reason)
        .extracting(BiosRefusal::message)
        .asString()
        .contains("BitsPerSecond_0132 in ./Advanced/Serial Port Console Redirection/COM1");
  }

  @Test
  void a_password_is_never_set_by_a_template_and_never_shown() {
    var refusal = refusal("SetupPassword", "hunter2");
    assertThat(refusal.reason()).isEqualTo(Reason.PASSWORD);
    assertThat(plan("SetupPassword", "hunter2").toString()).doesNotContain("hunter2");
    assertThat(plan("SetupPassword", "hunter2").text()).doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource({
    "Hyper-Threading [ALL]",
    "hyper-threading  [all]",
    "Hyper_Threading_ALL__00E1",
    "Hyper_Threading_ALL_",
    "Advanced/CPU Configuration/Hyper-Threading [ALL]",
    "./Advanced/CPU Configuration/Hyper-Threading [ALL]",
    "Hyper_Threading_ALL__F27F"
  })
  void a_supermicro_setting_is_found_whatever_its_suffix_is_in_this_release(String name) {
    assertThat(plan(name, "Disable").toWrite())
        .containsExactly(Map.entry("Hyper_Threading_ALL__F27F", "Disable"));
  }

  @Test
  void a_value_is_written_in_the_form_in_which_the_bmc_shows_it() {
    assertThat(plan("SNC", "Enable SNC2").toWrite()).containsEntry("SNC_0105", "1");
    assertThat(plan("Hyper-Threading [ALL]", "1").toWrite())
        .containsEntry("Hyper_Threading_ALL__F27F", "Disable");
    assertThat(
            plan("Advanced/Serial Port Console Redirection/SOL/Bits per second", 115200).toWrite())
        .isEmpty();
    assertThat(
            plan(
                    Map.of(
                        "Advanced/Serial Port Console Redirection/SOL/Bits per second",
                        BiosValue.of(115_200)),
                    Map.of(),
                    Set.of("BitsPerSecond_013C"))
                .changes())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.attribute()).isEqualTo("BitsPerSecond_013C");
              assertThat(change.to()).isEqualTo(BiosValue.of("115200"));
            });
  }

  @Test
  void values_are_converted_to_the_attributes_type() {
    assertThat(plan("AcPwrRcvryUserDelay", "130").toWrite())
        .containsEntry("AcPwrRcvryUserDelay", 130L);
    assertThat(plan("AcousticLevel", "Enabled").toWrite()).containsEntry("AcousticLevel", true);
    assertThat(plan("ProcVirtualization", true).toWrite())
        .containsEntry("ProcVirtualization", "Enabled");
    assertThat(plan("ProcVirtualization", "enabled").toWrite())
        .containsEntry("ProcVirtualization", "Enabled");
    assertThat(plan("ServerName", 42).toWrite()).containsEntry("ServerName", "42");
  }

  @Test
  void without_a_registry_the_type_of_the_value_in_effect_counts() {
    var current = Map.of("A", BiosValue.of(8), "B", BiosValue.of("x"), "C", BiosValue.of(true));
    var plan =
        new BiosPlanner(BiosRegistry.ofCurrent(current), current, Map.of(), Set.of())
            .plan(
                new BiosTemplate(
                    Map.of("A", BiosValue.of("9"), "B", BiosValue.of(7), "C", BiosValue.of("off")),
                    List.of()));
    assertThat(plan.toWrite())
        .containsOnly(Map.entry("A", 9L), Map.entry("B", "7"), Map.entry("C", false));
  }

  @Test
  void preserved_settings_stay_and_are_no_problem() {
    var plan =
        new BiosPlanner(REGISTRY, current(), Map.of(), Set.of())
            .plan(
                new BiosTemplate(
                    Map.of(
                        "ProcVirtualization", BiosValue.of("Enabled"),
                        "Hyper-Threading [ALL]", BiosValue.of("Disable"),
                        "ServerName", BiosValue.of("new")),
                    List.of("proc*", "Hyper-Threading [?LL]", "Server.ame")));
    assertThat(plan.refused())
        .extracting(BiosRefusal::setting)
        .containsExactlyInAnyOrder("ProcVirtualization", "Hyper-Threading [ALL]");
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.toWrite()).containsOnlyKeys("ServerName");
  }

  @Test
  void two_names_of_one_attribute_are_refused() {
    var wanted = new LinkedHashMap<String, BiosValue>();
    wanted.put("ProcVirtualization", BiosValue.of("Enabled"));
    wanted.put("Virtualization Technology", BiosValue.of("Disabled"));
    assertThat(plan(wanted).problems())
        .singleElement()
        .returns(Reason.AMBIGUOUS, BiosRefusal::reason);
  }

  @Test
  void verification_tells_applied_from_pending_from_overridden_from_hidden() {
    var expected =
        Map.of(
            "A", BiosValue.of("on"),
            "B", BiosValue.of("on"),
            "C", BiosValue.of("on"),
            "D", BiosValue.of("on"));
    var verification =
        BiosVerification.of(
            expected,
            Map.of("A", BiosValue.of("on"), "B", BiosValue.of("off"), "C", BiosValue.of("off")),
            Map.of("A", BiosValue.of("on"), "B", BiosValue.of("on")));
    assertThat(verification.isApplied()).isFalse();
    assertThat(verification.results())
        .extracting(BiosVerification.Result::attribute, BiosVerification.Result::outcome)
        .containsExactlyInAnyOrder(
            tuple("A", Outcome.APPLIED),
            tuple("B", Outcome.STILL_PENDING),
            tuple("C", Outcome.DIFFERENT),
            tuple("D", Outcome.NOT_SHOWN));
    assertThat(verification.text()).startsWith("BIOS: 1 of 4 as wanted").contains("overrides");
  }

  @Test
  void a_bmc_that_shows_pending_values_early_is_not_believed() {
    var verification =
        BiosVerification.of(
            Map.of("A", BiosValue.of("on")),
            Map.of("A", BiosValue.of("on")),
            Map.of("A", BiosValue.of("off")));
    assertThat(verification.isApplied()).isFalse();
  }

  @Test
  void json_values_are_taken_in_all_their_types() {
    assertThat(BiosValue.ofJson(7)).isEqualTo(BiosValue.of(7));
    assertThat(BiosValue.ofJson(7.0)).isEqualTo(BiosValue.of(7));
    assertThat(BiosValue.ofJson(new BigDecimal("1.5"))).isEqualTo(BiosValue.of("1.5"));
    assertThat(BiosValue.ofJson(BigInteger.TWO.pow(80)))
        .isEqualTo(BiosValue.of("1208925819614629174706176"));
    assertThatThrownBy(() -> BiosValue.ofJson(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
