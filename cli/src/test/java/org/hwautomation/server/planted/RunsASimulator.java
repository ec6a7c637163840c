package org.hwautomation.server.planted;

import org.hwautomation.simulator.DataCentre;

/** A service with a data centre of its own. */
record RunsASimulator(DataCentre dataCentre) {}
