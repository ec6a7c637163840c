package org.hwautomation.provisioning.bios;

import java.io.StringWriter;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.XMLConstants;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The file that {@code sum -c ChangeBiosCfg} takes: the host's own export, with nothing left in it
 * but the settings to change and their menus. What is not in the file stays as it is.
 */
public final class SumChanges {
  private SumChanges() {}

  /**
   * Makes it.
   *
   * @param export as {@link SumExport#read} reads it
   * @param settings by their names in {@link SumExport#registry}
   * @return in ASCII, so that any encoding will do
   * @throws BadSumExportException if the export is none, or a setting is not in it
   */
  public static String of(String export, Map<String, BiosValue> settings) {
    var root = SumExport.document(export);
    var written = new HashSet<String>();
    keep(root, settings, written);
    var missing = new TreeSet<>(settings.keySet());
    missing.removeAll(written);
    if (!missing.isEmpty()) {
      throw new BadSumExportException("the export has no setting " + String.join(", ", missing));
    }
    return text(root);
  }

  /** Drops everything else; true if anything is left. */
  private static boolean keep(Element menu, Map<String, BiosValue> settings, Set<String> written) {
    var any = false;
    for (Node node = menu.getFirstChild(), next; node != null; node = next) {
      next = node.getNextSibling();
      var stays =
          node instanceof Element element
              && switch (element.getTagName()) {
                case "Menu" -> keep(element, settings, written);
                case "Setting" -> set(element, settings, written);
                default -> false;
              };
      if (!stays) {
        menu.removeChild(node);
      }
      any |= stays;
    }
    return any;
  }

  private static boolean set(
      Element setting, Map<String, BiosValue> settings, Set<String> written) {
    var name = SumExport.name(setting);
    var value = settings.get(name);
    if (value == null || !written.add(name)) {
      return false;
    }
    var text = String.valueOf(value.json());
    switch (setting.getAttribute("type")) {
      case "CheckBox" -> setting.setAttribute("checkedStatus", text);
      case "Numeric" -> setting.setAttribute("numericValue", text);
      case "Option" -> setting.setAttribute("selectedOption", text);
      case "String" -> {
        for (var child : SumExport.children(setting)) {
          if (child.getTagName().equals("StringValue")) {
            child.setTextContent(text);
          }
        }
      }
      default -> throw new BadSumExportException("'" + name + "' can't be set in such a file");
    }
    return true;
  }

  private static String text(Element root) {
    try {
      var factory = TransformerFactory.newDefaultInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      var transformer = factory.newTransformer();
      transformer.setOutputProperty(OutputKeys.ENCODING, "US-ASCII");
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      var out = new StringWriter();
      transformer.transform(new DOMSource(root), new StreamResult(out));
      return "<?xml version=\"1.0\" encoding=\"ISO-8859-1\" standalone=\"yes\"?>\n" + out + "\n";
    } catch (TransformerException e) {
      throw new IllegalStateException("this Java can't write XML", e);
    }
  }
}
