package org.hwautomation.cli;

import java.nio.file.Path;
import org.hwautomation.provisioning.configuration.Configuration;
import org.hwautomation.simulator.DataCentre;

/** How tests outside this package reach a simulated data centre. */
public final class SimulatedConfiguration {
  private SimulatedConfiguration() {}

  /** The product's configuration for it, with its state in a folder. */
  public static Configuration of(DataCentre dataCentre, Path state) {
    return new SimulatedSetup(dataCentre).configuration(state);
  }
}
