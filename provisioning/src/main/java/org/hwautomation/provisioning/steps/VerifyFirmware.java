package org.hwautomation.provisioning.steps;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.hwautomation.provisioning.UpdatePolicy;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.provisioning.firmware.FirmwareVersion;
import org.hwautomation.provisioning.firmware.InstalledItem;
import org.hwautomation.provisioning.firmware.MachineFirmware;
import org.hwautomation.provisioning.firmware.PlannedUpdate;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * Reads afresh that every planned version runs, nothing waits to be applied, and under the policy
 * {@code baseline} that the server is in it.
 */
final class VerifyFirmware extends ServerStep {
  VerifyFirmware(StepTools tools) {
    super(
        tools,
        Declaration.reads(
                "firmware.verify@1", "Reads afresh that the firmware is as it was planned")
            .gives(
                Parameter.of("verified", "integer", "How many planned versions run"),
                Parameter.of("bmc_version", "string", "What the BMC runs"),
                Parameter.of("bios_version", "string", "What the BIOS is")));
  }

  @Override
  Outcome run(ServerWork work) {
    work.context().reportSubTask("Reading the firmware");
    var plan = FirmwareReading.plan(work);
    var machine = FirmwareReading.machine(work);
    var problems = new ArrayList<String>();
    plan.updates().forEach(update -> check(update, machine, problems));
    var active = work.bmc().client().updates().active();
    if (!active.isEmpty()) {
      problems.add("the BMC is not done: " + active.getFirst());
    }
    if (plan.policy() == UpdatePolicy.BASELINE) {
      baseline(work, plan, machine, problems);
    }
    if (!problems.isEmpty()) {
      throw new StepRejectedException(
          "the firmware is not as planned: " + String.join("; ", problems));
    }
    work.context().put(ServerFields.FIRMWARE_VERIFIED, true);
    learn(work, machine);
    return Outcome.of(summary(plan, machine))
        .with("verified", plan.updates().size())
        .with("bmc_version", version(machine, "bmc"))
        .with("bios_version", version(machine, "bios"));
  }

  private static void check(PlannedUpdate update, MachineFirmware machine, List<String> problems) {
    var wanted = FirmwareVersion.of(update.type(), update.to());
    var running =
        machine.running().stream().filter(item -> update.items().contains(item.key())).toList();
    if (running.size() != update.items().size()) {
      problems.add("%s is not there any more".formatted(update.name()));
    }
    running.stream()
        .filter(
            item ->
                !FirmwareVersion.of(update.type(), Objects.toString(item.version(), ""))
                    .same(wanted))
        .forEach(
            item ->
                problems.add(
                    "%s is at %s, not at %s".formatted(item.name(), item.version(), update.to())));
  }

  private static void baseline(
      ServerWork work, FirmwarePlan plan, MachineFirmware machine, List<String> problems) {
    var type = work.deviceType(Objects.requireNonNull(plan.deviceType(), "a baseline is a type's"));
    var again = PlanFirmware.plan(work, machine, UpdatePolicy.BASELINE, type);
    again
        .updates()
        .forEach(
            update ->
                problems.add(
                    "%s is at %s, and the baseline wants %s"
                        .formatted(update.name(), update.from(), update.to())));
    if (!again.problems().isEmpty()) {
      problems.add(FirmwareReading.problems(again));
    }
  }

  private static void learn(ServerWork work, MachineFirmware machine) {
    var columns = new LinkedHashMap<String, @Nullable Object>();
    columns.put(
        "firmware_version",
        machine.running().stream()
            .filter(item -> List.of("bmc", "bios").contains(type(item)))
            .map(item -> type(item) + " " + item.version())
            .sorted()
            .collect(Collectors.joining(", ")));
    work.inventory().learn(work.systemId(), columns);
  }

  private static String type(InstalledItem item) {
    return item.type().map(type -> type.wireName()).orElse("");
  }

  private static @Nullable String version(MachineFirmware machine, String type) {
    return machine.running().stream()
        .filter(item -> type(item).equals(type))
        .map(InstalledItem::version)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private static String summary(FirmwarePlan plan, MachineFirmware machine) {
    return "%s; BMC %s, BIOS %s"
        .formatted(
            plan.updates().isEmpty()
                ? "as it shall be"
                : "%d planned versions run".formatted(plan.updates().size()),
            version(machine, "bmc"),
            version(machine, "bios"));
  }
}
