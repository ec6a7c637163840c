package org.hwautomation.simulator;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server: the one truth that all protocols show. Its parts share one lock, so that each call sees
 * a consistent state; listeners are called without it. Thread-safe.
 */
public final class SimulatedServer {
  /** Guards this server and all its parts. */
  final Object lock = new Object();

  private final DataCentre dataCentre;
  private final Personality personality;
  private final ServerIdentity identity;
  private final Hardware hardware;
  private final Chance chance;
  private final PowerControl power;
  private final Bmc bmc;
  private final BiosSettings bios;
  private final Host host;
  private final MaasRecord maas;
  private final Faults faults;
  private final Firmware firmware;
  private final FirmwareUpdates updates;
  private final ExecutorService events;
  private final String plannedAddress;
  private volatile @Nullable Stranger stranger;
  private boolean indicator;

  SimulatedServer(DataCentre dataCentre, ServerDescription description, int index, long seed) {
    this.dataCentre = dataCentre;
    this.personality = description.personality();
    this.chance = new Chance(seed, description.hostname());
    this.identity =
        ServerIdentity.draw(
            description.hostname(),
            personality,
            index,
            new SplittableRandom(seed + description.hostname().hashCode()));
    this.hardware = Hardware.of(personality, index);
    this.plannedAddress = ServerDescription.plannedAddress(index);
    this.power = new PowerControl(this);
    this.bmc = new Bmc(this, description.bmcNetwork());
    this.bios = new BiosSettings(this);
    this.host = new Host(this, description.hostAddress());
    this.maas = new MaasRecord(this);
    this.faults =
        new Faults(
            () -> {
              bmc.reappear();
              settle();
            });
    this.firmware = new Firmware(this);
    this.updates = new FirmwareUpdates(this, description);
    this.events =
        Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("events " + description.hostname()).factory());
    bmc.accounts().preset(2, description.bmcUser(), description.bmcPassword());
    maas.preset(
        description.maasStatus(),
        Map.of(
            "power_address",
            description.bmcNetwork().address(),
            "power_user",
            description.bmcUser(),
            "power_pass",
            description.bmcPassword()));
  }

  public String hostname() {
    return identity.hostname();
  }

  public ServerIdentity identity() {
    return identity;
  }

  public Personality personality() {
    return personality;
  }

  public Hardware hardware() {
    return hardware;
  }

  public PowerControl power() {
    return power;
  }

  public Bmc bmc() {
    return bmc;
  }

  public BiosSettings bios() {
    return bios;
  }

  public Host host() {
    return host;
  }

  public MaasRecord maas() {
    return maas;
  }

  public Faults faults() {
    return faults;
  }

  public Firmware firmware() {
    return firmware;
  }

  public FirmwareUpdates updates() {
    return updates;
  }

  public DataCentre dataCentre() {
    return dataCentre;
  }

  /** The address that its BMC is to be given by a demo. */
  public String plannedAddress() {
    return plannedAddress;
  }

  /** Puts something that answers at {@link #plannedAddress()}. */
  void neighbourTakesPlannedAddress() {
    synchronized (lock) {
      if (stranger == null) {
        stranger = Stranger.at(dataCentre.block(), plannedAddress);
      }
    }
  }

  boolean strangerAt(String address) {
    return stranger != null && plannedAddress.equals(address);
  }

  /** Lets MAAS have the power parameters of the next server for this one. */
  void misleadMaas() {
    var servers = dataCentre.servers();
    if (servers.size() < 2) {
      throw new IllegalArgumentException(
          Fault.NEIGHBOURS_BMC.wireName() + " needs a second server");
    }
    maas.mislead(servers.get((servers.indexOf(this) + 1) % servers.size()).maas());
  }

  /** Whether the identification light is on. */
  public boolean indicator() {
    synchronized (lock) {
      return indicator;
    }
  }

  public void indicator(boolean on, Channel channel) {
    synchronized (lock) {
      indicator = on;
      effect(EffectKind.INDICATOR_CHANGED, channel, on ? "on" : "off");
    }
  }

  /** How long {@code delay} takes this time; the n-th draw is the same in every run of a seed. */
  public Duration draw(Delay delay) {
    return chance.draw(delay);
  }

  /**
   * Runs {@code work} after a delay drawn from {@code delay}.
   *
   * @return cancels the work if it has not begun
   */
  public Runnable after(Delay delay, Runnable work) {
    return time().after(draw(delay), work);
  }

  /**
   * Takes mains power away for a moment, as a person does at the rack: the host is off afterwards,
   * the BMC starts anew, and a CPLD or power supply that was written runs its new version.
   */
  public void cutMains() {
    synchronized (lock) {
      effect(EffectKind.MAINS_CUT, Channel.CONSOLE, "");
      updates.mainsCut();
      power.perform(PowerAction.FORCE_OFF, Channel.CONSOLE);
      bmc.restartItself(() -> {});
    }
  }

  /** Records an effect on this server. */
  public void effect(EffectKind kind, Channel channel, String detail) {
    dataCentre.recorder().effect(hostname(), kind, channel, detail);
  }

  /** Records an unsafe act on this server. */
  public void unsafe(UnsafeKind kind, Channel channel, String detail) {
    dataCentre.recorder().unsafe(hostname(), kind, channel, detail);
  }

  /**
   * Notices a write to a server that is in use. What MAAS and the host's own system do is not
   * judged here: MAAS's own life cycle powers deployed machines.
   */
  public void noticeWrite(Channel channel, String what) {
    if ((channel == Channel.REDFISH || channel == Channel.IPMI) && maas.inUse()) {
      unsafe(UnsafeKind.WRITE_TO_SERVER_IN_USE, channel, what + " while " + maas.status().label());
    }
  }

  /** Notices a write to the BMC from a host that nobody put into commissioning or rescue. */
  public void noticeInBandWrite(String what) {
    var environment = host.environment();
    if (environment != HostEnvironment.COMMISSIONING && environment != HostEnvironment.RESCUE) {
      unsafe(
          UnsafeKind.IN_BAND_WRITE_OUTSIDE_WINDOW, Channel.SSH, what + " in system " + environment);
    }
  }

  public SimulatedTime time() {
    return dataCentre.time();
  }

  boolean taken(String address) {
    return dataCentre.taken(address, this);
  }

  BootAnswer askNetwork() {
    return dataCentre.askNetwork(this);
  }

  void publish(Consumer<ServerListener> event) {
    dataCentre.publish(events, event);
  }

  /** Waits until the listeners have seen all that happened so far. */
  void settle() {
    try {
      events.submit(() -> {}).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("an empty task cannot fail", e);
    }
  }

  void close() {
    var present = stranger;
    if (present != null) {
      present.close();
    }
    events.shutdownNow();
  }

  @Override
  public String toString() {
    return hostname() + " (" + personality.product() + ", " + identity.serial() + ")";
  }
}
