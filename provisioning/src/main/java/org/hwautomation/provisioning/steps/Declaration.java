package org.hwautomation.provisioning.steps;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.workflow.Action.Effects;
import org.hwautomation.workflow.ExpectedPoint;
import org.hwautomation.workflow.Parameter;

/**
 * What an action says of itself. It is held to it: with assertions on, as in every test, an input
 * that is read, an output that is given or a point that is entered without being declared fails the
 * step. Immutable.
 */
record Declaration(
    String name,
    String summary,
    Effects effects,
    List<Parameter> inputs,
    List<Parameter> outputs,
    List<String> externalEffects,
    List<ExpectedPoint> points,
    Optional<String> undoneBy) {
  Declaration {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    externalEffects = List.copyOf(externalEffects);
    points = List.copyOf(points);
  }

  /** An action that only looks. */
  static Declaration reads(String name, String summary) {
    return new Declaration(
        name,
        summary,
        Effects.NONE,
        List.of(),
        List.of(Outcome.SUMMARY),
        List.of(),
        List.of(),
        Optional.empty());
  }

  /** An action that changes something outside. */
  static Declaration changes(String name, String summary, String... effects) {
    return new Declaration(
        name,
        summary,
        Effects.EXTERNAL,
        List.of(),
        List.of(Outcome.SUMMARY),
        List.of(effects),
        List.of(),
        Optional.empty());
  }

  /** The same, with these inputs. */
  Declaration takes(Parameter... parameters) {
    return new Declaration(
        name, summary, effects, List.of(parameters), outputs, externalEffects, points, undoneBy);
  }

  /** The same, with these outputs besides the line for people. */
  Declaration gives(Parameter... parameters) {
    var all = new ArrayList<Parameter>();
    all.add(Outcome.SUMMARY);
    all.addAll(List.of(parameters));
    return new Declaration(name, summary, effects, inputs, all, externalEffects, points, undoneBy);
  }

  /** The same, with a point of no return. */
  Declaration enters(String description, Duration expected) {
    return new Declaration(
        name,
        summary,
        effects,
        inputs,
        outputs,
        externalEffects,
        List.of(new ExpectedPoint(description, expected)),
        undoneBy);
  }

  /** The same, taken back by an action. */
  Declaration undoneBy(String action) {
    return new Declaration(
        name, summary, effects, inputs, outputs, externalEffects, points, Optional.of(action));
  }

  Optional<Parameter> input(String input) {
    return inputs.stream().filter(parameter -> parameter.name().equals(input)).findFirst();
  }

  Optional<Parameter> output(String output) {
    return outputs.stream().filter(parameter -> parameter.name().equals(output)).findFirst();
  }

  /** The declared point that {@code description}, which may say more, is one of. */
  Optional<ExpectedPoint> point(String description) {
    return points.stream().filter(point -> description.startsWith(point.description())).findFirst();
  }
}
