package org.hwautomation.provisioning.catalogue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.ExpectedPoint;
import org.hwautomation.workflow.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * What an action says of itself. Immutable.
 *
 * @param name {@code name@major}
 * @param external true if it changes something outside the run
 * @param adopts true if it finds out by itself how a point of no return went that it was cut off in
 */
public record ActionDescription(
    String name,
    String summary,
    boolean external,
    List<Parameter> inputs,
    List<Parameter> outputs,
    List<String> effects,
    List<ExpectedPoint> points,
    boolean adopts,
    Optional<String> undoneBy) {

  static ActionDescription of(Action action) {
    return new ActionDescription(
        action.name(),
        action.summary(),
        action.effects() == Action.Effects.EXTERNAL,
        action.inputs(),
        action.outputs(),
        action.externalEffects(),
        action.pointsOfNoReturn(),
        action.adoptsInterruptedPoint(),
        action.undoneBy());
  }

  /** The name without its major. */
  public String plainName() {
    return name.replaceFirst("@.*", "");
  }

  /** The major version; 1 if the name has none. */
  public int major() {
    var at = name.lastIndexOf('@');
    return at < 0 ? 1 : Integer.parseInt(name.substring(at + 1));
  }

  /** As JSON has it. */
  public Map<String, @Nullable Object> document() {
    var document = new LinkedHashMap<String, @Nullable Object>();
    document.put("name", name);
    document.put("summary", summary);
    document.put("external", external);
    document.put("inputs", inputs.stream().map(Parameters::document).toList());
    document.put("outputs", outputs.stream().map(Parameters::document).toList());
    document.put("effects", effects);
    document.put(
        "points_of_no_return",
        points.stream()
            .map(
                point ->
                    Map.of(
                        "description",
                        point.description(),
                        "usually",
                        Durations.exact(point.expected()),
                        "usually_seconds",
                        point.expected().toSeconds()))
            .toList());
    document.put("finds_out_after_a_crash", adopts);
    document.put("undone_by", undoneBy.orElse(null));
    return document;
  }
}
