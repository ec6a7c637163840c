package org.hwautomation.simulator;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulated data centre.
 *
 * <pre>{@code
 * try (var dataCentre = DataCentre.builder().servers(3).seed(42).speed(60).start()) {
 *   var client = Client.of(dataCentre.configuration());
 *   ...
 *   assertThat(dataCentre.check()).isEmpty();
 * }
 * }</pre>
 *
 * Several can run at once, in one process or in many: each has loopback addresses of its own.
 * Closing it frees every port and thread. Thread-safe.
 */
public final class DataCentre implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(DataCentre.class);

  private final SimulatedTime time;
  private final Recorder recorder;
  private final LoopbackBlock block;
  private final KeyPair sshKey = HostKeys.generate();
  private final List<SimulatedServer> servers;
  private final List<DataCentreService> services = new ArrayList<>();
  private final Optional<String> maasKey;
  private final List<ServerListener> listeners = new CopyOnWriteArrayList<>();
  private final FaultQueue maasFaults = new FaultQueue();
  private volatile NetworkBoot networkBoot = server -> BootAnswer.NONE;

  private DataCentre(
      List<ServerDescription> descriptions, long seed, double speed, Optional<String> maasKey) {
    this.maasKey = maasKey;
    this.time = new SimulatedTime(speed);
    this.recorder = new Recorder(time);
    this.block = LoopbackBlock.claim();
    var built = new ArrayList<SimulatedServer>();
    for (var description : descriptions) {
      built.add(new SimulatedServer(this, description, built.size(), seed));
    }
    this.servers = List.copyOf(built);
  }

  /** Begins with no servers, seed 1 and speed 60. */
  public static Builder builder() {
    return new Builder();
  }

  public List<SimulatedServer> servers() {
    return servers;
  }

  /**
   * The server with this host name or MAAS system id.
   *
   * @throws IllegalArgumentException if there is none
   */
  public SimulatedServer server(String name) {
    return servers.stream()
        .filter(s -> s.hostname().equals(name) || s.identity().systemId().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no server '" + name + "'"));
  }

  /** The server whose BMC answers at this simulated address right now. */
  public Optional<SimulatedServer> bmcAt(String address) {
    return servers.stream()
        .filter(s -> s.bmc().reachable() && s.bmc().address().equals(address))
        .findFirst();
  }

  public SimulatedTime time() {
    return time;
  }

  public Recorder recorder() {
    return recorder;
  }

  public LoopbackBlock block() {
    return block;
  }

  /** Bad answers of the MAAS API, for the MAAS service to give. */
  public FaultQueue maasFaults() {
    return maasFaults;
  }

  /** The API key that MAAS is to take, {@code consumer:token:secret}; one it makes if empty. */
  public Optional<String> maasKey() {
    return maasKey;
  }

  /** The key pair (EC, P-256) with which the operator's clients log in to hosts. */
  public KeyPair sshKey() {
    return sshKey;
  }

  /**
   * What a client needs, keyed as in the product's configuration file: dotted names, values as
   * text. Entries of {@code network.address_map} are keyed {@code network.address_map/ADDRESS}.
   */
  public Map<String, String> configuration() {
    var configuration = new LinkedHashMap<String, String>();
    for (var service : services) {
      configuration.putAll(service.configuration());
    }
    block.addressMap().forEach((from, to) -> configuration.put("network.address_map/" + from, to));
    return configuration;
  }

  /** Follows all servers from now on. */
  public void listen(ServerListener listener) {
    listeners.add(listener);
  }

  /** Sets who answers hosts that boot from the network. */
  public void networkBoot(NetworkBoot answers) {
    networkBoot = answers;
  }

  /**
   * All unsafe acts so far, with what would be wrong if everybody went home now: power parameters
   * that lead nowhere, gateways outside their subnets.
   */
  public List<UnsafeAct> check() {
    var found = new ArrayList<>(recorder.unsafeActs());
    found.addAll(new FinalCheck(this).run());
    return found;
  }

  /** Switches everything off and frees all ports and threads. */
  @Override
  public void close() {
    time.close();
    for (var service : services.reversed()) {
      try {
        service.close();
      } catch (RuntimeException e) {
        log.warn("{} did not close", service.getClass().getSimpleName(), e);
      }
    }
    servers.forEach(SimulatedServer::close);
    block.close();
  }

  boolean taken(String address, SimulatedServer asking) {
    return servers.stream()
        .anyMatch(
            s ->
                s.strangerAt(address)
                    || (s != asking
                        && (s.bmc().address().equals(address)
                            || s.bmc().network().address().equals(address)))
                    || s.host().address().equals(address)
                    || s.bmc().network().gateway().equals(address));
  }

  BootAnswer askNetwork(SimulatedServer server) {
    try {
      return networkBoot.answer(server);
    } catch (RuntimeException e) {
      log.warn("network boot of {} got no answer", server.hostname(), e);
      return BootAnswer.NONE;
    }
  }

  void publish(ExecutorService events, Consumer<ServerListener> event) {
    try {
      events.execute(
          () -> {
            for (var listener : listeners) {
              try {
                event.accept(listener);
              } catch (RuntimeException e) {
                log.warn("{} did not handle an event", listener.getClass().getSimpleName(), e);
              }
            }
          });
    } catch (RejectedExecutionException closed) {
      // the data centre is gone, and with it who would listen
    }
  }

  private void open() {
    for (var service : ServiceLoader.load(DataCentreService.class)) {
      services.add(service);
      service.start(this);
    }
    servers.forEach(server -> server.bmc().bringUp());
    servers.forEach(SimulatedServer::settle);
  }

  /** Chooses what to simulate. */
  public static final class Builder {
    private final List<ServerDescription> descriptions = new ArrayList<>();
    private long seed = 1;
    private double speed = 60;
    private Optional<String> maasKey = Optional.empty();

    private Builder() {}

    /** Adds {@code count} servers, the vendors taking turns. */
    public Builder servers(int count) {
      for (var i = 0; i < count; i++) {
        descriptions.add(ServerDescription.numbered(descriptions.size()));
      }
      return this;
    }

    /** Adds one server. */
    public Builder server(ServerDescription description) {
      descriptions.add(description);
      return this;
    }

    /** Adds one server of a vendor. */
    public Builder server(Personality personality) {
      return server(ServerDescription.numbered(descriptions.size()).withPersonality(personality));
    }

    /** Runs with the same seed draw the same identities and durations. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Simulated seconds in a real one; above 0. */
    public Builder speed(double value) {
      speed = value;
      return this;
    }

    /**
     * The API key that MAAS takes; drawn by the seed if not given.
     *
     * @param key {@code consumer:token:secret}
     * @throws IllegalArgumentException if it has not three parts
     */
    public Builder maasKey(String key) {
      if (!key.matches("[^:]+:[^:]+:[^:]+")) {
        throw new IllegalArgumentException("a MAAS key has three parts, consumer:token:secret");
      }
      maasKey = Optional.of(key);
      return this;
    }

    /** Builds the data centre and opens all its services; BMCs answer when it returns. */
    public DataCentre start() {
      var dataCentre = new DataCentre(descriptions, seed, speed, maasKey);
      try {
        dataCentre.open();
        return dataCentre;
      } catch (RuntimeException e) {
        dataCentre.close();
        throw e;
      }
    }
  }
}
