package org.hwautomation.simulator;

/** Which system a host runs. */
public enum HostEnvironment {
  /** None: off, in POST, or nothing to boot. */
  NONE,
  /** MAAS's commissioning system, in memory. */
  COMMISSIONING,
  /** MAAS's rescue system, in memory. */
  RESCUE,
  /** MAAS's installer, in memory. */
  INSTALLER,
  /** What MAAS boots on a machine that has nothing to do: it switches itself off. */
  POWER_OFF,
  /** The operating system on disk. */
  DEPLOYED
}
