package org.hwautomation.simulator.host;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.hwautomation.simulator.BmcServices;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.CipherTable;
import org.hwautomation.simulator.SimulatedServer;

/**
 * {@code ipmitool raw 0x0c}: the LAN parameters of the cipher suites (IPMI 2.0, 23.1 and 23.2,
 * table 23-4).
 */
final class IpmiCiphers {

  private static final String SET = "0x01";
  private static final String GET = "0x02";
  private static final String LEVELS = "0x18";

  private final BmcServices services;
  private final String channel;

  IpmiCiphers(SimulatedServer server) {
    this.services = server.bmc().services();
    this.channel = "0x0" + server.personality().lanChannel();
  }

  int raw(Invocation call, List<String> words) {
    boolean ours = words.size() > 3 && words.get(2).equals(channel);
    if (ours && words.get(1).equals(GET) && words.size() == 6) {
      switch (words.get(3)) {
        case "0x16" -> {
          return answer(call, List.of(services.ciphers().suites().size()));
        }
        case "0x17" -> {
          return answer(call, listed(16, services.ciphers().suites()));
        }
        case LEVELS -> {
          return answer(call, listed(8, services.ciphers().levelBytes()));
        }
        default -> {
          return refusal(call, words, "80", "Unknown (0x80)");
        }
      }
    }
    if (ours && words.get(1).equals(SET) && words.get(3).equals(LEVELS) && words.size() == 13) {
      List<Integer> bytes = words.subList(5, 13).stream().map(Integer::decode).toList();
      services.cipherLevels(CipherTable.levels(bytes), Channel.IPMI);
      return HostTools.print(call, "\n");
    }
    return refusal(call, words, "cc", "Invalid data field in request");
  }

  private static List<Integer> listed(int length, List<Integer> values) {
    List<Integer> all = new ArrayList<>(Collections.nCopies(length + 1, 0));
    for (int i = 0; i < values.size(); i++) {
      all.set(i + 1, values.get(i));
    }
    return all;
  }

  /** The parameter's revision, and its data, 16 bytes a line. */
  private static int answer(Invocation call, List<Integer> data) {
    StringBuilder text = new StringBuilder(" 11");
    for (int i = 0; i < data.size(); i++) {
      text.append(i % 16 == 15 ? "\n" : "").append(String.format(" %02x", data.get(i)));
    }
    return HostTools.print(call, text.append('\n').toString());
  }

  private static int refusal(Invocation call, List<String> words, String code, String text) {
    call.err()
        .print(
            "Unable to send RAW command (channel=0x0 netfn=0xc lun=0x0 cmd="
                + words.get(1)
                + " rsp=0x"
                + code
                + "): "
                + text
                + "\n");
    return 1;
  }
}
