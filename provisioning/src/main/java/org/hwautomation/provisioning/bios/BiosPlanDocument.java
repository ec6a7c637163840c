package org.hwautomation.provisioning.bios;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** BIOS plans as JSON has them. Stateless. */
public final class BiosPlanDocument {
  private BiosPlanDocument() {}

  /** The document of a plan: passes, what they force along, what is refused and why. */
  public static Map<String, Object> of(BiosPlan plan) {
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

  private static @Nullable Object json(@Nullable BiosValue value) {
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

  /** Settings that are refused, each with the reason. */
  public static List<Map<String, Object>> refusals(List<BiosRefusal> refusals) {
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

  /** What is not in effect as a plan wants it, setting by setting. */
  public static List<Map<String, @Nullable Object>> differences(
      BiosPlan plan, Map<String, BiosValue> current) {
    return plan.changes().stream()
        .filter(change -> !change.to().equals(current.get(change.attribute())))
        .map(
            change -> {
              var now = current.get(change.attribute());
              Map<String, @Nullable Object> row = new LinkedHashMap<>();
              row.put("setting", change.setting());
              row.put("attribute", change.attribute());
              row.put("wanted", change.to().json());
              row.put("effective", now == null ? null : now.json());
              row.put("staged", change.isStaged());
              return row;
            })
        .toList();
  }
}
