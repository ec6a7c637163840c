package org.hwautomation.simulator.bmc;

import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.EffectKind;

/**
 * The log of hardware events: DSP0268 LogService, LogEntry. Where it is, how it is called and the
 * order of its entries as in the captures: an iDRAC's {@code Sel} with the newest first, iLO's
 * {@code IML} and Supermicro's {@code Log1} of the system with the oldest first.
 */
final class LogRoutes {
  private final Tree tree;
  private final HardwareLog log;
  private final String services;
  private final String id;

  LogRoutes(Tree tree, HardwareLog log) {
    this.tree = tree;
    this.log = log;
    services =
        (tree.dialect().dell() ? tree.dialect().manager() : tree.dialect().system())
            + "/LogServices";
    id =
        switch (tree.dialect().personality()) {
          case DELL -> "Sel";
          case HPE -> "IML";
          case SUPERMICRO -> "Log1";
        };
  }

  List<Route> routes() {
    var service = services + "/" + id;
    return List.of(
        tree.get(
            services,
            request ->
                RedfishResponse.ok(
                    Resource.collection(
                        services, "LogServiceCollection", "Log Services", List.of(service)))),
        tree.get(service, request -> RedfishResponse.ok(service(service))),
        tree.get(service + "/Entries", request -> RedfishResponse.ok(entries(service))),
        tree.post(service + "/Actions/LogService.ClearLog", request -> clear()));
  }

  private Map<String, Object> service(String path) {
    var body = Resource.of(path, "#LogService.v1_2_0.LogService", id, "Hardware Event Log");
    if (!tree.dialect().hpe()) {
      body.put("LogEntryType", "SEL");
    }
    body.put("ServiceEnabled", true);
    body.put("OverWritePolicy", "WrapsWhenFull");
    body.put("Entries", Resource.link(path + "/Entries"));
    body.put(
        "Actions",
        Map.of("#LogService.ClearLog", Resource.action(path + "/Actions/LogService.ClearLog")));
    return body;
  }

  private Map<String, Object> entries(String service) {
    var path = service + "/Entries";
    var noted = tree.dialect().dell() ? log.entries().reversed() : log.entries();
    var body = Resource.collection(path, "LogEntryCollection", "Log Entries", List.of());
    body.put("Members", noted.stream().map(entry -> entry(path, entry)).toList());
    body.put("Members@odata.count", noted.size());
    return body;
  }

  private Map<String, Object> entry(String path, HardwareLog.Entry entry) {
    var number = Integer.toString(entry.id());
    var body =
        Resource.of(
            path + "/" + number, "#LogEntry.v1_9_0.LogEntry", number, "Log Entry " + number);
    body.put("Created", ManagerRoutes.time(entry.created()));
    body.put("EntryType", tree.dialect().hpe() ? "Oem" : "SEL");
    body.put("Severity", entry.severity());
    body.put("Message", entry.message());
    return body;
  }

  private RedfishResponse clear() {
    log.clear();
    tree.server().effect(EffectKind.LOG_CLEARED, Channel.REDFISH, id);
    return tree.done();
  }
}
