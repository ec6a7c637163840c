package org.hwautomation.simulator.maas;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.MaasStatus;
import org.hwautomation.simulator.SimulatedServer;
import org.jspecify.annotations.Nullable;

/**
 * What MAAS knows of one machine, guarded by the lock of its {@link Machines}. Status, lock and
 * power parameters stand in the server's {@link org.hwautomation.simulator.MaasRecord}, where the
 * rest of the data centre sees them; the truth of the hardware is not read here, for MAAS does not
 * know it.
 */
final class Machine {

  final int number;
  final String systemId;

  /** The server that network-boots with this machine's MAC addresses, where there is one. */
  final @Nullable SimulatedServer server;

  final List<ScriptSet> scriptSets = new ArrayList<>();
  final NavigableSet<String> tags = new TreeSet<>();
  final List<MachineHardware.Nic> nics = new ArrayList<>();

  String hostname;
  String description = "";
  String architecture = "amd64/generic";
  String powerState = "unknown";
  String osystem = "";
  String distroSeries = "";
  String statusMessage = "";
  String statusAction = "";
  String owner = "";

  /** Where testing and rescue mode return to. */
  MaasStatus previousStatus = MaasStatus.NEW;

  /** Whether the next boot comes from the network. */
  boolean netboot = true;

  /** Whether the ephemeral system keeps SSH open and stays on when the scripts end. */
  boolean sshKept;

  @Nullable MachineHardware hardware;
  @Nullable Integer commissioningResult;
  @Nullable Integer testingResult;
  @Nullable Integer installationResult;

  private MaasStatus status = MaasStatus.NEW;
  private boolean locked;
  private String powerType = "";
  private Map<String, String> powerParameters = Map.of();

  Machine(int number, String systemId, String hostname, @Nullable SimulatedServer server) {
    this.number = number;
    this.systemId = systemId;
    this.hostname = hostname;
    this.server = server;
  }

  MaasStatus status() {
    return server == null ? status : server.maas().status();
  }

  void status(MaasStatus value) {
    status = value;
    if (server != null) {
      server.maas().status(value);
    }
  }

  boolean locked() {
    return server == null ? locked : server.maas().locked();
  }

  void locked(boolean value) {
    locked = value;
    if (server != null) {
      server.maas().locked(value);
    }
  }

  String powerType() {
    return server == null ? powerType : server.maas().powerType();
  }

  /** Holds a password. */
  Map<String, String> powerParameters() {
    return server == null ? powerParameters : server.maas().powerParameters();
  }

  void power(String type, Map<String, String> parameters) {
    powerType = type;
    powerParameters = Map.copyOf(parameters);
    if (server != null) {
      server.maas().power(type, parameters, Channel.MAAS);
    }
  }

  /** The state of a script set of this machine; null where there is none. */
  ScriptSet.@Nullable State state(@Nullable Integer id) {
    if (id == null) {
      return null;
    }
    return scriptSets.stream()
        .filter(set -> set.id() == id)
        .map(ScriptSet::state)
        .findFirst()
        .orElse(null);
  }

  /** Whether the machine has one of these MAC addresses. */
  boolean hasMac(List<String> macs) {
    return nics.stream().anyMatch(nic -> macs.stream().anyMatch(nic.mac()::equalsIgnoreCase));
  }

  @Override
  public String toString() {
    return hostname + " (" + systemId + ", " + status().label() + ")";
  }
}
