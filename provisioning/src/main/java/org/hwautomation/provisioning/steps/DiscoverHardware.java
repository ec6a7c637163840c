package org.hwautomation.provisioning.steps;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hwautomation.provisioning.discovery.HardwareInventory;
import org.hwautomation.provisioning.discovery.HostReport;
import org.hwautomation.provisioning.discovery.HostReports;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;

/** Reads what the server is made of, from its own system, and writes it into the inventory. */
final class DiscoverHardware extends ServerStep {
  DiscoverHardware(StepTools tools) {
    super(
        tools,
        Declaration.reads(
                "host.discover@1",
                "Reads the server's hardware from its own system into the inventory")
            .gives(
                Parameter.of(
                    "manufacturer", "string", "Who made the server, as its own system says"),
                Parameter.of("product", "string", "What it is, as its own system says"),
                Parameter.of("cores", "integer", "Processor cores in all"),
                Parameter.of("memory_gib", "integer", "Memory, in GiB"),
                Parameter.of("disks", "integer", "How many disks it has"),
                Parameter.of(
                    "bmc_address", "ip_address", "Where its BMC is, as the BMC says in band")));
  }

  @Override
  Outcome run(ServerWork work) {
    var context = work.context();
    context.reportSubTask("Reading firmware tables");
    var dmidecode = work.tool("sudo -n dmidecode");
    context.reportSubTask("Reading processors and memory");
    var lscpu = work.tool("LC_ALL=C lscpu");
    var meminfo = work.tool("cat /proc/meminfo");
    context.reportSubTask("Reading disks and network ports");
    var lsblk =
        work.tool(
            "lsblk --json --bytes --nodeps --output NAME,KNAME,TYPE,SIZE,MODEL,SERIAL,TRAN,ROTA");
    var ip = work.tool("ip -j addr");
    var lldp = work.tool("sudo -n lldpctl -f json");
    var report =
        new HostReport(
            orNull(dmidecode), orNull(lscpu), orNull(meminfo), orNull(lsblk), orNull(ip));
    var inventory = HardwareInventory.from(report);
    if (inventory.manufacturer() == null || inventory.cores() == null) {
      throw new StepRejectedException(
          "the host does not say what it is: " + String.join("; ", inventory.problems()));
    }
    context.reportSubTask("Asking the BMC in band for its address");
    var ipmi = work.inBandIpmi();
    var lan = ipmi.lanChannel().map(ipmi::lan);
    lan.ifPresent(found -> context.put(ServerFields.DISCOVERED_IPMI_IP, found.address()));
    context.put(ServerFields.DISCOVERY, inventory);
    learn(work, inventory, lan.map(l -> l.address()));
    work.inventory()
        .keepReports(
            work.systemId(), HostReports.of(report, orNull(lldp), lan.map(l -> l.address())));
    return Outcome.of(
            "%s %s, %d cores, %s GiB, %d disks%s"
                .formatted(
                    inventory.manufacturer(),
                    inventory.product(),
                    inventory.cores(),
                    inventory.memoryGib(),
                    inventory.disks().size(),
                    inventory.problems().isEmpty()
                        ? ""
                        : "; not read: " + String.join("; ", inventory.problems())))
        .with("manufacturer", inventory.manufacturer())
        .with("product", inventory.product())
        .with("cores", inventory.cores())
        .with("memory_gib", inventory.memoryGib())
        .with("disks", inventory.disks().size())
        .with("bmc_address", lan.map(found -> found.address()));
  }

  private static void learn(ServerWork work, HardwareInventory found, Optional<String> bmcAddress) {
    var columns = new LinkedHashMap<String, @Nullable Object>();
    columns.put("server_model", found.manufacturer() + " " + found.product());
    columns.put("cpu_model", found.cpuModel());
    columns.put("memory_gb", found.memoryGib());
    columns.put(
        "storage_info",
        found.disks().stream()
            .map(disk -> disk.name() + " " + disk.bytes() + " " + disk.model())
            .collect(Collectors.joining("; ")));
    columns.put(
        "network_interfaces",
        found.interfaces().stream()
            .map(port -> port.name() + " " + port.mac())
            .collect(Collectors.joining("; ")));
    columns.put("firmware_version", found.biosVersion());
    columns.put("hardware_validated", 1);
    columns.put("kcs_status", "Enabled");
    bmcAddress.ifPresent(address -> columns.put("ipmi_address", address));
    work.inventory().learn(work.systemId(), columns);
  }

  private static @Nullable String orNull(Optional<String> text) {
    return text.orElse(null);
  }
}
