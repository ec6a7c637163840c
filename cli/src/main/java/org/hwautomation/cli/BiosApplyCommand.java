package org.hwautomation.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.hwautomation.hardware.redfish.BiosValue;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.bios.BiosPlan;
import org.hwautomation.provisioning.bios.BiosPlanDocument;
import org.hwautomation.provisioning.bios.BiosTemplate;
import org.hwautomation.provisioning.safety.BiosApproval;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.steps.BiosWords;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stages a device type's BIOS settings; the next reset applies them. */
@Command(
    name = "apply",
    description = "Stage a device type's BIOS settings for the next reset; resets nothing itself.")
final class BiosApplyCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Mixin private GlobalOptions options = new GlobalOptions();
  @Mixin private BmcTarget target = new BmcTarget();
  @Mixin private WriteOptions write = new WriteOptions();
  @Mixin private BiosApproveOption approve = new BiosApproveOption();

  @Option(
      names = "--device-type",
      paramLabel = "T",
      required = true,
      description = "As configured.")
  private String deviceType = "";

  @Override
  public Integer call() {
    var screen = options.screen();
    var approval = write.approval(approve);
    try (var manager = options.manager(write, "bios apply")) {
      var template = manager.deviceTypes().get(deviceType).bios();
      var place = target.place(manager);
      BiosPlan plan;
      try (var session = place.open(manager.connections(), BmcPlace.READ_ONLY)) {
        plan = plan(session, template, approval);
      }
      requireClean(plan);
      screen.say(plan.text());
      if (plan.toWrite().isEmpty()) {
        var document = BiosPlanDocument.of(plan);
        document.put("staged", plan.firstChanges().size());
        document.put("changed", false);
        screen.result(
            document,
            () ->
                screen.line(
                    plan.isEmpty()
                        ? "every setting is right; nothing was sent"
                        : "all of it is staged already; the next reset applies it"));
        return ExitCodes.DONE;
      }
      return new BmcWrite(manager, screen, place, write)
          .run(
              "bios-apply",
              "stage %d BIOS settings of %s".formatted(plan.toWrite().size(), deviceType),
              session -> {
                audit(manager, place, approval);
                stage(session, template, approval);
              },
              wait -> wait.until("the settings to be staged", LIMIT, fresh -> shown(fresh, plan)));
    }
  }

  private static BiosPlan plan(BmcSession session, BiosTemplate template, BiosApproval approval) {
    return BiosViews.bios(session, bios -> BiosWords.plan(bios, template, approval.settings()));
  }

  private void audit(WorkflowManager manager, BmcPlace place, BiosApproval approval) {
    if (approve.isGiven() && !write.dryRun()) {
      manager
          .connections()
          .inventory()
          .audit(GlobalOptions.actor(), "approve BIOS settings", place.name(), approval.text());
    }
  }

  private static void requireClean(BiosPlan plan) {
    if (!plan.isClean()) {
      throw new RefusedException(
          10,
          "these BIOS settings are not written as they stand; nothing was sent\n" + plan.text());
    }
  }

  /** Plans anew under the lock: what was shown may have changed. */
  private static void stage(BmcSession session, BiosTemplate template, BiosApproval approval) {
    var plan = plan(session, template, approval);
    requireClean(plan);
    var wanted = new LinkedHashMap<String, String>();
    plan.firstChanges()
        .forEach(change -> wanted.put(change.attribute(), String.valueOf(change.to().json())));
    BiosViews.redfish(session).bios().stage(wanted);
  }

  private static Optional<Map<String, Object>> shown(BmcSession fresh, BiosPlan plan) {
    var settings = BiosViews.redfish(fresh).bios().settings();
    var result = new LinkedHashMap<String, Object>();
    result.put("staged", plan.firstChanges().size());
    result.put("needs_reset", true);
    result.put("passes_left", plan.resets() - 1);
    for (var change : plan.firstChanges()) {
      var wanted = String.valueOf(change.to().json());
      if (!isValue(settings.pending().get(change.attribute()), wanted)
          && !isValue(settings.attributes().get(change.attribute()), wanted)) {
        return Optional.empty();
      }
    }
    result.put(
        "note",
        "staged, as a fresh read shows; the next reset applies it"
            + (plan.resets() > 1
                ? ". It is pass 1 of %d: after the reset, apply again".formatted(plan.resets())
                : ""));
    return Optional.of(result);
  }

  private static boolean isValue(@Nullable BiosValue value, String wanted) {
    return value != null && value.text().equals(wanted);
  }
}
