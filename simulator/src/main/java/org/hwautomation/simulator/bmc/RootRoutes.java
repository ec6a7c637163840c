package org.hwautomation.simulator.bmc;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The service root and what may be read without authentication: DSP0266 6.4 (service root), 8.2
 * (OData service document), 13.3.1 (what needs no authentication). Values: the three captures'
 * {@code /redfish/v1}.
 */
final class RootRoutes {
  private final Tree tree;

  RootRoutes(Tree tree) {
    this.tree = tree;
  }

  List<Route> routes() {
    return List.of(
        Route.open(
            tree.dialect(),
            "GET",
            "/redfish",
            request -> RedfishResponse.ok(Map.of("v1", "/redfish/v1/"))),
        Route.open(tree.dialect(), "GET", "/redfish/v1", request -> RedfishResponse.ok(root())),
        Route.open(
            tree.dialect(), "GET", "/redfish/v1/odata", request -> RedfishResponse.ok(odata())));
  }

  private Map<String, Object> root() {
    var dialect = tree.dialect();
    var body =
        Resource.of(
            "/redfish/v1",
            switch (dialect.personality()) {
              case DELL -> "#ServiceRoot.v1_10_0.ServiceRoot";
              case HPE -> "#ServiceRoot.v1_5_1.ServiceRoot";
              case SUPERMICRO -> "#ServiceRoot.v1_9_0.ServiceRoot";
            },
            dialect.supermicro() ? "ServiceRoot" : "RootService",
            "Root Service");
    body.put(
        "RedfishVersion",
        switch (dialect.personality()) {
          case DELL -> "1.13.1";
          case HPE -> "1.6.0";
          case SUPERMICRO -> "1.11.0";
        });
    switch (dialect.personality()) {
      case DELL -> {
        body.put("Vendor", "Dell");
        body.put("Product", "Integrated Dell Remote Access Controller");
        body.put(
            "Oem",
            Map.of(
                "Dell",
                Map.of(
                    "@odata.type",
                    "#DellServiceRoot.v1_0_0.DellServiceRoot",
                    "IsBranded",
                    0,
                    "ManagerMACAddress",
                    tree.server().identity().bmcMac(),
                    "ServiceTag",
                    tree.serial())));
      }
      case HPE -> {
        body.put("Vendor", "HPE");
        body.put("Product", tree.server().personality().product());
        body.put("UUID", tree.server().identity().uuid().toString());
        body.put(
            "Oem",
            Map.of(
                "Hpe",
                Map.of(
                    "@odata.type",
                    "#HpeiLOServiceExt.v2_4_0.HpeiLOServiceExt",
                    "Manager",
                    List.of(
                        Map.of(
                            "HostName",
                            "ILO" + tree.serial(),
                            "ManagerFirmwareVersion",
                            tree.server().firmware().bmcNumber(),
                            "ManagerType",
                            "iLO 5")))));
      }
      case SUPERMICRO -> body.put("UUID", tree.uuid());
    }
    body.put("Systems", Resource.link("/redfish/v1/Systems"));
    body.put("Chassis", Resource.link("/redfish/v1/Chassis"));
    body.put("Managers", Resource.link("/redfish/v1/Managers"));
    body.put("Tasks", Resource.link("/redfish/v1/TaskService"));
    body.put("SessionService", Resource.link("/redfish/v1/SessionService"));
    body.put("AccountService", Resource.link("/redfish/v1/AccountService"));
    body.put("UpdateService", Resource.link("/redfish/v1/UpdateService"));
    body.put("Registries", Resource.link("/redfish/v1/Registries"));
    body.put("Links", Map.of("Sessions", Resource.link("/redfish/v1/SessionService/Sessions")));
    body.put(
        "ProtocolFeaturesSupported",
        Map.of(
            "FilterQuery", false,
            "SelectQuery", false,
            "OnlyMemberQuery", false,
            "ExpandQuery",
                Map.of("Links", false, "NoLinks", false, "ExpandAll", false, "Levels", false)));
    return body;
  }

  private static Map<String, Object> odata() {
    var body = new LinkedHashMap<String, Object>();
    body.put("@odata.context", "/redfish/v1/$metadata");
    body.put(
        "value",
        List.of("Systems", "Chassis", "Managers", "AccountService", "SessionService").stream()
            .map(name -> Map.of("name", name, "kind", "Singleton", "url", "/redfish/v1/" + name))
            .toList());
    return body;
  }
}
