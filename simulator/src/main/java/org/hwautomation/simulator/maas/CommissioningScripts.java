package org.hwautomation.simulator.maas;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.hwautomation.simulator.Account;
import org.hwautomation.simulator.Accounts;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.SimulatedServer;

/**
 * The scripts that MAAS runs on a machine it commissions, by their real names. One of them writes:
 * {@code 30-maas-01-bmc-config} makes the BMC user {@code maas}, or gives it a new password, and
 * MAAS uses it from then on; {@code skip_bmc_config} leaves that out.
 */
final class CommissioningScripts {

  private static final String BMC_CONFIG = "30-maas-01-bmc-config";
  private static final String RESOURCES = "50-maas-01-commissioning";
  private static final String BMC_USER = "maas";

  private final Map<String, SplittableRandom> luck = new HashMap<>();

  CommissioningScripts(DataCentre dataCentre) {
    for (SimulatedServer server : dataCentre.servers()) {
      luck.put(
          server.hostname(),
          new SplittableRandom(server.identity().uuid().getMostSignificantBits()));
    }
  }

  List<String> names(boolean skipBmcConfig, List<String> extra) {
    List<String> names = new ArrayList<>();
    names.add("20-maas-01-install-lldpd");
    names.add("20-maas-02-dhcp-unconfigured-ifaces");
    if (!skipBmcConfig) {
      names.add(BMC_CONFIG);
    }
    names.add("40-maas-01-network-interfaces");
    names.add(RESOURCES);
    names.add("maas-capture-lldpd");
    names.add("maas-kernel-cmdline");
    names.add("maas-list-modaliases");
    names.add("maas-lshw");
    names.add("maas-serial-ports");
    names.add("maas-support-info");
    extra.stream().filter(name -> !names.contains(name)).forEach(names::add);
    return names;
  }

  /** What a script does and prints, at its end. */
  String run(String name, Machine machine, SimulatedServer server, Machines machines) {
    return switch (name) {
      case BMC_CONFIG -> configureBmc(machine, server, machines);
      case RESOURCES -> ResourceReport.of(server);
      case "maas-kernel-cmdline" -> "BOOTIF=01-" + mac(server).replace(':', '-') + "\n";
      default -> "";
    };
  }

  private String configureBmc(Machine machine, SimulatedServer server, Machines machines) {
    Accounts accounts = server.bmc().accounts();
    String password = password(server);
    var existing = accounts.named(BMC_USER);
    if (existing.isPresent()) {
      int slot = existing.get().id();
      accounts.password(slot, password, Channel.MAAS);
      accounts.enabled(slot, true, Channel.MAAS);
      accounts.role(slot, Account.Role.ADMINISTRATOR, Channel.MAAS);
      accounts.ipmi(slot, true, Channel.MAAS);
    } else {
      var free = accounts.freeSlot();
      if (free.isEmpty()) {
        return "INFO: No free BMC user slot; leaving the BMC as it is.\n";
      }
      accounts.create(
          free.get(), BMC_USER, password, Account.Role.ADMINISTRATOR, true, Channel.MAAS);
    }
    synchronized (machines) {
      Map<String, String> parameters = new HashMap<>(machine.powerParameters());
      parameters.put("power_address", server.bmc().network().address());
      parameters.put("power_user", BMC_USER);
      parameters.put("power_pass", password);
      machine.power(machine.powerType().isEmpty() ? "ipmi" : machine.powerType(), parameters);
    }
    return "INFO: Configured BMC user " + BMC_USER + ".\n";
  }

  /** As MAAS draws them: letters and digits, 10 to 15 of them. */
  private String password(SimulatedServer server) {
    String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    SplittableRandom random = luck.getOrDefault(server.hostname(), new SplittableRandom());
    StringBuilder password = new StringBuilder();
    synchronized (random) {
      int length = 10 + random.nextInt(6);
      for (int i = 0; i < length; i++) {
        password.append(letters.charAt(random.nextInt(letters.length())));
      }
    }
    return password.toString();
  }

  private static String mac(SimulatedServer server) {
    return server.hardware().nics().getFirst().mac();
  }
}
