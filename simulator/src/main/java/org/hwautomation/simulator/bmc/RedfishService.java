package org.hwautomation.simulator.bmc;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hwautomation.simulator.BiosOutcome;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.DataCentreService;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.ServerListener;
import org.hwautomation.simulator.SimulatedServer;

/** The Redfish services of all BMCs; found with {@link java.util.ServiceLoader}. */
public final class RedfishService implements DataCentreService, ServerListener {
  private final Map<SimulatedServer, RedfishEndpoint> endpoints = new ConcurrentHashMap<>();

  /** For {@link java.util.ServiceLoader}. */
  public RedfishService() {}

  @Override
  public void start(DataCentre dataCentre) {
    for (var server : dataCentre.servers()) {
      endpoints.put(server, new RedfishEndpoint(server));
    }
    dataCentre.listen(this);
  }

  @Override
  public void bmcUp(SimulatedServer server, String address) {
    endpoint(server).open(address);
  }

  @Override
  public void bmcDown(SimulatedServer server) {
    endpoint(server).shut();
  }

  @Override
  public void postStarted(SimulatedServer server) {
    endpoint(server).jobs().postStarted();
    endpoint(server).log().note("OK", "System boot: POST began.");
  }

  @Override
  public void powerChanged(SimulatedServer server, PowerState state) {
    endpoint(server)
        .log()
        .note("OK", "The system was powered " + state.name().toLowerCase(Locale.ROOT) + ".");
  }

  @Override
  public void biosApplied(SimulatedServer server, List<BiosOutcome> outcomes) {
    endpoint(server).jobs().applied(outcomes);
  }

  @Override
  public void close() {
    endpoints.values().forEach(RedfishEndpoint::close);
  }

  private RedfishEndpoint endpoint(SimulatedServer server) {
    var endpoint = endpoints.get(server);
    if (endpoint == null) {
      throw new IllegalArgumentException(server.hostname() + " is not of this data centre");
    }
    return endpoint;
  }
}
