package org.hwautomation.workflow;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes definitions as values and reads them: the form that a run's journal keeps. What is absent
 * has its default, so that what older versions wrote is read too.
 */
final class DefinitionCodec {
  private DefinitionCodec() {}

  static Value.Fields write(WorkflowDefinition definition) {
    var form = new LinkedHashMap<String, Object>();
    form.put("name", definition.name());
    form.put("description", definition.description());
    putList(form, "inputs", definition.inputs());
    form.put("steps", nodes(definition.steps()));
    form.put("always", nodes(definition.always()));
    if (definition.failure() != FailurePolicy.HOLD) {
      form.put("failure", definition.failure());
    }
    putList(form, "on_failure", nodes(definition.onFailure()));
    putList(form, "locks", definition.locks());
    form.put("deadline", definition.deadline());
    form.put("resume_max_age", definition.resumeMaxAge());
    definition.source().ifPresent(source -> form.put("source", source));
    return Value.fields(form);
  }

  private static void putList(Map<String, Object> form, String key, List<?> list) {
    if (!list.isEmpty()) {
      form.put(key, list);
    }
  }

  private static List<Map<String, Object>> nodes(List<Node> nodes) {
    return nodes.stream().map(DefinitionCodec::node).toList();
  }

  private static Map<String, Object> node(Node node) {
    var form = new LinkedHashMap<String, Object>();
    switch (node) {
      case WorkflowStep step -> step(form, step);
      case ParallelGroup group -> {
        form.put("kind", "parallel");
        form.put("name", group.name());
        form.put("branches", nodes(group.branches()));
      }
      case Sequence sequence -> {
        form.put("kind", "sequence");
        form.put("name", sequence.name());
        sequence.definition().ifPresent(name -> form.put("definition", name));
        if (!sequence.inputs().values().isEmpty()) {
          form.put("inputs", sequence.inputs());
        }
        form.put("steps", nodes(sequence.steps()));
      }
    }
    node.when().ifPresent(when -> form.put("when", when));
    return form;
  }

  private static void step(Map<String, Object> form, WorkflowStep step) {
    form.put("name", step.name());
    form.put("description", step.description());
    form.put("action", step.action());
    if (step.work() instanceof WorkflowStep.Work.Waits) {
      form.put("waits", true);
    }
    form.put("inputs", step.inputs());
    form.put("timeout", step.timeout());
    var retry = step.retry();
    form.put(
        "retry",
        new StoredRetry(
            retry.attempts(),
            retry.delay(),
            retry.factor(),
            retry.cap(),
            retry.jitter(),
            retry.on().stream().sorted().toList()));
    step.approval().ifPresent(approval -> form.put("approval", approval));
    putList(form, "limits", step.limits());
    step.undo().ifPresent(undo -> form.put("undo", node(undo)));
  }

  static WorkflowDefinition read(Value.Fields form) {
    return new WorkflowDefinition(
        required(form, "name"),
        required(form, "description"),
        items(form, "inputs").stream().map(value -> value.as(Parameter.class)).toList(),
        readNodes(form, "steps"),
        readNodes(form, "always"),
        form.text("failure")
            .map(text -> FailurePolicy.valueOf(text.toUpperCase(Locale.ROOT)))
            .orElse(FailurePolicy.HOLD),
        readNodes(form, "on_failure"),
        texts(form, "locks"),
        form.get("deadline").map(value -> value.as(Duration.class)),
        form.get("resume_max_age")
            .map(value -> value.as(Duration.class))
            .orElse(WorkflowDefinition.DEFAULT_RESUME_MAX_AGE),
        form.get("source").map(value -> value.as(DefinitionSource.class)));
  }

  private static List<Node> readNodes(Value.Fields form, String key) {
    return items(form, key).stream().map(value -> readNode(value.as(Value.Fields.class))).toList();
  }

  private static Node readNode(Value.Fields form) {
    return switch (form.text("kind").orElse("step")) {
      case "step" -> readStep(form);
      case "parallel" ->
          new ParallelGroup(required(form, "name"), form.text("when"), readNodes(form, "branches"));
      case "sequence" ->
          new Sequence(
              required(form, "name"),
              form.text("when"),
              form.text("definition"),
              fields(form, "inputs"),
              readNodes(form, "steps"));
      default ->
          throw new InvalidValueException(
              "a definition", "has a part of the unknown kind '" + required(form, "kind") + "'");
    };
  }

  private static WorkflowStep readStep(Value.Fields form) {
    return new WorkflowStep(
        required(form, "name"),
        required(form, "description"),
        form.text("action")
            .<WorkflowStep.Work>map(WorkflowStep.Work.Uses::new)
            .orElseGet(
                () ->
                    form.flag("waits")
                        ? new WorkflowStep.Work.Waits()
                        : new WorkflowStep.Work.Calls(Optional.empty())),
        fields(form, "inputs"),
        form.get("timeout")
            .map(value -> value.as(Duration.class))
            .orElse(WorkflowStep.DEFAULT_TIMEOUT),
        form.get("retry")
            .map(value -> value.as(StoredRetry.class).policy())
            .orElse(RetryPolicy.DEFAULT),
        form.text("when"),
        form.get("approval").map(value -> value.as(Approval.class)),
        texts(form, "limits"),
        form.get("undo").map(value -> readStep(value.as(Value.Fields.class))));
  }

  private static List<Value> items(Value.Fields form, String key) {
    return form.get(key).orElse(new Value.Items(List.of())) instanceof Value.Items(var values)
        ? values
        : List.of();
  }

  private static List<String> texts(Value.Fields form, String key) {
    return items(form, key).stream().map(value -> value.as(String.class)).toList();
  }

  private static Value.Fields fields(Value.Fields form, String key) {
    return form.get(key).map(value -> value.as(Value.Fields.class)).orElse(Value.Fields.EMPTY);
  }

  private static String required(Value.Fields form, String key) {
    return form.text(key)
        .orElseThrow(() -> new InvalidValueException("a definition", "lacks " + key));
  }

  /** A policy in the journal. */
  record StoredRetry(
      int attempts,
      Duration delay,
      double factor,
      Duration cap,
      double jitter,
      List<ErrorClass> on) {

    RetryPolicy policy() {
      var heeded = new HashSet<>(on);
      heeded.remove(
          ErrorClass.AUTHENTICATION); // which earlier versions took, and never should have
      return new RetryPolicy(attempts, delay, factor, cap, jitter, heeded);
    }
  }
}
