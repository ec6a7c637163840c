package org.hwautomation.simulator.maas;

import org.hwautomation.simulator.Bmc;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.Login;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.SimulatedServer;

/**
 * MAAS's power drivers. They know a machine's power parameters and nothing else: whichever BMC
 * answers at that address is logged in to, and its server is the one that is switched. A refused
 * login counts in the BMC's lock-out.
 */
final class PowerDriver {

  private final DataCentre dataCentre;

  PowerDriver(DataCentre dataCentre) {
    this.dataCentre = dataCentre;
  }

  /** Whether MAAS switches machines with this power type by itself. */
  static boolean drives(String powerType) {
    return powerType.equals("ipmi") || powerType.equals("redfish");
  }

  PowerState query(Machine machine) throws PowerProblem {
    return connect(machine).power().state();
  }

  /** As {@link #query}, with another password than MAAS has. */
  PowerState query(Machine machine, String password) throws PowerProblem {
    return connect(machine, password).power().state();
  }

  void perform(Machine machine, PowerAction action) throws PowerProblem {
    connect(machine).power().perform(action, Channel.MAAS);
  }

  /** Switches on, or off and on again where it is on already, so that the machine boots anew. */
  void boot(Machine machine) throws PowerProblem {
    SimulatedServer server = connect(machine);
    server
        .power()
        .perform(
            server.power().state() == PowerState.ON ? PowerAction.CYCLE : PowerAction.ON,
            Channel.MAAS);
  }

  private SimulatedServer connect(Machine machine) throws PowerProblem {
    return connect(machine, machine.powerParameters().getOrDefault("power_pass", ""));
  }

  private SimulatedServer connect(Machine machine, String password) throws PowerProblem {
    String type = machine.powerType();
    if (!drives(type)) {
      throw new PowerProblem(
          type.isEmpty()
              ? "No power type is set."
              : "Power type '" + type + "' does not support power control.");
    }
    var parameters = machine.powerParameters();
    String address = parameters.getOrDefault("power_address", "");
    String host = address.replaceFirst("^https?://", "").replaceFirst("[:/].*$", "");
    SimulatedServer server =
        dataCentre
            .bmcAt(host)
            .orElseThrow(
                () ->
                    new PowerProblem(
                        "Unable to connect to the BMC at " + host + ": connection timed out."));
    Bmc bmc = server.bmc();
    boolean ipmi = type.equals("ipmi");
    if (ipmi && !bmc.ipmiOverLan()) {
      throw new PowerProblem("Unable to connect to the BMC at " + host + ": connection timeout");
    }
    Login login =
        bmc.accounts().login(parameters.getOrDefault("power_user", ""), password, Channel.MAAS);
    boolean in = login instanceof Login.Accepted(var account) && (!ipmi || account.ipmi());
    if (!in) {
      throw new PowerProblem(
          ipmi
              ? "Incorrect password.  Check the password of the IPMI user."
              : "HTTP 401 Unauthorized: check the user name and password of the BMC.");
    }
    return server;
  }
}
