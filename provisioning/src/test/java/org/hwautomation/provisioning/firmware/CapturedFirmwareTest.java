package org.hwautomation.provisioning.firmware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.hwautomation.hardware.redfish.FirmwareSlot;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.safety.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What three real BMCs said of their firmware, and a plan for each. */
class CapturedFirmwareTest {
  @TempDir private Path folder;

  /** Reads a capture over HTTP; skips the test, by name, where it or the programs are absent. */
  private MachineFirmware read(String name) throws IOException, InterruptedException {
    var archive =
        Path.of(System.getProperty("hwautomation.root", ".."), "../shared/fixtures/redfish")
            .resolve(name + ".tar.xz");
    assumeTrue(Files.isRegularFile(archive), () -> "captured BMC " + name + " is absent");
    var unpacked = Files.createDirectory(folder.resolve("captured"));
    Process tar;
    try {
      tar =
          new ProcessBuilder(
                  "tar",
                  "-xJf",
                  archive.toString(),
                  "-C",
                  unpacked.toString(),
                  "--wildcards",
                  "--no-wildcards-match-slash",
                  "*/redfish/v1/index.json",
                  "*/redfish/v1/UpdateService/index.json",
                  "*/redfish/v1/UpdateService/FirmwareInventory/index.json",
                  "*/redfish/v1/UpdateService/FirmwareInventory/*/index.json",
                  "*/redfish/v1/Systems/index.json",
                  "*/redfish/v1/Systems/*/index.json",
                  "*/redfish/v1/Chassis/index.json",
                  "*/redfish/v1/Chassis/*/index.json")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "the tar program is absent");
      throw e;
    }
    assumeTrue(
        tar.waitFor(60, TimeUnit.SECONDS) && tar.exitValue() == 0,
        "tar and xz could not unpack " + archive);
    Path root;
    try (var inside = Files.list(unpacked)) {
      root = inside.filter(Files::isDirectory).findFirst().orElseThrow();
    }
    var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.createContext("/", exchange -> answer(root, exchange));
    http.start();
    try (var client =
        RedfishClient.builder(URI.create("http://127.0.0.1:" + http.getAddress().getPort()))
            .build()) {
      return MachineFirmware.read(
          name, client, Identity.from("BMC").withSerial(client.system().serialNumber()));
    } finally {
      http.stop(0);
    }
  }

  private static void answer(Path root, HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().replaceFirst("^/", "").replaceFirst("/+$", "");
      var file = root.resolve(path).resolve("index.json").normalize();
      if (!file.startsWith(root) || !Files.isRegularFile(file)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      var bytes = Files.readAllBytes(file);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static List<String> running(MachineFirmware machine, FirmwareType type) {
    return machine.running().stream()
        .filter(item -> item.type().orElseThrow() == type)
        .map(item -> item.key() + " " + item.version())
        .toList();
  }

  private static Map<FirmwareSlot, Long> slots(MachineFirmware machine) {
    return new TreeMap<>(
        machine.items().stream()
            .collect(Collectors.groupingBy(InstalledItem::slot, Collectors.counting())));
  }

  private FirmwarePlan plan(MachineFirmware machine, String vendor, String board, String... images)
      throws IOException {
    var entries = new ArrayList<String>();
    for (var image : images) {
      var parts = image.split("\\|", -1);
      var file = parts[0] + entries.size() + ".bin";
      Files.writeString(folder.resolve(file), image);
      entries.add(
          "  - {file: '%s', vendor: '%s', boards: ['%s'], component: %s, version: '%s', sha256: %s%s}\n"
              .formatted(
                  file,
                  vendor,
                  board,
                  parts[0],
                  parts[1],
                  Sha256.of(image),
                  parts.length > 2 ? ", " + parts[2] : ""));
    }
    var catalog =
        FirmwareCatalog.parse(
            folder.resolve("catalog.yaml"), "images:\n" + String.join("", entries));
    var plan =
        new FirmwarePlanner(catalog)
            .plan(
                machine,
                new PlanRequest(
                    UpdatePolicy.LATEST,
                    FirmwareBaseline.NONE,
                    null,
                    Set.of(Approval.CPLD),
                    "a test"),
                Instant.EPOCH);
    assertThat(PlanDocument.read("plan", PlanDocument.write(plan))).isEqualTo(plan);
    assertThat(plan.whatChanged(machine, catalog)).isEmpty();
    return plan;
  }

  private static List<String> updates(FirmwarePlan plan) {
    return plan.updates().stream()
        .map(
            update ->
                "%s %s: %s %s %s"
                    .formatted(
                        update.type().wireName(),
                        update.name(),
                        update.from(),
                        update.via(),
                        update.to()))
        .toList();
  }

  private static SkipReason reason(FirmwarePlan plan, String item) {
    return plan.skipped().stream()
        .filter(skip -> skip.items().contains(item))
        .findFirst()
        .orElseThrow()
        .reason();
  }

  @Test
  void dell_lists_what_runs_beside_what_it_could_install_again() throws Exception {
    var machine = read("dell-r750-idrac9-6.00.30");
    assertThat(slots(machine))
        .containsEntry(FirmwareSlot.RUNNING, 21L)
        .containsEntry(FirmwareSlot.PREVIOUS, 2L)
        .containsEntry(FirmwareSlot.AVAILABLE, 6L);
    assertThat(running(machine, FirmwareType.BIOS)).containsExactly("BIOS.Setup.1-1 1.8.2");
    assertThat(running(machine, FirmwareType.BMC)).containsExactly("iDRAC.Embedded.1-1 6.00.30.00");
    assertThat(running(machine, FirmwareType.CPLD)).containsExactly("CPLD.Embedded.1 1.0.5");
    assertThat(running(machine, FirmwareType.PSU)).hasSize(2).allMatch(t -> t.endsWith("00.2A.2B"));
    assertThat(running(machine, FirmwareType.NIC)).hasSize(7);
    assertThat(machine.boardIs("poweredge r750")).isTrue();
    assertThat(machine.boardIs("0WMWCR")).as("without the revision").isTrue();
    assertThat(machine.boardIs("PowerEdge R750xs")).isFalse();

    var plan =
        plan(
            machine,
            "dell",
            "PowerEdge R750",
            "bios|1.9.2",
            "bmc|7.00.00.171|min_from: 6.10.30.00",
            "bmc|6.10.30.00",
            "cpld|1.0.6",
            "nic|21.85.21.92|items: ['NIC.Integrated.*']");
    assertThat(updates(plan))
        .containsExactly(
            "bmc Integrated Dell Remote Access Controller: 6.00.30.00 [6.10.30.00] 7.00.00.171",
            "bios BIOS: 1.8.2 [] 1.9.2",
            "nic Broadcom Adv. Dual 25Gb Ethernet - E4:3D:1A:13:27:F0 and 1 more: 21.80.16.95 [] 21.85.21.92",
            "cpld System CPLD: 1.0.5 [] 1.0.6");
    assertThat(reason(plan, "PSU.Slot.1")).isEqualTo(SkipReason.NOT_IN_CATALOG);
  }

  @Test
  void hpe_lists_the_redundant_rom_beside_the_one_that_runs() throws Exception {
    var machine = read("hpe-dl385-gen10plus-ilo5-2.72");
    assertThat(slots(machine)).containsEntry(FirmwareSlot.BACKUP, 1L);
    assertThat(running(machine, FirmwareType.BIOS)).containsExactly("2 A42 v2.60 (08/11/2022)");
    assertThat(running(machine, FirmwareType.BMC)).containsExactly("1 2.72 Sep 04 2022");
    assertThat(running(machine, FirmwareType.PSU)).containsExactly("6 2.00", "7 2.00");

    var plan =
        plan(
            machine,
            "Hewlett Packard Enterprise",
            "ProLiant DL385 Gen10 Plus v2",
            "bios|A42 v2.84",
            "bmc|2.81",
            "cpld|0x32|items: [System Programmable Logic Device]",
            "storage|MPK7725Q|items: [NVMe Drive]",
            "nic|20.35.1012|items: ['ConnectX-6*']");
    assertThat(updates(plan))
        .containsExactly(
            "bmc iLO 5: 2.72 Sep 04 2022 [] 2.81",
            "bios System ROM: A42 v2.60 (08/11/2022) [] A42 v2.84",
            "nic ConnectX-6 100GE 1P NIC and 1 more: 20.29.1016 [] 20.35.1012",
            "cpld System Programmable Logic Device: 0x30 [] 0x32");
    assertThat(reason(plan, "21"))
        .as("a drive's own spelling")
        .isEqualTo(SkipReason.CANNOT_COMPARE);
    assertThat(reason(plan, "12")).as("a riser").isEqualTo(SkipReason.NOT_IN_CATALOG);
  }

  @Test
  void supermicro_lists_backup_golden_and_staged_twins_beside_what_runs() throws Exception {
    var machine = read("supermicro-sys-821ge-tnhr");
    assertThat(slots(machine))
        .containsEntry(FirmwareSlot.BACKUP, 2L)
        .containsEntry(FirmwareSlot.GOLDEN, 3L)
        .containsEntry(FirmwareSlot.STAGED, 5L);
    assertThat(running(machine, FirmwareType.BIOS))
        .containsExactly("BIOS BIOS Date: 08/04/2023 Ver 1.4");
    assertThat(running(machine, FirmwareType.BMC)).containsExactly("BMC 11.01.01");
    assertThat(machine.items())
        .filteredOn(item -> item.id().equals("Backup_BMC"))
        .singleElement()
        .satisfies(item -> assertThat(item.version()).as("Not Present").isNull());
    assertThat(machine.boardIs("X13DEG-OAD")).isTrue();

    var plan =
        plan(
            machine,
            "Super Micro Computer Inc.",
            "X13DEG-OAD",
            "bios|1.4a",
            "bmc|11.01.01",
            "cpld|F5.11.CC|items: [CPLD_Motherboard]",
            "nic|28.39.10.02|items: ['*MCX75310AAS-NEAT']",
            "nic|3.60|items: [NIC9]");
    assertThat(updates(plan))
        .containsExactly(
            "bios BIOS: BIOS Date: 08/04/2023 Ver 1.4 [] 1.4a",
            "cpld CPLD Motherboard: F5.11.CB [] F5.11.CC");
    assertThat(reason(plan, "BMC")).isEqualTo(SkipReason.SAME_VERSION);
    assertThat(reason(plan, "NIC1")).isEqualTo(SkipReason.NOT_UPDATEABLE);
    assertThat(reason(plan, "NIC9")).isEqualTo(SkipReason.CANNOT_COMPARE);
  }
}
