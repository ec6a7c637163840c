package org.hwautomation.simulator;

import java.util.Map;
import java.util.TreeMap;

/** What MAAS remembers of a server and the rest of the data centre must know. Thread-safe. */
public final class MaasRecord {
  private final SimulatedServer server;
  private MaasStatus status = MaasStatus.READY;
  private boolean taken;
  private boolean locked;
  private String powerType = "redfish";
  private Map<String, String> powerParameters = Map.of();
  private Map<String, String> misled = Map.of();

  MaasRecord(SimulatedServer server) {
    this.server = server;
  }

  public MaasStatus status() {
    synchronized (server.lock) {
      return status;
    }
  }

  /** Changes the status. Rescue mode keeps what was before: a deployed machine stays in use. */
  public void status(MaasStatus value) {
    synchronized (server.lock) {
      status = value;
      if (!value.rescue()) {
        taken = value.taken();
      }
    }
  }

  public boolean locked() {
    synchronized (server.lock) {
      return locked;
    }
  }

  public void locked(boolean value) {
    synchronized (server.lock) {
      locked = value;
    }
  }

  /** Somebody read what a plan is made of: with this fault, another deploys the server just now. */
  public void planned() {
    if (server.faults().takes(Fault.DEPLOYED_BY_SOMEONE)) {
      status(MaasStatus.DEPLOYED);
    }
  }

  /** Whether somebody uses the machine, so that nobody else may write to it. */
  public boolean inUse() {
    synchronized (server.lock) {
      return taken || locked;
    }
  }

  /** {@code redfish}, {@code ipmi} or {@code manual}. */
  public String powerType() {
    synchronized (server.lock) {
      return powerType;
    }
  }

  /**
   * The power parameters with MAAS's keys ({@code power_address}, {@code power_user}, {@code
   * power_pass}, …). They hold a password.
   */
  public Map<String, String> powerParameters() {
    synchronized (server.lock) {
      return powerParameters;
    }
  }

  /** Replaces power type and parameters. */
  public void power(String type, Map<String, String> parameters, Channel channel) {
    synchronized (server.lock) {
      powerType = type;
      powerParameters = Map.copyOf(new TreeMap<>(parameters));
      server.effect(
          EffectKind.POWER_PARAMETERS_CHANGED,
          channel,
          type + " " + parameters.getOrDefault("power_address", ""));
    }
  }

  /** Takes over what MAAS has of another server, as after a mix-up of records. */
  void mislead(MaasRecord other) {
    var wrong = other.powerParameters();
    synchronized (server.lock) {
      powerParameters = wrong;
      misled = wrong;
    }
  }

  /** Whether the power parameters are wrong by a fault, and nobody changed them since. */
  boolean misled() {
    synchronized (server.lock) {
      return !misled.isEmpty() && misled.equals(powerParameters);
    }
  }

  void preset(MaasStatus initial, Map<String, String> parameters) {
    status(initial);
    powerParameters = Map.copyOf(parameters);
  }
}
