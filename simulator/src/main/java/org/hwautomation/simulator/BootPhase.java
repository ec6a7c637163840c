package org.hwautomation.simulator;

/** How far a server's boot has come. */
public enum BootPhase {
  OFF,
  /** Power-on self test. */
  POST,
  /** Part of POST: the BIOS writes settings that were staged. Must not be disturbed. */
  APPLYING_BIOS,
  /** Part of POST: firmware is written. Must not be disturbed. */
  FLASHING,
  /** A boot loader or a kernel is running; nothing answers yet. */
  LOADING,
  /** A system is up: {@link Host#environment()}. */
  RUNNING,
  /** The operating system is shutting down. */
  SHUTTING_DOWN,
  /** POST ended and nothing bootable was found. */
  NO_BOOT_DEVICE,
  /** Waiting in the BIOS setup screen. */
  SETUP;

  /** Whether the server is in its power-on self test. */
  public boolean inPost() {
    return this == POST || this == APPLYING_BIOS || this == FLASHING;
  }
}
