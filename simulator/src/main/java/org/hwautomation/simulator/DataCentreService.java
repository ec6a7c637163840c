package org.hwautomation.simulator;

import java.util.Map;

/**
 * One protocol of the data centre. Implementations have a public constructor without parameters and
 * are listed in {@code META-INF/services/org.hwautomation.simulator.DataCentreService}; each data
 * centre makes its own.
 */
public interface DataCentreService extends AutoCloseable {
  /**
   * Called once, before any server is brought up. Register with {@link
   * DataCentre#listen(ServerListener)} and {@link DataCentre#networkBoot(NetworkBoot)}, open
   * listeners that belong to no single server.
   */
  void start(DataCentre dataCentre);

  /**
   * What a client needs to use this service, keyed as in the product's configuration file (for
   * example {@code maas.url}). Merged into {@link DataCentre#configuration()}. Called after {@link
   * #start}.
   */
  default Map<String, String> configuration() {
    return Map.of();
  }

  /** Closes everything that was opened; leaves no thread and no port behind. */
  @Override
  void close();
}
