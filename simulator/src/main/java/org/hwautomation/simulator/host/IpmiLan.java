package org.hwautomation.simulator.host;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hwautomation.simulator.BmcNetwork;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.CipherTable;
import org.hwautomation.simulator.SimulatedServer;

/** {@code ipmitool lan} and {@code channel info} (IPMI 2.0, 22.24 and 23.1, table 23-4). */
final class IpmiLan {

  private static final String NOT_FOUND = "Requested sensor, data, or record not found";

  private final SimulatedServer server;
  private final InBandLan values;
  private final int channel;

  IpmiLan(SimulatedServer server, InBandLan values) {
    this.server = server;
    this.values = values;
    this.channel = server.personality().lanChannel();
  }

  int run(Invocation call, List<String> words) {
    String verb = words.isEmpty() ? "" : words.getFirst();
    return switch (verb) {
      case "print" -> print(call, words.size() > 1 ? words.get(1) : String.valueOf(channel));
      case "set" -> set(call, words.subList(1, words.size()));
      default -> error(call, "Invalid LAN command: " + verb);
    };
  }

  private int print(Invocation call, String given) {
    if (!given.equals(String.valueOf(channel))) {
      call.err().print("Get Channel Info command failed: " + NOT_FOUND + "\n");
      return error(call, "Invalid channel: " + given);
    }
    BmcNetwork network = values.read();
    String vlan = network.vlan() == 0 ? "Disabled" : String.valueOf(network.vlan());
    String auth = values.adminAuth();
    CipherTable ciphers = server.bmc().services().ciphers();
    String suites = ciphers.suites().stream().map(String::valueOf).collect(Collectors.joining(","));
    return HostTools.print(
        call,
        field("Set in Progress", "Set Complete")
            + field("Auth Type Support", "MD2 MD5 PASSWORD ")
            + field("Auth Type Enable", "Callback : MD2 MD5 PASSWORD ")
            + field("", "User     : MD2 MD5 PASSWORD ")
            + field("", "Operator : MD2 MD5 PASSWORD ")
            + field("", "Admin    : " + auth)
            + field("", "OEM      : ")
            + field("IP Address Source", network.dhcp() ? "DHCP Address" : "Static Address")
            + field("IP Address", network.address())
            + field("Subnet Mask", network.mask())
            + field("MAC Address", server.identity().bmcMac())
            + field("SNMP Community String", "public")
            + field("IP Header", "TTL=0x40 Flags=0x40 Precedence=0x00 TOS=0x10")
            + field(
                "BMC ARP Control",
                "ARP Responses "
                    + (values.arpResponses() ? "Enabled" : "Disabled")
                    + ", Gratuitous ARP Disabled")
            + field("Gratituous ARP Intrvl", "2.0 seconds")
            + field("Default Gateway IP", network.gateway())
            + field("Default Gateway MAC", "00:00:00:00:00:00")
            + field("Backup Gateway IP", "0.0.0.0")
            + field("Backup Gateway MAC", "00:00:00:00:00:00")
            + field("802.1q VLAN ID", vlan)
            + field("802.1q VLAN Priority", "0")
            + field("RMCP+ Cipher Suites", suites)
            + field("Cipher Suite Priv Max", ciphers.letters())
            + field("", "    X=Cipher Suite Unused")
            + field("", "    c=CALLBACK")
            + field("", "    u=USER")
            + field("", "    o=OPERATOR")
            + field("", "    a=ADMIN")
            + field("", "    O=OEM")
            + field(
                "Bad Password Threshold", String.valueOf(server.personality().lockOutThreshold()))
            + field("Invalid password disable", "no")
            + field("Attempt Count Reset Int.", "0")
            + field(
                "User Lockout Interval", String.valueOf(server.personality().lockOutSeconds())));
  }

  private static String field(String name, String value) {
    return name + " ".repeat(24 - Math.min(24, name.length())) + ": " + value + "\n";
  }

  int channelInfo(Invocation call, String given) {
    boolean system = given.equals("15") || given.equals("0xf");
    boolean current = given.equals("14") || given.equals("0xe");
    if (!system && !current && !given.equals(String.valueOf(channel))) {
      call.err().print("IPMI command failed: " + NOT_FOUND + "\n");
      return error(call, "Unable to Get Channel Info");
    }
    if (system || current) {
      return HostTools.print(
          call,
          """
          Channel 0xf info:
            Channel Medium Type   : System Interface
            Channel Protocol Type : KCS
            Session Support       : session-less
            Active Session Count  : 0
            Protocol Vendor ID    : 7154
          """);
    }
    String settings =
        "    Alerting            : disabled\n"
            + "    Per-message Auth    : enabled\n"
            + "    User Level Auth     : enabled\n"
            + "    Access Mode         : "
            + (server.bmc().ipmiOverLan() ? "always available" : "disabled")
            + "\n";
    return HostTools.print(
        call,
        "Channel 0x"
            + channel
            + " info:\n"
            + "  Channel Medium Type   : 802.3 LAN\n"
            + "  Channel Protocol Type : IPMB-1.0\n"
            + "  Session Support       : multi-session\n"
            + "  Active Session Count  : 0\n"
            + "  Protocol Vendor ID    : 7154\n"
            + "  Volatile(active) Settings\n"
            + settings
            + "  Non-Volatile Settings\n"
            + settings);
  }

  private int set(Invocation call, List<String> words) {
    if (words.size() < 2) {
      return usage(call);
    }
    if (!words.getFirst().matches("\\d{1,2}")) {
      return error(call, "Invalid channel: " + words.getFirst());
    }
    if (!words.getFirst().equals(String.valueOf(channel))) {
      call.err().print("Get Channel Info command failed: " + NOT_FOUND + "\n");
      call.err().print("Channel " + words.getFirst() + " is not a LAN channel!\n");
      return usage(call);
    }
    String what = words.get(1);
    String value = words.size() > 2 ? words.get(2) : "";
    String second = words.size() > 3 ? words.get(3) : "";
    BmcNetwork now = server.bmc().network();
    return switch (what) {
      case "ipsrc" -> source(call, value, now);
      case "ipaddr" ->
          address(call, "IP Address", value, words.size() == 3, now.withAddress(value));
      case "netmask" -> address(call, "Subnet Mask", value, words.size() == 3, now.withMask(value));
      case "defgw" ->
          value.equals("ipaddr")
              ? address(
                  call, "Default Gateway IP", second, words.size() == 4, now.withGateway(second))
              : usage(call);
      case "vlan" -> vlan(call, value, second, now);
      case "access" -> access(call, value);
      case "arp" -> arp(call, value, second);
      case "auth" -> auth(call, value, second);
      case "cipher_privs" -> cipherPrivileges(call, value);
      case "user" -> 0;
      default -> usage(call);
    };
  }

  private int source(Invocation call, String value, BmcNetwork now) {
    if (!value.equals("static") && !value.equals("dhcp")) {
      return usage(call);
    }
    values.write(now.withDhcp(value.equals("dhcp")));
    return 0;
  }

  private int address(
      Invocation call, String name, String value, boolean complete, BmcNetwork wanted) {
    if (!complete) {
      return usage(call);
    }
    if (!BmcNetwork.isAddress(value)) {
      return error(call, "Invalid IP address: " + value);
    }
    call.out().print("Setting LAN " + name + " to " + value + "\n");
    if (wanted.dhcp()) {
      // a BMC that has its address from DHCP takes the write and keeps what it has
      return error(call, "LAN Parameter Data does not match!  Write may have failed.");
    }
    values.write(wanted);
    return 0;
  }

  private int vlan(Invocation call, String key, String value, BmcNetwork now) {
    if (!key.equals("id")) {
      return usage(call);
    }
    if (value.equals("off")) {
      if (now.vlan() == 0) {
        return HostTools.print(call, "VLAN is already disabled for channel " + channel + "\n");
      }
      values.write(now.withVlan(0));
      return 0;
    }
    if (!value.matches("\\d{1,4}")
        || Integer.parseInt(value) < 1
        || Integer.parseInt(value) > 4094) {
      return error(call, "VLAN ID must be between 1 and 4094.");
    }
    values.write(now.withVlan(Integer.parseInt(value)));
    return 0;
  }

  private int access(Invocation call, String value) {
    if (!value.equals("on") && !value.equals("off")) {
      return usage(call);
    }
    server.bmc().ipmiOverLan(value.equals("on"), Channel.IPMI);
    return HostTools.print(
        call, "Set Channel Access for channel " + channel + " was successful.\n");
  }

  private int arp(Invocation call, String key, String value) {
    if (!key.equals("respond") || !(value.equals("on") || value.equals("off"))) {
      return usage(call);
    }
    server.noticeWrite(Channel.IPMI, "BMC ARP control");
    values.arpResponses(value.equals("on"));
    return 0;
  }

  private int auth(Invocation call, String level, String types) {
    if (!level.equalsIgnoreCase("admin") || types.isEmpty()) {
      return usage(call);
    }
    server.noticeWrite(Channel.IPMI, "BMC authentication types");
    values.adminAuth(types.toUpperCase(Locale.ROOT).replace(',', ' ') + " ");
    return 0;
  }

  private int cipherPrivileges(Invocation call, String privileges) {
    if (privileges.length() != 15) {
      call.err().print("Invalid privilege specification length: " + privileges.length() + "\n");
      return usage(call);
    }
    if (!privileges.matches("[XcuoaO]{15}")) {
      return usage(call);
    }
    // as ipmitool, which knows 15 of the 16
    CipherTable wanted = CipherTable.of(List.of(), privileges, false);
    server.bmc().services().cipherLevels(wanted.levels(), Channel.IPMI);
    return 0;
  }

  private static int usage(Invocation call) {
    call.err().print("\nusage: lan set <channel> <command> <parameter>\n");
    return 1;
  }

  private static int error(Invocation call, String text) {
    call.err().print(text + "\n");
    return 1;
  }
}
