package org.hwautomation.simulator.ipmi;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.DataCentreService;
import org.hwautomation.simulator.ServerListener;
import org.hwautomation.simulator.SimulatedServer;

/** IPMI over LAN of all BMCs; found with {@link java.util.ServiceLoader}. */
public final class IpmiLanService implements DataCentreService, ServerListener {
  private final Map<SimulatedServer, LanEndpoint> endpoints = new ConcurrentHashMap<>();

  /** For {@link java.util.ServiceLoader}. */
  public IpmiLanService() {}

  @Override
  public void start(DataCentre dataCentre) {
    for (var server : dataCentre.servers()) {
      endpoints.put(server, new LanEndpoint(server));
    }
    dataCentre.listen(this);
  }

  @Override
  public void bmcUp(SimulatedServer server, String address) {
    var endpoint = endpoints.get(server);
    if (endpoint != null) {
      endpoint.open(address);
    }
  }

  @Override
  public void bmcDown(SimulatedServer server) {
    var endpoint = endpoints.get(server);
    if (endpoint != null) {
      endpoint.shut();
    }
  }

  @Override
  public void close() {
    endpoints.values().forEach(LanEndpoint::close);
  }
}
