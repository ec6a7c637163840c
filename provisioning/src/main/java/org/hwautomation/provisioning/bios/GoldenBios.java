package org.hwautomation.provisioning.bios;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.hwautomation.definitions.file.QuotedText;
import org.hwautomation.provisioning.safety.BiosDanger;

/**
 * What makes a server that is set up as it should be differ from one fresh from the maker, as
 * settings for a device type. Immutable.
 *
 * @param settings attribute to value, by name
 * @param leftOut why attributes are not among them, to how many
 * @param withoutDefault how many of the settings are there because the BMC tells no default (Dell)
 */
public record GoldenBios(
    Map<String, BiosValue> settings, Map<LeftOut, Integer> leftOut, int withoutDefault) {
  /** Belongs to one machine, or opens it. Matched in lower case without punctuation. */
  private static final Pattern OF_ONE_MACHINE =
      Pattern.compile(
          "serial|uuid|asset|servername|servicename|servicephone|serviceemail|serverowner"
              + "|primaryos|otherinfo|hostname|productid|macaddr|systemid|servicetag|custompost"
              + "|(ip|ipv4|ipv6|v6)(address|addr|ip|gateway|mask|prefixlen)|dns\\d|gateway"
              + "|iscsi\\w*(name|target|initiator|ip|gateway|mask|lun|id)|chap|secret|passw|epoch"
              + "|pubkey|privatekey|certificate|token|uri$|url$");

  /** Why an attribute is not captured. */
  public enum LeftOut {
    DEFAULT("as the maker ships it"),
    PRESERVED("kept by preserve_settings"),
    IDENTITY("of this machine alone, or secret"),
    CLOSED("not writable as the others are, so it follows from them or from the hardware");

    private final String text;

    LeftOut(String text) {
      this.text = text;
    }

    /** For people. */
    public String text() {
      return text;
    }
  }

  public GoldenBios {
    settings = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    leftOut = java.util.Collections.unmodifiableMap(new TreeMap<>(leftOut));
  }

  /**
   * Captures.
   *
   * @param preserve globs of settings to leave out
   */
  public static GoldenBios of(
      BiosRegistry registry, Map<String, BiosValue> current, List<String> preserve) {
    var rules = new BiosRules(registry, current);
    var preserved = BiosPlanner.preserved(preserve);
    var settings = new TreeMap<String, BiosValue>();
    var leftOut = new TreeMap<LeftOut, Integer>();
    var withoutDefault = 0;
    for (var name : new ArrayList<>(new TreeMap<>(current).keySet())) {
      var value = current.getOrDefault(name, BiosValue.of(""));
      var attribute = rules.effective(name, current);
      if (attribute == null) {
        attribute = BiosAttribute.of(name, BiosAttribute.Type.UNKNOWN);
      }
      var standard = attribute.defaultValue();
      if (isOfOneMachine(attribute)) {
        leftOut.merge(LeftOut.IDENTITY, 1, Integer::sum);
      } else if (preserved.test(name) || preserved.test(attribute.displayName())) {
        leftOut.merge(LeftOut.PRESERVED, 1, Integer::sum);
      } else if (standard != null && registry.same(name, standard, value)) {
        leftOut.merge(LeftOut.DEFAULT, 1, Integer::sum);
      } else if (!attribute.isOpen() || !PassSearch.fits(attribute, value)) {
        leftOut.merge(LeftOut.CLOSED, 1, Integer::sum);
      } else {
        settings.put(name, value);
        withoutDefault += standard == null ? 1 : 0;
      }
    }
    return new GoldenBios(settings, leftOut, withoutDefault);
  }

  private static boolean isOfOneMachine(BiosAttribute attribute) {
    if (attribute.type() == BiosAttribute.Type.PASSWORD) {
      return true;
    }
    var danger =
        BiosDanger.of(attribute.name(), attribute.displayName(), attribute.menuPath()).orElse(null);
    return danger == BiosDanger.IDENTITY
        || danger == BiosDanger.PASSWORD
        || danger == BiosDanger.RESET
        || OF_ONE_MACHINE.matcher(plain(attribute.name())).find()
        || OF_ONE_MACHINE.matcher(plain(attribute.displayName())).find();
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }

  /**
   * A file of device types with this one in it.
   *
   * @param vendor key and name of the vendor, such as {@code hpe}
   * @param type name of the device type
   * @param description one line
   */
  public String file(String vendor, String board, String type, String description) {
    var lines = new ArrayList<String>();
    lines.add("device_configuration:");
    lines.add("  vendors:");
    lines.add("    " + QuotedText.of(vendor) + ":");
    lines.add("      motherboards:");
    lines.add("        " + QuotedText.of(board) + ":");
    lines.add("          device_types:");
    lines.add("            " + QuotedText.of(type) + ":");
    lines.add("              description: " + QuotedText.of(description));
    lines.add("              bios_settings:" + (settings.isEmpty() ? " {}" : ""));
    settings.forEach(
        (name, value) ->
            lines.add(
                "                "
                    + QuotedText.of(name)
                    + ": "
                    + (value instanceof BiosValue.Text(String text)
                        ? QuotedText.of(text)
                        : value.toString())));
    return String.join("\n", lines) + "\n";
  }
}
