package org.hwautomation.provisioning.bios;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The planner against what three real BMCs answered. */
class CapturedRegistryTest {
  private static final JsonMapper JSON = new JsonMapper();

  /** Registry and values of one captured machine. */
  private record Captured(BiosRegistry registry, Map<String, BiosValue> current) {}

  private static Captured captured(String archive, String registry, String bios)
      throws IOException, InterruptedException {
    var attributes =
        read(archive, registry).path("RegistryEntries").path("Attributes").valueStream().toList();
    var current = new HashMap<String, BiosValue>();
    for (var entry : read(archive, bios).path("Attributes").properties()) {
      var value = entry.getValue();
      if (value.isBoolean()) {
        current.put(entry.getKey(), BiosValue.of(value.asBoolean()));
      } else if (value.isIntegralNumber()) {
        current.put(entry.getKey(), BiosValue.of(value.asLong()));
      } else if (value.isString()) {
        current.put(entry.getKey(), BiosValue.of(value.asString()));
      }
    }
    return new Captured(
        BiosRegistry.of(attributes.stream().map(CapturedRegistryTest::attribute).toList()),
        current);
  }

  private static BiosAttribute attribute(JsonNode node) {
    var values = new ArrayList<BiosAttribute.AllowedValue>();
    for (var value : node.path("Value")) {
      values.add(
          new BiosAttribute.AllowedValue(
              value.path("ValueName").asString(""), value.path("ValueDisplayName").asString("")));
    }
    return new BiosAttribute(
        node.path("AttributeName").asString(""),
        node.path("DisplayName").asString(""),
        node.path("MenuPath").asString(""),
        BiosAttribute.Type.valueOf(node.path("Type").asString("").toUpperCase(Locale.ROOT)),
        values,
        bound(node.path("LowerBound")),
        bound(node.path("UpperBound")),
        bound(node.path("ScalarIncrement")),
        null,
        null,
        node.path("ReadOnly").asBoolean(false)
            ? Set.of(BiosAttribute.Restriction.READ_ONLY)
            : Set.of(),
        null);
  }

  private static @Nullable Long bound(JsonNode node) {
    // iDRAC says 18446744073709551615 where there is no bound
    return node.isIntegralNumber() && node.canConvertToLong() ? node.asLong() : null;
  }

  private static JsonNode read(String archive, String member)
      throws IOException, InterruptedException {
    var file =
        Path.of(
            System.getProperty("hwautomation.root", "."), "../shared/fixtures/redfish", archive);
    assumeTrue(Files.exists(file), "absent: shared/fixtures/redfish/" + archive);
    assumeTrue(Files.exists(Path.of("/usr/bin/xz")), "absent: the program xz");
    var tar =
        new ProcessBuilder("tar", "-xJOf", file.toString(), member + "/index.json")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var text = tar.getInputStream().readAllBytes();
    assertThat(tar.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return JSON.readTree(text);
  }

  private static Captured dell() throws IOException, InterruptedException {
    var bios = "dell/redfish/v1/Systems/System.Embedded.1/Bios";
    return captured("dell-r750-idrac9-6.00.30.tar.xz", bios + "/BiosRegistry", bios);
  }

  private static Captured hpe() throws IOException, InterruptedException {
    return captured(
        "hpe-dl385-gen10plus-ilo5-2.72.tar.xz",
        "hpe/redfish/v1/registrystore/registries/en/biosattributeregistrya42.v1_2_60",
        "hpe/redfish/v1/Systems/1/Bios");
  }

  private static Captured supermicro() throws IOException, InterruptedException {
    return captured(
        "supermicro-sys-821ge-tnhr.tar.xz",
        "supermicro/registries/BiosAttributeRegistry.1.0.0.json",
        "supermicro/redfish/v1/Systems/1/Bios");
  }

  private static BiosPlan plan(Captured machine, BiosTemplate template) {
    return new BiosPlanner(machine.registry(), machine.current(), Map.of(), Set.of())
        .plan(template);
  }

  @Test
  void the_shipped_dell_and_hpe_types_fit_the_real_machines() throws Exception {
    var types = DeviceTypes.shipped();
    var dell = plan(dell(), types.get("d1.c2.medium").bios());
    assertThat(dell.problems()).isEmpty();
    assertThat(dell.expected()).hasSize(4);
    var hpe = plan(hpe(), types.get("a1.c5.large").bios());
    assertThat(hpe.problems()).isEmpty();
    assertThat(hpe.expected()).hasSize(5);
    assertThat(hpe.toWrite()).containsEntry("WorkloadProfile", "Virtualization-MaxPerformance");
  }

  @Test
  void supermicros_settings_are_found_by_the_names_on_the_screen() throws Exception {
    var wanted =
        Map.of(
            "Hyper-Threading [ALL]", BiosValue.of("Disable"),
            "SR-IOV Support", BiosValue.of(true),
            "Intel Virtualization Technology", BiosValue.of("Enable"));
    var plan = plan(supermicro(), new BiosTemplate(wanted, List.of()));
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.toWrite()).containsOnly(Map.entry("Hyper_Threading_ALL__F27F", "Disable"));
    assertThat(plan.alreadyRight()).hasSize(2);
  }

  @Test
  void what_a_real_machine_has_is_never_a_change() throws Exception {
    for (var machine : List.of(dell(), hpe(), supermicro())) {
      assertThat(machine.current()).hasSizeGreaterThan(200);
      var plan = plan(machine, new BiosTemplate(machine.current(), List.of()));
      assertThat(plan.toWrite()).isEmpty();
      assertThat(plan.changes()).isEmpty();
      assertThat(plan.alreadyRight()).hasSizeGreaterThan(200);
    }
  }
}
