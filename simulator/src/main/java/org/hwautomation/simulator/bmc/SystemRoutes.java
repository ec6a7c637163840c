package org.hwautomation.simulator.bmc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.BootPhase;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Dimm;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.simulator.PowerControl;
import org.hwautomation.simulator.PowerState;

/**
 * The computer system: DSP0268 ComputerSystem with {@code Reset}, {@code BootProgress} and the boot
 * override ({@link BootRoutes} writes it). Values: the captures' {@code Systems} resources. What an
 * iDRAC and an iLO answer to a reset that does not fit the power state: finding 5 of the field
 * notes on {@code InvalidOperationForSystemState} and Dell's PSU501/PSU502.
 */
final class SystemRoutes {
  private final Tree tree;
  private final Dialect dialect;

  SystemRoutes(Tree tree) {
    this.tree = tree;
    this.dialect = tree.dialect();
  }

  List<Route> routes() {
    var routes = new ArrayList<Route>();
    var system = dialect.system();
    routes.add(
        tree.get(
            "/redfish/v1/Systems",
            request ->
                RedfishResponse.ok(
                    Resource.collection(
                        "/redfish/v1/Systems",
                        "ComputerSystemCollection",
                        "Computer System Collection",
                        List.of(system)))));
    routes.add(tree.get(system, request -> RedfishResponse.ok(body())));
    var boot = new BootRoutes(tree);
    routes.add(tree.patch(system, boot::change));
    routes.addAll(boot.routes());
    routes.add(tree.post(system + "/Actions/ComputerSystem.Reset", this::reset));
    if (dialect.resetActionInfo()) {
      routes.add(
          tree.get(system + "/ResetActionInfo", request -> RedfishResponse.ok(actionInfo())));
    }
    routes.addAll(new ComponentRoutes(tree).routes());
    return routes;
  }

  private Map<String, Object> body() {
    var server = tree.server();
    var personality = server.personality();
    var hardware = server.hardware();
    var body =
        Resource.of(
            dialect.system(),
            switch (personality) {
              case DELL -> "#ComputerSystem.v1_16_0.ComputerSystem";
              case HPE -> "#ComputerSystem.v1_13_0.ComputerSystem";
              case SUPERMICRO -> "#ComputerSystem.v1_14_0.ComputerSystem";
            },
            dialect.systemId(),
            dialect.hpe() ? "Computer System" : "System");
    body.put("SystemType", "Physical");
    body.put("Manufacturer", personality.manufacturer());
    body.put("Model", personality.product());
    // a Dell's service tag is its SKU; the serial number there is the board's
    body.put("SerialNumber", dialect.dell() ? server.identity().boardSerial() : tree.serial());
    body.put(
        "SKU",
        switch (personality) {
          case DELL -> tree.serial();
          case HPE -> "P38411-B21";
          case SUPERMICRO -> "0x1D1415D9";
        });
    body.put("UUID", tree.uuid());
    body.put("BiosVersion", server.firmware().version("BIOS"));
    body.put("PowerState", server.power().state() == PowerState.ON ? "On" : "Off");
    body.put("IndicatorLED", server.indicator() ? (dialect.hpe() ? "Blinking" : "Lit") : "Off");
    if (!dialect.hpe()) {
      body.put("LocationIndicatorActive", server.indicator());
      body.put("BootProgress", Map.of("LastState", bootProgress()));
    }
    server
        .power()
        .lastReset()
        .ifPresent(reset -> body.put("LastResetTime", ManagerRoutes.time(reset)));
    body.put(
        "Boot", BootRoutes.body(dialect, server.power().override(), server.bios().networkFirst()));
    body.put(
        "ProcessorSummary",
        Map.of(
            "Count",
            hardware.sockets(),
            "CoreCount",
            hardware.cores(),
            "LogicalProcessorCount",
            hardware.cores() * hardware.threadsPerCore(),
            "Model",
            hardware.cpuModel(),
            "Status",
            Resource.healthy()));
    body.put(
        "MemorySummary",
        Map.of(
            "TotalSystemMemoryGiB",
            Dimm.of(server).stream().filter(Dimm::present).count() * Dimm.MIB / 1024,
            "Status",
            Resource.healthy()));
    body.put("Status", Resource.healthy());
    body.put("SecureBoot", Resource.link(dialect.system() + "/SecureBoot"));
    if (dialect.supermicro() || BiosRoutes.areOffered(tree)) {
      body.put("Bios", Resource.link(dialect.bios()));
    }
    body.put("Processors", Resource.link(dialect.system() + "/Processors"));
    body.put("Memory", Resource.link(dialect.system() + "/Memory"));
    body.put("Storage", Resource.link(dialect.system() + "/Storage"));
    body.put("EthernetInterfaces", Resource.link(dialect.system() + "/EthernetInterfaces"));
    if (!dialect.dell()) {
      body.put("LogServices", Resource.link(dialect.system() + "/LogServices"));
    }
    body.put(
        "Links",
        Map.of(
            "Chassis", List.of(Resource.link(dialect.chassis())),
            "ManagedBy", List.of(Resource.link(dialect.manager()))));
    var reset = new LinkedHashMap<String, Object>();
    reset.put("target", dialect.system() + "/Actions/ComputerSystem.Reset");
    if (dialect.resetActionInfo()) {
      reset.put("@Redfish.ActionInfo", dialect.system() + "/ResetActionInfo");
    } else {
      reset.put("ResetType@Redfish.AllowableValues", dialect.resetTypes());
    }
    body.put("Actions", Map.of("#ComputerSystem.Reset", reset));
    oem(body);
    return body;
  }

  private void oem(Map<String, Object> body) {
    var server = tree.server();
    switch (dialect.personality()) {
      case DELL ->
          body.put(
              "Oem",
              Map.of(
                  "Dell",
                  Map.of(
                      "@odata.type",
                      "#DellOem.v1_3_0.DellOemResources",
                      "DellSystem",
                      Map.of(
                          "ChassisServiceTag",
                          tree.serial(),
                          "NodeID",
                          tree.serial(),
                          "CurrentRollupStatus",
                          "OK",
                          "UUID",
                          server.identity().uuid().toString()))));
      case HPE ->
          body.put(
              "Oem",
              Map.of(
                  "Hpe",
                  Map.of(
                      "@odata.type",
                      "#HpeComputerSystemExt.v2_12_0.HpeComputerSystemExt",
                      "PostState",
                      postState(),
                      "PCASerialNumber",
                      server.identity().boardSerial())));
      case SUPERMICRO -> {}
    }
  }

  private Map<String, Object> actionInfo() {
    var body =
        Resource.of(
            dialect.system() + "/ResetActionInfo",
            "#ActionInfo.v1_1_2.ActionInfo",
            "ResetActionInfo",
            "Reset Action Info");
    body.put(
        "Parameters",
        List.of(
            Map.of(
                "Name",
                "ResetType",
                "Required",
                true,
                "DataType",
                "String",
                "AllowableValues",
                dialect.resetTypes())));
    return body;
  }

  private String postState() {
    return switch (tree.server().power().phase()) {
      case OFF -> "PowerOff";
      case POST -> "InPost";
      case APPLYING_BIOS, FLASHING -> "InPostDiscoveryComplete";
      case LOADING, RUNNING, SHUTTING_DOWN, NO_BOOT_DEVICE, SETUP -> "FinishedPost";
    };
  }

  private String bootProgress() {
    var phase = tree.server().power().phase();
    // the captured Supermicro stays at this value with its system running
    if (dialect.supermicro() && (phase == BootPhase.LOADING || phase == BootPhase.RUNNING)) {
      return "SystemHardwareInitializationComplete";
    }
    return switch (phase) {
      case OFF -> "None";
      case POST -> "MemoryInitializationStarted";
      case APPLYING_BIOS, FLASHING -> "PCIResourceConfigStarted";
      case LOADING -> "OSBootStarted";
      case RUNNING, SHUTTING_DOWN -> "OSRunning";
      case NO_BOOT_DEVICE -> "SystemHardwareInitializationComplete";
      case SETUP -> "SetupEntered";
    };
  }

  private RedfishResponse reset(RedfishRequest request) {
    var type =
        Bodies.actionText(tree, request.object(dialect), "ComputerSystem.Reset", "ResetType");
    if (!dialect.resetTypes().contains(type)) {
      throw new RedfishError(
          400,
          tree.base("ActionParameterValueNotInList", type, "ResetType", "ComputerSystem.Reset"));
    }
    if (!tree.server().faults().tells(Lie.RESET_IGNORED)) {
      perform(type);
    }
    return dialect.dell() ? RedfishResponse.noContent() : tree.done();
  }

  private void perform(String type) {
    var power = tree.server().power();
    var result =
        switch (type) {
          case "On", "ForceOn" -> power.perform(PowerAction.ON, Channel.REDFISH);
          case "ForceOff" -> power.perform(PowerAction.FORCE_OFF, Channel.REDFISH);
          case "ForceRestart" -> power.perform(PowerAction.RESET, Channel.REDFISH);
          case "GracefulRestart" -> power.perform(PowerAction.SOFT_RESTART, Channel.REDFISH);
          case "GracefulShutdown" -> power.perform(PowerAction.SOFT_OFF, Channel.REDFISH);
          case "PowerCycle" -> power.perform(PowerAction.CYCLE, Channel.REDFISH);
          case "PushPowerButton" -> power.perform(PowerAction.BUTTON, Channel.REDFISH);
          // an interrupt that no simulated system acts on
          default -> PowerControl.Result.IGNORED;
        };
    if (result != PowerControl.Result.REFUSED && result != PowerControl.Result.ALREADY) {
      return;
    }
    switch (dialect.personality()) {
      case DELL ->
          throw new RedfishError(
              409,
              type.equals("On")
                  ? tree.idrac("PSU501", "The server is already powered ON.", "Informational")
                  : tree.idrac("PSU502", "The server is already powered OFF.", "Informational"));
      case HPE ->
          throw new RedfishError(
              400,
              tree.ilo(
                  "InvalidOperationForSystemState",
                  "The operation does not fit the state of the system.",
                  "Warning"));
      case SUPERMICRO -> {
        if (result == PowerControl.Result.REFUSED) {
          throw new RedfishError(400, tree.base("GeneralError"));
        }
      }
    }
  }
}
