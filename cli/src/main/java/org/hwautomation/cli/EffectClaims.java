package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.provisioning.steps.KeptImage;
import org.hwautomation.provisioning.steps.ServerFields;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Recorder;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.workflow.RunState;
import org.hwautomation.workflow.StepState;
import org.hwautomation.workflow.StepStatus;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowStatus;

/**
 * What a completed run claims to have done to its server, held against what the simulator saw
 * happen to it since it was new. Both ways: what was claimed and not seen, and what was seen and
 * not claimed.
 */
final class EffectClaims {
  private final RunState run;
  private final SimulatedServer server;
  private final Recorder recorder;
  private final List<String> differences = new ArrayList<>();

  EffectClaims(RunState run, SimulatedServer server, Recorder recorder) {
    this.run = run;
    this.server = server;
    this.recorder = recorder;
  }

  /** One line for each difference; none for a run that did not complete, which claims nothing. */
  List<String> differences() {
    differences.clear();
    if (run.status() != WorkflowStatus.COMPLETED) {
      return List.of();
    }
    var staged = kept("configure_bios", "staged");
    compare(EffectKind.COMMISSION, isDone("commission_server"));
    compare(EffectKind.COMMISSION_FINISHED, isDone("wait_for_commissioning"));
    compare(EffectKind.BIOS_STAGED, staged ? 1 + furtherPasses() : 0);
    compare(EffectKind.BIOS_APPLIED, staged && isDone("reboot_server") ? 1 + furtherPasses() : 0);
    compare(EffectKind.BMC_MOVED, kept("configure_ipmi_network", "way_back"));
    if (staged && isDone("reboot_server") && !restartedAfterStaging()) {
      differences.add("a restart that applies BIOS settings is claimed, and none was seen");
    }
    compareSettings();
    compareFirmware();
    new ServerFields(run.values())
        .bmcAddress()
        .filter(address -> !address.equals(server.bmc().address()))
        .ifPresent(
            address ->
                differences.add(
                    "the BMC is said to be at %s, and answers at %s"
                        .formatted(address, server.bmc().address())));
    return List.copyOf(differences);
  }

  private void compare(EffectKind kind, boolean claimed) {
    compare(kind, claimed ? 1 : 0);
  }

  private void compare(EffectKind kind, int claimed) {
    var seen = recorder.count(server.hostname(), kind);
    if (seen != claimed) {
      differences.add(
          "%s is claimed %s, and was seen %d times"
              .formatted(
                  kind,
                  switch (claimed) {
                    case 0 -> "not to have happened";
                    case 1 -> "once";
                    default -> claimed + " times";
                  },
                  seen));
    }
  }

  /** BIOS passes after the first, each of which the restarting step stages. */
  private int furtherPasses() {
    return step("reboot_server")
        .map(
            step ->
                (int)
                    step.checkpoints().keySet().stream()
                        .filter(name -> name.startsWith("staged "))
                        .count())
        .orElse(0);
  }

  private void compareSettings() {
    if (!(run.values().get(ServerFields.BIOS_EXPECTED).orElse(null) instanceof Value.Fields set)) {
      return;
    }
    var current = server.bios().current();
    set.values()
        .forEach(
            (attribute, value) -> {
              var now = String.valueOf(current.get(attribute));
              if (!now.equals(text(value))) {
                differences.add(
                    "BIOS setting %s is said to be %s, and is %s"
                        .formatted(attribute, text(value), now));
              }
            });
  }

  private void compareFirmware() {
    var installed =
        step("update_firmware").stream()
            .flatMap(step -> step.checkpoints().entrySet().stream())
            .filter(entry -> entry.getKey().startsWith(KeptImage.CHECKPOINT))
            .filter(entry -> isInstalled(entry.getValue().value()))
            .count();
    for (var kind : List.of(EffectKind.FIRMWARE_WRITTEN, EffectKind.FIRMWARE_ACTIVATED)) {
      var seen = recorder.count(server.hostname(), kind);
      if (seen != installed) {
        differences.add(
            "%d firmware images are claimed, and %s was seen %d times"
                .formatted(installed, kind, seen));
      }
    }
  }

  private static boolean isInstalled(Value kept) {
    return kept.as(KeptImage.class).stand() == KeptImage.Stand.DONE;
  }

  private boolean restartedAfterStaging() {
    return recorder.effects(server.hostname()).stream()
        .dropWhile(effect -> effect.kind() != EffectKind.BIOS_STAGED)
        .anyMatch(
            effect -> effect.kind() == EffectKind.RESET || effect.kind() == EffectKind.POWER_ON);
  }

  /** The step of a name, also inside a group. */
  private Optional<StepState> step(String name) {
    return run.steps().values().stream()
        .filter(step -> step.path().equals(name) || step.path().endsWith("/" + name))
        .findFirst();
  }

  private boolean isDone(String step) {
    return step(step).filter(s -> s.status() == StepStatus.COMPLETED).isPresent();
  }

  private boolean kept(String step, String checkpoint) {
    return step(step).filter(s -> s.checkpoints().containsKey(checkpoint)).isPresent();
  }

  private static String text(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Int(var number) -> String.valueOf(number);
      case Value.Bool(var flag) -> String.valueOf(flag);
      default -> value.toString();
    };
  }
}
