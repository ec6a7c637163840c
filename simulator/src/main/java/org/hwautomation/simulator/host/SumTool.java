package org.hwautomation.simulator.host;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.hwautomation.simulator.BiosAttribute;
import org.hwautomation.simulator.Channel;
import org.hwautomation.simulator.Faults.Lie;
import org.hwautomation.simulator.SimulatedServer;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * Supermicro's {@code sum} 2.5.0 in band: {@code GetCurrentBiosCfg}, in the form of the captured
 * export of an X11DPH-T ({@link SumExportText}), and {@code ChangeBiosCfg}. Exit codes: appendix A
 * of its guide. It shows values in force; nothing shows what is staged.
 */
final class SumTool {
  static final String PATH = "/opt/supermicro/sum/sum";
  static final String BANNER =
      """
      Supermicro Update Manager (for UEFI BIOS) 2.5.0 (2020/07/22) (x86_64)
      Copyright(C) 2013-2020 Super Micro Computer, Inc. All rights reserved.

      """;

  private final SimulatedServer server;
  private final HostFiles files;

  SumTool(SimulatedServer server, HostFiles files) {
    this.server = server;
    this.files = files;
  }

  int run(Invocation call) throws IOException {
    call.out().print(BANNER);
    var words = call.arguments();
    if (words.equals(List.of("--version")) || words.isEmpty()) {
      return 0;
    }
    if (!call.root()) {
      return fail(call, 12, "Function access denied. Please run it as root.");
    }
    var options = options(words);
    if (options == null || !options.containsKey("-c")) {
      return fail(call, 2, "Unknown option");
    }
    return switch (options.getOrDefault("-c", "")) {
      case "GetCurrentBiosCfg" -> read(call, options);
      case "ChangeBiosCfg" -> change(call, options);
      default -> fail(call, 6, "Unknown command");
    };
  }

  private static @Nullable Map<String, String> options(List<String> words) {
    var options = new LinkedHashMap<String, String>();
    for (var i = 0; i < words.size(); i++) {
      switch (words.get(i)) {
        case "-c", "--file" -> {
          if (i + 1 == words.size()) {
            return null;
          }
          options.put(words.get(i), words.get(++i));
        }
        case "--overwrite" -> options.put("--overwrite", "");
        default -> {
          return null;
        }
      }
    }
    return options;
  }

  private int read(Invocation call, Map<String, String> options) throws IOException {
    var xml = new SumExportText(server.bios()).text(server.personality().board());
    var file = options.get("--file");
    if (file == null) {
      return HostTools.print(call, xml);
    }
    if (files.exists(file) && !options.containsKey("--overwrite")) {
      return fail(call, 9, "File already exists");
    }
    java.nio.file.Files.writeString(files.real(file), xml);
    return 0;
  }

  private int change(Invocation call, Map<String, String> options) throws IOException {
    var file = options.get("--file");
    if (file == null) {
      return fail(call, 5, "Missing option --file");
    }
    if (!files.exists(file)) {
      return fail(call, 8, "Can not open file " + file);
    }
    List<Found> found;
    try {
      found = settings(files.read(file, true));
    } catch (SAXException e) {
      return fail(call, 60, "Invalid BIOS configuration file: " + e.getMessage());
    }
    var known =
        new SumExportText(server.bios())
            .entries().stream()
                .collect(Collectors.toMap(SumExportText.Entry::path, entry -> entry));
    var values = new LinkedHashMap<String, Object>();
    for (var each : found) {
      var entry = known.get(each.path());
      var value = entry == null ? null : value(entry.attribute(), each.text());
      if (entry == null || value == null) {
        return fail(
            call, 60, "Invalid BIOS configuration file: [" + each.path() + "] " + each.text());
      }
      values.put(entry.attribute().name(), value);
    }
    server.noticeInBandWrite("BIOS settings");
    if (!server.faults().tells(Lie.BIOS_PATCH_IGNORED)) {
      server.bios().stage(values, Channel.SSH);
    }
    return HostTools.print(
        call,
        "Status: The BIOS configuration is updated for "
            + server.hostname()
            + "\n\n"
            + "Note: You have to reboot or power up the system for the changes to take effect\n");
  }

  /** A setting of a file: where, and the value as it stands there. */
  private record Found(String path, String text) {}

  private static List<Found> settings(byte[] xml) throws IOException, SAXException {
    try {
      var text = new String(xml, StandardCharsets.UTF_8);
      var start = Math.max(0, text.indexOf('<'));
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var root =
          factory
              .newDocumentBuilder()
              .parse(
                  new ByteArrayInputStream(
                      text.substring(start).getBytes(StandardCharsets.ISO_8859_1)))
              .getDocumentElement();
      if (!root.getTagName().equals("BiosCfg")) {
        throw new SAXException("no BiosCfg");
      }
      var found = new ArrayList<Found>();
      collect(root, ".", found);
      return found;
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java has no XML parser", e);
    }
  }

  private static void collect(Element menu, String path, List<Found> found) {
    for (var node = menu.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (!(node instanceof Element element)) {
        continue;
      }
      var name = element.getAttribute("name");
      if (element.getTagName().equals("Menu")) {
        collect(element, path + "/" + name, found);
      } else if (element.getTagName().equals("Setting")) {
        var order = element.getAttribute("order");
        var value =
            switch (element.getAttribute("type")) {
              case "CheckBox" -> element.getAttribute("checkedStatus");
              case "Numeric" -> element.getAttribute("numericValue");
              case "String" -> element.getElementsByTagName("StringValue").item(0).getTextContent();
              default -> element.getAttribute("selectedOption");
            };
        found.add(new Found(path + "/" + name + (order.isEmpty() ? "" : "$" + order), value));
      }
    }
  }

  private static @Nullable Object value(BiosAttribute attribute, String text) {
    return switch (attribute.type()) {
      case BOOLEAN ->
          text.equals("Checked") ? Boolean.TRUE : text.equals("Unchecked") ? Boolean.FALSE : null;
      case ENUMERATION ->
          attribute.values().stream()
              .filter(choice -> choice.displayName().equals(text))
              .map(choice -> (Object) choice.value())
              .findFirst()
              .orElse(null);
      case INTEGER -> text.matches("\\d{1,9}") ? Integer.valueOf(text) : null;
      case STRING -> text;
      case PASSWORD -> null;
    };
  }

  private static int fail(Invocation call, int status, String text) {
    call.err().print("\nERROR " + status + ": " + text + "\n");
    return status;
  }
}
