package org.hwautomation.definitions;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.Spelling;

/**
 * Says which references of an expression lead nowhere.
 *
 * @param inputs the names there are; empty for any
 * @param paths the steps of the whole definition
 * @param steps those that have ended; empty where there are none yet
 */
record ReferenceCheck(List<String> inputs, Set<String> paths, Optional<StepScope> steps) {

  Optional<String> problem(Reference reference) {
    return switch (reference.root()) {
      case "inputs" -> input(reference);
      case "steps" -> step(reference);
      default -> Optional.empty();
    };
  }

  private Optional<String> input(Reference reference) {
    if (reference.names().size() < 2
        || inputs.isEmpty()
        || inputs.contains(reference.names().get(1))) {
      return Optional.empty();
    }
    var name = reference.names().get(1);
    return Optional.of("unknown input '" + name + "'" + nearest(name, inputs));
  }

  private Optional<String> step(Reference reference) {
    if (steps.isEmpty()) {
      return Optional.of("no step has run yet, so there is no " + reference);
    }
    var path = "";
    for (var i = 1; i < reference.names().size(); i++) {
      var name = reference.names().get(i);
      var next = path.isEmpty() ? name : path + "/" + name;
      var outputs = steps.get().step(next);
      if (outputs.isPresent()) {
        return output(reference, i + 1, outputs.get());
      }
      if (!steps.get().isGroup(next)) {
        return Optional.of(absent(name, next, path));
      }
      path = next;
    }
    return Optional.empty();
  }

  private String absent(String name, String path, String within) {
    var later =
        paths.contains(path) || paths.stream().anyMatch(other -> other.startsWith(path + "/"));
    if (later) {
      return "step '"
          + path
          + "' has not ended here: it comes later, or runs at the same time; use a step before"
          + " this one";
    }
    return "unknown step '" + path + "'" + nearest(name, steps.orElseThrow().below(within));
  }

  private static Optional<String> output(Reference reference, int at, List<Parameter> outputs) {
    if (outputs.isEmpty() || at >= reference.names().size()) {
      return Optional.empty();
    }
    var name = reference.names().get(at);
    var known = outputs.stream().map(Parameter::name).toList();
    return known.contains(name)
        ? Optional.empty()
        : Optional.of(
            "'%s' gives no '%s'%s".formatted(reference.text(at), name, nearest(name, known)));
  }

  static String nearest(String word, java.util.Collection<String> known) {
    return Spelling.nearest(word, known)
        .map(near -> ", did you mean '" + near + "'?")
        .orElseGet(
            () ->
                known.isEmpty()
                    ? "; there is none"
                    : "; known: " + String.join(", ", known.stream().sorted().toList()));
  }
}
