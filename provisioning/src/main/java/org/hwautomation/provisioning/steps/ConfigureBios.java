package org.hwautomation.provisioning.steps;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.hwautomation.hardware.redfish.Bios;
import org.hwautomation.hardware.redfish.Vendor;
import org.hwautomation.provisioning.bios.BiosPlan;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;
import org.hwautomation.workflow.Value;

/**
 * Stages the device type's BIOS settings for the next reset, in one write. Nothing to change means
 * no write and no reset; anything refused means no write either.
 */
final class ConfigureBios extends ServerStep {
  /** What was staged, and read back where the BMC shows it. */
  static final String CHECKPOINT = "staged";

  ConfigureBios(StepTools tools) {
    super(
        tools,
        Declaration.changes(
                "bios.stage@1",
                "Stages the device type's BIOS settings for the next reset",
                "stages BIOS settings in the BMC, which the next reset applies")
            .takes(Given.DEVICE_TYPE)
            .gives(
                Parameter.of("settings", "integer", "How many settings the device type wants"),
                Parameter.of(
                    "changes", "integer", "How many of them are staged, and not yet in effect"),
                Parameter.of("staged", "boolean", "True if a reset is needed for them")));
  }

  private static final Set<Vendor> SHOWS_WHAT_IS_STAGED = Set.of(Vendor.DELL, Vendor.HPE);

  @Override
  Outcome run(ServerWork work) {
    var context = work.context();
    work.requireFree();
    context.reportSubTask("Planning BIOS settings");
    var bios = work.bmc().client().bios();
    var template = work.deviceType().bios();
    var plan = BiosWords.plan(bios, template, Set.of());
    requireClean(plan);
    var expected = new LinkedHashMap<String, Object>();
    plan.expected().forEach((attribute, value) -> expected.put(attribute, value.json()));
    context.put(ServerFields.BIOS_EXPECTED, expected);
    if (plan.isEmpty()) {
      context.put(ServerFields.BIOS_STAGED, false);
      return outcome(
          "all %d settings are right; nothing was written".formatted(expected.size()), plan);
    }
    var wanted = new LinkedHashMap<String, String>();
    plan.changes()
        .forEach(change -> wanted.put(change.attribute(), String.valueOf(change.to().json())));
    if (isStaged(work, bios, wanted)) {
      context.put(ServerFields.BIOS_STAGED, true);
      return outcome(
          "%d of %d settings were staged before".formatted(wanted.size(), expected.size()), plan);
    }
    context.reportSubTask("Staging %d settings".formatted(plan.changes().size()));
    var staged = bios.stage(wanted);
    var shown = requireTaken(work, plan);
    context.saveCheckpoint(CHECKPOINT, wanted);
    context.put(ServerFields.BIOS_STAGED, true);
    return outcome(
        "%d of %d settings staged%s%s"
            .formatted(
                plan.changes().size(),
                expected.size(),
                staged.task() == null || staged.task().jobId() == null
                    ? ""
                    : ", job " + staged.task().jobId(),
                shown ? "" : ", which this BMC does not show; they are judged after the reset"),
        plan);
  }

  private static Outcome outcome(String summary, BiosPlan plan) {
    return Outcome.of(summary)
        .with("settings", plan.expected().size())
        .with("changes", plan.changes().size())
        .with("staged", !plan.isEmpty());
  }

  /**
   * True if an attempt that was cut off has staged just this, on a BMC that does not show what is
   * staged; one that shows it tells by itself what is still to be sent.
   */
  private static boolean isStaged(ServerWork work, Bios bios, Map<String, String> wanted) {
    return work.context()
            .checkpoint(CHECKPOINT)
            .filter(kept -> kept.value().equals(Value.of(wanted)))
            .isPresent()
        && bios.settings().pending().isEmpty();
  }

  private static void requireClean(BiosPlan plan) {
    if (!plan.isClean()) {
      throw new StepRejectedException(
          "the BIOS settings can't be brought about as they are; nothing was written\n"
              + plan.text());
    }
    if (plan.resets() > 1) {
      throw new StepRejectedException(
          "the BIOS settings need %d passes with a reset each, and a run makes one; nothing was"
                  .formatted(plan.resets())
              + " written. Make the first with 'hwauto bios apply' and a restart, until 'hwauto"
              + " bios plan' shows one, then run again\n"
              + plan.text());
    }
  }

  /**
   * Reads back what is staged. An iDRAC and an iLO show it; other BMCs may show nothing
   * (Supermicro), and there the settings are judged after the reset alone.
   *
   * @return whether it was seen
   */
  private static boolean requireTaken(ServerWork work, BiosPlan plan) {
    var settings = work.bmc().client().bios().settings();
    var pending = BiosWords.values(settings.pending());
    if (pending.isEmpty() && !SHOWS_WHAT_IS_STAGED.contains(work.bmc().client().vendor())) {
      return false;
    }
    var current = BiosWords.values(settings.attributes());
    var missing =
        plan.changes().stream()
            .filter(change -> !change.to().equals(pending.get(change.attribute())))
            .filter(change -> !change.to().equals(current.get(change.attribute())))
            .map(change -> change.attribute())
            .toList();
    if (!missing.isEmpty()) {
      throw new NotTakenException(
          "the BMC accepted the BIOS settings, and a fresh read shows these not staged: "
              + String.join(", ", missing));
    }
    return true;
  }
}
