package org.hwautomation.provisioning.steps;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.ipmi.LanSettings;
import org.hwautomation.hardware.maas.PowerState;
import org.hwautomation.hardware.redfish.EthernetInterface;
import org.hwautomation.hardware.redfish.Ipv4Settings;
import org.hwautomation.hardware.redfish.NetworkChange;
import org.hwautomation.provisioning.server.Bmc;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.PointOfNoReturn;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Gives the BMC its target address (safety rule 7): in band where this run has a window on the
 * host, else by one Redfish request. Success is a fresh login at the new address by the same
 * identity; then MAAS gets the address, and proves that it can use it (rule 6).
 */
final class MoveBmc extends ServerStep {
  private static final Duration USUAL = Duration.ofMinutes(5);
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** How the BMC was reached before, kept before anything is changed. */
  private record WayBack(
      String address, Optional<String> netmask, Optional<String> gateway, boolean dhcp) {}

  MoveBmc(StepTools tools) {
    super(
        tools,
        Declaration.changes(
                "bmc.move@1",
                "Gives the BMC its target address, and MAAS the way to it",
                "changes the BMC's address, mask and gateway, and may restart the BMC",
                "writes the BMC's address into MAAS's power parameters")
            .takes(Given.TARGET_IPMI_IP, Given.GATEWAY, Given.SUBNET_MASK)
            .gives(
                Parameter.of("bmc_address", "ip_address", "Where the BMC is now"),
                Parameter.of("former_address", "ip_address", "Where it was before"),
                Parameter.of("moved", "boolean", "True if that is another address"))
            .enters("moving the BMC", USUAL));
  }

  @Override
  public boolean adoptsInterruptedPoint() {
    return true;
  }

  @Override
  Outcome run(ServerWork work) throws Exception {
    var context = work.context();
    var target = work.given().targetIpmiIp();
    if (target.isEmpty()) {
      tellMaas(work, work.bmcAccess().address());
      var address = work.bmcAccess().address();
      return outcome("no target address was given; the BMC stays at " + address, address, address);
    }
    var wayBack = context.checkpoint("way_back").map(c -> c.value().as(WayBack.class));
    if (wayBack.isPresent()) {
      var before = wayBack.get().address();
      try (var point = point(work, before, target.get())) {
        if (arrives(work, target.get(), before)) {
          return settle(work, target.get(), before);
        }
      }
    }
    var planned = AddressCheck.plan(work).orElseThrow();
    var from = work.bmc().access().address();
    if (planned.already() && from.equals(target.get())) {
      return settle(work, target.get(), from);
    }
    work.requireFree();
    if (wayBack.isEmpty()) {
      context.saveCheckpoint("way_back", wayBack(work, from));
    }
    // until MAAS knows the new address, too: a stop in between would leave it without its server
    try (var point = point(work, from, target.get())) {
      if (planned.already()) {
        context.reportSubTask("The address is written already; the BMC has yet to take it");
        work.forgetBmc();
      } else if (work.hasWindow()) {
        inBand(work, planned.settings());
      } else {
        overRedfish(work, planned.settings());
      }
      awaitAt(work, target.get(), from);
      return settle(work, target.get(), from);
    }
  }

  private static PointOfNoReturn point(ServerWork work, String from, String target) {
    return work.pointOfNoReturn("moving the BMC from " + from + " to " + target);
  }

  /**
   * Looks for the BMC of an attempt that was cut off, for as long as it may be silent on its way:
   * true if it came to {@code target}, false if it is where it was.
   */
  private static boolean arrives(ServerWork work, String target, String from) throws Exception {
    var context = work.context();
    var began = context.time().nanos();
    return work.whenBack(
        "Looking whether the BMC has moved",
        5,
        () -> {
          if (answersAt(work, target)) {
            return Optional.of(true);
          }
          if (answersAt(work, from)) {
            return Optional.of(false);
          }
          requireInTime(work, began, target, from);
          return Optional.empty();
        });
  }

  private static void requireInTime(ServerWork work, long began, String target, String from) {
    var passed = Duration.ofNanos(work.context().time().nanos() - began);
    if (passed.compareTo(work.connections().pace().every(LIMIT)) > 0) {
      throw new StepRejectedException(
          ("the BMC did not come up at %s; it was at %s before. Look at it in band: ipmitool"
                  + " lan print")
              .formatted(target, from));
    }
  }

  private static WayBack wayBack(ServerWork work, String from) {
    var port = work.bmc().client().network().primary();
    var now = port.flatMap(EthernetInterface::address);
    return new WayBack(
        from,
        now.map(EthernetInterface.Ipv4Address::subnetMask),
        now.map(EthernetInterface.Ipv4Address::gateway),
        port.filter(p -> Boolean.TRUE.equals(p.dhcp())).isPresent());
  }

  private static boolean answersAt(ServerWork work, String address) {
    try {
      work.forgetBmc();
      work.bmcAt(work.bmcAccess().at(address, "the target of this run"));
      return true;
    } catch (HardwareException e) {
      return switch (e.kind()) {
        case CONNECTION, TIMEOUT, BUSY, PROTOCOL -> false;
        default -> throw e;
      };
    }
  }

  private static void inBand(ServerWork work, Ipv4Settings settings) {
    work.context().reportSubTask("Writing the address in band");
    var ipmi = work.inBandIpmi();
    var channel =
        ipmi.lanChannel()
            .orElseThrow(() -> new StepRejectedException("the BMC has no LAN channel"));
    var written =
        ipmi.setLan(
            channel,
            new LanSettings(settings.address(), settings.subnetMask(), settings.gateway()));
    if (!written.confirmed()) {
      throw new NotTakenException("the BMC's address does not read back as it was written");
    }
    work.forgetBmc();
  }

  private static void overRedfish(ServerWork work, Ipv4Settings settings) {
    work.context().reportSubTask("Writing the address over Redfish, in one request");
    var client = work.bmc().client();
    var port =
        client
            .network()
            .primary()
            .orElseThrow(
                () ->
                    new StepRejectedException(
                        "the BMC does not show which of its ports we reach it by"));
    var change = client.network().changeIpv4(port, settings);
    if (change instanceof NetworkChange.Accepted accepted && accepted.resetRequired()) {
      work.context().reportSubTask("Resetting the BMC so that it takes its new address");
      client.resetManager(client.manager());
    }
    work.forgetBmc();
  }

  private static void awaitAt(ServerWork work, String target, String from) throws Exception {
    var context = work.context();
    var began = context.time().nanos();
    work.whenBack(
        "Waiting for the BMC at " + target,
        5,
        () -> {
          requireInTime(work, began, target, from);
          return answersAt(work, target) ? Optional.of(true) : Optional.empty();
        });
  }

  private static Outcome settle(ServerWork work, String target, String from) throws Exception {
    var context = work.context();
    context.put(ServerFields.BMC_ADDRESS, target);
    work.forgetBmc();
    try (Bmc fresh = work.bmcAt(work.bmcAccess())) {
      var columns = new LinkedHashMap<String, @Nullable Object>();
      columns.put("ipmi_address", fresh.access().address());
      columns.put("ipmi_address_works", "TRUE");
      columns.put("ipmi_configured", 1);
      work.inventory().learn(work.systemId(), columns);
    }
    tellMaas(work, target);
    return outcome(
        from.equals(target)
            ? "the BMC is at %s already; MAAS reaches it there".formatted(target)
            : "the BMC moved from %s to %s; MAAS reaches it there".formatted(from, target),
        target,
        from);
  }

  private static Outcome outcome(String summary, String now, String before) {
    return Outcome.of(summary)
        .with("bmc_address", now)
        .with("former_address", before)
        .with("moved", !now.equals(before));
  }

  /** Writes the address into MAAS's power parameters and proves that MAAS can use it. */
  private static void tellMaas(ServerWork work, String address) {
    var context = work.context();
    var machine = work.machine();
    var power = work.maas().powerParameters(work.systemId());
    var wanted = PowerAddress.withHost(power.address(), address);
    if (!wanted.equals(power.address())) {
      context.reportSubTask("Giving MAAS the BMC's new address");
      work.maas()
          .setPowerParameters(work.systemId(), machine.powerType(), power.withAddress(wanted));
    }
    context.reportSubTask("Letting MAAS prove that it reaches the BMC");
    var state = work.maas().queryPowerState(work.systemId());
    if (state != PowerState.ON && state != PowerState.OFF) {
      throw new org.hwautomation.workflow.WorkflowException(
          "MAAS has the BMC's address %s, but reads its power as %s".formatted(address, state));
    }
  }
}
