package org.hwautomation.provisioning.steps;

import java.util.Arrays;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.device.DeviceType;
import org.hwautomation.provisioning.firmware.Disruption;
import org.hwautomation.provisioning.firmware.FirmwareBaseline;
import org.hwautomation.provisioning.firmware.FirmwareCatalog;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.provisioning.firmware.FirmwarePlanner;
import org.hwautomation.provisioning.firmware.MachineFirmware;
import org.hwautomation.provisioning.firmware.PlanDocument;
import org.hwautomation.provisioning.firmware.PlanRequest;
import org.hwautomation.provisioning.firmware.SkipReason;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;

/**
 * Plans the firmware of the server, or checks that the plan that a person gave still holds. Writes
 * nothing to the server. Under the policy {@code baseline} a plan that can't reach it is refused
 * here, before anything is touched.
 */
final class PlanFirmware extends ServerStep {
  static final Parameter POLICY =
      Parameter.of(
              "policy", "string", "Which versions to bring; of no effect where a plan was given")
          .defaultingTo(UpdatePolicy.BASELINE.wireName())
          .oneOf(
              Arrays.stream(UpdatePolicy.values())
                  .filter(policy -> policy != UpdatePolicy.MANUAL)
                  .map(UpdatePolicy::wireName)
                  .toArray());

  PlanFirmware(StepTools tools) {
    super(
        tools,
        Declaration.reads(
                "firmware.plan@1",
                "Plans which firmware images the server gets, or checks the plan that was given")
            .takes(POLICY, Given.DEVICE_TYPE)
            .gives(
                Parameter.of("updates", "integer", "How many components get another version"),
                Parameter.of("bmc_resets", "integer", "How often the BMC restarts for them"),
                Parameter.of("host_reboots", "integer", "How often the host restarts for them"),
                Parameter.of("ac_cycles", "integer", "How often mains power must be taken away"),
                Parameter.of("expected", "duration", "How long it should take"),
                Parameter.of("problems", "integer", "What is wanted and can't be had")));
  }

  @Override
  Outcome run(ServerWork work) {
    var given = work.fields().firmwarePlan();
    var policy = policy(work);
    FirmwarePlan plan;
    if (given.isPresent()) {
      plan = given.get();
      FirmwareReading.requireUnchanged(work, plan);
    } else {
      work.context().reportSubTask("Planning the firmware");
      var machine = FirmwareReading.machine(work);
      plan = plan(work, machine, policy, work.deviceType());
      if (plan.policy() == UpdatePolicy.BASELINE && !plan.problems().isEmpty()) {
        throw new StepRejectedException(
            "the firmware baseline of %s can't be reached, so nothing was written: %s"
                .formatted(plan.deviceType(), FirmwareReading.problems(plan)));
      }
      plan.problems().stream()
          .filter(skipped -> skipped.reason() == SkipReason.PULLS_ONLY)
          .findFirst()
          .ifPresent(
              skipped -> {
                throw new StepRejectedException(
                    "no firmware can be brought to this BMC as it is configured, so nothing was written: "
                        + FirmwareReading.problems(plan));
              });
      work.context().put(ServerFields.FIRMWARE_PLAN, PlanDocument.compact(plan));
    }
    return Outcome.of(summary(plan))
        .with("updates", plan.updates().size())
        .with("bmc_resets", plan.count(Disruption.BMC_RESET))
        .with("host_reboots", plan.count(Disruption.HOST_REBOOT))
        .with("ac_cycles", plan.count(Disruption.AC_CYCLE))
        .with("expected", plan.time())
        .with("problems", plan.problems().size());
  }

  private static UpdatePolicy policy(ServerWork work) {
    var word = work.given().word(POLICY);
    return Arrays.stream(UpdatePolicy.values())
        .filter(each -> each.wireName().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() -> new StepRejectedException("'%s' is no policy".formatted(word)));
  }

  static FirmwarePlan plan(
      ServerWork work, MachineFirmware machine, UpdatePolicy policy, DeviceType type) {
    var request =
        PlanRequest.of(
            policy,
            policy == UpdatePolicy.BASELINE ? type.firmware() : FirmwareBaseline.NONE,
            type.name());
    var plan =
        new FirmwarePlanner(catalog(work, request))
            .plan(machine, request, work.context().time().now());
    return !plan.isEmpty()
            && !work.connections().images().configured()
            && work.bmc().client().updates().pullsOnly()
        ? plan.forPullOnly()
        : plan;
  }

  /** A baseline that wants nothing needs no catalog. */
  private static FirmwareCatalog catalog(ServerWork work, PlanRequest request) {
    var nothing = request.policy() == UpdatePolicy.BASELINE && request.wanted().entries().isEmpty();
    var path = work.connections().configuration().firmwareCatalog();
    return nothing ? FirmwareCatalog.parse(path, "images: []\n") : FirmwareCatalog.load(path);
  }

  private static String summary(FirmwarePlan plan) {
    var problems =
        plan.problems().isEmpty() ? "" : "; not to be had: " + FirmwareReading.problems(plan);
    if (plan.isEmpty()) {
      return "nothing to install" + problems;
    }
    return "%s%s"
        .formatted(
            String.join(
                ", ",
                plan.updates().stream()
                    .map(
                        update ->
                            "%s %s -> %s"
                                .formatted(update.type().wireName(), update.from(), update.to()))
                    .toList()),
            problems);
  }
}
