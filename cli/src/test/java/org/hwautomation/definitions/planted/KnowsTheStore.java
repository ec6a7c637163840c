package org.hwautomation.definitions.planted;

import org.hwautomation.store.ServerIdentity;

/** Breaks rules, so that the test of the architecture has something to find. */
public record KnowsTheStore(ServerIdentity ofTheStore) {}
