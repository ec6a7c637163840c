package org.hwautomation.definitions;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.ParallelGroup;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStep;

/** Reads the steps, groups, sequences and other definitions of a file. Not thread-safe. */
final class NodeReading {
  static final int MAX_STEPS = 5_000;

  private final Reading reading;
  private final StepReading stepReading;
  private final Expressions expressions;
  private final GivenInputs given;
  private final Definitions definitions;
  private final List<String> chain;
  private final Map<String, Position> taken = new HashMap<>();
  private final Map<String, Position> groups = new HashMap<>();
  private boolean groupsInParts;
  private final Map<String, Definitions.Answer> others = new HashMap<>();
  private final List<Node> always = new ArrayList<>();

  NodeReading(
      Reading reading,
      GivenInputs given,
      Optional<Map<String, Action>> actions,
      Definitions definitions,
      List<String> chain) {
    this.reading = reading;
    this.given = given;
    this.expressions = new Expressions(reading);
    this.stepReading = new StepReading(reading, expressions, given, actions);
    this.definitions = definitions;
    this.chain = chain;
  }

  /** What the other definitions in it run on every ending. */
  List<Node> inheritedAlways() {
    return always;
  }

  /**
   * Where nodes are.
   *
   * @param parents the names of what they are in; empty names are left out
   * @param check knows the steps that have ended before
   * @param prefix the path of the definition whose expressions these are
   */
  record Place(List<String> parents, ReferenceCheck check, String prefix) {
    String path(String name) {
      var path = String.join("/", parents);
      return path.isEmpty() || name.isEmpty() ? path + name : path + "/" + name;
    }

    Place below(String name) {
      var deeper = new ArrayList<>(parents);
      if (!name.isEmpty()) {
        deeper.add(name);
      }
      return new Place(deeper, check, prefix);
    }

    Place seeing(StepScope steps) {
      return new Place(
          parents, new ReferenceCheck(check.inputs(), check.paths(), Optional.of(steps)), prefix);
    }

    StepScope steps() {
      return check.steps().orElseThrow();
    }

    /** {@code path} as the definition's own expressions name it. */
    String inner(String path) {
      return prefix.isEmpty() ? path : path.substring(prefix.length() + 1);
    }
  }

  /**
   * Reads one of the lists of a definition; a group may be called as one in another list.
   *
   * @param parted true where a group may stand in parts, each under its name: what cleans up
   */
  List<Node> list(List<YamlNode> items, Place place, boolean parted) {
    groups.clear();
    groupsInParts = parted;
    return all(items, place);
  }

  private List<Node> all(List<YamlNode> items, Place place) {
    var nodes = new ArrayList<Node>();
    for (var item : items) {
      node(item, place).ifPresent(nodes::add);
    }
    return nodes;
  }

  private Optional<Node> node(YamlNode item, Place place) {
    if (!(item instanceof YamlNode.Mapping mapping)) {
      reading.problem(
          item.position(), "a step is " + item.kind() + ", not a mapping; write '- name: ...'");
      return Optional.empty();
    }
    if (mapping.find("run").isPresent()) {
      return run(new Form(reading, mapping, "what runs another definition", Vocabulary.RUN), place);
    }
    if (mapping.find("parallel").isPresent()) {
      return parallel(new Form(reading, mapping, "a parallel group", Vocabulary.PARALLEL), place);
    }
    if (mapping.find("steps").isPresent()) {
      return sequence(new Form(reading, mapping, "a sequence", Vocabulary.SEQUENCE), place);
    }
    var words = new ArrayList<>(Vocabulary.STEP);
    words.addAll(List.of("parallel", "steps", "run"));
    return step(new Form(reading, mapping, "a step", words), place);
  }

  private Optional<Node> step(Form form, Place place) {
    var name = name(form, "a step", true);
    var path = place.path(name.orElse("?"));
    name.ifPresent(known -> take(path, form.position("name")));
    var step = stepReading.step(form, name.orElse("unnamed"), place, path);
    if (form.has("undo") && name.isPresent()) {
      take(path + "/undo", form.position("undo"));
    }
    name.ifPresent(known -> place.steps().add(place.inner(path), stepReading.outputs(step)));
    return step.map(made -> made);
  }

  /** A name; absent if it can't be one, which is noted. */
  private Optional<String> name(Form form, String what, boolean needed) {
    var node = form.textNode("name");
    if (node.isEmpty()) {
      if (needed && !form.has("name")) {
        reading.problem(form.position(), what + " has no name; give it one");
      }
      return Optional.empty();
    }
    return reading.made(
        node.get().position(),
        () -> {
          Node.checkName("name", node.get().text());
          return node.get().text();
        });
  }

  private void take(String path, Position at) {
    var before = taken.putIfAbsent(path, at);
    var group = groups.get(path);
    if (before != null) {
      reading.problem(
          at,
          "there are two steps '%s', the first in line %d; rename one"
              .formatted(path, before.line()));
    } else if (group != null) {
      reading.problem(
          at,
          "there is a step '%s' beside a group of that name in line %d; rename one"
              .formatted(path, group.line()));
    }
    if (taken.size() == MAX_STEPS + 1) {
      reading.problem(at, "has more than " + MAX_STEPS + " steps");
    }
  }

  /** A group or sequence has a name that no sibling has. */
  private void takeGroup(String path, Position at) {
    var step = taken.get(path);
    var before = groups.putIfAbsent(path, at);
    if (step != null) {
      reading.problem(
          at,
          "there is a group '%s' beside a step of that name in line %d; rename one"
              .formatted(path, step.line()));
    } else if (before != null && !groupsInParts) {
      reading.problem(
          at,
          "there are two groups '%s', the first in line %d; rename one"
              .formatted(path, before.line()));
    }
  }

  private Optional<Node> parallel(Form form, Place place) {
    var name = form.has("name") ? name(form, "a parallel group", false).orElse("") : "";
    if (!name.isEmpty()) {
      takeGroup(place.path(name), form.position("name"));
    }
    var when = expressions.when(form, place.check());
    var ended = new StepScope(null);
    var branches = new ArrayList<Node>();
    var items = form.list("parallel");
    for (var item : items) {
      var seen = new StepScope(place.steps());
      branches.addAll(all(List.of(item), place.below(name).seeing(seen)));
      ended.addAll(seen);
    }
    place.steps().addAll(ended);
    if (form.isNothing("parallel")) {
      reading.problem(form.position("parallel"), "parallel is empty; list the steps side by side");
    }
    return branches.isEmpty()
        ? Optional.empty()
        : reading.made(form.position(), () -> new ParallelGroup(name, when, branches));
  }

  private Optional<Node> sequence(Form form, Place place) {
    var named = name(form, "a sequence", true);
    var name = named.orElse("unnamed");
    named.ifPresent(known -> takeGroup(place.path(known), form.position("name")));
    var when = expressions.when(form, place.check());
    var steps = steps(form, place.below(name));
    return steps.isEmpty()
        ? Optional.empty()
        : reading.made(
            form.position(),
            () -> new Sequence(name, when, Optional.empty(), Value.Fields.EMPTY, steps));
  }

  private List<Node> steps(Form form, Place place) {
    var items = form.list("steps");
    if (form.isNothing("steps")) {
      reading.problem(form.position("steps"), "steps is empty; list at least one step");
    }
    return all(items, place);
  }

  private Optional<Node> run(Form form, Place place) {
    var other = form.textNode("run");
    var when = expressions.when(form, place.check());
    var with = form.mapping("with");
    with.ifPresent(node -> expressions.templates(node, place.check()));
    if (other.isEmpty()) {
      return Optional.empty();
    }
    var name =
        form.has("name")
            ? name(form, "what runs another definition", false).orElse("unnamed")
            : other.get().text();
    takeGroup(place.path(name), form.has("name") ? form.position("name") : other.get().position());
    return form.has("steps")
        ? writtenOut(form, name, when, other.get().text(), with, place)
        : inlined(form, name, when, other.get(), with, place);
  }

  /** Another definition whose steps are here, as they were when it was written. */
  private Optional<Node> writtenOut(
      Form form,
      String name,
      Optional<String> when,
      String other,
      Optional<YamlNode.Mapping> with,
      Place place) {
    var inputs = given.read(with, Optional.empty(), other, form.position());
    var prefix = place.path(name);
    var inner =
        new ReferenceCheck(List.of(), pathsBelow(place, prefix), Optional.of(new StepScope(null)));
    var steps = steps(form, new Place(new ArrayList<>(place.below(name).parents()), inner, prefix));
    paths(steps, prefix).forEach(path -> place.steps().add(place.inner(path), List.of()));
    return steps.isEmpty()
        ? Optional.empty()
        : reading.made(
            form.position(), () -> new Sequence(name, when, Optional.of(other), inputs, steps));
  }

  private static Set<String> pathsBelow(Place place, String prefix) {
    var from = place.inner(prefix) + "/";
    return Set.copyOf(
        place.check().paths().stream()
            .filter(path -> path.startsWith(from))
            .map(path -> path.substring(from.length()))
            .toList());
  }

  private Optional<Node> inlined(
      Form form,
      String name,
      Optional<String> when,
      YamlNode.Scalar other,
      Optional<YamlNode.Mapping> with,
      Place place) {
    if (taken.size() > MAX_STEPS) {
      return Optional.empty();
    }
    var found = others.computeIfAbsent(other.text(), key -> definitions.find(key, chain));
    if (found instanceof Definitions.Absent(var problem)) {
      reading.problem(other.position(), problem);
      return Optional.empty();
    }
    var definition = ((Definitions.Found) found).definition();
    var at = with.map(YamlNode::position).orElse(form.position());
    var inputs =
        given.read(
            with,
            definition.inputs().isEmpty() ? Optional.empty() : Optional.of(definition.inputs()),
            other.text(),
            at);
    return reading
        .made(
            form.position(),
            () -> WorkflowDefinition.named("inlined").run(name, definition, inputs, when).build())
        .map(
            made -> {
              var node = made.steps().getFirst();
              paths(List.of(node), place.path(""))
                  .forEach(
                      path -> {
                        take(path, other.position());
                        place.steps().add(place.inner(path), List.of());
                      });
              made.always().forEach(clean -> always.add(within(place.parents(), clean)));
              return node;
            });
  }

  /** What is run on every ending has the same path as what it cleans up after. */
  private static Node within(List<String> parents, Node node) {
    for (var i = parents.size() - 1; i >= 0; i--) {
      node = Sequence.of(parents.get(i), node);
    }
    return node;
  }

  static List<String> paths(List<Node> nodes, String parent) {
    var paths = new ArrayList<String>();
    for (var node : nodes) {
      var path = node.below(parent);
      switch (node) {
        case WorkflowStep step -> {
          paths.add(path);
          step.undo().ifPresent(undo -> paths.add(path + "/undo"));
        }
        case ParallelGroup group -> paths.addAll(paths(group.branches(), path));
        case Sequence sequence -> paths.addAll(paths(sequence.steps(), path));
      }
    }
    return paths;
  }
}
