package org.hwautomation.provisioning.common.planted;

import org.hwautomation.simulator.Personality;

/** Breaks rules, so that the test of the architecture has something to find. */
public record KnowsSimulator(Personality upwards) {}
