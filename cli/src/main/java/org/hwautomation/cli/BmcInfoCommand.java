package org.hwautomation.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.ipmi.IpmiClient;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows who a BMC and its server are. */
@Command(name = "info", description = "Show who a BMC and its server are.")
final class BmcInfoCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();

  @Override
  public Integer call() {
    var screen = options.screen();
    try (var manager = options.manager("bmc info")) {
      var place = target.place(manager);
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        var facts = new LinkedHashMap<String, @Nullable Object>();
        facts.put("name", place.name());
        facts.put("address", place.address());
        switch (session) {
          case BmcSession.Redfish redfish -> redfish(redfish.client(), facts);
          case BmcSession.Ipmi ipmi -> ipmi(ipmi.client(), facts);
        }
        facts.put("serial", session.identity().serial());
        facts.put("uuid", session.identity().uuid());
        facts.put("bmc_mac", session.identity().bmcMac());
        screen.result(facts, () -> screen.facts(facts));
        return ExitCodes.DONE;
      }
    }
  }

  private static void redfish(RedfishClient client, Map<String, @Nullable Object> facts) {
    var root = client.root();
    var system = client.system();
    var manager = client.manager();
    facts.put("protocol", "redfish");
    facts.put("redfish_version", root.redfishVersion());
    facts.put("vendor", client.vendor().name().toLowerCase(Locale.ROOT));
    facts.put("manufacturer", system.manufacturer());
    facts.put("model", system.model());
    facts.put("sku", system.sku());
    facts.put("power", PowerWords.of(system.powerState()));
    facts.put("health", system.health());
    facts.put("bios_version", system.biosVersion());
    facts.put("bmc_model", manager.model());
    facts.put("bmc_firmware", manager.firmwareVersion());
    facts.put("cpu_model", system.cpuModel());
    facts.put("cpus", system.cpuCount().isPresent() ? system.cpuCount().getAsInt() : null);
    facts.put("memory_gib", system.memoryGib().isPresent() ? system.memoryGib().getAsInt() : null);
  }

  private static void ipmi(IpmiClient client, Map<String, @Nullable Object> facts) {
    var controller = client.controller();
    facts.put("protocol", "ipmi");
    facts.put("ipmi_version", controller.ipmiVersion());
    facts.put("manufacturer", controller.manufacturerName());
    facts.put("model", controller.productName());
    facts.put("power", PowerWords.of(client.powerStatus()));
    facts.put("bmc_firmware", controller.firmwareRevision());
  }
}
