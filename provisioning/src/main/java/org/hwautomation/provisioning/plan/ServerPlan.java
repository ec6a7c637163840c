package org.hwautomation.provisioning.plan;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.hardware.maas.Machine;
import org.hwautomation.provisioning.bios.BiosPlan;
import org.hwautomation.provisioning.bios.BiosPlanDocument;
import org.hwautomation.provisioning.firmware.Disruption;
import org.hwautomation.provisioning.firmware.FirmwarePlan;
import org.hwautomation.provisioning.firmware.PlanDocument;
import org.jspecify.annotations.Nullable;

/**
 * What a start would do to one server, as far as that is known before it. Immutable.
 *
 * @param server as it was named
 * @param machine as MAAS knows it; empty if it does not, or was not asked
 * @param problem why it would not be started; empty if it would
 * @param steps all steps in their order
 * @param window the maintenance window that its points of no return wait for
 * @param firmware what firmware it would get; empty if the template brings none
 * @param bios what would change in its BIOS; empty if the template changes nothing there
 * @param unread why firmware or BIOS could not be read now; the run would find out
 */
public record ServerPlan(
    String server,
    Optional<Machine> machine,
    Optional<String> deviceType,
    Optional<String> problem,
    List<PlannedStep> steps,
    Optional<PlannedWindow> window,
    Optional<FirmwarePlan> firmware,
    Optional<BiosPlan> bios,
    Optional<String> unread) {
  public ServerPlan {
    steps = List.copyOf(steps);
  }

  /**
   * A step that would run.
   *
   * @param usualSeconds how long it usually takes, on the likest servers that it ran on
   * @param disruptive what of it may not be cut off
   */
  public record PlannedStep(
      String path,
      String description,
      Optional<String> uses,
      Optional<Long> usualSeconds,
      List<String> disruptive) {
    Map<String, @Nullable Object> document() {
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("name", path);
      document.put("description", description);
      document.put("uses", uses.orElse(null));
      document.put("usual_seconds", usualSeconds.orElse(null));
      document.put("disruptive", disruptive.isEmpty() ? null : String.join("; ", disruptive));
      return document;
    }
  }

  /**
   * A maintenance window.
   *
   * @param words what it is called, and when it is open
   * @param opens when it is open next; in the past if it is now
   */
  public record PlannedWindow(String name, String words, Optional<Instant> opens) {
    Map<String, @Nullable Object> document() {
      var document = new LinkedHashMap<String, @Nullable Object>();
      document.put("name", name);
      document.put("words", words);
      document.put("opens", opens.map(Instant::toString).orElse(null));
      return document;
    }
  }

  /** How often the host restarts, as far as it is known: for firmware, and for BIOS passes. */
  public long reboots() {
    return firmware
            .map(plan -> plan.count(Disruption.HOST_REBOOT) + plan.count(Disruption.AC_CYCLE))
            .orElse(0L)
        + bios.map(BiosPlan::resets).orElse(0);
  }

  /** How long it should take; empty where no step was ever seen. */
  public Optional<Long> expectedSeconds() {
    var known = steps.stream().flatMap(step -> step.usualSeconds().stream()).toList();
    var forImages = firmware.map(plan -> plan.time().toSeconds()).orElse(0L);
    return known.isEmpty() && forImages == 0
        ? Optional.empty()
        : Optional.of(known.stream().mapToLong(Long::longValue).sum() + forImages);
  }

  /** As JSON has it. */
  public Map<String, @Nullable Object> document() {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("server", server);
    document.put("hostname", machine.map(Machine::hostname).orElse(server));
    document.put("server_id", machine.map(Machine::systemId).orElse(null));
    document.put("serial", machine.map(m -> m.hardwareInfo().systemSerial()).orElse(null));
    document.put("maas_status", machine.map(Machine::statusName).orElse(null));
    document.put("device_type", deviceType.orElse(null));
    document.put("problem", problem.orElse(null));
    document.put("steps", steps.stream().map(PlannedStep::document).toList());
    document.put("window", window.map(PlannedWindow::document).orElse(null));
    document.put("reboots", reboots());
    document.put("expected_seconds", expectedSeconds().orElse(null));
    document.put("firmware", firmware.map(PlanDocument::document).orElse(null));
    document.put("bios", bios.map(BiosPlanDocument::of).orElse(null));
    document.put("unread", unread.orElse(null));
    return document;
  }
}
