package org.hwautomation.provisioning.steps;

import java.util.LinkedHashMap;
import java.util.List;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.safety.IdentityVerdict;
import org.hwautomation.provisioning.safety.MaasView;
import org.hwautomation.provisioning.safety.UseVerdict;
import org.hwautomation.provisioning.safety.VendorVerdict;
import org.hwautomation.provisioning.server.Bmc;
import org.hwautomation.provisioning.server.MaasIdentity;
import org.hwautomation.provisioning.server.RackLocation;
import org.hwautomation.workflow.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Looks before anything is touched: MAAS knows the server and nobody uses it, its BMC lets us in
 * and is this server's, the device type, if one is given, fits, and a target address can be given.
 * Writes nothing.
 */
final class ValidateServer extends ServerStep {
  ValidateServer(StepTools tools) {
    super(
        tools,
        Declaration.reads(
                "server.validate@1",
                "Checks the server, its BMC, device type and target address; writes nothing")
            .takes(
                Given.DEVICE_TYPE,
                Given.TARGET_IPMI_IP,
                Given.GATEWAY,
                Given.SUBNET_MASK,
                Given.RACK_LOCATION)
            .gives(
                Parameter.of("manufacturer", "string", "Who made the server, as its BMC says"),
                Parameter.of("model", "string", "What model it is, as its BMC says"),
                Parameter.of("serial", "string", "Its serial number, as its BMC says")));
  }

  @Override
  Outcome run(ServerWork work) {
    var context = work.context();
    context.reportSubTask("Asking MAAS about the server");
    var machine = work.machine();
    UseVerdict.of(
            new MaasView.Known(machine.statusName(), machine.locked()),
            work.fields().allowInUse(),
            false)
        .require(machine.hostname());
    var type = work.given().knownDeviceType().map(work::deviceType);
    context.reportSubTask("Logging in to the BMC");
    var bmc = work.bmc();
    var verdict = IdentityVerdict.of(List.of(bmc.identity(), MaasIdentity.of(machine)), false);
    verdict.require(machine.hostname());
    var system = bmc.client().system();
    type.ifPresent(
        known -> VendorVerdict.require(known, machine.hostname(), system.manufacturer()));
    context.reportSubTask("Checking the target address");
    AddressCheck.plan(work);
    work.remember(machine, bmc);
    context.put(ServerFields.SERVER_MODEL, system.manufacturer() + " " + system.model());
    learn(work, machine, bmc, system.model());
    return Outcome.of(
            "%s %s, serial %s, %s"
                .formatted(
                    system.manufacturer(), system.model(), bmc.identity().serial(), verdict.text()))
        .with("manufacturer", system.manufacturer())
        .with("model", system.model())
        .with("serial", bmc.identity().serial());
  }

  private static void learn(ServerWork work, Machine machine, Bmc bmc, @Nullable String model) {
    var columns = new LinkedHashMap<String, @Nullable Object>();
    columns.put("status_name", machine.statusName());
    columns.put("is_ready", "FALSE");
    columns.put("server_model", model);
    columns.put("ipmi_address", bmc.access().address());
    columns.put("ipmi_address_works", "TRUE");
    columns.put("ipmi_username", bmc.access().credentials().username());
    columns.put("redfish_available", "TRUE");
    work.given().knownDeviceType().ifPresent(type -> columns.put("device_type", type));
    var given = work.given().rackLocation();
    RackLocation.ofTags(machine.tagNames())
        .map(RackLocation::text)
        .or(() -> given)
        .ifPresent(rack -> columns.put("rack_location", rack));
    columns.put("workflow_id", work.context().workflowId());
    work.inventory().learn(machine.systemId(), columns);
  }
}
