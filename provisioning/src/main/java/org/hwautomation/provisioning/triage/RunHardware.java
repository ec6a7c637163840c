package org.hwautomation.provisioning.triage;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.provisioning.safety.HardwareActivity;
import org.hwautomation.provisioning.safety.PowerOffAdvice;
import org.hwautomation.provisioning.steps.KeptImage;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StepState;

/** What a run is doing to its server's hardware now, as its journal tells it. */
final class RunHardware {
  private static final Map<String, HardwareActivity> OF_ACTION =
      Map.ofEntries(
          Map.entry("server.validate", HardwareActivity.READING),
          Map.entry("host.discover", HardwareActivity.READING),
          Map.entry("bios.back_up", HardwareActivity.READING),
          Map.entry("bios.verify", HardwareActivity.READING),
          Map.entry("bmc.check", HardwareActivity.READING),
          Map.entry("bmc.verify", HardwareActivity.READING),
          Map.entry("bmc.validate_network", HardwareActivity.READING),
          Map.entry("server.verify", HardwareActivity.READING),
          Map.entry("maas.commission", HardwareActivity.COMMISSIONING),
          Map.entry("maas.abort_commissioning", HardwareActivity.COMMISSIONING),
          Map.entry("maas.await_commissioning", HardwareActivity.COMMISSIONING),
          Map.entry("maas.verify_commissioning", HardwareActivity.COMMISSIONING),
          Map.entry("bmc.set_up", HardwareActivity.CONFIGURING_IN_BAND),
          Map.entry("bmc.move", HardwareActivity.MOVING_BMC),
          Map.entry("bios.stage", HardwareActivity.SETTINGS_STAGED),
          Map.entry("host.reboot", HardwareActivity.APPLYING_SETTINGS),
          Map.entry("server.hold", HardwareActivity.READING),
          Map.entry("server.hand_over", HardwareActivity.READING),
          Map.entry("firmware.plan", HardwareActivity.READING),
          Map.entry("firmware.verify", HardwareActivity.READING),
          Map.entry("firmware.update", HardwareActivity.READING));

  private RunHardware() {}

  /**
   * Whether the server of a run may be powered off now (safety rule 14).
   *
   * @param executed true if a living process executes the run
   */
  static PowerOffAdvice advice(RunState state, boolean executed) {
    return PowerOffAdvice.during(activities(state, executed));
  }

  private static Set<HardwareActivity> activities(RunState state, boolean executed) {
    var places = new StepPlaces(state.definition());
    if (state.openPoint().isPresent()) {
      var open = new LinkedHashSet<HardwareActivity>();
      for (var step : state.steps().values()) {
        if (step.point().isPresent()) {
          var activity = flash(step).orElseGet(() -> of(step.path(), places));
          open.add(
              executed && !PowerOffAdvice.during(Set.of(activity)).safe()
                  ? activity
                  : HardwareActivity.UNKNOWN);
        }
      }
      return open;
    }
    var cutOff =
        state.steps().values().stream()
            .anyMatch(
                step -> (!step.isOver() || state.held()) && step.interruptedPoint().isPresent());
    if (cutOff || failedInPoint(state)) {
      return Set.of(HardwareActivity.UNKNOWN);
    }
    var now = new LinkedHashSet<HardwareActivity>();
    if (!state.status().isTerminal() || state.held()) {
      state.steps().values().forEach(step -> flash(step).ifPresent(now::add));
    }
    if (new ServerFields(state.values()).biosStaged()
        && (!state.status().isTerminal() || state.held())) {
      now.add(HardwareActivity.SETTINGS_STAGED);
    }
    if (state.status().isTerminal()) {
      return now;
    }
    state
        .currentStep()
        .flatMap(step -> Optional.ofNullable(state.steps().get(step)))
        .filter(step -> !step.attempts().isEmpty())
        .ifPresent(step -> now.add(of(step.path(), places)));
    state
        .activeSteps()
        .filter(step -> !step.attempts().isEmpty())
        .forEach(step -> now.add(of(step.path(), places)));
    return now;
  }

  /** The gravest of what a step's firmware images are at. */
  private static Optional<HardwareActivity> flash(StepState step) {
    return step.checkpoints().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(KeptImage.CHECKPOINT))
        .map(entry -> entry.getValue().value().as(KeptImage.class).stand().activity())
        .max(Comparator.naturalOrder());
  }

  private static boolean failedInPoint(RunState state) {
    return state
        .failedStep()
        .flatMap(step -> Optional.ofNullable(state.steps().get(step)))
        .flatMap(StepState::interruptedPoint)
        .isPresent();
  }

  private static HardwareActivity of(String path, StepPlaces places) {
    return places
        .action(path)
        .map(action -> OF_ACTION.getOrDefault(plain(action), HardwareActivity.UNKNOWN))
        .orElse(HardwareActivity.UNKNOWN);
  }

  private static String plain(String action) {
    return action.replaceFirst("@.*", "");
  }
}
