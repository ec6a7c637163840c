package org.hwautomation.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.hwautomation.hardware.HardwareException;
import org.hwautomation.hardware.redfish.Bios;
import org.hwautomation.hardware.redfish.BiosValue;
import org.hwautomation.hardware.redfish.RedfishClient;
import org.hwautomation.provisioning.bios.BiosChange;
import org.hwautomation.provisioning.bios.BiosPlan;
import org.hwautomation.provisioning.bios.BiosRefusal;
import org.hwautomation.provisioning.bios.PendingConflict;
import org.hwautomation.provisioning.safety.RefusedException;
import org.hwautomation.provisioning.steps.BiosSources;
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

  /**
   * Reads or stages a server's BIOS settings over Redfish.
   *
   * @throws RefusedException if the BMC does not offer them, with what other way there is
   */
  static <T> T bios(BmcSession session, Function<Bios, T> use) {
    var client = redfish(session);
    try {
      return use.apply(client.bios());
    } catch (HardwareException e) {
      if (e.kind() == HardwareException.Kind.REJECTED) {
        BiosSources.whyNot(client)
            .ifPresent(
                why -> {
                  throw new RefusedException(12, why);
                });
      }
      throw e;
    }
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
    var passes = new ArrayList<Map<String, Object>>();
    for (var pass : plan.passes()) {
      var document = new LinkedHashMap<String, Object>();
      document.put("changes", changes(pass.changes()));
      var along = new ArrayList<Map<String, @Nullable Object>>();
      for (var consequence : pass.consequences()) {
        var row = new LinkedHashMap<String, @Nullable Object>();
        row.put("attribute", consequence.attribute());
        row.put("from", json(consequence.from()));
        row.put("to", consequence.to().json());
        row.put("because", consequence.because());
        along.add(row);
      }
      document.put("consequences", along);
      passes.add(document);
    }
    var conflicts = new ArrayList<Map<String, @Nullable Object>>();
    for (var conflict : plan.conflicts()) {
      var row = new LinkedHashMap<String, @Nullable Object>();
      row.put("attribute", conflict.attribute());
      row.put("staged", conflict.staged().json());
      row.put("wanted", json(conflict.wanted()));
      row.put("advice", PendingConflict.ADVICE);
      conflicts.add(row);
    }
    var document = new LinkedHashMap<String, Object>();
    document.put("changes", changes(plan.changes()));
    document.put("passes", passes);
    document.put("resets", plan.resets());
    document.put("already_right", plan.alreadyRight().size());
    document.put("refused", refusals(plan.refused()));
    document.put("conflicts", conflicts);
    document.put("warnings", plan.warnings());
    document.put("clean", plan.isClean());
    return document;
  }

  private static @Nullable Object json(
      org.hwautomation.provisioning.bios.@Nullable BiosValue value) {
    return value == null ? null : value.json();
  }

  private static List<Map<String, @Nullable Object>> changes(List<BiosChange> changes) {
    var rows = new ArrayList<Map<String, @Nullable Object>>();
    for (var change : changes) {
      var row = new LinkedHashMap<String, @Nullable Object>();
      row.put("setting", change.setting());
      row.put("attribute", change.attribute());
      row.put("from", json(change.from()));
      row.put("to", change.to().json());
      row.put("staged", change.isStaged());
      rows.add(row);
    }
    return rows;
  }

  static List<Map<String, Object>> refusals(List<BiosRefusal> refusals) {
    var rows = new ArrayList<Map<String, Object>>();
    for (var refusal : refusals) {
      var row = new LinkedHashMap<String, Object>();
      row.put("setting", refusal.setting());
      row.put("reason", refusal.reason().name().toLowerCase(Locale.ROOT));
      row.put("problem", refusal.isProblem());
      row.put("message", refusal.message());
      rows.add(row);
    }
    return rows;
  }

  /** The diff, in colour where the screen has them. */
  static void show(BiosPlan plan, Screen screen) {
    for (var line : plan.lines()) {
      screen.line(
          switch (line.kind()) {
            case SUMMARY, PASS -> screen.strong(line.text());
            case CHANGE -> screen.good(line.text());
            case CONSEQUENCE, CONFLICT -> screen.warn(line.text());
            case REFUSED -> screen.bad(line.text());
            case KEPT, WARNING -> screen.faint(line.text());
          });
    }
  }
}
