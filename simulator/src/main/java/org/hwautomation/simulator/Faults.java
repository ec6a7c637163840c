package org.hwautomation.simulator;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is wrong with one server, on purpose. Nothing is, at first. Thread-safe. */
public final class Faults {
  private final FaultQueue bmc = new FaultQueue();
  private final Set<Lie> lies = EnumSet.noneOf(Lie.class);
  private final Set<UpdateFault> updates = EnumSet.noneOf(UpdateFault.class);
  private final Set<HardwareFault> hardware = EnumSet.noneOf(HardwareFault.class);
  private final Set<Fault> named = EnumSet.noneOf(Fault.class);
  private final Runnable reappear;
  private @Nullable String serial;
  private boolean impostor;
  private boolean pxeDropped;

  /**
   * The faults of a server.
   *
   * @param reappear lets the BMC's services shut and open again, and returns when they have
   */
  Faults(Runnable reappear) {
    this.reappear = reappear;
  }

  /** A BMC that says yes and does nothing. */
  public enum Lie {
    BIOS_PATCH_IGNORED,
    NETWORK_PATCH_IGNORED,
    BOOT_OVERRIDE_IGNORED,
    ACCOUNT_CHANGE_IGNORED,
    RESET_IGNORED,
    /** Serial over LAN and time servers. */
    SERVICE_CHANGE_IGNORED,
    CIPHER_WRITE_IGNORED,
    /** Closing one cipher suite shows as asked for, and closes all. */
    CIPHER_WRITE_CLOSES_ALL,
    /** The host's system does not listen when it is asked to shut down. */
    SHUTDOWN_IGNORED
  }

  /** Bad answers of the BMC's Redfish service. */
  public FaultQueue bmc() {
    return bmc;
  }

  /** Lets the BMC tell this lie from now on. */
  public synchronized void lie(Lie lie) {
    lies.add(lie);
  }

  /** Lets the BMC do again what it says. */
  public synchronized void honest() {
    lies.clear();
  }

  public synchronized boolean tells(Lie lie) {
    return lies.contains(lie);
  }

  /** Lets firmware updates go wrong in this way from now on. */
  public synchronized void update(UpdateFault fault) {
    updates.add(fault);
  }

  /** Lets firmware updates go well again. */
  public synchronized void updatesWell() {
    updates.clear();
  }

  public synchronized boolean has(UpdateFault fault) {
    return updates.contains(fault);
  }

  /** Lets the BIOS drop network boot from the front of the boot order when it applies settings. */
  public synchronized void dropPxe() {
    pxeDropped = true;
  }

  synchronized boolean dropsPxe() {
    return pxeDropped;
  }

  /** Lets the server be built or cabled wrongly in this way from now on. */
  public synchronized void hardware(HardwareFault fault) {
    hardware.add(fault);
    if (fault == HardwareFault.OTHER_SERIAL) {
      serial = "SWAPPED1";
    }
  }

  public synchronized boolean has(HardwareFault fault) {
    return hardware.contains(fault);
  }

  synchronized void mark(Fault fault) {
    named.add(fault);
  }

  /** Whether this fault was applied by its name. */
  public synchronized boolean has(Fault fault) {
    return named.contains(fault);
  }

  /** As {@link #has(Fault)}, and true once only. */
  synchronized boolean takes(Fault fault) {
    return named.remove(fault);
  }

  /** All faults that were applied by their names. */
  public synchronized Set<Fault> named() {
    return Set.copyOf(named);
  }

  /** Takes back what can be: bad answers, lies, updates that go wrong, and others by name. */
  public synchronized void end() {
    bmc.clear();
    lies.clear();
    updates.clear();
    named.clear();
    pxeDropped = false;
  }

  /** Lets the BMC claim to be another server's, as after a mix-up of cables. */
  public synchronized void claimSerial(String other) {
    serial = other;
  }

  /** The serial number that the BMC claims wrongly, or empty. */
  public synchronized Optional<String> claimedSerial() {
    return Optional.ofNullable(serial);
  }

  /**
   * Puts an impostor in the BMC's place, or takes it away: from now on its Redfish service shows a
   * fresh self-signed certificate, as a man in the middle would, answers as the BMC does, and
   * counts what it is told as {@link UnsafeKind#CREDENTIAL_TO_IMPOSTOR}. Open connections break.
   */
  public void impostor(boolean present) {
    synchronized (this) {
      impostor = present;
    }
    reappear.run();
  }

  /** Whether an impostor is in the BMC's place. */
  public synchronized boolean impostor() {
    return impostor;
  }
}
