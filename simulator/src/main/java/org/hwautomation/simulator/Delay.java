package org.hwautomation.simulator;

import java.time.Duration;

/**
 * The named distributions of everything that takes time, in simulated seconds. Each is uniform
 * between its bounds: field ranges, wide enough that no client can rely on a value.
 */
public enum Delay {
  /** From power or reset to the hand-over to a boot loader. */
  POST(90, 180),
  /** What a BIOS that applies staged settings adds to POST. */
  BIOS_APPLY(20, 40),
  /** From the boot loader to a system that answers. */
  OS_BOOT(30, 60),
  /** From the soft-off request to power off. */
  GRACEFUL_SHUTDOWN(20, 40),
  /** Power off to power on within a power cycle. */
  POWER_CYCLE_PAUSE(5, 10),
  /** How long a reset BMC does not answer. */
  BMC_RESET(60, 150),
  /** From a network write to the moment the old address goes silent. */
  BMC_NETWORK_SETTLE(2, 5),
  /** How long a BMC that changes its address does not answer. */
  BMC_NETWORK_MOVE(5, 15),
  /** How long a BMC's port is away that is the host's as well, when the host restarts. */
  LINK_DOWN(5, 20),
  /** An answer of a slow BMC. */
  SLOW_ANSWER(3, 8),
  /** MAAS's commissioning scripts, once the system is up. */
  COMMISSIONING(240, 480),
  /** MAAS's testing scripts after commissioning, or on their own. */
  TESTING(20, 40),
  /** From an in-band write of a BMC setting to the moment it reads back in band. */
  IN_BAND_WRITE(1, 4),
  /** A BMC's look at an image. */
  FIRMWARE_VERIFY(10, 30),
  /** Putting an image into the BMC's store. */
  FIRMWARE_STORE(5, 20),
  /** The writing of firmware. */
  FIRMWARE_WRITE(120, 300),
  /** What a POST that takes over staged firmware needs for it. */
  FIRMWARE_ACTIVATE(20, 60),
  /** Installation of an operating system, once the installer is up. */
  INSTALL(300, 600),
  /** MAAS's power poller: from one look at a BMC to the next. */
  POWER_POLL(60, 60),
  /** A configuration job between its creation and being scheduled. */
  JOB_SCHEDULING(3, 10),
  /** A configuration job's work after POST ended. */
  JOB_COMPLETION(5, 15),
  /** How long a Dell Lifecycle Controller is not ready after an iDRAC reset. */
  LIFECYCLE_READY(20, 60);

  private final int from;
  private final int to;

  Delay(int from, int to) {
    this.from = from;
    this.to = to;
  }

  /** The shortest that is drawn. */
  public Duration shortest() {
    return Duration.ofSeconds(from);
  }

  /** The longest that is drawn. */
  public Duration longest() {
    return Duration.ofSeconds(to);
  }

  /** The value at {@code fraction} (0 to 1) of the range. */
  Duration at(double fraction) {
    return Duration.ofMillis(Math.round((from + (to - from) * fraction) * 1000));
  }
}
