package org.hwautomation.bridge.planted;

import org.hwautomation.server.ServerSettings;

/** A bridge that knows the service. */
record ListensItself(ServerSettings settings) {}
