package org.hwautomation.definitions;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hwautomation.definitions.NodeReading.Place;
import org.hwautomation.definitions.file.JsonFile;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.TextFile;
import org.hwautomation.definitions.file.YamlFile;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.DefinitionSource;
import org.hwautomation.workflow.FailurePolicy;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.ValueCodec;
import org.hwautomation.workflow.WorkflowDefinition;

/** Reads one file. Not thread-safe. */
final class DefinitionReading {
  private static final String WHAT = "a definition";

  private final Reading reading;
  private final GivenInputs given;
  private final Optional<Map<String, Action>> actions;
  private final Definitions definitions;

  DefinitionReading(
      Reading reading,
      GivenInputs given,
      Optional<Map<String, Action>> actions,
      Definitions definitions) {
    this.reading = reading;
    this.given = given;
    this.actions = actions;
    this.definitions = definitions;
  }

  /** The definition in a text; empty, or not to be used, if anything was noted as wrong. */
  Optional<WorkflowDefinition> read(
      String file, DefinitionFormat format, String text, List<String> chain) {
    var start = new Position(file, 1, 1);
    if (text.getBytes(StandardCharsets.UTF_8).length > DefinitionReader.MAX_BYTES) {
      reading.problem(
          start, TextFile.tooLarge("the text", DefinitionReader.MAX_BYTES).problems().getFirst());
      return Optional.empty();
    }
    var root = parse(file, format, text);
    if (!(root instanceof YamlNode.Mapping mapping)) {
      if (reading.problems().isEmpty()) {
        reading.problem(
            root.position(),
            "the file is "
                + root.kind()
                + ", not a definition; begin it with 'name: ...' and 'steps:'");
      }
      return Optional.empty();
    }
    var made = definition(new Form(reading, mapping, WHAT, Vocabulary.DEFINITION), mapping, chain);
    var whole = made.map(d -> d.withSource(new DefinitionSource(format.wireName(), text)));
    whole
        .filter(d -> reading.problems().isEmpty())
        .filter(d -> ValueCodec.size(d.toValue()) > DefinitionReader.MAX_BYTES)
        .ifPresent(
            d ->
                reading.problem(
                    start,
                    "takes more than 256 KiB together with its text as a run keeps it; make it"
                        + " shorter"));
    return whole;
  }

  /** The document in a text; what is wrong with it is noted. */
  private YamlNode parse(String file, DefinitionFormat format, String text) {
    return format == DefinitionFormat.JSON
        ? JsonFile.parse(file, text, reading.problems())
        : YamlFile.parse(file, text, false, reading.problems());
  }

  private Optional<WorkflowDefinition> definition(
      Form form, YamlNode.Mapping mapping, List<String> chain) {
    var name = form.textNode("name");
    if (!form.has("name")) {
      reading.problem(form.position(), "a definition needs a name");
    }
    name.filter(text -> text.text().isBlank())
        .ifPresent(text -> reading.problem(text.position(), "name is empty"));
    var title = name.map(YamlNode.Scalar::text).orElse("unnamed");
    var waiting = new ArrayList<>(chain);
    waiting.add(title);

    var builder = WorkflowDefinition.named(title);
    form.text("description").ifPresent(builder::description);
    var inputs = form.mapping("inputs").map(this::inputs).orElse(List.of());
    inputs.forEach(builder::input);
    form.duration("deadline", false).ifPresent(builder::deadline);
    form.duration("resume_max_age", true).ifPresent(builder::resumeMaxAge);

    var known = inputs.stream().map(Parameter::name).toList();
    var paths = new HashSet<String>();
    for (var key : List.of("steps", "always")) {
      mapping.find(key).ifPresent(list -> paths(list, "", paths));
    }
    var expressions = new Expressions(reading);
    var beforeAll = new ReferenceCheck(known, paths, Optional.empty());
    for (var lock : form.texts("locks")) {
      expressions.template(lock, beforeAll);
      builder.lock(lock.text());
    }

    var nodes = new NodeReading(reading, given, actions, definitions, waiting);
    var ended = new StepScope(null);
    var place = new Place(List.of(), new ReferenceCheck(known, paths, Optional.of(ended)), "");
    var steps = nodes.list(form.list("steps"), place, false);
    if (form.isNothing("steps")) {
      reading.problem(form.position("steps"), "a definition needs at least one step");
    }
    steps.forEach(builder::step);
    onFailure(form, builder, items -> nodes.list(items, place, false));
    var always = nodes.list(form.list("always"), place, true);
    nodes.inheritedAlways().forEach(builder::always);
    always.forEach(builder::always);
    return steps.isEmpty() || !reading.problems().isEmpty()
        ? Optional.empty()
        : reading.made(form.position(), builder::build);
  }

  private void onFailure(
      Form form, WorkflowDefinition.Builder builder, Function<List<YamlNode>, List<Node>> read) {
    switch (form.get("on_failure").orElse(null)) {
      case null -> {}
      case YamlNode.Scalar scalar -> policy(form, scalar, builder);
      case YamlNode.Sequence list ->
          builder.rollback(read.apply(list.items()).toArray(Node[]::new));
      case YamlNode.Mapping mapping -> {
        var inner = new Form(reading, mapping, "on_failure", Vocabulary.ON_FAILURE);
        var steps = read.apply(inner.list("steps"));
        var policy = inner.get("policy");
        var held =
            policy
                .filter(
                    node ->
                        node instanceof YamlNode.Scalar scalar
                            && policy(inner, scalar, builder) == FailurePolicy.HOLD)
                .isPresent();
        if (held && inner.has("steps")) {
          reading.problem(
              inner.position("steps"),
              "a run that is held runs no steps for its failure; write policy: rollback, or put"
                  + " them under always:");
        } else if (!steps.isEmpty()) {
          builder.rollback(steps.toArray(Node[]::new));
        }
        if (policy.isEmpty() && !inner.has("policy") && !inner.has("steps")) {
          reading.problem(inner.position(), "on_failure needs a policy or steps");
        }
        policy
            .filter(node -> !(node instanceof YamlNode.Scalar))
            .ifPresent(node -> inner.text("policy", node));
      }
    }
  }

  private FailurePolicy policy(
      Form form, YamlNode.Scalar scalar, WorkflowDefinition.Builder builder) {
    var text = form.text("on_failure", scalar).map(YamlNode.Scalar::text).orElse("hold");
    switch (text) {
      case "hold" -> {}
      case "rollback" -> {
        builder.rollback();
        return FailurePolicy.ROLLBACK;
      }
      default ->
          reading.problem(
              scalar.position(),
              "unknown policy '"
                  + text
                  + "'"
                  + ReferenceCheck.nearest(text, List.of("hold", "rollback")));
    }
    return FailurePolicy.HOLD;
  }

  /** The paths of the steps in a file, whatever else is wrong with it. */
  private static void paths(YamlNode list, String parent, Set<String> paths) {
    if (!(list instanceof YamlNode.Sequence items)) {
      return;
    }
    for (var item : items.items()) {
      if (item instanceof YamlNode.Mapping mapping) {
        var name = text(mapping, "name").or(() -> text(mapping, "run")).orElse("");
        var path = parent.isEmpty() || name.isEmpty() ? parent + name : parent + "/" + name;
        var inner = mapping.find("parallel").or(() -> mapping.find("steps"));
        inner.ifPresentOrElse(below -> paths(below, path, paths), () -> paths.add(path));
      }
    }
  }

  private static Optional<String> text(YamlNode.Mapping mapping, String key) {
    return mapping
        .find(key)
        .flatMap(
            node ->
                node instanceof YamlNode.Scalar scalar
                    ? Optional.of(scalar.text())
                    : Optional.empty());
  }

  private List<Parameter> inputs(YamlNode.Mapping mapping) {
    var parameters = new LinkedHashMap<String, Parameter>();
    for (var entry : mapping.entries()) {
      var inner =
          entry.value() instanceof YamlNode.Mapping found
              ? Optional.of(found)
              : new Form(reading, mapping, "inputs", mapping.keys())
                  .mapping("input '" + entry.key() + "'", entry.value());
      inner
          .flatMap(found -> input(entry, found))
          .ifPresent(parameter -> parameters.put(entry.key(), parameter));
    }
    return List.copyOf(parameters.values());
  }

  private Optional<Parameter> input(YamlNode.Entry entry, YamlNode.Mapping mapping) {
    var form = new Form(reading, mapping, "an input", Vocabulary.INPUT);
    var name = entry.key();
    var type = form.textNode("type");
    type.filter(text -> given.types().find(text.text()).isEmpty())
        .ifPresent(
            text ->
                reading.problem(
                    text.position(),
                    "unknown type '"
                        + text.text()
                        + "'"
                        + ReferenceCheck.nearest(text.text(), given.types().names())));
    var plain =
        reading.made(
            entry.position(),
            () ->
                Parameter.of(
                    name,
                    type.map(YamlNode.Scalar::text).orElse("string"),
                    form.text("description").orElse(name.replace('_', ' '))));
    if (plain.isEmpty()) {
      return Optional.empty();
    }
    var base = plain.get();
    var allowed = new ArrayList<Value>();
    for (var item : form.list("enum")) {
      allowed.add(given.fitting(base, "enum", item, Literals.value(item, reading.problems())));
    }
    var limited =
        new Parameter(
            name,
            base.type(),
            base.meaning(),
            form.flag("required").orElse(false),
            Value.Null.INSTANCE,
            allowed);
    var standard =
        mapping
            .find("default")
            .map(
                node ->
                    given.fitting(
                        limited, "default", node, Literals.value(node, reading.problems())))
            .orElse(Value.Null.INSTANCE);
    return Optional.of(
        new Parameter(name, base.type(), base.meaning(), limited.required(), standard, allowed));
  }
}
