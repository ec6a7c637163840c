package org.hwautomation.provisioning.steps;

import java.util.LinkedHashMap;
import org.hwautomation.provisioning.bios.BiosPlan;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.StepRejectedException;

/**
 * Stages the device type's BIOS settings for the next reset, in one write: all that can be written
 * now. What a reset opens, {@link RebootServer} stages after it. Nothing to change means no write
 * and no reset; anything refused means no write either.
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
                Parameter.of(
                    "passes",
                    "integer",
                    "How many passes, a write and a reset each, the settings need; host.reboot makes"
                        + " the rest"),
                Parameter.of("staged", "boolean", "True if a reset is needed for them")));
  }

  @Override
  Outcome run(ServerWork work) {
    var context = work.context();
    work.requireFree();
    context.reportSubTask("Planning BIOS settings");
    var read = BiosSources.of(work).read();
    var plan = read.plan(work.deviceType().bios(), work.fields().approval().settings());
    requireClean(plan);
    var settings = plan.expected().size();
    BootCheck.note(work);
    context.put(ServerFields.BIOS_EXPECTED, PassInHand.stored(plan.expected()));
    context.put(ServerFields.BIOS_STAGED, !plan.isEmpty());
    if (BiosSources.isInBand(work)) {
      ToolReset.keep(work, read, plan.expected());
    }
    if (plan.isEmpty()) {
      return outcome("all %d settings are right; nothing was written".formatted(settings), plan);
    }
    context.put(ServerFields.BIOS_PASS, PassInHand.first(plan, work.given().deviceType()).stored());
    var wanted = new LinkedHashMap<String, BiosValue>();
    plan.firstChanges().forEach(change -> wanted.put(change.attribute(), change.to()));
    var passes = plan.resets() > 1 ? ", the first of %d passes".formatted(plan.resets()) : "";
    if (BiosStaging.isDone(work, CHECKPOINT, wanted)) {
      return outcome(
          "%d of %d settings were staged before%s".formatted(wanted.size(), settings, passes),
          plan);
    }
    context.reportSubTask("Staging %d settings".formatted(wanted.size()));
    var said = BiosStaging.stage(work, CHECKPOINT, wanted);
    return outcome(
        "%d of %d settings staged%s%s".formatted(wanted.size(), settings, passes, said), plan);
  }

  private static Outcome outcome(String summary, BiosPlan plan) {
    return Outcome.of(summary)
        .with("settings", plan.expected().size())
        .with("changes", plan.firstChanges().size())
        .with("passes", plan.resets())
        .with("staged", !plan.isEmpty());
  }

  private static void requireClean(BiosPlan plan) {
    if (!plan.isClean()) {
      throw new StepRejectedException(
          "the BIOS settings can't be brought about as they are; nothing was written\n"
              + plan.text());
    }
  }
}
