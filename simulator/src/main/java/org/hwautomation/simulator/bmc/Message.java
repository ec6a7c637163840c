package org.hwautomation.simulator.bmc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Redfish message (DSP0266 12.3, {@code @Message.ExtendedInfo}).
 *
 * @param id with registry and version, such as {@code Base.1.12.Success}
 * @param related JSON pointers of the properties meant, such as {@code #/Attributes/BootMode}
 */
record Message(String id, String text, String severity, List<String> args, List<String> related) {

  /** A message of the Base registry (DSP8011) in the version that the vendor uses. */
  static Message base(Dialect dialect, String key, String... args) {
    var known = BaseRegistry.entry(key);
    return new Message(
        "Base." + dialect.odataVersionOfBase() + "." + key,
        BaseRegistry.fill(known.message(), args),
        known.severity(),
        List.of(args),
        List.of());
  }

  static Message of(String id, String text, String severity, String... args) {
    return new Message(id, text, severity, List.of(args), List.of());
  }

  Message about(String... pointers) {
    return new Message(id, text, severity, args, List.of(pointers));
  }

  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("@odata.type", "#Message.v1_1_2.Message");
    json.put("MessageId", id);
    json.put("Message", text);
    json.put("MessageArgs", new ArrayList<>(args));
    json.put("Severity", severity);
    json.put(
        "Resolution", severity.equals("OK") ? "None" : "Correct the request and send it again.");
    if (!related.isEmpty()) {
      json.put("RelatedProperties", related);
    }
    return json;
  }
}
