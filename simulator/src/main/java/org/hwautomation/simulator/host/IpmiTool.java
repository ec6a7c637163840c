package org.hwautomation.simulator.host;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hwautomation.simulator.Bmc;
import org.hwautomation.simulator.BootOverride;
import org.hwautomation.simulator.BootTarget;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Personality;
import org.hwautomation.simulator.PowerAction;
import org.hwautomation.simulator.PowerState;
import org.hwautomation.simulator.SimulatedServer;

/**
 * {@code ipmitool} 1.8 through the system interface. It reads and writes the one state of the
 * server's BMC, without a login; its words and its output are those of the real tool against a real
 * BMC. Several commands come by {@code exec FILE} or {@code shell} from standard input, which keeps
 * passwords out of the process list.
 */
final class IpmiTool {

  private static final String NO_DEVICE =
      "Could not open device at /dev/ipmi0 or /dev/ipmi/0 or /dev/ipmidev/0:"
          + " No such file or directory\n";

  private final SimulatedServer server;
  private final HostFiles files;
  private final IpmiLan lan;
  private final IpmiUsers users;
  private final IpmiSerial serial;
  private final IpmiCiphers ciphers;

  IpmiTool(SimulatedServer server, HostFiles files, InBandLan values) {
    this.server = server;
    this.files = files;
    this.lan = new IpmiLan(server, values);
    this.users = new IpmiUsers(server);
    this.serial = new IpmiSerial(server);
    this.ciphers = new IpmiCiphers(server);
  }

  int run(Invocation call) throws IOException {
    List<String> words = call.arguments();
    int at = 0;
    while (at < words.size() && words.get(at).startsWith("-")) {
      String option = words.get(at);
      if (option.equals("-V")) {
        return HostTools.print(call, "ipmitool version 1.8.19\n");
      }
      if (option.matches("-[vc]+")) {
        at++;
      } else if (option.matches("-I|-d|-N|-R")) {
        String value = at + 1 < words.size() ? words.get(at + 1) : "";
        if (option.equals("-I") && !value.equals("open")) {
          call.err().print("Interface " + value + " not supported\n");
          return 1;
        }
        at += 2;
      } else {
        call.err().print("ipmitool: invalid option -- '" + option.substring(1) + "'\n");
        return 1;
      }
    }
    if (at >= words.size()) {
      call.err().print("No command provided!\n");
      return 1;
    }
    if (!call.root() || resetting()) {
      call.err().print(NO_DEVICE);
      return 1;
    }
    return command(call, words.subList(at, words.size()));
  }

  /** A BMC that moves to another address still answers in band; one that restarts does not. */
  private boolean resetting() {
    Bmc bmc = server.bmc();
    return !bmc.reachable() && bmc.address().equals(bmc.network().address());
  }

  private int command(Invocation call, List<String> words) throws IOException {
    List<String> rest = words.subList(1, words.size());
    if (writes(words)) {
      // no word after the second: it may be a password
      server.noticeInBandWrite("ipmitool " + words.get(0) + " " + words.get(1));
    }
    return switch (words.getFirst()) {
      case "mc", "bmc" -> mc(call, rest);
      case "lan" -> lan.run(call, rest);
      case "channel" -> channel(call, rest);
      case "user" -> users.run(call, rest);
      case "chassis" -> chassis(call, rest);
      case "power" -> power(call, rest);
      case "sdr" -> HostTools.print(call, IpmiInventory.sdr(server));
      case "sensor" -> HostTools.print(call, IpmiInventory.sensors(server));
      case "fru" -> HostTools.print(call, IpmiInventory.fru(server));
      case "sol" -> serial.run(call, rest);
      case "raw" -> raw(call, rest);
      case "exec" -> exec(call, rest);
      case "shell" -> lines(call, call.in(), true);
      default -> {
        call.err().print("Invalid command: " + words.getFirst() + "\n");
        yield 1;
      }
    };
  }

  /** Whether a command changes the BMC or the server; the identification light is no change. */
  private static boolean writes(List<String> words) {
    if (words.size() < 2) {
      return false;
    }
    String verb = words.get(1);
    return switch (words.getFirst()) {
      case "mc", "bmc" -> verb.equals("reset");
      case "lan" -> verb.equals("set");
      case "channel" -> verb.equals("setaccess");
      case "user" -> List.of("set", "enable", "disable", "priv").contains(verb);
      case "power" -> !verb.equals("status");
      case "chassis" ->
          verb.equals("bootdev")
              || (verb.equals("power") && words.size() > 2 && !words.get(2).equals("status"));
      case "sol" ->
          verb.equals("set")
              || (verb.equals("payload") && words.size() > 2 && !words.get(2).equals("status"));
      case "raw" ->
          words.size() > 2
              && (words.subList(1, 3).equals(List.of("0x06", "0x40"))
                  || words.subList(1, 3).equals(List.of("0x0c", "0x01")));
      default -> false;
    };
  }

  private int exec(Invocation call, List<String> words) throws IOException {
    if (words.isEmpty()) {
      call.err().print("Usage: exec <filename>\n");
      return 1;
    }
    if (words.getFirst().equals("/dev/stdin")) {
      return lines(call, call.in(), false);
    }
    try {
      byte[] script = files.read(words.getFirst(), call.root());
      return lines(call, new ByteArrayInputStream(script), false);
    } catch (IOException e) {
      call.err().print("File " + words.getFirst() + " could not be opened.\n");
      return 1;
    }
  }

  private int lines(Invocation call, InputStream from, boolean shell) throws IOException {
    BufferedReader reader = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8));
    int status = 0;
    String line;
    while ((line = reader.readLine()) != null) {
      if (line.isBlank() || line.stripLeading().startsWith("#")) {
        continue;
      }
      List<String> words = words(line);
      if (shell && (words.getFirst().equals("exit") || words.getFirst().equals("quit"))) {
        break;
      }
      if (words.getFirst().equals("exec") || words.getFirst().equals("shell")) {
        call.err().print("Invalid command: " + words.getFirst() + "\n");
        status = 1;
      } else if (command(call, words) != 0) {
        status = 1;
      }
    }
    return shell ? 0 : status;
  }

  /** ipmitool's own splitting: blanks, and single or double quotes around a whole word. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0 && c == quote) {
        quote = 0;
      } else if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
        quoted = true;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (!word.isEmpty() || quoted) {
          words.add(word.toString());
        }
        word.setLength(0);
        quoted = false;
      } else {
        word.append(c);
      }
    }
    if (!word.isEmpty() || quoted) {
      words.add(word.toString());
    }
    return words;
  }

  private int mc(Invocation call, List<String> words) {
    return switch (String.join(" ", words)) {
      case "info" -> HostTools.print(call, IpmiInventory.mcInfo(server));
      case "guid" -> {
        UUID shown =
            server.personality() == Personality.DELL
                ? server.identity().uuidSwapped()
                : server.identity().uuid();
        yield HostTools.print(
            call,
            "System GUID   : "
                + shown
                + "\nGUID Encoding : SMBIOS\nGUID Version  : Random or pseudo-random\n");
      }
      case "reset cold" -> {
        server.bmc().reset(Channel.IPMI);
        yield HostTools.print(call, "Sent cold reset command to MC\n");
      }
      case "reset warm" -> {
        server.bmc().reset(Channel.IPMI);
        yield HostTools.print(call, "Sent warm reset command to MC\n");
      }
      case "selftest" -> HostTools.print(call, "Selftest: passed\n");
      default -> {
        call.err().print("Invalid mc/bmc command: " + String.join(" ", words) + "\n");
        yield 1;
      }
    };
  }

  private int channel(Invocation call, List<String> words) {
    String verb = words.isEmpty() ? "" : words.getFirst();
    return switch (verb) {
      case "info" -> lan.channelInfo(call, words.size() > 1 ? words.get(1) : "14");
      case "getaccess", "setaccess" -> users.access(call, words);
      default -> {
        call.err().print("Invalid CHANNEL command: " + verb + "\n");
        yield 1;
      }
    };
  }

  private int chassis(Invocation call, List<String> words) {
    String verb = words.isEmpty() ? "status" : words.getFirst();
    List<String> rest = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (verb) {
      case "power" -> power(call, rest);
      case "status" -> HostTools.print(call, IpmiInventory.chassisStatus(server));
      case "bootdev" -> bootDevice(call, rest);
      case "identify" -> {
        boolean off = !rest.isEmpty() && rest.getFirst().equals("0");
        server.indicator(!off, Channel.IPMI);
        yield HostTools.print(
            call,
            "Chassis identify interval: "
                + (rest.isEmpty() ? "default (15 seconds)" : off ? "off" : rest.getFirst())
                + "\n");
      }
      default -> {
        call.err().print("Invalid chassis command: " + verb + "\n");
        yield 1;
      }
    };
  }

  private int power(Invocation call, List<String> words) {
    String verb = words.isEmpty() ? "" : words.getFirst();
    return switch (verb) {
      case "status" ->
          HostTools.print(
              call,
              "Chassis Power is "
                  + (server.power().state() == PowerState.ON ? "on" : "off")
                  + "\n");
      case "on" -> power(call, PowerAction.ON, "Up/On");
      case "off" -> power(call, PowerAction.FORCE_OFF, "Down/Off");
      case "cycle" -> power(call, PowerAction.CYCLE, "Cycle");
      case "reset" -> power(call, PowerAction.RESET, "Reset");
      case "soft" -> power(call, PowerAction.SOFT_OFF, "Soft");
      default -> {
        call.err().print("Invalid chassis power command: " + verb + "\n");
        yield 1;
      }
    };
  }

  private int power(Invocation call, PowerAction action, String shown) {
    call.out().print("Chassis Power Control: " + shown + "\n");
    server.power().perform(action, Channel.IPMI);
    return 0;
  }

  private int bootDevice(Invocation call, List<String> words) {
    BootTarget target =
        switch (words.isEmpty() ? "" : words.getFirst()) {
          case "none" -> BootTarget.NONE;
          case "pxe" -> BootTarget.PXE;
          case "disk" -> BootTarget.DISK;
          case "bios" -> BootTarget.BIOS_SETUP;
          default -> null;
        };
    if (target == null) {
      call.err().print("Invalid argument: " + String.join(" ", words) + "\n");
      return 1;
    }
    boolean persistent = words.stream().anyMatch(word -> word.contains("persistent"));
    boolean uefi = words.stream().anyMatch(word -> word.contains("efiboot"));
    server
        .power()
        .override(
            new BootOverride(
                target,
                target == BootTarget.NONE
                    ? BootOverride.Lasting.DISABLED
                    : persistent ? BootOverride.Lasting.CONTINUOUS : BootOverride.Lasting.ONCE,
                uefi),
            Channel.IPMI);
    return HostTools.print(call, "Set Boot Device to " + words.getFirst() + "\n");
  }

  /** Set Channel Access (IPMI 2.0, 22.22) and the cipher suites' parameters are known. */
  private int raw(Invocation call, List<String> words) {
    if (words.size() < 2) {
      call.err().print("Not enough parameters given.\n");
      return 1;
    }
    if (words.getFirst().equals("0x0c")) {
      return ciphers.raw(call, words);
    }
    String lanChannel = String.valueOf(server.personality().lanChannel());
    boolean access =
        words.size() == 5
            && words.subList(0, 2).equals(List.of("0x06", "0x40"))
            && words.get(2).replace("0x0", "").replace("0x", "").equals(lanChannel);
    if (access) {
      server.bmc().ipmiOverLan(words.get(3).endsWith("2"), Channel.IPMI);
      return HostTools.print(call, "\n");
    }
    call.err()
        .print(
            "Unable to send RAW command (channel=0x0 netfn="
                + words.getFirst()
                + " lun=0x0 cmd="
                + words.get(1)
                + " rsp=0xc1): Invalid command\n");
    return 1;
  }
}
