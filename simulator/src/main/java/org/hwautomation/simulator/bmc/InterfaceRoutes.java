package org.hwautomation.simulator.bmc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hwautomation.simulator.BmcNetwork;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Faults.Lie;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The manager's network interface: DSP0268 EthernetInterface. Addresses are written as {@code
 * IPv4StaticAddresses} with {@code DHCPv4.DHCPEnabled} (an iDRAC also takes {@code IPv4Addresses});
 * one PATCH is one change. iDRAC and Supermicro move at once; an iLO asks for a reset first ({@code
 * ResetRequired}) and moves then. Values: the captures' interfaces {@code NIC.1}, {@code 1} and
 * Supermicro's second one, {@code ToHost}.
 */
final class InterfaceRoutes {
  private final Tree tree;
  private final Dialect dialect;
  private final String collection;

  InterfaceRoutes(Tree tree) {
    this.tree = tree;
    this.dialect = tree.dialect();
    this.collection = dialect.manager() + "/EthernetInterfaces";
  }

  List<Route> routes() {
    var routes = new ArrayList<Route>();
    var members = new ArrayList<>(List.of(collection + "/" + dialect.nicId()));
    if (dialect.supermicro()) {
      members.add(collection + "/ToHost");
      routes.add(tree.get(collection + "/ToHost", request -> RedfishResponse.ok(toHost())));
    }
    routes.add(
        tree.get(
            collection,
            request ->
                RedfishResponse.ok(
                    Resource.collection(
                        collection,
                        "EthernetInterfaceCollection",
                        "Ethernet Network Interface Collection",
                        members))));
    routes.add(tree.get(members.getFirst(), request -> RedfishResponse.ok(body())));
    routes.add(tree.patch(members.getFirst(), this::change));
    return routes;
  }

  private Map<String, Object> body() {
    var network = tree.server().bmc().network();
    var mac = tree.server().identity().bmcMac();
    var shown = dialect.dell() ? mac : mac.toUpperCase(Locale.ROOT);
    var body =
        Resource.of(
            collection + "/" + dialect.nicId(),
            switch (dialect.personality()) {
              case DELL -> "#EthernetInterface.v1_6_4.EthernetInterface";
              case HPE -> "#EthernetInterface.v1_4_1.EthernetInterface";
              case SUPERMICRO -> "#EthernetInterface.v1_6_3.EthernetInterface";
            },
            dialect.nicId(),
            dialect.hpe() ? "Manager Dedicated Network Interface" : "Manager Ethernet Interface");
    body.put("InterfaceEnabled", true);
    body.put("LinkStatus", "LinkUp");
    body.put("MACAddress", shown);
    if (!dialect.supermicro()) {
      body.put("PermanentMACAddress", shown);
    }
    body.put("SpeedMbps", 1000);
    body.put("FullDuplex", true);
    body.put("DHCPv4", Map.of("DHCPEnabled", network.dhcp()));
    body.put(
        "IPv4Addresses",
        List.of(
            Map.of(
                "Address",
                network.address(),
                "SubnetMask",
                network.mask(),
                "Gateway",
                network.gateway(),
                "AddressOrigin",
                network.dhcp() ? "DHCP" : "Static")));
    body.put(
        "IPv4StaticAddresses",
        network.dhcp()
            ? List.of()
            : List.of(
                Map.of(
                    "Address", network.address(),
                    "SubnetMask", network.mask(),
                    "Gateway", network.gateway())));
    body.put(
        "VLAN",
        Map.of(
            "VLANEnable", network.vlan() > 0, "VLANId", network.vlan() > 0 ? network.vlan() : 1));
    body.put("NameServers", List.of());
    body.put("Status", Resource.healthy());
    return body;
  }

  private Map<String, Object> toHost() {
    var body =
        Resource.of(
            collection + "/ToHost",
            "#EthernetInterface.v1_6_3.EthernetInterface",
            "ToHost",
            "Manager Ethernet Interface");
    body.put("InterfaceEnabled", true);
    body.put("MACAddress", "BE:B5:71:8C:CC:4F");
    body.put(
        "IPv4Addresses",
        List.of(
            Map.of(
                "Address", "169.254.3.254",
                "SubnetMask", "255.255.255.0",
                "Gateway", "169.254.3.254",
                "AddressOrigin", "Static")));
    body.put("Status", Resource.healthy());
    return body;
  }

  private RedfishResponse change(RedfishRequest request) {
    var body = request.object(dialect);
    var writable = Set.of("DHCPv4", "IPv4StaticAddresses", "IPv4Addresses", "VLAN");
    Bodies.only(tree, body, writable);
    var wanted = wanted(body);
    if (tree.server().faults().tells(Lie.NETWORK_PATCH_IGNORED)) {
      return tree.done();
    }
    if (dialect.hpe()) {
      tree.server().bmc().configureAtReset(wanted, Channel.REDFISH);
      return RedfishResponse.messages(
          200,
          tree.ilo(
              "ResetRequired",
              "The changes take effect when the management processor is reset.",
              "Warning"));
    }
    return tree.done().then(() -> tree.server().bmc().configure(wanted, Channel.REDFISH));
  }

  private BmcNetwork wanted(JsonNode body) {
    var network = tree.server().bmc().network();
    var entry = firstAddress(body);
    if (entry != null) {
      network =
          new BmcNetwork(
              network.dhcp(),
              address(entry, "Address", network.address()),
              address(entry, "SubnetMask", network.mask()),
              address(entry, "Gateway", network.gateway()),
              network.vlan());
      if ("Static".equals(Bodies.text(tree, entry, "AddressOrigin"))) {
        network = network.withDhcp(false);
      }
    }
    var dhcp = body.get("DHCPv4");
    var enabled = dhcp == null ? null : Bodies.flag(tree, dhcp, "DHCPEnabled");
    if (enabled != null) {
      network = network.withDhcp(enabled);
    }
    if (network.dhcp() && entry != null) {
      throw new RedfishError(
          400, tree.base("PropertyValueConflict", "IPv4StaticAddresses", "DHCPv4/DHCPEnabled"));
    }
    var vlan = body.get("VLAN");
    if (vlan != null) {
      var on = Bodies.flag(tree, vlan, "VLANEnable");
      var id = vlan.path("VLANId").asInt(network.vlan());
      network = network.withVlan(Boolean.FALSE.equals(on) ? 0 : id);
    }
    return network;
  }

  private @Nullable JsonNode firstAddress(JsonNode body) {
    var list = body.get("IPv4StaticAddresses");
    if (list == null && dialect.dell()) {
      list = body.get("IPv4Addresses");
    } else if (body.has("IPv4Addresses")) {
      throw new RedfishError(400, tree.base("PropertyNotWritable", "IPv4Addresses"));
    }
    return list == null || list.isEmpty() ? null : list.get(0);
  }

  private String address(JsonNode entry, String name, String before) {
    var text = Bodies.text(tree, entry, name);
    if (text == null) {
      return before;
    }
    if (!BmcNetwork.isAddress(text)) {
      throw new RedfishError(
          400,
          tree.base("PropertyValueFormatError", text, name)
              .about("#/IPv4StaticAddresses/0/" + name));
    }
    return text;
  }
}
