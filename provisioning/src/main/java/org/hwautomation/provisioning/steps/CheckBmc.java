package org.hwautomation.provisioning.steps;

import java.util.LinkedHashMap;
import java.util.Locale;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.maas.PowerState;
import org.hwautomation.provisioning.server.Bmc;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.WorkflowException;
import org.jspecify.annotations.Nullable;

/**
 * Proves with fresh logins that the BMC can be reached: over Redfish, over IPMI where the BMC
 * offers it and {@code ipmitool} is here, and by MAAS. All must read the same power.
 */
final class CheckBmc extends ServerStep {
  CheckBmc(StepTools tools) {
    super(
        tools,
        Declaration.reads("bmc.check@1", "Proves with fresh logins that we and MAAS reach the BMC")
            .gives(
                Parameter.of("bmc_address", "ip_address", "Where we reached it"),
                Parameter.of("power_state", "string", "The power that we and MAAS read: on or off"),
                Parameter.of(
                    "ipmi", "boolean", "True if IPMI works too; false if it was not tried")));
  }

  @Override
  Outcome run(ServerWork work) {
    var context = work.context();
    context.reportSubTask("Logging in over Redfish");
    var bmc = work.bmc();
    if (work.fields().identity().isEmpty()) {
      work.remember(work.machine(), bmc);
    }
    var power = bmc.client().power().state();
    context.reportSubTask("Logging in over IPMI");
    var ipmi = overIpmi(work, bmc);
    context.reportSubTask("Letting MAAS read the power");
    var byMaas = work.maas().queryPowerState(work.systemId());
    if (byMaas != PowerState.ON && byMaas != PowerState.OFF) {
      throw new WorkflowException(
          "MAAS reads the power of %s as %s; see its power parameters"
              .formatted(work.fields().hostname(), byMaas));
    }
    var columns = new LinkedHashMap<String, @Nullable Object>();
    columns.put("ipmi_address", bmc.access().address());
    columns.put("ipmi_address_works", "TRUE");
    columns.put("redfish_available", "TRUE");
    columns.put("power_state", byMaas.name());
    work.inventory().learn(work.systemId(), columns);
    return Outcome.of(
            "Redfish reads power %s at %s, MAAS reads %s; %s"
                .formatted(
                    power.name().toLowerCase(Locale.ROOT),
                    bmc.access().address(),
                    byMaas.name().toLowerCase(Locale.ROOT),
                    ipmi.text()))
        .with("bmc_address", bmc.access().address())
        .with("power_state", byMaas)
        .with("ipmi", ipmi.works());
  }

  private record Ipmi(boolean works, String text) {}

  private static Ipmi overIpmi(ServerWork work, Bmc bmc) {
    if (!offersIpmi(bmc)) {
      return new Ipmi(false, "the BMC does not offer IPMI over the network");
    }
    var elsewhere = IpmiOverLan.elsewhere(work, bmc);
    if (elsewhere.isPresent()) {
      return new Ipmi(false, "IPMI was not tried: " + elsewhere.get());
    }
    try {
      var ipmi = new IpmiOverLan(work).login();
      return new Ipmi(
          true,
          "IPMI reads power "
              + ipmi.powerStatus().name().toLowerCase(Locale.ROOT)
              + ", firmware "
              + ipmi.controller().firmwareRevision());
    } catch (HardwareException e) {
      if (e.kind() == HardwareException.Kind.UNAVAILABLE) {
        return new Ipmi(false, "IPMI was not tried: ipmitool is not installed here");
      }
      throw e;
    }
  }

  /** What ManagerNetworkProtocol says (DSP2046, IPMI.ProtocolEnabled); true if it says nothing. */
  static boolean offersIpmi(Bmc bmc) {
    var manager = bmc.client().get(bmc.client().manager().uri()).body();
    var link = manager.path("NetworkProtocol").path("@odata.id").asString("");
    if (link.isEmpty()) {
      return true;
    }
    var enabled = bmc.client().get(link).body().path("IPMI").path("ProtocolEnabled");
    return !enabled.isBoolean() || enabled.booleanValue();
  }
}
