package org.hwautomation.simulator;

import java.time.Instant;

/**
 * The baseboard management controller of a server. It has power whenever the data centre runs; it
 * does not answer while it restarts or changes its address. Thread-safe.
 */
public final class Bmc {
  private final SimulatedServer server;
  private final Accounts accounts;
  private final BmcServices services;
  private final String lease;
  // written under the server's lock, read without: a server that asks whether an address is taken
  // looks at all others while it holds its own lock
  private volatile BmcNetwork network;
  private volatile String address;
  private volatile boolean reachable;
  private boolean moving;
  private boolean ipmiOverLan = true;
  private Instant started;
  private Instant lifecycleReady;
  private int epoch;
  private int certificates;
  private boolean dead;

  Bmc(SimulatedServer server, BmcNetwork network) {
    this.server = server;
    this.accounts = new Accounts(server);
    this.services = new BmcServices(server);
    this.network = network;
    this.lease = network.address();
    this.address = network.address();
    this.started = server.time().now();
    this.lifecycleReady = started;
  }

  public Accounts accounts() {
    return accounts;
  }

  public BmcServices services() {
    return services;
  }

  /** What was written last; takes effect after a moment. */
  public BmcNetwork network() {
    return network;
  }

  /** The address at which the BMC answers now, or last answered. */
  public String address() {
    return address;
  }

  /** Whether the BMC answers on its network. In band it also answers while it moves. */
  public boolean reachable() {
    return reachable;
  }

  /** Whether IPMI over LAN is switched on. */
  public boolean ipmiOverLan() {
    synchronized (server.lock) {
      return ipmiOverLan;
    }
  }

  public void ipmiOverLan(boolean on, Channel channel) {
    synchronized (server.lock) {
      server.noticeWrite(channel, "IPMI over LAN");
      ipmiOverLan = on;
      server.effect(EffectKind.BMC_SETTING_CHANGED, channel, "IPMI over LAN " + on);
    }
  }

  /** When the BMC last started (simulated). */
  public Instant started() {
    synchronized (server.lock) {
      return started;
    }
  }

  /** Whether the services behind the BMC's API are ready, some time after a restart. */
  public boolean lifecycleReady() {
    synchronized (server.lock) {
      return reachable && !server.time().now().isBefore(lifecycleReady);
    }
  }

  /**
   * Writes the network configuration. It reads back at once, and takes effect after {@link
   * Delay#BMC_NETWORK_SETTLE}: if the address is another one, the BMC goes silent, drops its
   * sessions and answers at the new address after {@link Delay#BMC_NETWORK_MOVE}.
   */
  public void configure(BmcNetwork wanted, Channel channel) {
    synchronized (server.lock) {
      write(wanted, channel);
      if (!moving && !network.address().equals(address)) {
        moving = true;
        var planned = epoch;
        server.after(Delay.BMC_NETWORK_SETTLE, () -> leave(planned, channel));
      }
    }
  }

  /** Writes a network configuration that takes effect only when the BMC is reset. */
  public void configureAtReset(BmcNetwork wanted, Channel channel) {
    write(wanted, channel);
  }

  private void write(BmcNetwork wanted, Channel channel) {
    synchronized (server.lock) {
      var settled =
          wanted.dhcp() ? wanted.withAddress(lease).withGateway(network.gateway()) : wanted;
      if (settled.equals(network)) {
        return;
      }
      server.noticeWrite(channel, "BMC network");
      var taken = !settled.address().equals(address) && server.taken(settled.address());
      if (taken && !settled.address().equals(network.address())) {
        server.unsafe(UnsafeKind.ADDRESS_IN_USE, channel, settled.address());
      }
      // in band the fields come one by one; a half-written set is judged at the end
      if (channel == Channel.REDFISH && !settled.gatewayReachable()) {
        server.unsafe(
            UnsafeKind.GATEWAY_OUTSIDE_SUBNET,
            channel,
            settled.address() + "/" + settled.mask() + " by " + settled.gateway());
      }
      network = settled;
      server.effect(
          EffectKind.BMC_NETWORK_WRITTEN,
          channel,
          settled.address() + "/" + settled.mask() + " by " + settled.gateway());
    }
  }

  /**
   * Restarts the BMC: it goes silent now and answers after {@link Delay#BMC_RESET}. Host power is
   * not touched; sessions are lost.
   */
  public void reset(Channel channel) {
    synchronized (server.lock) {
      server.noticeWrite(channel, "BMC reset");
      if (moving || server.power().phase() == BootPhase.APPLYING_BIOS) {
        server.unsafe(UnsafeKind.BMC_RESET_DURING_CHANGE, channel, "");
      }
      server.updates().disturbed(channel, "BMC reset", true);
      server.effect(EffectKind.BMC_RESET, channel, "");
      goSilent();
      var planned = epoch;
      server.after(Delay.BMC_RESET, () -> restarted(planned));
    }
  }

  /** Its cable is dead for a while, as that of a port which it shares with a host that restarts. */
  void lostLink() {
    synchronized (server.lock) {
      if (!reachable) {
        return;
      }
      reachable = false;
      server.publish(listener -> listener.bmcDown(server));
      var planned = epoch;
      server.after(
          Delay.LINK_DOWN,
          () -> {
            synchronized (server.lock) {
              if (planned == epoch && !dead) {
                bringUp();
              }
            }
          });
    }
  }

  /** Restarts by itself to run new firmware; {@code whileDown} is done before it answers. */
  void restartItself(Runnable whileDown) {
    synchronized (server.lock) {
      goSilent();
      var planned = epoch;
      server.after(
          Delay.BMC_RESET,
          () -> {
            synchronized (server.lock) {
              if (planned == epoch) {
                whileDown.run();
                restarted(planned);
              }
            }
          });
    }
  }

  /** Never answers again. */
  void die() {
    synchronized (server.lock) {
      dead = true;
      goSilent();
    }
  }

  /** Shows another certificate from when its services open again. */
  void renewCertificate() {
    certificates++;
  }

  /** Counts the certificates that it has had, from 0. */
  public int certificates() {
    synchronized (server.lock) {
      return certificates;
    }
  }

  /** Goes back to the network configuration of the factory: DHCP. */
  void factoryNetwork() {
    network = new BmcNetwork(true, lease, "255.255.0.0", network.gateway(), 0);
  }

  /** Lets the services of a BMC that answers shut and open again. */
  void reappear() {
    synchronized (server.lock) {
      if (reachable) {
        server.publish(listener -> listener.bmcDown(server));
        bringUp();
      }
    }
  }

  void bringUp() {
    synchronized (server.lock) {
      reachable = true;
      var at = address;
      server.publish(listener -> listener.bmcUp(server, at));
    }
  }

  private void leave(int planned, Channel channel) {
    synchronized (server.lock) {
      if (planned != epoch) {
        return;
      }
      goSilent();
      var next = epoch;
      server.after(Delay.BMC_NETWORK_MOVE, () -> arrive(next, channel));
    }
  }

  private void arrive(int planned, Channel channel) {
    synchronized (server.lock) {
      if (planned != epoch) {
        return;
      }
      takeAddress(channel);
      bringUp();
    }
  }

  private void restarted(int planned) {
    synchronized (server.lock) {
      if (planned != epoch || dead) {
        return;
      }
      server.updates().bmcRestarted();
      started = server.time().now();
      lifecycleReady = started.plus(server.draw(Delay.LIFECYCLE_READY));
      takeAddress(Channel.CONSOLE);
      bringUp();
    }
  }

  private void takeAddress(Channel channel) {
    moving = false;
    if (!address.equals(network.address())) {
      server.effect(EffectKind.BMC_MOVED, channel, address + " to " + network.address());
      address = network.address();
    }
  }

  private void goSilent() {
    epoch++;
    if (reachable) {
      reachable = false;
      server.publish(listener -> listener.bmcDown(server));
    }
  }
}
