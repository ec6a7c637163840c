package org.hwautomation.provisioning.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.hardware.redfish.FirmwareSlot;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.safety.Identity;
import org.hwautomation.testkit.SeededTries;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FirmwarePlannerTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final String R750 = "PowerEdge R750";

  @TempDir private Path folder;
  private final List<String> entries = new ArrayList<>();
  private final List<InstalledItem> items = new ArrayList<>();

  @BeforeEach
  void server() {
    items.add(item("BIOS", FirmwareType.BIOS, "1.8.2", FirmwareSlot.RUNNING, true));
    items.add(item("iDRAC", FirmwareType.BMC, "6.00.30.00", FirmwareSlot.RUNNING, true));
  }

  private static InstalledItem item(
      String id, FirmwareType type, String version, FirmwareSlot slot, boolean updateable) {
    return new InstalledItem(id, id, id, Optional.of(type), version, slot, updateable, null);
  }

  private MachineFirmware machine() {
    return new MachineFirmware(
        "rack01-u01",
        "Dell Inc.",
        R750,
        Set.of(R750, "0WMWCR"),
        Identity.from("BMC").withSerial("F54P1G3").withUuid("4c4c4544-0035-3410-8050-c6c04f314733"),
        items,
        List.of());
  }

  /** An entry with a good file; {@code more} is further YAML. */
  private void image(String component, String version, String... more) throws IOException {
    var file = component + "-" + version.replace(' ', '_') + "-" + entries.size() + ".bin";
    Files.writeString(folder.resolve(file), file);
    entries.add(
        "  - {file: '%s', vendor: dell, component: %s, version: '%s', sha256: %s, boards: ['%s']%s}\n"
            .formatted(
                file,
                component,
                version,
                Sha256.of(file),
                R750,
                more.length == 0 ? "" : ", " + String.join(", ", more)));
  }

  private FirmwareCatalog catalog() {
    return FirmwareCatalog.parse(
        folder.resolve("catalog.yaml"), "images:\n" + String.join("", entries));
  }

  private FirmwarePlan plan(PlanRequest request) {
    return new FirmwarePlanner(catalog()).plan(machine(), request, NOW);
  }

  private FirmwarePlan plan(UpdatePolicy policy) {
    return plan(PlanRequest.of(policy, FirmwareBaseline.NONE, null));
  }

  private FirmwarePlan baseline(FirmwareType type, String version, Approval... approvals) {
    return plan(
        new PlanRequest(
            UpdatePolicy.BASELINE,
            new FirmwareBaseline(
                List.of(
                    new FirmwareBaseline.Entry(
                        type, ItemPattern.ANY, version, new Position("types.yaml", 7, 9)))),
            "d1.c2.medium",
            Set.of(approvals),
            approvals.length == 0 ? null : "a ticket"));
  }

  private static SkippedUpdate only(FirmwarePlan plan, FirmwareType type) {
    assertThat(plan.updates()).noneMatch(update -> update.type() == type);
    return plan.skipped().stream()
        .filter(skip -> skip.type() == type)
        .reduce(
            (a, b) -> {
              throw new AssertionError("two: " + a + ", " + b);
            })
        .orElseThrow();
  }

  @Test
  void the_latest_is_installed_bmc_first_and_counted() throws IOException {
    image("bios", "1.9.2");
    image("bios", "1.10.0", "estimated_time: 500");
    image("bmc", "7.00.00.171", "estimated_time: 400");
    items.add(item("NIC.1", FirmwareType.NIC, "21.80.9", FirmwareSlot.RUNNING, true));
    image("nic", "22.0.0", "items: ['NIC.*']", "disruption: none", "estimated_time: 60");
    var plan = plan(UpdatePolicy.LATEST);
    assertThat(plan.updates())
        .extracting(update -> update.type() + " " + update.from() + " " + update.to())
        .containsExactly("BMC 6.00.30.00 7.00.00.171", "BIOS 1.8.2 1.10.0", "NIC 21.80.9 22.0.0");
    assertThat(plan.count(Disruption.BMC_RESET)).isEqualTo(1);
    assertThat(plan.count(Disruption.HOST_REBOOT)).isEqualTo(1);
    assertThat(plan.time()).isEqualTo(Duration.ofSeconds(960));
    assertThat(plan.skipped()).isEmpty();
  }

  /** Finding 5 of the field findings. */
  @Test
  void a_bmc_update_alone_disturbs_no_host() throws IOException {
    image("bmc", "7.00.00.171");
    var plan = plan(UpdatePolicy.LATEST);
    assertThat(plan.count(Disruption.HOST_REBOOT)).isZero();
    assertThat(plan.count(Disruption.BMC_RESET)).isEqualTo(1);
  }

  /** Finding 4 of the field findings. */
  @Test
  void versions_that_may_not_be_skipped_are_not() throws IOException {
    image("bmc", "7.00.00.171", "min_from: 6.10.30.00");
    image("bmc", "6.10.30.00", "min_from: 6.00.30.00");
    image("bmc", "6.10.80.00", "min_from: 6.10.30.00");
    var plan = plan(UpdatePolicy.LATEST);
    assertThat(plan.updates())
        .singleElement()
        .satisfies(
            update -> {
              assertThat(update.via()).as("the fewest").containsExactly("6.10.30.00");
              assertThat(update.to()).isEqualTo("7.00.00.171");
            });
    assertThat(plan.count(Disruption.BMC_RESET)).isEqualTo(2);
  }

  @Test
  void without_the_version_in_between_there_is_no_way() throws IOException {
    image("bmc", "7.00.00.171", "min_from: 6.10.30.00");
    assertThat(only(plan(UpdatePolicy.LATEST), FirmwareType.BMC))
        .satisfies(
            skip -> {
              assertThat(skip.reason()).isEqualTo(SkipReason.NO_PATH);
              assertThat(skip.message()).contains("6.10.30.00", "6.00.30.00");
            });
  }

  @Test
  void a_way_over_a_bad_file_is_not_taken_and_another_is() throws IOException {
    image("bmc", "7.00.00.171", "min_from: 6.10.30.00");
    image("bmc", "6.10.80.00");
    image("bmc", "6.10.30.00");
    Files.writeString(folder.resolve("bmc-6.10.80.00-1.bin"), "spoiled");
    assertThat(plan(UpdatePolicy.LATEST).updates())
        .singleElement()
        .satisfies(update -> assertThat(update.via()).containsExactly("6.10.30.00"));
    Files.delete(folder.resolve("bmc-6.10.30.00-2.bin"));
    assertThat(only(plan(UpdatePolicy.LATEST), FirmwareType.BMC))
        .satisfies(
            skip -> {
              assertThat(skip.reason()).isEqualTo(SkipReason.MISSING_IMAGE);
              assertThat(skip.message()).contains("6.10.30.00-2.bin");
            });
  }

  /** Finding 43 of the field findings. */
  @Test
  void a_file_is_hashed_before_it_is_planned() throws IOException {
    image("bmc", "7.00.00.171");
    Files.writeString(folder.resolve("bmc-7.00.00.171-0.bin"), "half");
    assertThat(only(plan(UpdatePolicy.LATEST), FirmwareType.BMC).reason())
        .isEqualTo(SkipReason.BAD_CHECKSUM);
    entries.replaceAll(entry -> entry.replaceAll("sha256: [0-9a-f]+, ", ""));
    assertThat(only(plan(UpdatePolicy.LATEST), FirmwareType.BMC))
        .satisfies(
            skip -> {
              assertThat(skip.reason()).isEqualTo(SkipReason.BAD_CHECKSUM);
              assertThat(skip.message()).contains("no SHA-256");
            });
    Files.delete(folder.resolve("bmc-7.00.00.171-0.bin"));
  }

  /** Finding 44 of the field findings. */
  @ParameterizedTest
  @ValueSource(strings = {"boards: [PowerEdge R750xs]", "boards: []"})
  void an_image_of_another_board_or_of_none_is_never_planned(String boards) throws IOException {
    image("bios", "1.9.2");
    entries.replaceAll(entry -> entry.replace("boards: ['" + R750 + "']", boards));
    for (var plan : List.of(plan(UpdatePolicy.LATEST), baseline(FirmwareType.BIOS, "1.9.2"))) {
      assertThat(only(plan, FirmwareType.BIOS).reason()).isEqualTo(SkipReason.WRONG_BOARD);
    }
  }

  @Test
  void the_rom_family_of_another_board_is_not_installed_whatever_the_catalog_says()
      throws IOException {
    items.set(0, item("BIOS", FirmwareType.BIOS, "A42 v2.60", FirmwareSlot.RUNNING, true));
    image("bios", "U30 v2.70");
    assertThat(only(plan(UpdatePolicy.LATEST), FirmwareType.BIOS))
        .satisfies(
            skip -> {
              assertThat(skip.reason()).isEqualTo(SkipReason.WRONG_BOARD);
              assertThat(skip.message()).contains("U30", "A42");
            });
    assertThat(only(baseline(FirmwareType.BIOS, "U30 v2.70"), FirmwareType.BIOS).reason())
        .isEqualTo(SkipReason.WRONG_BOARD);
  }

  @Test
  void another_vendors_image_is_as_if_it_were_not_there() throws IOException {
    image("bios", "1.9.2");
    entries.replaceAll(entry -> entry.replace("vendor: dell", "vendor: hpe"));
    assertThat(only(plan(UpdatePolicy.LATEST), FirmwareType.BIOS).reason())
        .isEqualTo(SkipReason.NOT_IN_CATALOG);
  }

  @Test
  void what_runs_already_is_left_alone_however_it_is_spelled() throws IOException {
    image("bios", "1.8.2");
    assertThat(only(plan(UpdatePolicy.LATEST), FirmwareType.BIOS).reason())
        .isEqualTo(SkipReason.SAME_VERSION);
    assertThat(only(baseline(FirmwareType.BIOS, "01.8.2.0"), FirmwareType.BIOS))
        .satisfies(
            skip -> {
              assertThat(skip.reason()).isEqualTo(SkipReason.SAME_VERSION);
              assertThat(skip.reason().isProblem()).isFalse();
            });
  }

  @Test
  void copies_are_not_what_runs() throws IOException {
    items.add(item("Backup_BIOS", FirmwareType.BIOS, "1.2.4", FirmwareSlot.BACKUP, true));
    items.add(item("Staging_BIOS", FirmwareType.BIOS, "1.9.2", FirmwareSlot.STAGED, true));
    image("bios", "1.9.2");
    assertThat(plan(UpdatePolicy.LATEST).updates())
        .singleElement()
        .satisfies(update -> assertThat(update.items()).containsExactly("BIOS"));
  }

  @Test
  void what_is_newer_than_all_there_is_stays() throws IOException {
    image("bios", "1.7.0");
    assertThat(only(plan(UpdatePolicy.LATEST), FirmwareType.BIOS).reason())
        .isEqualTo(SkipReason.NEWER_RUNS);
  }

  @Test
  void a_downgrade_needs_a_person_who_allows_it() throws IOException {
    image("bios", "1.7.0");
    assertThat(only(baseline(FirmwareType.BIOS, "1.7.0"), FirmwareType.BIOS))
        .satisfies(
            skip -> {
              assertThat(skip.reason()).isEqualTo(SkipReason.DOWNGRADE);
              assertThat(skip.message()).contains("--approve downgrade");
            });
    var allowed = baseline(FirmwareType.BIOS, "1.7.0", Approval.DOWNGRADE);
    assertThat(allowed.updates())
        .singleElement()
        .satisfies(update -> assertThat(update.downgrade()).isTrue());
    assertThat(allowed.reason()).isEqualTo("a ticket");
    assertThatThrownBy(
            () ->
                new PlanRequest(
                    UpdatePolicy.LATEST,
                    FirmwareBaseline.NONE,
                    null,
                    Set.of(Approval.DOWNGRADE),
                    " "))
        .hasMessageContaining("needs a reason");
  }

  @ParameterizedTest
  @CsvSource({"CPLD, F0.22.E4, F0.22.F0", "PSU, 00.2A.2B, 00.2B.01"})
  void what_needs_mains_power_taken_away_has_an_approval_of_its_own(
      FirmwareType type, String from, String to) throws IOException {
    items.add(item("X", type, from, FirmwareSlot.RUNNING, true));
    image(type.wireName(), to);
    assertThat(only(baseline(type, to), type).reason()).isEqualTo(SkipReason.NEEDS_APPROVAL);
    assertThat(only(baseline(type, to, Approval.DOWNGRADE), type).reason())
        .isEqualTo(SkipReason.NEEDS_APPROVAL);
    var plan = baseline(type, to, Approval.valueOf(type.name()));
    assertThat(plan.updates()).hasSize(1);
    assertThat(plan.count(Disruption.AC_CYCLE)).isEqualTo(1);
  }

  @Test
  void what_cannot_be_compared_is_said_and_a_catalog_that_knows_is_believed() throws IOException {
    items.add(item("Disk.0", FirmwareType.STORAGE, "MPK7625Q", FirmwareSlot.RUNNING, true));
    image("storage", "MPK7725Q", "items: ['Disk.*']");
    assertThat(only(plan(UpdatePolicy.LATEST), FirmwareType.STORAGE))
        .satisfies(
            skip -> {
              assertThat(skip.reason()).isEqualTo(SkipReason.CANNOT_COMPARE);
              assertThat(skip.message()).contains("MPK7625Q", "MPK7725Q", "min_from");
            });
    assertThat(only(baseline(FirmwareType.STORAGE, "MPK7725Q"), FirmwareType.STORAGE).reason())
        .isEqualTo(SkipReason.CANNOT_COMPARE);
    entries.clear();
    image("storage", "MPK7725Q", "items: ['Disk.*']", "min_from: [MPK7625Q]");
    assertThat(plan(UpdatePolicy.LATEST).updates())
        .singleElement()
        .satisfies(update -> assertThat(update.to()).isEqualTo("MPK7725Q"));
  }

  @Test
  void which_of_several_items_is_meant_must_be_said() throws IOException {
    items.add(item("NIC.1", FirmwareType.NIC, "21.80.9", FirmwareSlot.RUNNING, true));
    items.add(item("NIC.2", FirmwareType.NIC, "20.31.10.14", FirmwareSlot.RUNNING, true));
    image("nic", "22.0.0");
    assertThat(plan(UpdatePolicy.LATEST).skipped())
        .filteredOn(skip -> skip.type() == FirmwareType.NIC)
        .hasSize(2)
        .allSatisfy(skip -> assertThat(skip.reason()).isEqualTo(SkipReason.UNCLEAR_ITEM));
    entries.clear();
    image("nic", "22.0.0", "items: [nic.1]");
    var plan = plan(UpdatePolicy.LATEST);
    assertThat(plan.updates())
        .singleElement()
        .satisfies(update -> assertThat(update.items()).containsExactly("NIC.1"));
    assertThat(plan.skipped())
        .filteredOn(skip -> skip.items().contains("NIC.2"))
        .singleElement()
        .satisfies(skip -> assertThat(skip.reason()).isEqualTo(SkipReason.NOT_IN_CATALOG));
  }

  @Test
  void twins_are_planned_as_one() throws IOException {
    for (var i = 1; i <= 4; i++) {
      items.add(item("NIC." + i, FirmwareType.NIC, "21.80.9", FirmwareSlot.RUNNING, true));
    }
    image("nic", "22.0.0", "items: ['NIC.?']");
    assertThat(plan(UpdatePolicy.LATEST).updates())
        .singleElement()
        .satisfies(
            update -> {
              assertThat(update.name()).isEqualTo("NIC.1 and 3 more");
              assertThat(update.items()).hasSize(4);
            });
  }

  @Test
  void what_the_bmc_cannot_update_is_left_alone() throws IOException {
    items.add(item("NIC.1", FirmwareType.NIC, "21.80.9", FirmwareSlot.RUNNING, false));
    image("nic", "22.0.0");
    assertThat(only(plan(UpdatePolicy.LATEST), FirmwareType.NIC).reason())
        .isEqualTo(SkipReason.NOT_UPDATEABLE);
  }

  @Test
  void an_item_that_this_server_does_not_have_is_named() throws IOException {
    image("nic", "22.0.0", "items: ['*ConnectX*']");
    assertThat(only(plan(UpdatePolicy.LATEST), FirmwareType.NIC))
        .satisfies(
            skip -> {
              assertThat(skip.reason()).isEqualTo(SkipReason.NO_SUCH_ITEM);
              assertThat(skip.name()).isEqualTo("*ConnectX*");
            });
    assertThat(only(baseline(FirmwareType.PSU, "1.0"), FirmwareType.PSU))
        .satisfies(
            skip -> {
              assertThat(skip.reason()).isEqualTo(SkipReason.NO_SUCH_ITEM);
              assertThat(skip.message()).contains("types.yaml:7:9");
            });
  }

  @Test
  void a_baseline_brings_what_it_names_and_nothing_else() throws IOException {
    image("bios", "1.9.2");
    image("bios", "1.10.0");
    image("bmc", "7.00.00.171");
    var plan = baseline(FirmwareType.BIOS, "1.9.2");
    assertThat(plan.updates())
        .singleElement()
        .satisfies(update -> assertThat(update.to()).isEqualTo("1.9.2"));
    assertThat(only(plan, FirmwareType.BMC).reason()).isEqualTo(SkipReason.NOT_WANTED);
    assertThat(only(baseline(FirmwareType.BIOS, "1.99"), FirmwareType.BIOS).reason())
        .isEqualTo(SkipReason.MISSING_IMAGE);
    assertThatThrownBy(() -> plan(UpdatePolicy.BASELINE)).hasMessageContaining("device type");
    assertThatThrownBy(() -> plan(UpdatePolicy.MANUAL)).hasMessageContaining("choose");
  }

  @Test
  void recommended_leaves_out_what_is_low_and_security_takes_what_closes_a_hole()
      throws IOException {
    image("bios", "1.9.0", "security: true");
    image("bios", "1.9.2", "severity: normal");
    image("bios", "1.10.0", "severity: low");
    image("bmc", "7.0", "severity: critical");
    image("bmc", "7.1", "severity: high");
    assertThat(plan(UpdatePolicy.RECOMMENDED).updates())
        .extracting(PlannedUpdate::to)
        .containsExactly("7.1", "1.9.2");
    assertThat(plan(UpdatePolicy.SECURITY_ONLY).updates())
        .extracting(PlannedUpdate::to)
        .containsExactly("7.0", "1.9.0");
    assertThat(plan(UpdatePolicy.LATEST).updates())
        .extracting(PlannedUpdate::to)
        .containsExactly("7.1", "1.10.0");
  }

  private FirmwarePlan full() throws IOException {
    image("bios", "1.9.2", "min_from: [1.8.0, A42 v1.0]", "size: 15");
    entries.replaceAll(entry -> entry.replace("size: 15", "size: " + "bios-1.9.2-0.bin".length()));
    image("bmc", "7.00.00.171", "min_from: 6.10.30.00");
    image("bmc", "6.10.30.00");
    items.add(item("NIC \"ü\"", FirmwareType.NIC, "21.80.9", FirmwareSlot.RUNNING, true));
    items.add(
        new InstalledItem("x", "x", "x", Optional.empty(), null, FirmwareSlot.RUNNING, true, null));
    return plan(
        new PlanRequest(
            UpdatePolicy.LATEST,
            FirmwareBaseline.NONE,
            "d1.c2.medium",
            Set.of(Approval.CPLD, Approval.DOWNGRADE),
            "because\nof it"));
  }

  @Test
  void a_plan_reads_back_as_it_was_written() throws IOException {
    var plan = full();
    assertThat(plan.updates()).hasSize(2);
    var text = PlanDocument.write(plan);
    assertThat(PlanDocument.read("plan.json", text)).isEqualTo(plan);
    assertThat(PlanDocument.write(PlanDocument.read("plan.json", text))).isEqualTo(text);
  }

  @Test
  void a_plan_that_was_edited_or_cut_off_is_refused() throws IOException {
    var text = PlanDocument.write(full());
    assertThatThrownBy(
            () -> PlanDocument.read("plan.json", text.replace("\"7.00.00.171\"", "\"7.0\"")))
        .isInstanceOf(BadFileException.class)
        .hasMessageContaining("plan.json:1:1: was changed after it was made");
    assertThatThrownBy(() -> PlanDocument.read("plan.json", "{}"))
        .hasMessageContaining("no firmware plan");
    SeededTries.check(
        150,
        any -> {
          var cut = text.substring(0, any.between(0, text.length() - 3));
          var at = any.between(1, text.length() - 2);
          var spoiled = text.substring(0, at - 1) + any.character() + text.substring(at);
          assertThatThrownBy(() -> PlanDocument.read("plan.json", cut))
              .isInstanceOf(BadFileException.class);
          try {
            assertThat(PlanDocument.write(PlanDocument.read("plan.json", spoiled))).isEqualTo(text);
          } catch (BadFileException e) {
            assertThat(e).hasMessageContaining("plan.json:");
          }
        });
  }

  @Test
  void nothing_changed_means_that_a_plan_may_be_carried_out() throws IOException {
    var plan = PlanDocument.read("plan.json", PlanDocument.write(full()));
    assertThat(plan.whatChanged(machine(), catalog())).isEmpty();
    assertThat(plan.fingerprint()).isEqualTo(machine().fingerprint());
  }

  /** Finding 25 of the field findings: somebody else flashed meanwhile. */
  @Test
  void another_version_or_a_staged_copy_makes_a_plan_void() throws IOException {
    var plan = full();
    items.set(0, item("BIOS", FirmwareType.BIOS, "1.9.2", FirmwareSlot.RUNNING, true));
    items.add(item("Staging_BMC", FirmwareType.BMC, "7.0", FirmwareSlot.STAGED, true));
    assertThat(plan.whatChanged(machine(), catalog()))
        .containsExactly(
            "BIOS was running 1.8.2 and is running 1.9.2",
            "Staging_BMC (staged 7.0) was not there");
    items.remove(1);
    assertThat(plan.whatChanged(machine(), catalog()))
        .contains("iDRAC (running 6.00.30.00) is not there any more");
    assertThat(machine().fingerprint()).isNotEqualTo(plan.fingerprint());
  }

  @Test
  void another_server_makes_a_plan_void() throws IOException {
    var plan = full();
    var other =
        new MachineFirmware(
            "rack01-u01",
            "Dell Inc.",
            R750,
            Set.of(R750),
            Identity.from("BMC").withSerial("OTHER99"),
            items,
            List.of());
    assertThat(plan.whatChanged(other, catalog()))
        .singleElement()
        .asString()
        .contains("F54P1G3", "OTHER99");
    var nameless =
        new MachineFirmware(
            "rack01-u01",
            "Dell Inc.",
            "PowerEdge R760",
            Set.of(R750),
            Identity.from("BMC"),
            items,
            List.of());
    assertThat(plan.whatChanged(nameless, catalog()))
        .as("one that does not say who it is proves nothing")
        .hasSize(2);
  }

  @Test
  void another_image_makes_a_plan_void() throws IOException {
    var plan = full();
    Files.writeString(folder.resolve("bmc-6.10.30.00-2.bin"), "other content");
    assertThat(plan.whatChanged(machine(), catalog()))
        .singleElement()
        .asString()
        .contains("bmc-6.10.30.00-2.bin", "SHA-256");
    entries.replaceAll(
        entry -> entry.replace(Sha256.of("bmc-6.10.30.00-2.bin"), Sha256.of("other content")));
    assertThat(plan.whatChanged(machine(), catalog()))
        .singleElement()
        .asString()
        .contains("catalog.yaml:4:5", "says something else");
    entries.remove(2);
    assertThat(plan.whatChanged(machine(), catalog()))
        .singleElement()
        .asString()
        .contains("is not in the catalog any more");
  }

  @Test
  void ways_over_any_catalog_go_forward_and_only_where_they_may() {
    SeededTries.check(
        400,
        any -> {
          var images = new ArrayList<FirmwareImage>();
          var seen = new HashSet<String>();
          for (var i = any.between(1, 12); i > 0; i--) {
            var version = any.between(1, 12) + "." + any.between(0, 2);
            if (seen.add(version)) {
              var from = any.list(2, () -> any.between(0, 12) + "." + any.between(0, 2));
              images.add(bmc(version, from));
            }
          }
          var running = FirmwareVersion.of(FirmwareType.BMC, any.between(0, 6) + ".0");
          var target = any.oneOf(images);
          UpdatePath.find(running, target, images)
              .ifPresent(
                  way -> {
                    assertThat(way.getLast()).isEqualTo(target);
                    var at = running;
                    for (var step : way) {
                      assertThat(step.installableFrom(at)).isTrue();
                      assertThat(step.parsed().newerThan(at) || way.size() == 1).isTrue();
                      at = step.parsed();
                    }
                  });
        });
  }

  private FirmwareImage bmc(String version, List<String> minFrom) {
    return new FirmwareImage(
        "dell",
        List.of(R750),
        List.of(),
        FirmwareType.BMC,
        List.of(),
        version,
        minFrom,
        null,
        null,
        Disruption.BMC_RESET,
        Duration.ZERO,
        Severity.NORMAL,
        false,
        null,
        folder,
        version,
        new Position("catalog.yaml", 1, 1));
  }
}
