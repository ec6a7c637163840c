package org.hwautomation.simulator.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hwautomation.simulator.BiosAttribute;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.SimulatedServer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * HPE's {@code ilorest} in band: {@code login} without a password, {@code rawget} of the BIOS and
 * its settings, and {@code rawpatch} of a file (iLOrest user guide). Like the iLO itself it takes
 * any value, and the BIOS judges after POST.
 */
final class IlorestTool {
  private static final String BIOS = "/redfish/v1/systems/1/bios";
  private static final JsonMapper JSON = new JsonMapper();
  private static final int NO_LOGIN = 32;
  private static final int BAD_FILE = 3;
  private static final int NO_RESOURCE = 80;

  private final SimulatedServer server;
  private final HostFiles files;

  IlorestTool(SimulatedServer server, HostFiles files) {
    this.server = server;
    this.files = files;
  }

  int run(Invocation call) throws IOException {
    var words = call.arguments().stream().filter(word -> !word.equals("--nologo")).toList();
    if (!call.root()) {
      return fail(call, NO_LOGIN, "No Administrator privileges");
    }
    if (words.equals(List.of("login"))) {
      return HostTools.print(call, "Discovering data...Done\n");
    }
    if (words.size() == 2 && words.getFirst().equals("rawget")) {
      return switch (plain(words.get(1))) {
        case BIOS -> show(call, shown(false));
        case BIOS + "/settings" -> show(call, shown(true));
        default -> fail(call, NO_RESOURCE, "The requested resource does not exist.");
      };
    }
    if (words.size() == 2 && words.getFirst().equals("rawpatch")) {
      return patch(call, words.get(1));
    }
    return fail(call, 1, "Command not found");
  }

  private Map<String, Object> shown(boolean staged) {
    var values = new TreeMap<String, Object>();
    for (var attribute : server.bios().registry().attributes()) {
      if (attribute.type() == BiosAttribute.Type.PASSWORD) {
        values.put(attribute.name(), null);
      }
    }
    values.putAll(server.bios().current());
    if (staged) {
      values.putAll(server.bios().pending());
    }
    return values;
  }

  private static int show(Invocation call, Map<String, Object> attributes) {
    return HostTools.print(call, JSON.writeValueAsString(Map.of("Attributes", attributes)) + "\n");
  }

  private int patch(Invocation call, String file) throws IOException {
    JsonNode body;
    try {
      body = JSON.readTree(new String(files.read(file, true), StandardCharsets.UTF_8));
    } catch (IOException | JacksonException e) {
      return fail(call, BAD_FILE, "Input file '" + file + "' can't be read.");
    }
    var values = new LinkedHashMap<String, Object>();
    for (var target : body.properties()) {
      if (!plain(target.getKey()).equals(BIOS + "/settings")) {
        return fail(call, NO_RESOURCE, "The requested resource does not exist.");
      }
      for (var each : target.getValue().path("Attributes").properties()) {
        var node = each.getValue();
        values.put(
            each.getKey(),
            node.isBoolean()
                ? (Object) node.asBoolean()
                : node.isInt() ? (Object) node.asInt() : node.asString());
      }
    }
    server.noticeInBandWrite("BIOS settings");
    if (!server.faults().tells(Lie.BIOS_PATCH_IGNORED)) {
      server.bios().stage(values, Channel.SSH);
    }
    return HostTools.print(
        call,
        "One or more properties were changed and will not take effect until system is reset.\n");
  }

  private static String plain(String path) {
    return path.toLowerCase(java.util.Locale.ROOT).replaceFirst("/$", "");
  }

  private static int fail(Invocation call, int status, String text) {
    call.err().print(text + "\n");
    return status;
  }
}
