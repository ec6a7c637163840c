package org.hwautomation.simulator.host;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hwautomation.simulator.BiosAttribute;
import org.hwautomation.simulator.BiosDependency;
import org.hwautomation.simulator.BiosSettings;

/**
 * BIOS settings as {@code sum} exports them; forms as in the captured export of an X11DPH-T. A
 * setting's name may stand in several menus; then each has an {@code order}, and conditions call it
 * {@code NAME$ORDER}.
 */
final class SumExportText {
  /**
   * A setting of the export.
   *
   * @param order empty where the name stands there once
   * @param path menus, name and order
   */
  record Entry(BiosAttribute attribute, List<String> menus, String order, String path) {
    String name() {
      return attribute.displayName() + (order.isEmpty() ? "" : "$" + order);
    }
  }

  private final BiosSettings bios;

  SumExportText(BiosSettings bios) {
    this.bios = bios;
  }

  List<Entry> entries() {
    var times =
        bios.registry().attributes().stream()
            .collect(Collectors.groupingBy(BiosAttribute::displayName, Collectors.counting()));
    var seen = new HashMap<String, Integer>();
    var entries = new ArrayList<Entry>();
    for (var attribute : bios.registry().attributes()) {
      var name = attribute.displayName();
      var order =
          times.getOrDefault(name, 1L) > 1 ? String.valueOf(seen.merge(name, 1, Integer::sum)) : "";
      // "PCIe/PCI/PnP Configuration" is one menu
      var menus = List.of(attribute.menuPath().split("/(?!PCI/|PnP)")).stream().skip(1).toList();
      entries.add(
          new Entry(
              attribute,
              menus,
              order,
              "./" + String.join("/", menus) + "/" + name + (order.isEmpty() ? "" : "$" + order)));
    }
    return entries;
  }

  String text(String board) {
    var xml = new StringBuilder();
    xml.append("<?xml version=\"1.0\" encoding=\"ISO-8859-1\" standalone=\"yes\"?>\n<BiosCfg>\n");
    xml.append("  <!--Supermicro Update Manager 2.5.0 (2020/07/22)-->\n");
    xml.append("  <Menu name=\"Main\">\n    <Information />\n    <Subtitle>Supermicro ");
    xml.append(escaped(board)).append("</Subtitle>\n  </Menu>\n");
    var entries = entries();
    List<String> open = new ArrayList<>();
    for (var entry : entries) {
      var shared = 0;
      while (shared < open.size()
          && shared < entry.menus().size()
          && open.get(shared).equals(entry.menus().get(shared))) {
        shared++;
      }
      while (open.size() > shared) {
        xml.append("  ".repeat(open.size())).append("</Menu>\n");
        open.removeLast();
      }
      for (var menu : entry.menus().subList(shared, entry.menus().size())) {
        open.add(menu);
        xml.append("  ".repeat(open.size()));
        xml.append("<Menu name=\"").append(escaped(menu)).append("\">\n");
        xml.append("  ".repeat(open.size() + 1)).append("<Information />\n");
      }
      setting(xml, entry, conditions(entry, entries));
    }
    while (!open.isEmpty()) {
      xml.append("  ".repeat(open.size())).append("</Menu>\n");
      open.removeLast();
    }
    return xml.append("</BiosCfg>\n").toString();
  }

  private void setting(StringBuilder xml, Entry entry, String workIf) {
    var attribute = entry.attribute();
    var value = String.valueOf(bios.current().getOrDefault(attribute.name(), ""));
    var words = new LinkedHashMap<String, String>();
    words.put("name", attribute.displayName());
    if (!entry.order().isEmpty()) {
      words.put("order", entry.order());
    }
    var about = new StringBuilder();
    var after = "";
    switch (attribute.type()) {
      case BOOLEAN -> {
        words.put("checkedStatus", checked(value));
        words.put("type", "CheckBox");
        tag(about, "DefaultStatus", checked(String.valueOf(attribute.initial())));
      }
      case ENUMERATION -> {
        words.put("selectedOption", shown(attribute, value));
        words.put("type", "Option");
        about.append("<AvailableOptions>");
        attribute
            .values()
            .forEach(
                choice ->
                    about
                        .append("<Option value=\"")
                        .append(choice.name())
                        .append("\">")
                        .append(escaped(choice.displayName()))
                        .append("</Option>"));
        about.append("</AvailableOptions>");
        tag(about, "DefaultOption", shown(attribute, String.valueOf(attribute.initial())));
      }
      case INTEGER -> {
        words.put("numericValue", value);
        words.put("type", "Numeric");
        tag(about, "MaxValue", String.valueOf(attribute.upper()));
        tag(about, "MinValue", String.valueOf(attribute.lower()));
        tag(about, "StepSize", String.valueOf(attribute.increment()));
        tag(about, "DefaultValue", String.valueOf(attribute.initial()));
      }
      case STRING -> {
        words.put("type", "String");
        tag(about, "MinSize", String.valueOf(attribute.minLength()));
        tag(about, "MaxSize", String.valueOf(attribute.maxLength()));
        tag(about, "DefaultString", String.valueOf(attribute.initial()));
        after = "<StringValue><![CDATA[" + value + "]]></StringValue>";
      }
      case PASSWORD -> {
        words.put("type", "Password");
        tag(about, "HasPassword", "False");
        tag(about, "MinSize", String.valueOf(attribute.minLength()));
        tag(about, "MaxSize", String.valueOf(attribute.maxLength()));
      }
    }
    if (!workIf.isEmpty()) {
      about.append("<WorkIf><![CDATA[ ").append(workIf).append(" ]]></WorkIf>");
    }
    var indent = "  ".repeat(entry.menus().size() + 1);
    xml.append(indent).append("<Setting");
    words.forEach(
        (name, text) ->
            xml.append(' ').append(name).append("=\"").append(escaped(text)).append('"'));
    xml.append(">\n").append(indent).append("  <Information>").append(about);
    xml.append("</Information>").append(after).append('\n');
    xml.append(indent).append("</Setting>\n");
  }

  /** When a setting has an effect: while none of the dependencies that close it holds. */
  private String conditions(Entry entry, List<Entry> entries) {
    Map<String, Entry> byName =
        entries.stream().collect(Collectors.toMap(each -> each.attribute().name(), each -> each));
    var texts =
        bios.registry().dependencies().stream()
            .filter(dependency -> dependency.to().equals(entry.attribute().name()))
            .filter(dependency -> Boolean.TRUE.equals(dependency.result()))
            .map(dependency -> condition(dependency, byName))
            .filter(text -> !text.isEmpty())
            .toList();
    return texts.size() == 1
        ? texts.getFirst()
        : texts.stream().map(text -> "( " + text + " )").collect(Collectors.joining(" and "));
  }

  private static String condition(BiosDependency dependency, Map<String, Entry> byName) {
    var from = byName.get(dependency.from());
    return from == null
        ? ""
        : from.attribute().values().stream()
            .filter(choice -> choice.value().equals(dependency.value()))
            .map(
                choice ->
                    "%s %s %s"
                        .formatted(choice.name(), dependency.equal() ? "!=" : "==", from.name()))
            .findFirst()
            .orElse("");
  }

  private static String shown(BiosAttribute attribute, String value) {
    return attribute.values().stream()
        .filter(choice -> choice.value().equals(value))
        .map(BiosAttribute.Choice::displayName)
        .findFirst()
        .orElse(value);
  }

  private static String checked(String value) {
    return value.equals("true") ? "Checked" : "Unchecked";
  }

  private static void tag(StringBuilder xml, String name, String text) {
    xml.append('<').append(name).append('>').append(escaped(text));
    xml.append("</").append(name).append('>');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
