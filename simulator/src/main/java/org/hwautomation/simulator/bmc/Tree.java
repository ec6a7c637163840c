package org.hwautomation.simulator.bmc;

import org.hwautomation.simulator.SimulatedServer;

/** What the routes of one BMC share. */
record Tree(SimulatedServer server, Dialect dialect, Sessions sessions, DellJobs jobs) {
  Route get(String path, Route.Handler handler) {
    return Route.of(dialect, "GET", path, handler);
  }

  Route post(String path, Route.Handler handler) {
    return Route.of(dialect, "POST", path, handler);
  }

  Route patch(String path, Route.Handler handler) {
    return Route.of(dialect, "PATCH", path, handler);
  }

  Route delete(String path, Route.Handler handler) {
    return Route.of(dialect, "DELETE", path, handler);
  }

  Message base(String key, String... args) {
    return Message.base(dialect, key, args);
  }

  /** An iLO message (registry iLO.2.14). */
  Message ilo(String key, String text, String severity, String... args) {
    return Message.of("iLO.2.14." + key, text, severity, args);
  }

  /** An iDRAC message (registry IDRAC.2.8). */
  Message idrac(String key, String text, String severity, String... args) {
    return Message.of("IDRAC.2.8." + key, text, severity, args);
  }

  /** The plain answer to a write that was done: how much a vendor says. */
  RedfishResponse done() {
    return RedfishResponse.messages(200, base("Success"));
  }

  RedfishError missing(String path) {
    return new RedfishError(404, base("ResourceMissingAtURI", path));
  }

  /** The serial number that the BMC claims: the right one, unless a fault says otherwise. */
  String serial() {
    return server.faults().claimedSerial().orElse(server.identity().serial());
  }

  /** The system UUID as this vendor's Redfish prints it: Supermicro's has the other byte order. */
  String uuid() {
    return (dialect.supermicro() ? server.identity().uuidSwapped() : server.identity().uuid())
        .toString();
  }
}
