package org.hwautomation.server.access.planted;

import org.hwautomation.server.Route;

/** An account that knows where it is asked for. */
record KnowsRoutes(Route route) {}
