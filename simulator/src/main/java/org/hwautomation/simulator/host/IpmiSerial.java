package org.hwautomation.simulator.host;

import java.util.List;
import org.hwautomation.simulator.BmcServices;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.SimulatedServer;

/** {@code ipmitool sol} (IPMI 2.0, 24.8 and chapter 26). */
final class IpmiSerial {

  private final BmcServices services;
  private final String channel;

  IpmiSerial(SimulatedServer server) {
    this.services = server.bmc().services();
    this.channel = String.valueOf(server.personality().lanChannel());
  }

  int run(Invocation call, List<String> words) {
    String verb = words.isEmpty() ? "" : words.getFirst();
    if (verb.equals("info") && at(words, 1).equals(channel)) {
      return info(call);
    }
    if (verb.equals("set") && at(words, 1).equals("enabled") && at(words, 3).equals(channel)) {
      services.serialOverLan(at(words, 2).equals("true"), Channel.IPMI);
      return 0;
    }
    if (verb.equals("payload") && at(words, 2).equals(channel) && at(words, 3).matches("\\d+")) {
      return payload(call, at(words, 1), Integer.parseInt(at(words, 3)));
    }
    call.err().print("Invalid SOL command: " + String.join(" ", words) + "\n");
    return 1;
  }

  private static String at(List<String> words, int index) {
    return index < words.size() ? words.get(index) : "";
  }

  private int info(Invocation call) {
    return HostTools.print(
        call,
        "Set in progress                 : set-complete\n"
            + "Enabled                         : "
            + services.serialOverLan()
            + "\nForce Encryption                : true\n"
            + "Force Authentication            : true\n"
            + "Privilege Level                 : ADMINISTRATOR\n"
            + "Character Accumulate Level (ms) : 50\n"
            + "Character Send Threshold        : 255\n"
            + "Retry Count                     : 7\n"
            + "Retry Interval (ms)             : 480\n"
            + "Volatile Bit Rate (kbps)        : 115.2\n"
            + "Non-Volatile Bit Rate (kbps)    : 115.2\n"
            + "Payload Channel                 : "
            + channel
            + " (0x0"
            + channel
            + ")\nPayload Port                    : 623\n");
  }

  private int payload(Invocation call, String verb, int slot) {
    return switch (verb) {
      case "status" ->
          HostTools.print(
              call,
              "User "
                  + slot
                  + " on channel "
                  + channel
                  + " is "
                  + (services.serialUser(slot) ? "enabled" : "disabled")
                  + "\n");
      case "enable", "disable" -> {
        services.serialUser(slot, verb.equals("enable"), Channel.IPMI);
        yield 0;
      }
      default -> {
        call.err().print("Usage: payload <enable|disable|status> [channel] [userid]\n");
        yield 1;
      }
    };
  }
}
