package org.hwautomation.simulator;

import java.security.KeyPair;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The system that runs on a server, if any. Thread-safe. */
public final class Host {
  private final SimulatedServer server;
  private final String address;
  @Nullable HostBoot boot;
  private @Nullable String installed;
  private List<String> installedKeys = List.of();
  private @Nullable KeyPair diskKey;
  private int working;

  Host(SimulatedServer server, String address) {
    this.server = server;
    this.address = address;
  }

  /** Where the host answers when a system is up (simulated, {@code 10.1.y.z}). */
  public String address() {
    return address;
  }

  /** The boot that is up, or empty. */
  public Optional<HostBoot> boot() {
    synchronized (server.lock) {
      return Optional.ofNullable(boot);
    }
  }

  public HostEnvironment environment() {
    synchronized (server.lock) {
      return boot == null ? HostEnvironment.NONE : boot.environment();
    }
  }

  /** The operating system on disk, such as {@code ubuntu/jammy}, or empty. */
  public Optional<String> installed() {
    synchronized (server.lock) {
      return Optional.ofNullable(installed);
    }
  }

  List<String> installedKeys() {
    return installedKeys;
  }

  /** A system on disk keeps the host key of its first boot. */
  KeyPair diskKey(KeyPair fresh) {
    if (diskKey == null) {
      diskKey = fresh;
    }
    return diskKey;
  }

  /** Puts an operating system on disk; the next boot from disk runs it. */
  public void install(String system, List<String> authorizedKeys, Channel channel) {
    synchronized (server.lock) {
      installed = system;
      diskKey = null;
      installedKeys = List.copyOf(authorizedKeys);
      server.effect(EffectKind.OS_INSTALLED, channel, system);
    }
  }

  /** Empties the disk. */
  public void erase() {
    synchronized (server.lock) {
      installed = null;
      diskKey = null;
      installedKeys = List.of();
    }
  }

  /** The running system shuts itself down. Does nothing when none is up. */
  public void shutdown() {
    server.power().perform(PowerAction.SOFT_OFF, Channel.SSH);
  }

  /** The running system restarts itself. Does nothing when none is up. */
  public void reboot() {
    server.power().perform(PowerAction.SOFT_RESTART, Channel.SSH);
  }

  /** A command begins on the host: power must not be touched until {@link #endWork()}. */
  public void beginWork() {
    synchronized (server.lock) {
      working++;
    }
  }

  /** A command that began has ended, however it ended. */
  public void endWork() {
    synchronized (server.lock) {
      working--;
    }
  }

  boolean working() {
    return working > 0;
  }
}
