package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.redfish.BiosValue;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.provisioning.bios.BiosPlan;
import org.jspecify.annotations.Nullable;

/** BIOS settings and plans in a command's words. */
final class BiosViews {
  private BiosViews() {}

  /** The Redfish client of a session; IPMI knows no BIOS settings. */
  static RedfishClient redfish(BmcSession session) {
    return switch (session) {
      case BmcSession.Redfish redfish -> redfish.client();
      case BmcSession.Ipmi ipmi ->
          throw new HardwareException(
              HardwareException.Kind.REJECTED,
              ipmi.client().peer(),
              "this needs Redfish, IPMI does not know it; use --redfish URL or a SERVER");
    };
  }

  /** Attribute to String, Long, Boolean or null, as JSON has them. */
  static Map<String, @Nullable Object> values(Map<String, BiosValue> values) {
    var plain = new LinkedHashMap<String, @Nullable Object>();
    values.forEach(
        (name, value) ->
            plain.put(
                name,
                switch (value) {
                  case BiosValue.Text text -> text.value();
                  case BiosValue.Whole whole -> whole.value();
                  case BiosValue.Flag flag -> flag.value();
                  case BiosValue.Unset _ -> null;
                }));
    return plain;
  }

  static Map<String, Object> plan(BiosPlan plan) {
    var changes = new ArrayList<Map<String, @Nullable Object>>();
    for (var change : plan.changes()) {
      var row = new LinkedHashMap<String, @Nullable Object>();
      row.put("setting", change.setting());
      row.put("attribute", change.attribute());
      var from = change.from();
      row.put("from", from == null ? null : from.json());
      row.put("to", change.to().json());
      row.put("staged", change.isStaged());
      changes.add(row);
    }
    var refused = new ArrayList<Map<String, Object>>();
    for (var refusal : plan.refused()) {
      var row = new LinkedHashMap<String, Object>();
      row.put("setting", refusal.setting());
      row.put("reason", refusal.reason().name().toLowerCase(Locale.ROOT));
      row.put("problem", refusal.isProblem());
      row.put("message", refusal.message());
      refused.add(row);
    }
    var document = new LinkedHashMap<String, Object>();
    document.put("changes", changes);
    document.put("already_right", plan.alreadyRight().size());
    document.put("refused", refused);
    document.put("others_pending", plan.othersPending().keySet().stream().toList());
    return document;
  }
}
