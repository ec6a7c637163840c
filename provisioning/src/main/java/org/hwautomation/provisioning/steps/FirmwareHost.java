package org.hwautomation.provisioning.steps;

import java.time.Duration;
import java.util.Optional;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.redfish.ComputerSystem;
import org.hwautomation.hardware.redfish.PowerState;
import org.hwautomation.hardware.redfish.ResetType;
import org.hwautomation.hardware.redfish.Sensor;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.workflow.StepRejectedException;
import org.jspecify.annotations.Nullable;

/**
 * The host while firmware is installed: whether it may begin, the restart that applies it, the end
 * of POST, and off again as it was found. Belongs to one attempt.
 */
final class FirmwareHost {
  private static final Duration QUIET = Duration.ofMinutes(1);
  private static final Duration USUAL = Duration.ofMinutes(5);
  private static final Duration LIMIT = Duration.ofMinutes(30);

  private final ServerWork work;
  private @Nullable Patience idle;
  private @Nullable Patience restarting;

  FirmwareHost(ServerWork work) {
    this.work = work;
  }

  /**
   * Safety rule 9: the host is off or runs the system that this run keeps up, and no power supply
   * is in trouble.
   *
   * @throws RefusedException if not; nothing was written
   */
  void requireQuiet() {
    var client = work.bmc().client();
    var system = client.system();
    if (system.powerState() != PowerState.OFF && !work.hasWindow()) {
      throw new RefusedException(
          9,
          ("the host is %s and not in a system of this run, so no firmware is written; switch it"
                  + " off first: hwauto bmc power off %s")
              .formatted(RebootServer.state(system), work.fields().hostname()));
    }
    client.sensors().stream()
        .filter(sensor -> sensor.kind() == Sensor.Kind.POWER_SUPPLY && !sensor.isAbsent())
        .filter(sensor -> "Critical".equals(sensor.health()))
        .findFirst()
        .ifPresent(
            sensor -> {
              throw new RefusedException(
                  9,
                  "%s is critical, so no firmware is written; a power loss would break the board. Mend it first: hwauto bmc sensors %s"
                      .formatted(sensor.name(), work.fields().hostname()));
            });
  }

  boolean isOff() {
    return work.bmc().client().system().powerState() == PowerState.OFF;
  }

  /** Starts POST. To be kept before it is called: it is not asked for twice. */
  void restart() {
    work.requireFree();
    idle = null;
    if (!isOff()) {
      work.context().reportSubTask("Restarting the host, which applies the firmware");
      if (send(ResetType.FORCE_RESTART, PowerState.OFF)) {
        return;
      }
    }
    work.context().reportSubTask("Switching the host on, which applies the firmware");
    send(ResetType.ON, PowerState.ON);
  }

  /**
   * False if it was refused because the power is what it must not be for this, or what it was to
   * become: MAAS switches servers too, and may have been quicker.
   */
  private boolean send(ResetType type, PowerState excuse) {
    var power = work.bmc().client().power();
    try {
      power.reset(type, work.every(300));
      return true;
    } catch (HardwareException e) {
      var refused =
          e.kind() == HardwareException.Kind.REJECTED
              || e.kind() == HardwareException.Kind.BUSY; // Dell's 409 for "off already"
      if (!refused || power.state() != excuse) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Asks again where a restart was lost: only while the BMC has just said that nothing is written,
   * and the host has not been in POST for a while.
   *
   * @throws StepRejectedException if that went on for half an hour
   */
  void restartIfLost(ComputerSystem system) {
    if (restarting == null) {
      restarting = new Patience(work, LIMIT);
    }
    if (restarting.isOver()) {
      throw new StepRejectedException(
          "the firmware is staged, and the restart of the host that applies it does not come about: the BMC takes the request, and the host is %s. Nothing is being written. Restart it at its console, then hwauto run resume"
              .formatted(RebootServer.state(system)));
    }
    if (inPost(system)) {
      idle = null;
    } else if (idle == null) {
      idle = new Patience(work, system.powerState() == PowerState.OFF ? QUIET : USUAL);
    } else if (idle.isOver()) {
      restart();
    }
  }

  /** A host that finds nothing to boot may tell the last state of its POST for ever. */
  private static boolean inPost(ComputerSystem system) {
    return RebootServer.inPost(system) && !RebootServer.bootsNothing(system);
  }

  /** Waits until POST has been over for a minute: BIOSes post twice after their update. */
  void awaitEndOfPost() throws Exception {
    var quiet = new Patience(work, QUIET);
    var waiting = new Patience(work, LIMIT);
    work.whenBack(
        "Waiting for the end of POST",
        5,
        () -> {
          var system = work.bmc().client().system();
          work.context()
              .reportSubTask("Waiting for the end of POST: " + RebootServer.state(system));
          if (inPost(system)) {
            quiet.renew();
            requireInTime(waiting, "POST does not end", system);
          }
          return quiet.isOver() ? Optional.of(true) : Optional.empty();
        });
  }

  private static void requireInTime(Patience waiting, String what, ComputerSystem system) {
    if (waiting.isOver()) {
      throw new StepRejectedException(
          "%s: after firmware that runs already, the host is %s, %s later. Look at its console, then hwauto run resume"
              .formatted(what, RebootServer.state(system), waiting.text()));
    }
  }

  /** Off again, as it was found: nobody asked for what it boots now. */
  void switchOff() throws Exception {
    if (isOff()) {
      return;
    }
    work.requireFree();
    send(ResetType.FORCE_OFF, PowerState.OFF);
    var waiting = new Patience(work, USUAL);
    work.whenBack(
        "Waiting for the power to be off",
        5,
        () -> {
          var system = work.bmc().client().system();
          if (system.powerState() == PowerState.OFF) {
            return Optional.of(true);
          }
          requireInTime(waiting, "the host does not go off", system);
          return Optional.empty();
        });
  }
}
