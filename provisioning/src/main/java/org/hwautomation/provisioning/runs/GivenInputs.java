package org.hwautomation.provisioning.runs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.Spelling;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueTypes;

/** Turns what a person typed for a definition's inputs into values, or says what is wrong. */
public final class GivenInputs {
  private final List<Parameter> declared;
  private final ValueTypes types;
  private final BiFunction<String, String, Value.SecretReference> keep;

  /**
   * @param declared empty for anything, as texts
   * @param keep keeps a secret under a name and gives its reference
   */
  public GivenInputs(
      List<Parameter> declared,
      ValueTypes types,
      BiFunction<String, String, Value.SecretReference> keep) {
    this.declared = List.copyOf(declared);
    this.types = types;
    this.keep = keep;
  }

  /**
   * The values of {@code key=text} pairs.
   *
   * @param typed by name; visible to others, so no secret
   * @param fromFiles by name; a secret is kept in the store
   * @throws IllegalArgumentException listing all that is wrong, with the nearest names
   */
  public Value.Fields read(Map<String, String> typed, Map<String, String> fromFiles) {
    var problems = new ArrayList<String>();
    var values = new LinkedHashMap<String, Value>();
    typed.forEach((name, text) -> read(name, text, false, values, problems));
    fromFiles.forEach((name, text) -> read(name, text, true, values, problems));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n  ", problems));
    }
    return new Value.Fields(values);
  }

  private void read(
      String name, String text, boolean fromFile, Map<String, Value> into, List<String> problems) {
    try {
      var parameter = find(name);
      var value =
          parameter.type().equals("secret") && fromFile
              ? keep.apply(name, text)
              : types
                  .find(parameter.type())
                  .map(type -> type.read(text))
                  .orElseGet(() -> new Value.Text(text));
      var problem = types.problem(parameter, value);
      if (problem.isPresent()) {
        problems.add("input %s: '%s' %s".formatted(name, shown(text), problem.get()));
      } else {
        into.put(name, value);
      }
    } catch (InvalidValueException e) {
      problems.add(
          "input %s: %s%s"
              .formatted(
                  name,
                  e.getMessage(),
                  find(name).type().equals("secret")
                      ? ": --set-file %s=PATH".formatted(name)
                      : ""));
    } catch (IllegalArgumentException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private static String shown(String text) {
    return text.length() > 60 ? text.substring(0, 59) + "…" : text;
  }

  private Parameter find(String name) {
    if (declared.isEmpty()) {
      return Parameter.of(name, "string", name);
    }
    return declared.stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .or(() -> dashed(name))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no input '%s'%s; there are: %s"
                        .formatted(
                            name, Spelling.hint(name, names()), String.join(", ", names()))));
  }

  private Optional<Parameter> dashed(String name) {
    return declared.stream()
        .filter(parameter -> parameter.name().equals(name.replace('-', '_')))
        .findFirst();
  }

  private List<String> names() {
    return declared.stream().map(Parameter::name).toList();
  }

  /**
   * The required inputs that {@code values} do not hold.
   *
   * @throws IllegalArgumentException naming them
   */
  public void requireAll(Value.Fields values) {
    var missing =
        declared.stream()
            .filter(Parameter::required)
            .filter(parameter -> parameter.defaultValue() instanceof Value.Null)
            .filter(parameter -> values.get(parameter.name()).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          String.join(
              "\n  ",
              missing.stream()
                  .map(
                      parameter ->
                          "input %s (%s) must be given: %s; use --set %s=..."
                              .formatted(
                                  parameter.name(),
                                  parameter.type(),
                                  parameter.meaning(),
                                  parameter.name()))
                  .toList()));
    }
  }
}
