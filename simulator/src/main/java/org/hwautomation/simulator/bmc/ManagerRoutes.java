package org.hwautomation.simulator.bmc;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Faults.Lie;
import tools.jackson.databind.JsonNode;

/**
 * The manager: DSP0268 Manager with {@code Reset}, ManagerNetworkProtocol. Values: the captures'
 * {@code Managers} resources. {@link InterfaceRoutes} has its network interface.
 */
final class ManagerRoutes {
  private final Tree tree;
  private final Dialect dialect;

  ManagerRoutes(Tree tree) {
    this.tree = tree;
    this.dialect = tree.dialect();
  }

  List<Route> routes() {
    var manager = dialect.manager();
    var routes = new ArrayList<Route>();
    routes.add(
        tree.get(
            "/redfish/v1/Managers",
            request ->
                RedfishResponse.ok(
                    Resource.collection(
                        "/redfish/v1/Managers",
                        "ManagerCollection",
                        "Manager Collection",
                        List.of(manager)))));
    routes.add(tree.get(manager, request -> RedfishResponse.ok(body())));
    routes.add(tree.post(manager + "/Actions/Manager.Reset", this::reset));
    routes.add(tree.get(manager + "/NetworkProtocol", r -> RedfishResponse.ok(protocols())));
    routes.add(tree.patch(manager + "/NetworkProtocol", this::changeProtocols));
    routes.addAll(new InterfaceRoutes(tree).routes());
    return routes;
  }

  /** An instant as Redfish writes it (DSP0266 9.3.9). */
  static String time(Instant instant) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        instant.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
  }

  private Map<String, Object> body() {
    var server = tree.server();
    var body =
        Resource.of(
            dialect.manager(),
            switch (dialect.personality()) {
              case DELL -> "#Manager.v1_12_0.Manager";
              case HPE -> "#Manager.v1_5_1.Manager";
              case SUPERMICRO -> "#Manager.v1_11_0.Manager";
            },
            dialect.managerId(),
            "Manager");
    body.put("ManagerType", "BMC");
    body.put("Model", server.personality().bmcModel());
    body.put(
        "FirmwareVersion",
        dialect.hpe() ? "iLO 5 v" + server.firmware().bmcNumber() : server.firmware().bmcNumber());
    if (dialect.supermicro()) {
      body.put("UUID", tree.uuid());
    }
    body.put("DateTime", time(server.time().now()));
    body.put("DateTimeLocalOffset", "+00:00");
    if (!dialect.hpe()) {
      body.put("LastResetTime", time(server.bmc().started()));
    }
    body.put("Status", Resource.healthy());
    body.put("NetworkProtocol", Resource.link(dialect.manager() + "/NetworkProtocol"));
    body.put("EthernetInterfaces", Resource.link(dialect.manager() + "/EthernetInterfaces"));
    if (dialect.dell()) {
      body.put("LogServices", Resource.link(dialect.manager() + "/LogServices"));
    }
    body.put(
        "Links",
        dialect.dell()
            ? Map.of(
                "ManagerForServers", List.of(Resource.link(dialect.system())),
                "ManagerForChassis", List.of(Resource.link(dialect.chassis())),
                "Oem",
                    Map.of(
                        "Dell",
                        Map.of(
                            "DellJobService",
                            Resource.link(DellRoutes.JOB_SERVICE),
                            "DellLCService",
                            Resource.link(DellRoutes.LIFECYCLE),
                            "Jobs",
                            Resource.link(DellRoutes.JOBS))))
            : Map.of(
                "ManagerForServers", List.of(Resource.link(dialect.system())),
                "ManagerForChassis", List.of(Resource.link(dialect.chassis()))));
    body.put(
        "Actions",
        Map.of(
            "#Manager.Reset",
            Map.of(
                "target",
                dialect.manager() + "/Actions/Manager.Reset",
                "ResetType@Redfish.AllowableValues",
                dialect.managerResetTypes())));
    return body;
  }

  private RedfishResponse reset(RedfishRequest request) {
    var body = request.body();
    // ResetType is optional in the schema; the vendors want it where they list values
    var type =
        body == null || !body.has("ResetType")
            ? dialect.managerResetTypes().getFirst()
            : body.get("ResetType").asString("");
    if (!dialect.managerResetTypes().contains(type)) {
      throw new RedfishError(
          400, tree.base("ActionParameterValueNotInList", type, "ResetType", "Manager.Reset"));
    }
    Runnable reset =
        tree.server().faults().tells(Lie.RESET_IGNORED)
            ? () -> {}
            : () -> tree.server().bmc().reset(Channel.REDFISH);
    return switch (dialect.personality()) {
      case DELL -> RedfishResponse.noContent().then(reset);
      case HPE ->
          RedfishResponse.messages(
                  200, tree.ilo("ResetInProgress", "The manager is being reset.", "Warning"))
              .then(reset);
      case SUPERMICRO -> tree.done().then(reset);
    };
  }

  private Map<String, Object> protocols() {
    var body =
        Resource.of(
            dialect.manager() + "/NetworkProtocol",
            "#ManagerNetworkProtocol.v1_8_0.ManagerNetworkProtocol",
            "NetworkProtocol",
            "Manager Network Protocol");
    body.put("HostName", "bmc-" + tree.server().hostname());
    body.put("HTTPS", Map.of("ProtocolEnabled", true, "Port", 443));
    body.put("IPMI", Map.of("ProtocolEnabled", tree.server().bmc().ipmiOverLan(), "Port", 623));
    var services = tree.server().bmc().services();
    body.put("NTP", Map.of("ProtocolEnabled", services.ntp(), "NTPServers", services.ntpServers()));
    body.put("Status", Resource.healthy());
    return body;
  }

  private RedfishResponse changeProtocols(RedfishRequest request) {
    var body = request.object(dialect);
    Bodies.only(tree, body, Set.of("IPMI", "NTP"));
    var ntp = body.get("NTP");
    if (ntp != null && ntp.isObject()) {
      changeTime(ntp);
      return tree.done();
    }
    var ipmi = body.get("IPMI");
    if (ipmi == null || !ipmi.isObject()) {
      throw new RedfishError(400, tree.base("UnrecognizedRequestBody"));
    }
    Bodies.only(tree, ipmi, Set.of("ProtocolEnabled"));
    var enabled = Bodies.flag(tree, ipmi, "ProtocolEnabled");
    if (enabled != null) {
      tree.server().bmc().ipmiOverLan(enabled, Channel.REDFISH);
    }
    return tree.done();
  }

  private void changeTime(JsonNode ntp) {
    Bodies.only(tree, ntp, Set.of("ProtocolEnabled", "NTPServers"));
    var services = tree.server().bmc().services();
    var enabled = Bodies.flag(tree, ntp, "ProtocolEnabled");
    var servers = new ArrayList<>(services.ntpServers());
    if (ntp.path("NTPServers").isArray()) {
      servers.clear();
      ntp.path("NTPServers").forEach(each -> servers.add(each.asString("")));
    }
    services.ntp(enabled == null ? services.ntp() : enabled, servers, Channel.REDFISH);
  }
}
