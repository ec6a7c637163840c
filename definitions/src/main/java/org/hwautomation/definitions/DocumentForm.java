package org.hwautomation.definitions;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.workflow.Approval;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.ErrorClass;
import org.hwautomation.workflow.FailurePolicy;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.Node;
import org.hwautomation.workflow.ParallelGroup;
import org.hwautomation.workflow.Parameter;
import org.hwautomation.workflow.RetryPolicy;
import org.hwautomation.workflow.Sequence;
import org.hwautomation.workflow.Value;
import org.hwautomation.workflow.WorkflowDefinition;
import org.hwautomation.workflow.WorkflowStep;

/**
 * Definitions as the documents that files hold: nothing but texts, numbers, true, false, null,
 * lists and maps, in the order of {@link Vocabulary}. What has its default is left out.
 */
final class DocumentForm {
  private DocumentForm() {}

  static Value.Fields of(WorkflowDefinition definition) {
    var form = new LinkedHashMap<String, Value>();
    form.put("name", text(definition.name()));
    description(form, definition.description(), definition.name());
    if (!definition.inputs().isEmpty()) {
      var inputs = new LinkedHashMap<String, Value>();
      definition.inputs().forEach(input -> inputs.put(input.name(), input(input)));
      form.put("inputs", new Value.Fields(inputs));
    }
    texts(form, "locks", definition.locks());
    definition.deadline().ifPresent(limit -> form.put("deadline", duration(limit)));
    if (!definition.resumeMaxAge().equals(WorkflowDefinition.DEFAULT_RESUME_MAX_AGE)) {
      form.put("resume_max_age", duration(definition.resumeMaxAge()));
    }
    form.put("steps", nodes(definition.steps()));
    if (!definition.onFailure().isEmpty()) {
      form.put("on_failure", nodes(definition.onFailure()));
    } else if (definition.failure() != FailurePolicy.HOLD) {
      form.put("on_failure", text(definition.failure().wireName()));
    }
    if (!definition.always().isEmpty()) {
      form.put("always", nodes(definition.always()));
    }
    return new Value.Fields(form);
  }

  private static Value input(Parameter input) {
    var form = new LinkedHashMap<String, Value>();
    form.put("type", text(input.type()));
    if (input.required()) {
      form.put("required", new Value.Bool(true));
    }
    if (!(input.defaultValue() instanceof Value.Null)) {
      form.put("default", literal(input.defaultValue()));
    }
    if (!input.oneOf().isEmpty()) {
      form.put("enum", literal(new Value.Items(input.oneOf())));
    }
    description(form, input.meaning(), input.name());
    return new Value.Fields(form);
  }

  private static Value nodes(List<Node> nodes) {
    return new Value.Items(nodes.stream().map(DocumentForm::node).toList());
  }

  private static Value node(Node node) {
    var form = new LinkedHashMap<String, Value>();
    switch (node) {
      case WorkflowStep step -> {
        form.put("name", text(step.name()));
        step(form, step);
      }
      case ParallelGroup group -> {
        if (!group.name().isEmpty()) {
          form.put("name", text(group.name()));
        }
        group.when().ifPresent(when -> form.put("when", text(when)));
        form.put("parallel", nodes(group.branches()));
      }
      case Sequence sequence -> {
        form.put("name", text(sequence.name()));
        sequence.definition().ifPresent(other -> form.put("run", text(other)));
        with(form, sequence.inputs());
        sequence.when().ifPresent(when -> form.put("when", text(when)));
        form.put("steps", nodes(sequence.steps()));
      }
    }
    return new Value.Fields(form);
  }

  private static void step(Map<String, Value> form, WorkflowStep step) {
    description(form, step.description(), step.name());
    switch (step.work()) {
      case WorkflowStep.Work.Uses(var action) -> form.put("uses", text(action));
      case WorkflowStep.Work.Waits() -> {}
      case WorkflowStep.Work.Calls(var function) ->
          throw new InvalidValueException(
              "step " + step.name(),
              "calls a function of a program; a file can only name a registered action");
    }
    with(form, step.inputs());
    step.when().ifPresent(when -> form.put("when", text(when)));
    step.approval().ifPresent(approval -> form.put("approval", approval(approval)));
    if (!step.timeout().equals(WorkflowStep.DEFAULT_TIMEOUT)) {
      form.put("timeout", duration(step.timeout()));
    }
    if (!step.retry().equals(RetryPolicy.DEFAULT)) {
      form.put("retry", retry(step.retry()));
    }
    texts(form, "limits", step.limits());
    step.undo()
        .ifPresent(
            undo -> {
              var inner = new LinkedHashMap<String, Value>();
              step(inner, undo);
              form.put("undo", new Value.Fields(inner));
            });
  }

  private static Value approval(Approval approval) {
    var form = new LinkedHashMap<String, Value>();
    form.put("role", text(approval.role()));
    approval.expires().ifPresent(limit -> form.put("expires", duration(limit)));
    return new Value.Fields(form);
  }

  private static Value retry(RetryPolicy retry) {
    var usual = RetryPolicy.DEFAULT;
    if (retry.equals(usual.withAttempts(retry.attempts()))) {
      return new Value.Int(retry.attempts());
    }
    var form = new LinkedHashMap<String, Value>();
    form.put("attempts", new Value.Int(retry.attempts()));
    if (!retry.delay().equals(usual.delay())) {
      form.put("delay", duration(retry.delay()));
    }
    if (retry.factor() != usual.factor()) {
      form.put("factor", number(retry.factor()));
    }
    if (!retry.cap().equals(usual.cap())) {
      form.put("max", duration(retry.cap()));
    }
    if (retry.jitter() != usual.jitter()) {
      form.put("jitter", number(retry.jitter()));
    }
    if (!retry.on().equals(usual.on())) {
      form.put(
          "on",
          new Value.Items(
              retry.on().stream()
                  .sorted()
                  .map(ErrorClass::wireName)
                  .map(DocumentForm::text)
                  .toList()));
    }
    return new Value.Fields(form);
  }

  private static Value number(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? new Value.Int((long) number)
        : literal(new Value.Decimal(BigDecimal.valueOf(number)));
  }

  private static void description(Map<String, Value> form, String description, String name) {
    if (!description.equals(name.replace('_', ' '))) {
      form.put("description", text(description));
    }
  }

  private static void with(Map<String, Value> form, Value.Fields inputs) {
    if (!inputs.values().isEmpty()) {
      var fields = new LinkedHashMap<String, Value>();
      inputs.values().forEach((key, value) -> fields.put(escaped(key), literal(value)));
      form.put("with", new Value.Fields(fields));
    }
  }

  private static void texts(Map<String, Value> form, String key, List<String> texts) {
    if (!texts.isEmpty()) {
      form.put(key, new Value.Items(texts.stream().map(DocumentForm::text).toList()));
    }
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  private static Value duration(Duration duration) {
    return text(Durations.exact(duration));
  }

  /** Values that have no notation of their own become maps of one key, as in the journal. */
  private static Value literal(Value value) {
    return switch (value) {
      case Value.Moment(var instant) -> tagged("$instant", instant.toString());
      case Value.Span(var span) -> tagged("$duration", span.toString());
      case Value.SecretReference(var id) -> tagged("$secret", id);
      case Value.Decimal(var number) -> {
        var digits = number.toString();
        yield digits.contains(".") || digits.contains("E") ? value : tagged("$decimal", digits);
      }
      case Value.Items(var items) ->
          new Value.Items(items.stream().map(DocumentForm::literal).toList());
      case Value.Fields(var fields) -> {
        var copy = new LinkedHashMap<String, Value>();
        fields.forEach((key, part) -> copy.put(escaped(key), literal(part)));
        yield new Value.Fields(copy);
      }
      default -> value;
    };
  }

  private static Value tagged(String tag, String text) {
    return new Value.Fields(Map.of(tag, text(text)));
  }

  private static String escaped(String key) {
    return key.startsWith("$") ? "$" + key : key;
  }

  /** What is written in a file, as it is. */
  static Value of(YamlNode node) {
    return switch (node) {
      case YamlNode.Scalar scalar -> Literals.value(scalar, new ArrayList<>());
      case YamlNode.Sequence list ->
          new Value.Items(list.items().stream().map(DocumentForm::of).toList());
      case YamlNode.Mapping mapping -> {
        var fields = new LinkedHashMap<String, Value>();
        mapping.entries().forEach(entry -> fields.put(entry.key(), of(entry.value())));
        yield new Value.Fields(fields);
      }
    };
  }
}
