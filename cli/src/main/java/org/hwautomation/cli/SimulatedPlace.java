package org.hwautomation.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.provisioning.server.Pace;
import org.hwautomation.server.tryout.Findings;
import org.hwautomation.server.tryout.TryOutPlace;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.EffectKind;
import org.hwautomation.simulator.Fault;
import org.hwautomation.simulator.SimulatedServer;
import org.hwautomation.simulator.UnsafeAct;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A simulated data centre of one server, with a manager whose database is in a folder of its own.
 */
final class SimulatedPlace implements TryOutPlace {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedPlace.class);
  private static final int TOLD = 500;
  private static final Duration DRAIN = Duration.ofSeconds(1);

  /** Happens with every login, and says nothing. */
  private static final Set<EffectKind> NOISE =
      Set.of(EffectKind.SESSION_CREATED, EffectKind.SESSION_DELETED);

  private final DataCentre dataCentre;
  private final SimulatedServer server;
  private final Path state;
  private final WorkflowManager manager;
  private final Instant racked;
  private Optional<Findings> last = Optional.empty();
  private boolean closed;

  private SimulatedPlace(DataCentre dataCentre, Path state, WorkflowManager manager) {
    this.dataCentre = dataCentre;
    this.server = dataCentre.servers().getFirst();
    this.state = state;
    this.manager = manager;
    this.racked = dataCentre.time().now();
  }

  /**
   * Opens one.
   *
   * @param state an empty folder, which goes with the place
   * @param shared settings beside those of the simulation
   */
  static SimulatedPlace open(
      DataCentre.Builder racked, Optional<Fault> fault, Path state, Map<String, String> shared)
      throws IOException {
    var dataCentre = racked.start();
    var opened = false;
    try {
      var loader =
          Configuration.loader()
              .text("simulated data centre", new SimulatedSetup(dataCentre).yaml())
              .flag("state_dir", "the try-out", state.toString());
      shared.forEach((key, value) -> loader.flag(key, "the service", value));
      var configuration = loader.load();
      var catalog = new SimulatedCatalog(dataCentre);
      catalog.write(configuration.firmwareCatalog());
      var manager =
          GlobalOptions.manager(
              configuration, new Pace(Math.max(1, dataCentre.time().speed())), "serve, a try-out");
      catalog.proven(manager);
      fault.ifPresent(each -> each.apply(dataCentre.servers().getFirst()));
      opened = true;
      return new SimulatedPlace(dataCentre, state, manager);
    } finally {
      if (!opened) {
        dataCentre.close();
        TemporaryFolder.delete(state);
      }
    }
  }

  @Override
  public WorkflowManager manager() {
    return manager;
  }

  @Override
  public String server() {
    return server.hostname();
  }

  @Override
  public synchronized Findings findings() {
    return last.orElseGet(() -> found(dataCentre.recorder().unsafeActs()));
  }

  private Findings found(List<UnsafeAct> unsafe) {
    var counts = new TreeMap<String, Integer>();
    dataCentre
        .recorder()
        .counts()
        .getOrDefault(server.hostname(), Map.of())
        .forEach((kind, count) -> counts.put(wire(kind), count));
    var happened =
        dataCentre.recorder().effects(server.hostname()).stream()
            .filter(effect -> !NOISE.contains(effect.kind()))
            .map(
                effect ->
                    new Findings.Happening(
                        Duration.between(racked, effect.at()).toMillis() / 1000.0,
                        wire(effect.kind()),
                        wire(effect.channel()),
                        effect.detail()))
            .toList();
    return new Findings(
        counts,
        happened.subList(Math.max(0, happened.size() - TOLD), happened.size()),
        unsafe.stream()
            .map(act -> "%s over %s: %s".formatted(words(act.kind()), act.channel(), act.detail()))
            .toList());
  }

  private static String wire(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String words(Enum<?> value) {
    return wire(value).replace('_', ' ');
  }

  @Override
  public synchronized void end() {
    if (last.isEmpty()) {
      last = Optional.of(found(dataCentre.check()));
      dataCentre.close();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    end();
    manager.engine().close(DRAIN);
    manager.close();
    try {
      TemporaryFolder.delete(state);
    } catch (IOException e) {
      LOG.warn("{} of a try-out could not be removed", state, e);
    }
  }
}
