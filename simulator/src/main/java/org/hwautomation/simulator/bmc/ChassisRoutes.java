package org.hwautomation.simulator.bmc;

import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.PowerState;

/** The chassis: DSP0268 Chassis. Values: the captures' {@code Chassis} resources. */
final class ChassisRoutes {
  private final Tree tree;

  ChassisRoutes(Tree tree) {
    this.tree = tree;
  }

  List<Route> routes() {
    return List.of(
        tree.get(
            "/redfish/v1/Chassis",
            request ->
                RedfishResponse.ok(
                    Resource.collection(
                        "/redfish/v1/Chassis",
                        "ChassisCollection",
                        "Chassis Collection",
                        List.of(tree.dialect().chassis())))),
        tree.get(tree.dialect().chassis(), request -> RedfishResponse.ok(body())));
  }

  private Map<String, Object> body() {
    var server = tree.server();
    var dialect = tree.dialect();
    var body =
        Resource.of(
            dialect.chassis(),
            "#Chassis.v1_15_0.Chassis",
            dialect.chassisId(),
            "Computer System Chassis");
    body.put("ChassisType", "RackMount");
    body.put("Manufacturer", server.personality().manufacturer());
    body.put("Model", server.personality().product());
    body.put(
        "SerialNumber", dialect.supermicro() ? server.identity().boardSerial() : tree.serial());
    body.put("PowerState", server.power().state() == PowerState.ON ? "On" : "Off");
    body.put("IndicatorLED", server.indicator() ? "Lit" : "Off");
    body.put(
        "Status",
        server.updates().powerSupplyFailed()
            ? Map.of("State", "Enabled", "Health", "Critical")
            : Resource.healthy());
    body.put("Thermal", Resource.link(dialect.chassis() + "/Thermal"));
    body.put("NetworkAdapters", Resource.link(dialect.chassis() + "/NetworkAdapters"));
    body.put("Power", Resource.link(dialect.chassis() + "/Power"));
    body.put(
        "Links",
        Map.of(
            "ComputerSystems", List.of(Resource.link(dialect.system())),
            "ManagedBy", List.of(Resource.link(dialect.manager()))));
    return body;
  }
}
