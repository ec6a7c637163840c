package org.hwautomation.benchmarks.planted;

import org.hwautomation.hardware.Endpoint;

/** Breaks rules, so that the test of the architecture has something to find. */
public record KnowsHardware(Endpoint ofHardware) {}
