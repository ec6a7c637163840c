package org.hwautomation.cli;

import java.util.List;
import java.util.Optional;
import org.hwautomation.provisioning.safety.HardwareActivity;
import org.hwautomation.provisioning.safety.PowerOffAdvice;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StepState;

/** What a run is doing to its server's hardware now, as its journal tells it. */
final class RunActivity {
  private RunActivity() {}

  /** Whether the server of a run may be powered off now (safety rule 14). */
  static PowerOffAdvice advice(RunState state, boolean executed) {
    return PowerOffAdvice.during(List.of(of(state, executed)));
  }

  /**
   * The activity.
   *
   * @param executed true if a living process executes the run
   */
  static HardwareActivity of(RunState state, boolean executed) {
    var cutOff =
        state.steps().values().stream()
            .anyMatch(
                step -> (!step.isOver() || state.held()) && step.interruptedPoint().isPresent());
    if (state.openPoint().isPresent()) {
      var step = state.currentStep().map(RunActivity::ofStep).orElse(HardwareActivity.UNKNOWN);
      return executed && !PowerOffAdvice.during(List.of(step)).safe()
          ? step
          : HardwareActivity.UNKNOWN;
    }
    if (cutOff || failedInPoint(state)) {
      return HardwareActivity.UNKNOWN;
    }
    if (state.status().isTerminal()) {
      return HardwareActivity.NOTHING;
    }
    return state
        .currentStep()
        .filter(step -> Optional.ofNullable(state.steps().get(step)).isPresent())
        .map(RunActivity::ofStep)
        .orElse(HardwareActivity.NOTHING);
  }

  private static boolean failedInPoint(RunState state) {
    return state
        .failedStep()
        .map(state.steps()::get)
        .flatMap(StepState::interruptedPoint)
        .isPresent();
  }

  private static HardwareActivity ofStep(String step) {
    return switch (step) {
      case "validate_server",
          "discover_hardware",
          "backup_bios_config",
          "verify_bios_config",
          "validate_ipmi_connectivity",
          "test_ipmi_connectivity",
          "verify_ipmi_setup",
          "validate_network_config",
          "verify_configuration" ->
          HardwareActivity.READING;
      case "commission_server", "wait_for_commissioning", "verify_commissioning" ->
          HardwareActivity.COMMISSIONING;
      case "setup_ipmi" -> HardwareActivity.CONFIGURING_IN_BAND;
      case "configure_ipmi_network" -> HardwareActivity.MOVING_BMC;
      case "configure_bios" -> HardwareActivity.SETTINGS_STAGED;
      case "reboot_server" -> HardwareActivity.APPLYING_SETTINGS;
      default -> HardwareActivity.UNKNOWN;
    };
  }
}
