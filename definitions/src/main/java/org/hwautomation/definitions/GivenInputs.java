package org.hwautomation.definitions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.Template;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueTypes;

/** Reads {@code with:}, and holds it against what is declared. */
record GivenInputs(Reading reading, ValueTypes types) {

  /**
   * The values of {@code with}.
   *
   * @param declared what may be given; empty if nobody knows
   * @param taker what they are given to, such as {@code maas.commission@1}
   * @param at where to say that something is missing
   */
  Value.Fields read(
      Optional<YamlNode.Mapping> with,
      Optional<List<Parameter>> declared,
      String taker,
      Position at) {
    var values = new LinkedHashMap<String, Value>();
    for (var entry : with.map(YamlNode.Mapping::entries).orElse(List.of())) {
      var key = entry.key();
      var parameter =
          declared.flatMap(
              list -> list.stream().filter(known -> known.name().equals(key)).findFirst());
      if (declared.isPresent() && parameter.isEmpty()) {
        var known = declared.get().stream().map(Parameter::name).toList();
        reading.problem(
            entry.position(),
            "%s takes no '%s'%s".formatted(taker, key, ReferenceCheck.nearest(key, known)));
      }
      if (key.matches("\\$([^$].*)?")) {
        reading.problem(entry.position(), "a key that begins with $ is written with two: $" + key);
      }
      var value = Literals.value(entry.value(), reading.problems());
      values.put(
          key.startsWith("$$") ? key.substring(1) : key,
          parameter.map(known -> fitting(known, key, entry.value(), value)).orElse(value));
    }
    declared.ifPresent(list -> missing(list, values, taker, at));
    return new Value.Fields(values);
  }

  private void missing(
      List<Parameter> declared, LinkedHashMap<String, Value> given, String taker, Position at) {
    for (var parameter : declared) {
      if (parameter.required()
          && parameter.defaultValue() instanceof Value.Null
          && (given.get(parameter.name()) == null
              || given.get(parameter.name()) instanceof Value.Null)) {
        reading.problem(
            at,
            "%s needs '%s' (%s); give it with:"
                .formatted(taker, parameter.name(), parameter.meaning()));
      }
    }
  }

  /** {@code value} as one of the parameter's type; what does not fit is noted. */
  Value fitting(Parameter parameter, String what, YamlNode node, Value value) {
    if (value instanceof Value.Null) {
      return value;
    }
    if (parameter.type().equals("secret") && !(value instanceof Value.SecretReference)) {
      if (!isOneExpression(value)) {
        reading.problem(
            node.position(),
            what
                + " is a secret, which no file holds; name an input that is one, as"
                + " ${inputs.password}");
      }
      return value;
    }
    var fitting = timed(parameter, value);
    types
        .problem(parameter, fitting)
        .ifPresent(problem -> reading.problem(node.position(), what + " " + problem));
    return fitting;
  }

  private static boolean isOneExpression(Value value) {
    if (!(value instanceof Value.Text(var text)) || !Template.isTemplate(text)) {
      return false;
    }
    try {
      var parts = Template.parts(text);
      return parts.size() == 1 && parts.getFirst() instanceof Template.Part.Expression;
    } catch (org.hwautomation.workflow.ExpressionException e) {
      // is noted where the expressions are looked at
      return true;
    }
  }

  /** Durations and instants are written as texts. */
  private Value timed(Parameter parameter, Value value) {
    if (value instanceof Value.Text(var text)
        && !Template.isTemplate(text)
        && (parameter.type().equals("duration") || parameter.type().equals("instant"))) {
      try {
        return types.find(parameter.type()).map(type -> type.read(text)).orElse(value);
      } catch (InvalidValueException e) {
        return value;
      }
    }
    return value;
  }
}
