package org.hwautomation.simulator.maas;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.simulator.PowerState;
import org.jspecify.annotations.Nullable;

/**
 * What the API can do to machines. Each operation checks what MAAS checks, in its order: a locked
 * machine may only be read and unlocked (403), a form that does not validate is 400 — commissioning
 * and testing in the wrong status among them — and every other wrong status is 409
 * (maasserver.api.machines, maasserver.node_action, maasserver.node_status).
 */
final class MachineOperations {

  private static final Set<MaasStatus> COMMISSIONABLE =
      EnumSet.of(
          MaasStatus.NEW,
          MaasStatus.FAILED_COMMISSIONING,
          MaasStatus.READY,
          MaasStatus.FAILED_TESTING,
          MaasStatus.BROKEN);
  private static final Set<MaasStatus> TESTABLE =
      EnumSet.of(
          MaasStatus.FAILED_COMMISSIONING,
          MaasStatus.READY,
          MaasStatus.RESERVED,
          MaasStatus.ALLOCATED,
          MaasStatus.FAILED_DEPLOYMENT,
          MaasStatus.DEPLOYED,
          MaasStatus.MISSING,
          MaasStatus.RETIRED,
          MaasStatus.BROKEN,
          MaasStatus.FAILED_RELEASING,
          MaasStatus.FAILED_DISK_ERASING,
          MaasStatus.FAILED_TESTING);
  private static final Set<MaasStatus> ABORTABLE =
      EnumSet.of(
          MaasStatus.COMMISSIONING,
          MaasStatus.TESTING,
          MaasStatus.DEPLOYING,
          MaasStatus.DISK_ERASING);
  private static final Set<MaasStatus> RELEASABLE =
      EnumSet.of(
          MaasStatus.ALLOCATED,
          MaasStatus.RESERVED,
          MaasStatus.BROKEN,
          MaasStatus.DEPLOYING,
          MaasStatus.DEPLOYED,
          MaasStatus.FAILED_DEPLOYMENT,
          MaasStatus.FAILED_DISK_ERASING,
          MaasStatus.FAILED_RELEASING);
  private static final Set<MaasStatus> RESCUABLE =
      EnumSet.of(
          MaasStatus.NEW,
          MaasStatus.FAILED_COMMISSIONING,
          MaasStatus.READY,
          MaasStatus.RESERVED,
          MaasStatus.ALLOCATED,
          MaasStatus.FAILED_DEPLOYMENT,
          MaasStatus.DEPLOYED,
          MaasStatus.MISSING,
          MaasStatus.RETIRED,
          MaasStatus.BROKEN,
          MaasStatus.FAILED_DISK_ERASING,
          MaasStatus.FAILED_ENTERING_RESCUE_MODE,
          MaasStatus.FAILED_TESTING);

  private final Machines machines;
  private final MachineLife life;
  private final PowerDriver driver;

  MachineOperations(Machines machines, MachineLife life, PowerDriver driver) {
    this.machines = machines;
    this.life = life;
    this.driver = driver;
  }

  /** Runs the named op of a request on a machine. */
  MaasReply run(Machine machine, MaasRequest request) {
    Form form = request.form();
    return switch (request.method() + " " + request.op()) {
      case "GET power_parameters" -> MaasReply.json(new TreeMap<>(machine.powerParameters()));
      case "GET query_power_state" -> MaasReply.json(Map.of("state", queryPower(machine)));
      case "POST lock" -> lock(machine, true);
      case "POST unlock" -> lock(machine, false);
      case "POST commission" -> changed(machine, () -> commission(machine, form));
      case "POST test" -> changed(machine, () -> test(machine, form));
      case "POST abort" -> changed(machine, () -> abort(machine));
      case "POST deploy" -> changed(machine, () -> deploy(machine, form));
      case "POST release" -> changed(machine, () -> release(machine, form));
      case "POST rescue_mode" -> changed(machine, () -> rescue(machine));
      case "POST exit_rescue_mode" -> changed(machine, () -> exitRescue(machine));
      case "POST power_on" -> changed(machine, () -> powerOn(machine));
      case "POST power_off" -> changed(machine, () -> powerOff(machine, form));
      case "POST mark_broken" -> changed(machine, () -> markBroken(machine, form));
      case "POST mark_fixed" -> changed(machine, () -> markFixed(machine));
      case "POST override_failed_testing" -> changed(machine, () -> overrideTesting(machine));
      default -> throw request.unrecognised();
    };
  }

  private MaasReply changed(Machine machine, Runnable work) {
    if (machine.locked()) {
      throw MaasRefusal.forbidden();
    }
    work.run();
    return MaasReply.json(machines.json(machine));
  }

  private MaasReply lock(Machine machine, boolean wanted) {
    synchronized (machines) {
      if (machine.locked() == wanted) {
        throw MaasRefusal.stateViolation(
            wanted ? "Machine is already locked" : "Machine is not locked");
      }
      boolean lockable =
          machine.status() == MaasStatus.DEPLOYED || machine.status() == MaasStatus.DEPLOYING;
      if (wanted && !lockable) {
        throw MaasRefusal.stateViolation(
            "Can't lock, machine is not deployed (current state: "
                + machine.status().label()
                + ")");
      }
      machine.locked(wanted);
      machines.event(machine, "INFO", wanted ? "Locked" : "Unlocked", "");
      return MaasReply.json(machines.json(machine));
    }
  }

  void commission(Machine machine, Form form) {
    synchronized (machines) {
      if (!COMMISSIONABLE.contains(machine.status())) {
        throw notAvailable("Commission");
      }
      checkScripts(form);
      List<String> testing = listed(form, "testing_scripts");
      life.commission(
          machine,
          new MachineLife.Commissioning(
              form.flag("enable_ssh"),
              form.flag("skip_bmc_config"),
              listed(form, "commissioning_scripts").stream()
                  .filter(name -> !name.equals("none"))
                  .toList(),
              !testing.contains("none")));
    }
  }

  private void test(Machine machine, Form form) {
    synchronized (machines) {
      if (!TESTABLE.contains(machine.status())) {
        throw notAvailable("Test");
      }
      checkScripts(form);
      life.test(machine, form.flag("enable_ssh"));
    }
  }

  private void abort(Machine machine) {
    synchronized (machines) {
      if (!ABORTABLE.contains(machine.status())) {
        throw MaasRefusal.stateViolation(
            "Cannot abort in current state: node "
                + machine.systemId
                + " is in state "
                + machine.status().label()
                + ".");
      }
    }
    try {
      life.abort(machine);
    } catch (PowerProblem e) {
      failedPower(machine, "Failed to power off node", e);
    }
  }

  private void deploy(Machine machine, Form form) {
    synchronized (machines) {
      boolean ready = machine.status() == MaasStatus.READY;
      if (!ready && machine.status() != MaasStatus.ALLOCATED) {
        throw MaasRefusal.stateViolation(
            "Can't deploy a machine that is in the '" + machine.status().label() + "' state");
      }
      if (ready) {
        acquire(machine);
      }
      life.deploy(machine, form.last("osystem", "ubuntu"), form.last("distro_series", "noble"));
    }
  }

  private void release(Machine machine, Form form) {
    synchronized (machines) {
      boolean nothingToDo =
          machine.status() == MaasStatus.RELEASING || machine.status() == MaasStatus.READY;
      if (nothingToDo) {
        return;
      }
      if (!RELEASABLE.contains(machine.status())) {
        throw MaasRefusal.stateViolation(
            "Machine cannot be released in its current state ('"
                + machine.status().label()
                + "').");
      }
      life.release(machine, form.flag("erase"));
    }
  }

  private void rescue(Machine machine) {
    synchronized (machines) {
      if (!RESCUABLE.contains(machine.status())) {
        throw transition(machine, MaasStatus.ENTERING_RESCUE_MODE);
      }
      life.enterRescue(machine);
    }
  }

  private void exitRescue(Machine machine) {
    synchronized (machines) {
      boolean possible =
          switch (machine.status()) {
            case RESCUE_MODE,
                ENTERING_RESCUE_MODE,
                FAILED_ENTERING_RESCUE_MODE,
                FAILED_EXITING_RESCUE_MODE ->
                true;
            default -> false;
          };
      if (!possible) {
        throw transition(machine, MaasStatus.EXITING_RESCUE_MODE);
      }
      life.exitRescue(machine);
    }
  }

  private void powerOn(Machine machine) {
    if (machine.owner.isEmpty()) {
      throw MaasRefusal.stateViolation("Can't start node: it hasn't been allocated.");
    }
    switched(machine, PowerAction.ON, "Failed to power on node");
  }

  private void powerOff(Machine machine, Form form) {
    boolean soft = form.last("stop_mode", "hard").equals("soft");
    switched(
        machine, soft ? PowerAction.SOFT_OFF : PowerAction.FORCE_OFF, "Failed to power off node");
  }

  private void switched(Machine machine, PowerAction action, String failure) {
    try {
      driver.perform(machine, action);
      synchronized (machines) {
        machine.powerState = action == PowerAction.ON ? "on" : "off";
        machines.event(
            machine, "INFO", action == PowerAction.ON ? "Powering on" : "Powering off", "");
      }
    } catch (PowerProblem e) {
      failedPower(machine, failure, e);
      throw MaasRefusal.unavailable(String.valueOf(e.getMessage()));
    }
  }

  private String queryPower(Machine machine) {
    if (!PowerDriver.drives(machine.powerType())) {
      return "unknown";
    }
    try {
      String state = driver.query(machine) == PowerState.ON ? "on" : "off";
      synchronized (machines) {
        machine.powerState = state;
      }
      return state;
    } catch (PowerProblem e) {
      failedPower(machine, "Failed to query node's BMC", e);
      return "error";
    }
  }

  private void failedPower(Machine machine, String what, PowerProblem problem) {
    synchronized (machines) {
      machine.powerState = "error";
      machines.event(machine, "WARNING", what, String.valueOf(problem.getMessage()));
    }
  }

  private void markBroken(Machine machine, Form form) {
    synchronized (machines) {
      life.end(machine);
      machine.owner = "";
      machine.previousStatus = machine.status();
      machines.move(
          machine, MaasStatus.BROKEN, form.last("comment", form.last("error_description", "")));
    }
  }

  private void markFixed(Machine machine) {
    synchronized (machines) {
      if (machine.status() != MaasStatus.BROKEN) {
        throw MaasRefusal.stateViolation("Can't mark a machine that is not broken as \"Ready\".");
      }
      machines.move(machine, MaasStatus.READY, "");
    }
  }

  private void overrideTesting(Machine machine) {
    synchronized (machines) {
      if (machine.status() != MaasStatus.FAILED_TESTING) {
        throw MaasRefusal.badRequest(
            "Unable to override node status. Node is not in 'Failed testing' status.");
      }
      machines.move(machine, MaasStatus.READY, "");
    }
  }

  /** {@code POST machines/?op=allocate}: the first Ready machine that fits, or 409. */
  Map<String, @Nullable Object> allocate(Form form) {
    synchronized (machines) {
      Machine machine =
          machines.all().stream()
              .filter(each -> each.status() == MaasStatus.READY && !each.locked())
              .filter(each -> fits(form, "system_id", each.systemId))
              .filter(each -> fits(form, "name", each.hostname))
              .filter(each -> each.tags.containsAll(listed(form, "tags")))
              .findFirst()
              .orElseThrow(
                  () ->
                      MaasRefusal.stateViolation(
                          "No available machine matches constraints: " + form.values()));
      if (!form.flag("dry_run")) {
        acquire(machine);
      }
      return machines.json(machine);
    }
  }

  private void acquire(Machine machine) {
    machine.owner = Machines.OWNER;
    machines.move(machine, MaasStatus.ALLOCATED, "");
  }

  /** {@code POST machines/?op=release}: all named machines, or none and 409. */
  List<String> releaseAll(Form form) {
    synchronized (machines) {
      List<Machine> all = form.all("machines").stream().map(machines::get).toList();
      List<String> refused =
          all.stream()
              .filter(
                  each -> !RELEASABLE.contains(each.status()) && each.status() != MaasStatus.READY)
              .map(each -> each.systemId + " ('" + each.status().label() + "')")
              .toList();
      if (!refused.isEmpty()) {
        throw MaasRefusal.stateViolation(
            "Machine(s) cannot be released in their current state: "
                + String.join(", ", refused)
                + ".");
      }
      List<String> released = new ArrayList<>();
      for (Machine each : all) {
        if (each.status() != MaasStatus.READY) {
          life.release(each, form.flag("erase"));
          released.add(each.systemId);
        }
      }
      return released;
    }
  }

  private static void checkScripts(Form form) {
    for (String field : List.of("commissioning_scripts", "testing_scripts")) {
      for (String name : listed(form, field)) {
        if (!name.matches("[A-Za-z0-9_.-]+")) {
          throw MaasRefusal.invalid(
              field, "Select a valid choice. " + name + " is not one of the available choices.");
        }
      }
    }
  }

  private static List<String> listed(Form form, String key) {
    return form.all(key).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static boolean fits(Form form, String key, String value) {
    return form.last(key).map(value::equals).orElse(true);
  }

  private static MaasRefusal notAvailable(String action) {
    return MaasRefusal.invalid(
        "__all__", action + " is not available because of the current state of the node.");
  }

  private static MaasRefusal transition(Machine machine, MaasStatus to) {
    return MaasRefusal.stateViolation(
        "Invalid transition: " + machine.status().label() + " -> " + to.label() + ".");
  }
}
