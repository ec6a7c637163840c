package org.hwautomation.hardware.redfish;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whose BMC it is: decides which quirks are expected. */
public enum Vendor {
  DELL,
  HPE,
  SUPERMICRO,
  LENOVO,
  /** AMI MegaRAC, on boards of many makers. */
  AMI,
  OPENBMC,
  UNKNOWN;

  /** From the service root: its {@code Vendor}, the names under {@code Oem}, its product. */
  static Vendor ofRoot(JsonNode root) {
    var named = ofText(Json.text(root, "Vendor"));
    if (named != UNKNOWN) {
      return named;
    }
    for (var oem : root.path("Oem").properties()) {
      var vendor = ofText(oem.getKey());
      if (vendor != UNKNOWN) {
        return vendor;
      }
    }
    return ofText(Json.text(root, "Product"));
  }

  /** From a manufacturer's name or an OEM key; {@link #UNKNOWN} if it says nothing. */
  static Vendor ofText(@Nullable String text) {
    if (text == null) {
      return UNKNOWN;
    }
    var lower = text.toLowerCase(Locale.ROOT);
    if (lower.contains("dell") || lower.contains("idrac")) {
      return DELL;
    }
    if (lower.startsWith("hp") || lower.contains("hewlett") || lower.startsWith("proliant")) {
      return HPE;
    }
    if (lower.contains("supermicro") || lower.equals("smc")) {
      return SUPERMICRO;
    }
    if (lower.contains("lenovo")) {
      return LENOVO;
    }
    if (lower.equals("ami")
        || lower.startsWith("american megatrends")
        || lower.startsWith("ami ")
        || lower.startsWith("ami_")) {
      return AMI;
    }
    return lower.contains("openbmc") || lower.contains("bmcweb") ? OPENBMC : UNKNOWN;
  }
}
