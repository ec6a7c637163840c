package org.hwautomation.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.hwautomation.provisioning.WorkflowManager;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.simulator.DataCentre;
import org.hwautomation.simulator.SimulatedServer;

/** How tests outside this package reach a simulated data centre. */
public final class SimulatedConfiguration {
  private SimulatedConfiguration() {}

  /** The product's configuration for it, with its state in a folder. */
  public static Configuration of(DataCentre dataCentre, Path state) {
    return new SimulatedSetup(dataCentre).configuration(state);
  }

  /** The same, where BMCs that fetch images find them at a port of this machine. */
  public static Configuration serving(DataCentre dataCentre, Path state, int port) {
    return Configuration.loader()
        .text("simulated data centre", new SimulatedSetup(dataCentre).yaml())
        .flag("state_dir", "--state", state.toString())
        .flag("firmware.serve_address", "--serve", "127.0.0.1")
        .flag("firmware.serve_port", "--port", Integer.toString(port))
        .load();
  }

  /** Puts newer firmware for its servers where that configuration looks for it. */
  public static void writeCatalog(DataCentre dataCentre, Path state) throws IOException {
    new SimulatedCatalog(dataCentre).write(of(dataCentre, state).firmwareCatalog());
  }

  /** All versions of that catalog have run on other servers of these kinds. */
  public static void proven(DataCentre dataCentre, WorkflowManager manager) {
    new SimulatedCatalog(dataCentre).proven(manager);
  }

  public static String deviceType(SimulatedServer server) {
    return SimulatedSetup.deviceType(server);
  }

  /** An address that a server's BMC can be moved to. */
  public static String targetAddress(DataCentre dataCentre, SimulatedServer server) {
    return SimulatedSetup.targetAddress(dataCentre.servers().indexOf(server));
  }
}
