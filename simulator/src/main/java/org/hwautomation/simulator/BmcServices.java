package org.hwautomation.simulator;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hwautomation.simulator.Faults.Lie;

/** What a BMC offers besides power: cipher suites, serial over LAN, the time. Thread-safe. */
public final class BmcServices {
  private final SimulatedServer server;
  private final Set<Integer> serialUsers = new TreeSet<>();
  private CipherTable ciphers;
  private boolean allClosed;
  private boolean serialOverLan;
  private boolean ntp;
  private List<String> ntpServers = List.of();

  BmcServices(SimulatedServer server) {
    this.server = server;
    this.ciphers = CipherTable.of(server.personality());
  }

  /** The cipher suites of its LAN channel. */
  public CipherTable ciphers() {
    synchronized (server.lock) {
      return ciphers;
    }
  }

  /** Sets the table up before the simulation begins; counts as nobody's act. */
  public void presetCiphers(CipherTable table) {
    synchronized (server.lock) {
      ciphers = table;
    }
  }

  /** Writes who may use each suite. */
  public void cipherLevels(List<Integer> levels, Channel channel) {
    synchronized (server.lock) {
      server.noticeWrite(channel, "BMC cipher suites");
      if (server.faults().tells(Lie.CIPHER_WRITE_IGNORED)) {
        return;
      }
      var wanted = ciphers.withLevels(levels);
      // a BMC that gets this wrong shows what was written, and lets nobody in
      allClosed =
          server.faults().tells(Lie.CIPHER_WRITE_CLOSES_ALL)
              && ciphers.suites().stream()
                  .anyMatch(suite -> ciphers.level(suite) > 0 && wanted.level(suite) == 0);
      ciphers = wanted;
      server.effect(EffectKind.BMC_SETTING_CHANGED, channel, "cipher suites " + ciphers.letters());
    }
  }

  /** The highest privilege that a session with this suite gets now; 0 if it is refused. */
  public int cipherLevel(int suite) {
    synchronized (server.lock) {
      return allClosed ? 0 : ciphers.level(suite);
    }
  }

  public boolean serialOverLan() {
    synchronized (server.lock) {
      return serialOverLan;
    }
  }

  public void serialOverLan(boolean on, Channel channel) {
    synchronized (server.lock) {
      server.noticeWrite(channel, "serial over LAN");
      if (!server.faults().tells(Lie.SERVICE_CHANGE_IGNORED)) {
        serialOverLan = on;
        server.effect(EffectKind.BMC_SETTING_CHANGED, channel, "serial over LAN " + on);
      }
    }
  }

  /** Whether the account in this slot may open a serial session. */
  public boolean serialUser(int slot) {
    synchronized (server.lock) {
      return serialUsers.contains(slot);
    }
  }

  public void serialUser(int slot, boolean allowed, Channel channel) {
    synchronized (server.lock) {
      server.noticeWrite(channel, "serial over LAN");
      if (!server.faults().tells(Lie.SERVICE_CHANGE_IGNORED)) {
        if (allowed) {
          serialUsers.add(slot);
        } else {
          serialUsers.remove(slot);
        }
        server.effect(
            EffectKind.BMC_SETTING_CHANGED,
            channel,
            "serial payload of slot " + slot + " " + allowed);
      }
    }
  }

  public boolean ntp() {
    synchronized (server.lock) {
      return ntp;
    }
  }

  public List<String> ntpServers() {
    synchronized (server.lock) {
      return ntpServers;
    }
  }

  /** Writes where the BMC has its time from. */
  public void ntp(boolean on, List<String> servers, Channel channel) {
    synchronized (server.lock) {
      server.noticeWrite(channel, "BMC time servers");
      if (!server.faults().tells(Lie.SERVICE_CHANGE_IGNORED)) {
        ntp = on;
        ntpServers = List.copyOf(servers);
        server.effect(EffectKind.BMC_SETTING_CHANGED, channel, "NTP " + on + " " + servers);
      }
    }
  }
}
