package org.hwautomation.provisioning.device;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.parsers.SAXParserFactory;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.Problem;
import org.hwautomation.definitions.file.TextFile;
import org.hwautomation.provisioning.bios.BadSumExportException;
import org.hwautomation.provisioning.bios.BiosRegistry;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.bios.SumExport;
import org.hwautomation.provisioning.device.BiosTemplates.Source;
import org.hwautomation.provisioning.device.BiosTemplates.Template;
import org.hwautomation.provisioning.device.BiosTemplates.Wanted;
import org.jspecify.annotations.Nullable;
import org.xml.sax.Attributes;
import org.xml.sax.InputSource;
import org.xml.sax.Locator;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Reads a BIOS template of {@code sum}'s form, {@code <BiosCfg><Menu name><Setting name
 * selectedOption/>}, whole exports among them. A setting is called as the setup screens call it,
 * with its menus before it where the file has several of that name. A document type, and with it
 * every entity, is refused. Not thread-safe; use once.
 */
final class XmlTemplate extends DefaultHandler {
  private static final int MAX_BYTES = 16 << 20;
  private static final int DEEPEST = 40;
  private static final String ROOT = "BiosCfg";

  private record Found(String name, String path, Wanted wanted) {}

  private final String file;
  private final Deque<String> menus = new ArrayDeque<>();
  private final List<Found> found = new ArrayList<>();
  private final List<Problem> notes = new ArrayList<>();
  private @Nullable Locator locator;
  private @Nullable Position root;
  private @Nullable String setting;
  private @Nullable Position settingAt;
  private @Nullable StringBuilder text;
  private boolean whole;
  private int depth;

  private XmlTemplate(String file) {
    this.file = file;
  }

  static BiosTemplates read(Path path) {
    var file = path.toString();
    byte[] bytes;
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw TextFile.tooLarge(file, MAX_BYTES);
      }
      bytes = Files.readAllBytes(path);
    } catch (IOException e) {
      throw new BadFileException(file + ": cannot be read (" + e.getMessage() + ")");
    }
    var name = String.valueOf(path.getFileName()).replaceFirst("\\.xml$", "");
    return new XmlTemplate(file).template(name, bytes);
  }

  private BiosTemplates template(String name, byte[] bytes) {
    try {
      var factory = SAXParserFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      factory.newSAXParser().parse(new InputSource(new ByteArrayInputStream(bytes)), this);
    } catch (SAXParseException e) {
      var doctype = String.valueOf(e.getMessage()).contains("disallow-doctype-decl");
      throw new BadFileException(
          new Position(file, Math.max(1, e.getLineNumber()), Math.max(1, e.getColumnNumber())),
          doctype
              ? "has a <!DOCTYPE>, which is refused with all entities; remove it"
              : "not valid XML: " + e.getMessage());
    } catch (SAXException | IOException e) {
      throw new BadFileException(file + ": not valid XML: " + e.getMessage());
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java has no safe XML parser", e);
    }
    var at = root == null ? new Position(file, 1, 1) : root;
    var template = new Template(name, Source.XML, at, settings(), registry(bytes));
    return new BiosTemplates(List.of(template), List.of(), notes);
  }

  /** What the BIOS has, where each setting comes with its choices. */
  private Optional<BiosRegistry> registry(byte[] bytes) {
    if (!whole) {
      return Optional.empty();
    }
    try {
      return Optional.of(SumExport.read(new String(bytes, encoding(bytes))).registry());
    } catch (BadSumExportException _) {
      return Optional.empty();
    }
  }

  /** As the first line says, {@code encoding="ISO-8859-1"} where sum wrote it. */
  private static Charset encoding(byte[] bytes) {
    var start = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
    return start.toUpperCase(Locale.ROOT).contains("ENCODING=\"ISO-8859-1\"")
        ? StandardCharsets.ISO_8859_1
        : StandardCharsets.UTF_8;
  }

  private Map<String, Wanted> settings() {
    var count = new HashMap<String, Integer>();
    found.forEach(one -> count.merge(one.name, 1, Integer::sum));
    var settings = new LinkedHashMap<String, Wanted>();
    for (var one : found) {
      var name = count.getOrDefault(one.name, 0) > 1 ? one.path : one.name;
      var before = settings.putIfAbsent(name, one.wanted);
      if (before != null) {
        notes.add(
            new Problem(
                one.wanted.position(),
                "'%s' stands twice, first in line %d; that one counts, remove this"
                    .formatted(name, before.position().line())));
      }
    }
    return settings;
  }

  @Override
  public void setDocumentLocator(Locator given) {
    locator = given;
  }

  @Override
  public void startElement(String uri, String local, String tag, Attributes attributes)
      throws SAXException {
    if (++depth > DEEPEST) {
      throw new SAXParseException("nested more than " + DEEPEST + " deep", locator);
    }
    if (root == null) {
      root = position();
      if (!tag.equals(ROOT)) {
        throw new BadFileException(
            root, "begins with <%s>; a BIOS template begins with <%s>".formatted(tag, ROOT));
      }
      return;
    }
    switch (tag) {
      case "Menu" -> menus.addLast(strip(attributes.getValue("name")));
      case "Setting" -> setting(attributes);
      case "AvailableOptions" -> whole = true;
      case "StringValue" -> text = setting == null ? null : new StringBuilder();
      default -> {} // texts of the screen
    }
  }

  private void setting(Attributes attributes) {
    var at = position();
    var display = strip(attributes.getValue("name"));
    var order = strip(attributes.getValue("order"));
    var name = order.isEmpty() ? display : display + "$" + order;
    setting = name;
    settingAt = at;
    if (display.isEmpty()) {
      notes.add(new Problem(at, "a setting without a name; give it one, or remove it"));
      setting = null;
    } else if ("Password".equals(attributes.getValue("type"))) {
      notes.add(new Problem(at, "'" + name + "' is a password, which no template sets; remove it"));
      setting = null;
    } else if (attributes.getValue("selectedOption") != null) {
      add(BiosValue.of(strip(attributes.getValue("selectedOption"))));
    } else if (attributes.getValue("checkedStatus") != null) {
      add(BiosValue.of(strip(attributes.getValue("checkedStatus"))));
    } else if (attributes.getValue("numericValue") != null) {
      var number = strip(attributes.getValue("numericValue"));
      add(
          number.matches("-?[0-9]{1,18}")
              ? BiosValue.of(Long.parseLong(number))
              : BiosValue.of(number));
    }
  }

  private void add(BiosValue value) {
    var name = setting;
    var at = settingAt;
    if (name != null && at != null) {
      var path = new ArrayList<>(menus);
      path.add(name);
      found.add(new Found(name, String.join("/", path), new Wanted(value, at)));
      setting = null;
    }
  }

  @Override
  public void characters(char[] signs, int start, int length) {
    if (text != null) {
      text.append(signs, start, length);
    }
  }

  @Override
  public void endElement(String uri, String local, String tag) {
    depth--;
    switch (tag) {
      case "Menu" -> menus.pollLast();
      case "StringValue" -> {
        if (text != null) {
          add(BiosValue.of(text.toString().strip()));
        }
        text = null;
      }
      case "Setting" -> {
        if (setting != null && settingAt != null) {
          notes.add(
              new Problem(
                  settingAt,
                  "'%s' has no value; write selectedOption, checkedStatus or numericValue"
                      .formatted(setting)));
        }
        setting = null;
      }
      default -> {}
    }
  }

  @Override
  public void error(SAXParseException e) throws SAXException {
    throw e;
  }

  @Override
  public void fatalError(SAXParseException e) throws SAXException {
    throw e;
  }

  private Position position() {
    return locator == null
        ? new Position(file, 1, 1)
        : new Position(
            file, Math.max(1, locator.getLineNumber()), Math.max(1, locator.getColumnNumber()));
  }

  private static String strip(@Nullable String text) {
    return text == null ? "" : text.strip();
  }
}
