package org.hwautomation.simulator;

import java.util.List;

/**
 * Follows servers. The calls for one server come one after the other and in order, on a thread of
 * the server, after the model changed; those for different servers come at the same time.
 */
public interface ServerListener {
  /** The BMC answers at {@code address} (simulated, {@code 10.0.y.z}). */
  default void bmcUp(SimulatedServer server, String address) {}

  /** The BMC no longer answers; its sessions are gone. */
  default void bmcDown(SimulatedServer server) {}

  /** The chassis was switched. */
  default void powerChanged(SimulatedServer server, PowerState state) {}

  default void postStarted(SimulatedServer server) {}

  /** Staged BIOS settings were dealt with during POST. */
  default void biosApplied(SimulatedServer server, List<BiosOutcome> outcomes) {}

  default void postFinished(SimulatedServer server) {}

  /** A system is up on the host. */
  default void hostUp(SimulatedServer server, HostBoot boot) {}

  /** The system that was up is gone. */
  default void hostDown(SimulatedServer server) {}
}
