package org.hwautomation.provisioning.steps;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.provisioning.device.DeviceTypes;
import org.hwautomation.provisioning.server.Connections;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Spelling;
import org.hwautomation.workflow.WorkflowStep;

/**
 * The 16 steps by the seed's names, with the original's time limits and attempts, those of
 * firmware-first, and the one that tells a device type. Thread-safe.
 */
public final class StepLibrary {
  private static final Map<String, WorkflowStep> STEPS = new LinkedHashMap<>();

  static {
    add(
        "validate_server",
        "Check the server, its BMC and what is wanted",
        "server.validate",
        60,
        2);
    add("commission_server", "Ask MAAS to commission the server", "maas.commission", 300, 3);
    add(
        "wait_for_commissioning",
        "Wait for the end of commissioning",
        "maas.await_commissioning",
        1800,
        1);
    add(
        "verify_commissioning",
        "Check what commissioning brought about",
        "maas.verify_commissioning",
        60,
        2);
    add("discover_hardware", "Read the hardware into the inventory", "host.discover", 180, 2);
    add("classify_server", "Tell the device type by the hardware", "server.classify", 180, 2);
    add("configure_bios", "Stage the device type's BIOS settings", "bios.stage", 600, 2);
    add("backup_bios_config", "Keep the present BIOS settings", "bios.back_up", 180, 2);
    add("verify_bios_config", "Check the BIOS settings after the reset", "bios.verify", 180, 2);
    add("setup_ipmi", "Give MAAS's BMC account its rights", "bmc.set_up", 300, 2);
    add("validate_ipmi_connectivity", "Check that the BMC is reached", "bmc.check", 60, 3);
    add("configure_ipmi_network", "Give the BMC its target address", "bmc.move", 180, 2);
    add("test_ipmi_connectivity", "Check that the BMC is reached", "bmc.check", 120, 3);
    add("verify_ipmi_setup", "Check the BMC's address everywhere", "bmc.verify", 60, 2);
    add("validate_network_config", "Check the target address", "bmc.validate_network", 60, 2);
    add("reboot_server", "Restart the host and wait for POST", "host.reboot", 300, 1);
    add("verify_configuration", "Check everything once more", "server.verify", 180, 2);
    add("hold_server", "Hold the server back from hand-over", "server.hold", 60, 2);
    add("plan_firmware", "Plan the firmware", "firmware.plan", 600, 2);
    add("update_firmware", "Install the planned firmware", "firmware.update", 14_400, 3);
    add("verify_firmware", "Check that the planned firmware runs", "firmware.verify", 300, 2);
    add("hand_over", "Let the server go", "server.hand_over", 60, 2);
  }

  private StepLibrary() {}

  private static void add(
      String name, String description, String action, int seconds, int attempts) {
    STEPS.put(
        name,
        WorkflowStep.named(name)
            .description(description)
            .uses(action)
            .timeout(Duration.ofSeconds(seconds))
            .attempts(attempts)
            .build());
  }

  /** The names of all steps. */
  public static Set<String> names() {
    return STEPS.keySet();
  }

  /**
   * A step.
   *
   * @throws IllegalArgumentException if there is none of that name; lists the known ones
   */
  public static WorkflowStep step(String name) {
    var step = STEPS.get(name);
    if (step == null) {
      throw new IllegalArgumentException(
          "unknown step '%s'%s; known: %s"
              .formatted(name, Spelling.hint(name, names()), String.join(", ", names())));
    }
    return step;
  }

  /** The actions behind the steps. */
  public static List<Action> actions(Connections connections, DeviceTypes deviceTypes) {
    return actions(new StepTools(connections, deviceTypes, Witness.NONE));
  }

  static List<Action> actions(StepTools tools) {
    return List.of(
        new ValidateServer(tools),
        new CommissionServer(tools),
        new AbortCommissioning(tools),
        new WaitForCommissioning(tools),
        new VerifyCommissioning(tools),
        new DiscoverHardware(tools),
        new ClassifyServer(tools),
        new CheckHardware(tools),
        new ConfigureBios(tools),
        new BackUpBios(tools),
        new VerifyBios(tools),
        new SetUpBmc(tools),
        new RotateCredentials(tools),
        new CheckBmc(tools),
        new MoveBmc(tools),
        new VerifyBmc(tools),
        new ValidateNetwork(tools),
        new RebootServer(tools),
        new VerifyConfiguration(tools),
        new HoldServer(tools),
        new PlanFirmware(tools),
        new UpdateFirmware(tools),
        new VerifyFirmware(tools),
        new HandOverServer(tools));
  }
}
