package org.hwautomation.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;

/**
 * What a batch does to each of its servers, and how many at once. Immutable.
 *
 * @param template its name
 * @param deviceType what the servers are where nothing else is said; as the inventory knows each if
 *     empty
 * @param inputs texts by the input's name, for all servers; no secrets
 * @param most so many runs at once
 * @param perRack so many at once in one rack; servers without a rack count as one rack
 * @param stopAfter such as {@code 3} or {@code 10%}: with so many failures nothing more is started
 * @param again true if also servers that are ready are to be done
 * @param window the maintenance window that its runs wait for; that of each server if empty
 * @param allowInUse why servers in use may be written to
 */
public record BatchTerms(
    String template,
    Optional<String> deviceType,
    Map<String, String> inputs,
    int most,
    OptionalInt perRack,
    Optional<String> stopAfter,
    boolean again,
    Optional<String> window,
    Optional<String> allowInUse) {
  public BatchTerms {
    inputs = Map.copyOf(inputs);
  }

  String write() {
    var fields = new LinkedHashMap<String, Object>();
    fields.put("template", template);
    deviceType.ifPresent(type -> fields.put("device_type", type));
    fields.put("inputs", new TreeMap<>(inputs));
    fields.put("most", most);
    perRack.ifPresent(number -> fields.put("per_rack", number));
    stopAfter.ifPresent(text -> fields.put("stop_after", text));
    fields.put("again", again);
    window.ifPresent(name -> fields.put("window", name));
    allowInUse.ifPresent(reason -> fields.put("allow_in_use", reason));
    return ValueCodec.write(Value.fields(fields));
  }

  static BatchTerms read(String text) {
    var fields = fields(text);
    return new BatchTerms(
        fields.text("template").orElseThrow(),
        fields.text("device_type"),
        fields.get("inputs").map(BatchTerms::texts).orElse(Map.of()),
        fields.get("most").orElseThrow().as(Integer.class),
        fields
            .get("per_rack")
            .map(value -> OptionalInt.of(value.as(Integer.class)))
            .orElse(OptionalInt.empty()),
        fields.text("stop_after"),
        fields.flag("again"),
        fields.text("window"),
        fields.text("allow_in_use"));
  }

  static String writeTexts(Map<String, String> texts) {
    return ValueCodec.write(Value.fields(new TreeMap<>(texts)));
  }

  static Map<String, String> readTexts(String text) {
    return texts(fields(text));
  }

  private static Value.Fields fields(String text) {
    if (ValueCodec.read(text) instanceof Value.Fields fields) {
      return fields;
    }
    throw new IllegalStateException("a batch's terms are no map: " + text);
  }

  private static Map<String, String> texts(Value value) {
    var texts = new TreeMap<String, String>();
    if (value instanceof Value.Fields given) {
      given.values().forEach((name, each) -> texts.put(name, each.as(String.class)));
    }
    return texts;
  }
}
