package org.hwautomation.definitions;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.TextFile;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.ValueTypes;
import org.hwautomation.workflow.WorkflowDefinition;

/**
 * Reads definitions from YAML and JSON. Immutable and thread-safe.
 *
 * <p>Everything that can be known from the file and the actions is checked, and all that is wrong
 * is said at once: words, types, names of steps, actions and their inputs, and the expressions with
 * what they refer to.
 */
public final class DefinitionReader {
  /** How large a file may be, in bytes. */
  public static final int MAX_BYTES = 256 << 10;

  private final Optional<Map<String, Action>> actions;
  private final ValueTypes types;
  private final Definitions definitions;

  private DefinitionReader(
      Optional<Map<String, Action>> actions, ValueTypes types, Definitions definitions) {
    this.actions = actions;
    this.types = types;
    this.definitions = definitions;
  }

  /** A reader that checks {@code uses:} and {@code with:} against these actions. */
  public static DefinitionReader of(Collection<? extends Action> actions) {
    var byName = new LinkedHashMap<String, Action>();
    actions.forEach(action -> byName.put(action.name(), action));
    return new DefinitionReader(Optional.of(byName), ValueTypes.BASIC, Definitions.NONE);
  }

  /** A reader that takes any action and any input of it. */
  public static DefinitionReader withoutActions() {
    return new DefinitionReader(Optional.empty(), ValueTypes.BASIC, Definitions.NONE);
  }

  /** The same with the types of a domain besides the basic ones. */
  public DefinitionReader withTypes(ValueTypes known) {
    return new DefinitionReader(actions, known, definitions);
  }

  /** The same whose {@code run:} finds these. */
  DefinitionReader withDefinitions(Definitions known) {
    return new DefinitionReader(actions, types, known);
  }

  /**
   * The definition in a file; JSON if its name ends in {@code .json}, else YAML.
   *
   * @throws BadFileException if the file can't be read
   * @throws DefinitionException listing all that is wrong in it
   */
  public WorkflowDefinition read(Path file) {
    return read(
        file.toString(),
        DefinitionFormat.of(file.toString()),
        TextFile.read(file, MAX_BYTES),
        List.of());
  }

  /**
   * The definition in a text.
   *
   * @param file what positions name
   * @throws DefinitionException listing all that is wrong in it
   */
  public WorkflowDefinition read(String file, DefinitionFormat format, String text) {
    return read(file, format, text, List.of());
  }

  /** As the others; {@code chain} names the definitions that wait for this one. */
  WorkflowDefinition read(String file, DefinitionFormat format, String text, List<String> chain) {
    var reading = new Reading(text);
    var made =
        new DefinitionReading(reading, new GivenInputs(reading, types), actions, definitions)
            .read(file, format, text, chain);
    if (!reading.problems().isEmpty() || made.isEmpty()) {
      throw new DefinitionException(reading.sorted());
    }
    return made.get();
  }
}
