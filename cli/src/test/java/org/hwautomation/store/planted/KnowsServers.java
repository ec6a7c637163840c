package org.hwautomation.store.planted;

import org.hwautomation.hardware.Endpoint;

/** Breaks rules, so that the test of the architecture has something to find. */
public record KnowsServers(Endpoint ofHardware) {}
