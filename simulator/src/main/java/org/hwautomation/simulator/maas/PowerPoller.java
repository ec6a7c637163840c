package org.hwautomation.simulator.maas;

import org.hwautomation.simulator.Delay;
import org.hwautomation.simulator.Fault;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.SimulatedServer;

/**
 * Asks every machine's BMC for its power, again and again, with the power parameters MAAS holds.
 * This is how real MAAS locks a BMC account whose password was changed without telling it.
 */
final class PowerPoller implements AutoCloseable {

  private final Machines machines;
  private final PowerDriver driver;
  private volatile boolean closed;

  PowerPoller(Machines machines, PowerDriver driver) {
    this.machines = machines;
    this.driver = driver;
  }

  /** Polls this server from now on, for the first time after one interval. */
  void follow(SimulatedServer server) {
    server.after(Delay.POWER_POLL, () -> poll(server));
  }

  private void poll(SimulatedServer server) {
    if (closed) {
      return;
    }
    Machine machine = machines.of(server);
    if (machine != null && PowerDriver.drives(machine.powerType())) {
      poll(machine);
    }
    follow(server);
  }

  private void poll(Machine machine) {
    String state;
    String problem = "";
    try {
      state = query(machine) == PowerState.ON ? "on" : "off";
    } catch (PowerProblem e) {
      state = "error";
      problem = String.valueOf(e.getMessage());
    }
    synchronized (machines) {
      if (machine.powerState.equals(state)) {
        return;
      }
      machine.powerState = state;
      if (state.equals("error")) {
        machines.event(machine, "WARNING", "Failed to query node's BMC", problem);
      } else {
        machines.event(machine, "DEBUG", "Queried node's BMC", "Power state queried: " + state);
      }
    }
  }

  private PowerState query(Machine machine) throws PowerProblem {
    return machine.server != null && machine.server.faults().has(Fault.MAAS_POLLS_OLD_PASSWORD)
        ? driver.query(machine, "of-long-ago")
        : driver.query(machine);
  }

  @Override
  public void close() {
    closed = true;
  }
}
