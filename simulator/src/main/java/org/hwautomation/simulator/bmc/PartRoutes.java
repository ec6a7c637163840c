package org.hwautomation.simulator.bmc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.simulator.Dimm;
import org.hwautomation.simulator.Hardware;
import org.hwautomation.simulator.HardwareFault;
import org.jspecify.annotations.Nullable;

/**
 * Memory, drives and network adapters: DSP0268 Memory, Storage, Drive, NetworkAdapter. As in the
 * captures, an iLO lists an empty memory slot as {@code Absent} and the others leave it out.
 */
final class PartRoutes {
  private final Tree tree;
  private final String memory;
  private final String storage;
  private final String adapters;

  PartRoutes(Tree tree) {
    this.tree = tree;
    memory = tree.dialect().system() + "/Memory";
    storage = tree.dialect().system() + "/Storage";
    adapters = tree.dialect().chassis() + "/NetworkAdapters";
  }

  List<Route> routes() {
    var routes = new ArrayList<Route>();
    routes.add(collection(memory, "MemoryCollection", () -> listed().map(Dimm::id)));
    for (var dimm : Dimm.of(tree.server())) {
      routes.add(
          tree.get(
              memory + "/" + dimm.id(),
              request ->
                  RedfishResponse.ok(
                      listed()
                          .filter(one -> one.id().equals(dimm.id()))
                          .findFirst()
                          .map(this::module)
                          .orElseThrow(() -> tree.missing(memory + "/" + dimm.id())))));
    }
    routes.add(collection(storage, "StorageCollection", () -> java.util.stream.Stream.of("NVMe")));
    routes.add(tree.get(storage + "/NVMe", request -> RedfishResponse.ok(controller())));
    for (var disk : tree.server().hardware().disks()) {
      routes.add(tree.get(drive(disk), request -> RedfishResponse.ok(body(disk))));
    }
    routes.add(
        collection(adapters, "NetworkAdapterCollection", () -> java.util.stream.Stream.of("1")));
    routes.add(tree.get(adapters + "/1", request -> RedfishResponse.ok(adapter())));
    var functions = adapters + "/1/NetworkDeviceFunctions";
    var nics = tree.server().hardware().nics();
    routes.add(
        collection(
            functions,
            "NetworkDeviceFunctionCollection",
            () -> nics.stream().map(Hardware.Nic::name)));
    for (var nic : nics) {
      routes.add(
          tree.get(
              functions + "/" + nic.name(),
              request -> RedfishResponse.ok(function(functions, nic))));
    }
    return routes;
  }

  private Route collection(
      String path,
      String type,
      java.util.function.Supplier<java.util.stream.Stream<String>> members) {
    return tree.get(
        path,
        request ->
            RedfishResponse.ok(
                Resource.collection(
                    path, type, type, members.get().map(id -> path + "/" + id).toList())));
  }

  private java.util.stream.Stream<Dimm> listed() {
    return Dimm.of(tree.server()).stream().filter(dimm -> dimm.present() || tree.dialect().hpe());
  }

  private Map<String, Object> module(Dimm dimm) {
    var body =
        Resource.of(memory + "/" + dimm.id(), "#Memory.v1_14_0.Memory", dimm.id(), dimm.id());
    body.put("DeviceLocator", dimm.bmcLabel());
    body.put("CapacityMiB", dimm.present() ? Dimm.MIB : 0);
    if (dimm.present()) {
      body.put("Manufacturer", "Samsung");
      body.put("PartNumber", "M393A4K40DB3-CWE");
      body.put("SerialNumber", dimm.serial());
      body.put("MemoryDeviceType", "DDR4");
      body.put("Status", Resource.healthy());
    } else {
      body.put("Status", Map.of("State", "Absent", "Health", "OK"));
    }
    return body;
  }

  private String drive(Hardware.Disk disk) {
    return storage + "/NVMe/Drives/" + bay(disk);
  }

  private String bay(Hardware.Disk disk) {
    return "Disk.Bay." + tree.server().hardware().disks().indexOf(disk);
  }

  private Map<String, Object> controller() {
    var body = Resource.of(storage + "/NVMe", "#Storage.v1_11_0.Storage", "NVMe", "NVMe Storage");
    body.put(
        "Drives",
        tree.server().hardware().disks(tree.server().faults().has(HardwareFault.LOST_DISK)).stream()
            .map(disk -> Resource.link(drive(disk)))
            .toList());
    body.put("Status", Resource.healthy());
    return body;
  }

  private Map<String, Object> body(Hardware.Disk disk) {
    var body = Resource.of(drive(disk), "#Drive.v1_14_0.Drive", bay(disk), "Drive " + bay(disk));
    body.put("Model", disk.model());
    body.put("SerialNumber", disk.serial());
    body.put("CapacityBytes", disk.bytes());
    body.put("Protocol", "NVMe");
    body.put("MediaType", "SSD");
    body.put("Status", Resource.healthy());
    return body;
  }

  private @Nullable String model() {
    return tree.server().hardware().nics().getFirst().model();
  }

  private Map<String, Object> adapter() {
    var body =
        Resource.of(
            adapters + "/1", "#NetworkAdapter.v1_8_0.NetworkAdapter", "1", "Network Adapter");
    body.put("Model", model());
    body.put("NetworkDeviceFunctions", Resource.link(adapters + "/1/NetworkDeviceFunctions"));
    return body;
  }

  private static Map<String, Object> function(String collection, Hardware.Nic nic) {
    var body =
        Resource.of(
            collection + "/" + nic.name(),
            "#NetworkDeviceFunction.v1_7_0.NetworkDeviceFunction",
            nic.name(),
            "Network Device Function");
    var ethernet = new LinkedHashMap<String, Object>();
    ethernet.put("MACAddress", nic.mac());
    ethernet.put("PermanentMACAddress", nic.mac());
    body.put("Ethernet", ethernet);
    return body;
  }
}
