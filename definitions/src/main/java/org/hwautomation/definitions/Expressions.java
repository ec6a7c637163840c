package org.hwautomation.definitions;

import java.util.Locale;
import java.util.Optional;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.workflow.ExpressionException;
import org.hwautomation.workflow.Template;

/** Looks at the expressions of a file as they are read. */
final class Expressions {
  private static final CelExpressions CEL = new CelExpressions();

  private final Reading reading;

  Expressions(Reading reading) {
    this.reading = reading;
  }

  /** The condition under {@code when}; true and false need no quotes. */
  Optional<String> when(Form form, ReferenceCheck check) {
    var node = form.get("when").orElse(null);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof YamlNode.Scalar scalar && Literals.kind(scalar) == Literals.Kind.BOOL) {
      return Optional.of(scalar.text().toLowerCase(Locale.ROOT));
    }
    var text = form.text("when", node);
    text.ifPresent(scalar -> condition(scalar, check));
    return text.map(YamlNode.Scalar::text);
  }

  private void condition(YamlNode.Scalar scalar, ReferenceCheck check) {
    try {
      CEL.checkCondition(scalar.text(), CelExpressions.NAMES);
      references(scalar, scalar.text(), 0, check);
    } catch (ExpressionException e) {
      reading.problem(scalar, 0, e);
    }
  }

  /** Looks at what is in {@code ${...}} in a text. */
  void template(YamlNode.Scalar scalar, ReferenceCheck check) {
    if (!Template.isTemplate(scalar.text())) {
      return;
    }
    try {
      for (var part : Template.parts(scalar.text())) {
        if (part instanceof Template.Part.Expression expression) {
          expression(scalar, expression, check);
        }
      }
    } catch (ExpressionException e) {
      reading.problem(scalar, 0, e);
    }
  }

  private void expression(
      YamlNode.Scalar scalar, Template.Part.Expression expression, ReferenceCheck check) {
    try {
      CEL.check(expression.text(), CelExpressions.NAMES);
      references(scalar, expression.text(), expression.offset(), check);
    } catch (ExpressionException e) {
      reading.problem(scalar, expression.offset(), e);
    }
  }

  private void references(
      YamlNode.Scalar scalar, String expression, int begin, ReferenceCheck check) {
    for (var reference : CEL.references(expression, CelExpressions.NAMES)) {
      Optional<String> problem = check.problem(reference);
      problem.ifPresent(
          text -> reading.problem(reading.place(scalar, begin + reference.offset()), text));
    }
  }

  /** Looks at every text in {@code node}. */
  void templates(YamlNode node, ReferenceCheck check) {
    switch (node) {
      case YamlNode.Scalar scalar -> {
        if (Literals.kind(scalar) == Literals.Kind.TEXT) {
          template(scalar, check);
        }
      }
      case YamlNode.Sequence list -> list.items().forEach(item -> templates(item, check));
      case YamlNode.Mapping mapping ->
          mapping.entries().forEach(entry -> templates(entry.value(), check));
    }
  }
}
