package org.hwautomation.simulator.bmc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.hwautomation.simulator.Hardware;

/** Processors and host network ports: DSP0268 Processor, EthernetInterface. */
final class ComponentRoutes {
  private final Tree tree;

  ComponentRoutes(Tree tree) {
    this.tree = tree;
  }

  List<Route> routes() {
    var processors = tree.dialect().system() + "/Processors";
    var ports = tree.dialect().system() + "/EthernetInterfaces";
    var hardware = tree.server().hardware();
    var routes = new ArrayList<Route>();
    var sockets = IntStream.rangeClosed(1, hardware.sockets()).mapToObj(Integer::toString).toList();
    routes.add(
        tree.get(
            processors,
            request ->
                RedfishResponse.ok(
                    Resource.collection(
                        processors,
                        "ProcessorCollection",
                        "Processors",
                        sockets.stream().map(socket -> processors + "/" + socket).toList()))));
    for (var socket : sockets) {
      routes.add(
          tree.get(
              processors + "/" + socket,
              request -> RedfishResponse.ok(processor(processors, socket))));
    }
    routes.add(
        tree.get(
            ports,
            request ->
                RedfishResponse.ok(
                    Resource.collection(
                        ports,
                        "EthernetInterfaceCollection",
                        "Ethernet Interfaces",
                        hardware.nics().stream().map(nic -> ports + "/" + nic.name()).toList()))));
    for (var nic : hardware.nics()) {
      routes.add(
          tree.get(ports + "/" + nic.name(), request -> RedfishResponse.ok(port(ports, nic))));
    }
    routes.addAll(new PartRoutes(tree).routes());
    return routes;
  }

  private Map<String, Object> processor(String collection, String socket) {
    var hardware = tree.server().hardware();
    var body =
        Resource.of(collection + "/" + socket, "#Processor.v1_11_0.Processor", socket, "Processor");
    body.put("Socket", "CPU" + socket);
    body.put("ProcessorType", "CPU");
    body.put("Manufacturer", hardware.cpuVendor().contains("AMD") ? "AMD" : "Intel");
    body.put("Model", hardware.cpuModel());
    body.put("TotalCores", hardware.coresPerSocket());
    body.put("TotalThreads", hardware.coresPerSocket() * hardware.threadsPerCore());
    body.put("Status", Resource.healthy());
    return body;
  }

  private static Map<String, Object> port(String collection, Hardware.Nic nic) {
    var body =
        Resource.of(
            collection + "/" + nic.name(),
            "#EthernetInterface.v1_6_3.EthernetInterface",
            nic.name(),
            "Host Ethernet Interface");
    body.put("MACAddress", nic.mac());
    body.put("PermanentMACAddress", nic.mac());
    body.put("SpeedMbps", nic.speedMbps());
    body.put("LinkStatus", "LinkUp");
    body.put("Status", Resource.healthy());
    return body;
  }
}
