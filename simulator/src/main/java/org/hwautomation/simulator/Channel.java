package org.hwautomation.simulator;

/** The way by which a request or a change came in. */
public enum Channel {
  /** The BMC's Redfish service. */
  REDFISH,
  /** IPMI: in band through the host's system interface, or over the LAN. */
  IPMI,
  /** The MAAS API and what MAAS does by itself. */
  MAAS,
  /** The host's operating system: a command over SSH, or the system's own decision. */
  SSH,
  /** The simulator: a person at the console, a test, a fault. */
  CONSOLE
}
