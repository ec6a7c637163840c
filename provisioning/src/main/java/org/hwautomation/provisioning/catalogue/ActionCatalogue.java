package org.hwautomation.provisioning.catalogue;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Spelling;

/** The registered actions, as they declare themselves. Immutable and thread-safe. */
public final class ActionCatalogue {
  private final Map<String, Action> actions;

  /** Of actions by {@code name@major}, as an engine has them. */
  public ActionCatalogue(Map<String, Action> actions) {
    this.actions = Map.copyOf(actions);
  }

  /** All, by name. */
  public List<ActionDescription> all() {
    return actions.values().stream()
        .map(ActionDescription::of)
        .sorted(Comparator.comparing(ActionDescription::name))
        .toList();
  }

  /**
   * One of them.
   *
   * @param name with its major, or without for the highest
   * @throws IllegalArgumentException if there is none; names the nearest
   */
  public ActionDescription get(String name) {
    return all().stream()
        .filter(action -> action.name().equals(name) || action.plainName().equals(name))
        .max(Comparator.comparingInt(ActionDescription::major))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no action is called '%s'%s; list them with: hwauto action list"
                        .formatted(
                            name,
                            Spelling.hint(
                                name.replaceFirst("@.*", ""),
                                all().stream().map(ActionDescription::plainName).toList()))));
  }
}
