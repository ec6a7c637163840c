package org.hwautomation.provisioning.steps;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.provisioning.bios.BiosPlan;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.workflow.Value;

/**
 * The BIOS pass that a run stages, and restarts the host for; kept in the run.
 *
 * @param number from 1
 * @param of how many there are to be, as planned now
 * @param left how many settings were still to be changed before it
 * @param deviceType whose settings they are
 * @param expected what must be in effect after its reset
 */
record PassInHand(
    int number, int of, int left, String deviceType, Map<String, BiosValue> expected) {

  static PassInHand first(BiosPlan plan, String deviceType) {
    return new PassInHand(
        1, plan.resets(), plan.changes().size(), deviceType, plan.expectedFirst());
  }

  /** The next one: the first that is left in a plan made after this one's reset. */
  PassInHand next(BiosPlan plan) {
    var written = new LinkedHashMap<String, BiosValue>();
    plan.firstChanges().forEach(change -> written.put(change.attribute(), change.to()));
    return new PassInHand(
        number + 1, number + plan.resets(), plan.changes().size(), deviceType, written);
  }

  /** For people, {@code pass 1 of 2}; nothing where there is only one. */
  String text() {
    return of == 1 ? "" : "pass %d of %d".formatted(number, of);
  }

  /** As {@link #read} reads it back. */
  Map<String, Object> stored() {
    var stored = new LinkedHashMap<String, Object>();
    stored.put("number", number);
    stored.put("of", of);
    stored.put("left", left);
    stored.put("device_type", deviceType);
    stored.put("expected", stored(expected));
    return stored;
  }

  static Map<String, Object> stored(Map<String, BiosValue> settings) {
    var stored = new LinkedHashMap<String, Object>();
    settings.forEach((attribute, value) -> stored.put(attribute, value.json()));
    return stored;
  }

  /** Empty if {@code value} is none: left by a version that made one pass a run. */
  static Optional<PassInHand> read(Value value) {
    return value instanceof Value.Fields fields
        ? Optional.of(
            new PassInHand(
                number(fields, "number"),
                number(fields, "of"),
                number(fields, "left"),
                fields.text("device_type").orElse(""),
                settings(fields.get("expected").orElse(Value.Fields.EMPTY))))
        : Optional.empty();
  }

  private static int number(Value.Fields fields, String key) {
    return fields.get(key).orElse(null) instanceof Value.Int(var number) ? (int) number : 1;
  }

  /** Settings as a run remembers them. */
  static Map<String, BiosValue> settings(Value value) {
    var settings = new LinkedHashMap<String, BiosValue>();
    if (value instanceof Value.Fields fields) {
      fields
          .values()
          .forEach(
              (attribute, each) ->
                  settings.put(
                      attribute,
                      switch (each) {
                        case Value.Int(var number) -> BiosValue.of(number);
                        case Value.Bool(var flag) -> BiosValue.of(flag);
                        case Value.Text(var text) -> BiosValue.of(text);
                        default -> BiosValue.of("");
                      }));
    }
    return settings;
  }
}
