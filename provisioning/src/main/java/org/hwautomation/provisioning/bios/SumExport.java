package org.hwautomation.provisioning.bios;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.hwautomation.provisioning.bios.BiosAttribute.AllowedValue;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The BIOS configuration of a host as Supermicro's {@code sum -c GetCurrentBiosCfg} exports it
 * (version 2.5.0 of 2020, seen on X11DPH-T): settings, their values and when each has an effect.
 * Names are those of the setup screens; of several with one name, each has {@code $} and its number
 * behind it, as the export's own conditions write them.
 *
 * @param current values; a password's is 1 where one is set, and else 0
 * @param warnings what could not be understood and was left out
 */
public record SumExport(
    BiosRegistry registry, Map<String, BiosValue> current, List<String> warnings) {
  private static final int LONGEST = 16 * 1024 * 1024;
  private static final int DEEPEST = 40;
  private static final String END = "</BiosCfg>";

  public SumExport {
    current = Map.copyOf(current);
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads what the program printed, with or without its banner. A document type, and with it every
   * entity, is refused.
   *
   * @throws BadSumExportException if it is no such export
   */
  public static SumExport read(String printed) {
    return new Reader().read(document(printed));
  }

  /** The document in what was printed. */
  static Element document(String printed) {
    var start = printed.indexOf("<?xml");
    var root = printed.indexOf("<BiosCfg");
    var end = printed.lastIndexOf(END);
    var from = start < 0 || start > root ? root : start;
    if (from < 0 || end < root) {
      throw new BadSumExportException(
          "this is no BIOS configuration of sum: there is no whole <BiosCfg> in it");
    }
    if (printed.length() > LONGEST) {
      throw new BadSumExportException("a BIOS configuration is never longer than 16 MiB");
    }
    return parse(printed.substring(from, end + END.length()));
  }

  /** A setting's name: with its number, where there are several of one name. */
  static String name(Element setting) {
    var order = setting.getAttribute("order").strip();
    var display = setting.getAttribute("name").strip();
    return order.isEmpty() ? display : display + "$" + order;
  }

  private static Element parse(String xml) {
    try {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
      factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_SCHEMA, "");
      factory.setXIncludeAware(false);
      factory.setExpandEntityReferences(false);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null); // else it prints to standard error
      return builder.parse(new InputSource(new StringReader(xml))).getDocumentElement();
    } catch (SAXException | IOException e) {
      throw new BadSumExportException("this is no BIOS configuration of sum: " + e.getMessage(), e);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java has no safe XML parser", e);
    }
  }

  private static final class Reader {
    private final Map<String, BiosAttribute> attributes = new LinkedHashMap<>();
    private final Map<String, BiosValue> current = new LinkedHashMap<>();
    private final Map<String, List<String>> conditions = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    SumExport read(Element root) {
      menu(root, ".", List.of(), 0);
      var dependencies = new ArrayList<BiosDependency>();
      conditions.forEach(
          (name, texts) -> {
            for (var text : texts) {
              try {
                dependencies.add(
                    BiosDependency.restricts(
                        shown(WorkIf.read(text, attributes.keySet())).negated(),
                        name,
                        BiosDependency.Property.GRAY_OUT));
              } catch (IllegalArgumentException e) {
                warnings.add(
                    "the condition of '%s' is left out: %s".formatted(name, e.getMessage()));
              }
            }
          });
      return new SumExport(BiosRegistry.of(attributes.values(), dependencies), current, warnings);
    }

    /** With options as the screen shows them instead of their numbers. */
    private Condition shown(Condition condition) {
      return switch (condition) {
        case Condition.Compare compare -> shown(compare);
        case Condition.AllOf all ->
            new Condition.AllOf(all.conditions().stream().map(this::shown).toList());
        case Condition.AnyOf any ->
            new Condition.AnyOf(any.conditions().stream().map(this::shown).toList());
        case Condition.Not not -> new Condition.Not(shown(not.condition()));
        case Condition.Always always -> always;
      };
    }

    private Condition shown(Condition.Compare compare) {
      var number = String.valueOf(compare.value().json());
      var attribute = attributes.get(compare.attribute());
      for (var value : attribute == null ? List.<AllowedValue>of() : attribute.values()) {
        if (value.name().equals(number)) {
          return new Condition.Compare(
              compare.attribute(),
              compare.property(),
              compare.comparison(),
              BiosValue.of(value.displayName()));
        }
      }
      return compare;
    }

    private void menu(Element menu, String path, List<String> above, int depth) {
      if (depth > DEEPEST) {
        throw new BadSumExportException("its menus are nested more than " + DEEPEST + " deep");
      }
      var inherited = new ArrayList<>(above);
      inherited.addAll(workIf(menu));
      for (var child : children(menu)) {
        switch (child.getTagName()) {
          case "Menu" ->
              menu(child, path + "/" + child.getAttribute("name").strip(), inherited, depth + 1);
          case "Setting" -> setting(child, path, inherited);
          default -> {} // texts of the screen
        }
      }
    }

    private void setting(Element setting, String path, List<String> inherited) {
      var display = setting.getAttribute("name").strip();
      var name = name(setting);
      if (display.isEmpty() || attributes.containsKey(name)) {
        warnings.add(
            display.isEmpty()
                ? "a setting in " + path + " has no name and is left out"
                : "'" + name + "' in " + path + " stands there a second time and is left out");
        return;
      }
      var about = child(setting, "Information");
      var base = about == null ? setting : about;
      var attribute =
          switch (setting.getAttribute("type")) {
            case "Option" -> option(name, setting, base);
            case "CheckBox" -> checkBox(name, setting, base);
            case "Numeric" -> numeric(name, setting, base);
            case "String" -> string(name, setting, base);
            case "Password" -> password(name, base);
            default -> null;
          };
      if (attribute == null) {
        warnings.add(
            "'%s' has the unknown type '%s' and is left out"
                .formatted(name, setting.getAttribute("type")));
        return;
      }
      attributes.put(name, attribute.shownAs(display, path));
      var all = new ArrayList<>(inherited);
      all.addAll(workIf(setting));
      if (!all.isEmpty()) {
        conditions.put(name, all);
      }
    }

    private BiosAttribute option(String name, Element setting, Element about) {
      var values = new ArrayList<AllowedValue>();
      var options = child(about, "AvailableOptions");
      for (var option : options == null ? List.<Element>of() : children(options)) {
        values.add(new AllowedValue(option.getAttribute("value"), option.getTextContent()));
      }
      current.put(name, BiosValue.of(setting.getAttribute("selectedOption")));
      return BiosAttribute.of(name, BiosAttribute.Type.ENUMERATION)
          .withValues(values)
          .defaultsTo(BiosValue.of(text(about, "DefaultOption")));
    }

    private BiosAttribute checkBox(String name, Element setting, Element about) {
      current.put(name, BiosValue.of(setting.getAttribute("checkedStatus")));
      return BiosAttribute.of(name, BiosAttribute.Type.ENUMERATION)
          .withValues(List.of(new AllowedValue("0", "Unchecked"), new AllowedValue("1", "Checked")))
          .defaultsTo(BiosValue.of(text(about, "DefaultStatus")));
    }

    private BiosAttribute numeric(String name, Element setting, Element about) {
      var value = number(setting.getAttribute("numericValue"));
      if (value == null) {
        warnings.add("the value of '" + name + "' is no number");
      } else {
        current.put(name, BiosValue.of(value));
      }
      var standard = number(text(about, "DefaultValue"));
      return BiosAttribute.of(name, BiosAttribute.Type.INTEGER)
          .bounded(
              number(text(about, "MinValue")),
              number(text(about, "MaxValue")),
              number(text(about, "StepSize")))
          .defaultsTo(standard == null ? null : BiosValue.of(standard));
    }

    private BiosAttribute string(String name, Element setting, Element about) {
      current.put(name, BiosValue.of(text(setting, "StringValue")));
      return sized(name, BiosAttribute.Type.STRING, about)
          .defaultsTo(BiosValue.of(text(about, "DefaultString")));
    }

    private BiosAttribute password(String name, Element about) {
      current.put(name, BiosValue.of(text(about, "HasPassword").equals("True") ? 1 : 0));
      return sized(name, BiosAttribute.Type.PASSWORD, about);
    }

    private static BiosAttribute sized(String name, BiosAttribute.Type type, Element about) {
      var min = number(text(about, "MinSize"));
      var max = number(text(about, "MaxSize"));
      return BiosAttribute.of(name, type)
          .ofLength(
              min == null ? null : Math.toIntExact(min), max == null ? null : Math.toIntExact(max));
    }

    private static List<String> workIf(Element element) {
      var about = child(element, "Information");
      var text = about == null ? "" : text(about, "WorkIf");
      return text.isEmpty() ? List.of() : List.of(text);
    }

    private static @Nullable Long number(String text) {
      return text.matches("-?[0-9]{1,9}") ? Long.valueOf(text) : null;
    }

    private static String text(Element parent, String tag) {
      var child = child(parent, tag);
      return child == null ? "" : Objects.requireNonNullElse(child.getTextContent(), "").strip();
    }

    private static @Nullable Element child(Element parent, String tag) {
      return children(parent).stream()
          .filter(child -> child.getTagName().equals(tag))
          .findFirst()
          .orElse(null);
    }
  }

  static List<Element> children(Element parent) {
    var children = new ArrayList<Element>();
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element) {
        children.add(element);
      }
    }
    return children;
  }
}
