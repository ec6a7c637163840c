package org.hwautomation.definitions;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.Approval;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.RetryPolicy;
import org.hwautomation.workflow.Spelling;
import org.hwautomation.workflow.WorkflowStep;

/** Reads single steps. Not thread-safe. */
final class StepReading {
  private final Reading reading;
  private final Expressions expressions;
  private final GivenInputs given;
  private final Optional<Map<String, Action>> actions;

  StepReading(
      Reading reading,
      Expressions expressions,
      GivenInputs given,
      Optional<Map<String, Action>> actions) {
    this.reading = reading;
    this.expressions = expressions;
    this.given = given;
    this.actions = actions;
  }

  /** What a step is known to give; empty if that is not known. */
  List<Parameter> outputs(Optional<WorkflowStep> step) {
    return step.flatMap(WorkflowStep::action)
        .flatMap(name -> actions.map(known -> known.get(name)))
        .map(Action::outputs)
        .orElse(List.of());
  }

  /** The step in {@code form}; what is wrong with it is noted. */
  Optional<WorkflowStep> step(Form form, String name, NodeReading.Place place, String path) {
    var builder = WorkflowStep.named(name);
    fill(form, builder, place.check());
    undo(form, place, path).ifPresent(builder::undo);
    return made(form, builder);
  }

  private void fill(Form form, WorkflowStep.Builder builder, ReferenceCheck check) {
    form.text("description").ifPresent(builder::description);
    uses(form, builder, check);
    expressions.when(form, check).ifPresent(builder::when);
    form.duration("timeout", false).ifPresent(builder::timeout);
    form.get("retry").flatMap(node -> retry(form, node)).ifPresent(builder::retry);
    form.mapping("approval").flatMap(this::approval).ifPresent(builder::approval);
    for (var limit : form.texts("limits")) {
      reading
          .made(
              limit.position(),
              () -> {
                Node.checkName("limit", limit.text());
                return limit.text();
              })
          .ifPresent(builder::limit);
    }
  }

  private void uses(Form form, WorkflowStep.Builder builder, ReferenceCheck check) {
    var with = form.mapping("with");
    with.ifPresent(node -> expressions.templates(node, check));
    var uses = form.textNode("uses");
    if (uses.isEmpty()) {
      if (!form.has("uses") && !form.has("approval")) {
        reading.problem(
            form.position(),
            "a step needs an action (uses:), an approval, or one of parallel:, steps: and run:");
      }
      builder.with(given.read(with, Optional.empty(), "the step", form.position()));
      return;
    }
    var action = uses.get().text().contains("@") ? uses.get().text() : uses.get().text() + "@1";
    if (!Vocabulary.ACTION.matcher(uses.get().text()).matches()) {
      reading.problem(
          uses.get().position(),
          "'"
              + uses.get().text()
              + "' is not the name of an action, such as maas.commission or"
              + " maas.commission@1");
    } else {
      actions
          .filter(known -> !known.containsKey(action))
          .ifPresent(
              known -> reading.problem(uses.get().position(), unknown(action, known.keySet())));
    }
    builder.uses(action);
    var declared =
        actions.flatMap(known -> Optional.ofNullable(known.get(action))).map(Action::inputs);
    builder.with(given.read(with, declared, action, form.position("uses")));
  }

  private static String unknown(String action, Set<String> known) {
    var base = action.replaceFirst("@.*", "");
    var majors = known.stream().filter(name -> name.startsWith(base + "@")).sorted().toList();
    if (!majors.isEmpty()) {
      return "unknown action '" + action + "'; there is " + String.join(", ", majors);
    }
    var bases = new TreeSet<String>();
    known.forEach(name -> bases.add(name.replaceFirst("@.*", "")));
    return "unknown action '" + base + "'" + ReferenceCheck.nearest(base, bases);
  }

  private Optional<WorkflowStep> undo(Form form, NodeReading.Place place, String path) {
    var node = form.get("undo").orElse(null);
    if (node == null) {
      return Optional.empty();
    }
    // what takes a step back may use what that step gave
    var scope = new StepScope(place.check().steps().orElse(null));
    scope.add(place.inner(path), List.of());
    var check =
        new ReferenceCheck(place.check().inputs(), place.check().paths(), Optional.of(scope));
    var mapping =
        switch (node) {
          case YamlNode.Mapping inner -> inner;
          case YamlNode.Scalar scalar ->
              new YamlNode.Mapping(
                  List.of(new YamlNode.Entry("uses", scalar.position(), scalar)),
                  scalar.position());
          case YamlNode.Sequence list -> {
            reading.problem(
                list.position(), "undo is a list; name one action, or write it as a mapping");
            yield null;
          }
        };
    if (mapping == null) {
      return Optional.empty();
    }
    var inner = new Form(reading, mapping, "an undo", Vocabulary.UNDO);
    var builder = WorkflowStep.named("undo");
    fill(inner, builder, check);
    return made(inner, builder);
  }

  /** The step, if it has something to do or to wait for; that it has none was noted. */
  private Optional<WorkflowStep> made(Form form, WorkflowStep.Builder builder) {
    return form.has("uses") || hasApproval(form)
        ? reading.made(form.position(), builder::build)
        : Optional.empty();
  }

  private boolean hasApproval(Form form) {
    return form.mapping("approval").filter(mapping -> mapping.find("role").isPresent()).isPresent();
  }

  private Optional<Approval> approval(YamlNode.Mapping mapping) {
    var form = new Form(reading, mapping, "an approval", Vocabulary.APPROVAL);
    var role = form.textNode("role");
    if (!form.has("role")) {
      reading.problem(form.position(), "an approval needs a role, such as operator");
    }
    var expires = form.duration("expires", false);
    return role.flatMap(
        scalar -> reading.made(scalar.position(), () -> new Approval(scalar.text(), expires)));
  }

  private Optional<RetryPolicy> retry(Form step, YamlNode node) {
    if (node instanceof YamlNode.Scalar) {
      return step.wholeNumber("retry", node, 1).map(RetryPolicy.DEFAULT::withAttempts);
    }
    return step.mapping("retry", node)
        .flatMap(
            mapping -> {
              var form = new Form(reading, mapping, "retry", Vocabulary.RETRY);
              var usual = RetryPolicy.DEFAULT;
              var attempts =
                  form.get("attempts").flatMap(count -> form.wholeNumber("attempts", count, 1));
              var delay = form.duration("delay", true);
              var factor = form.number("factor", 1, Double.MAX_VALUE);
              var cap = form.duration("max", true);
              var jitter = form.number("jitter", 0, 1);
              var on = form.has("on") ? classes(form) : usual.on();
              return reading.made(
                  mapping.position(),
                  () ->
                      new RetryPolicy(
                          attempts.orElse(usual.attempts()),
                          delay.orElse(usual.delay()),
                          factor.orElse(usual.factor()),
                          cap.orElse(usual.cap()),
                          jitter.orElse(usual.jitter()),
                          on));
            });
  }

  private Set<ErrorClass> classes(Form form) {
    var names =
        Stream.of(ErrorClass.values())
            .filter(known -> known != ErrorClass.AUTHENTICATION)
            .map(ErrorClass::wireName)
            .toList();
    var classes = new LinkedHashSet<ErrorClass>();
    for (var scalar : form.texts("on")) {
      if (scalar.text().equals(ErrorClass.AUTHENTICATION.wireName())) {
        reading.problem(
            scalar.position(),
            "authentication is never tried again: a second try with a refused login could lock the"
                + " account (safety rule 4); possible: "
                + String.join(", ", names));
        continue;
      }
      Stream.of(ErrorClass.values())
          .filter(known -> known.wireName().equals(scalar.text()))
          .findFirst()
          .ifPresentOrElse(
              classes::add,
              () ->
                  reading.problem(
                      scalar.position(),
                      "unknown error class '%s'%s; known: %s"
                          .formatted(
                              scalar.text(),
                              Spelling.nearest(scalar.text(), names)
                                  .map(near -> ", did you mean '" + near + "'?")
                                  .orElse(""),
                              String.join(", ", names))));
    }
    return classes;
  }
}
