package org.hwautomation.simulator;

/** Answers hosts that boot from the network: MAAS. */
@FunctionalInterface
public interface NetworkBoot {
  /** What {@code server}, whose POST has just ended, shall boot. Must not block for long. */
  BootAnswer answer(SimulatedServer server);
}
