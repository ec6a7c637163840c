package org.hwautomation.provisioning.steps;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.hardware.redfish.BiosDependency.Connective;
import org.hwautomation.hardware.redfish.BiosDependency.Term;
import org.hwautomation.provisioning.bios.BiosDependency;
import org.hwautomation.provisioning.bios.BiosDependency.Property;
import org.hwautomation.provisioning.bios.BiosValue;
import org.hwautomation.provisioning.bios.Condition;
import org.hwautomation.provisioning.bios.Condition.Comparison;

/** Says in the planner's words what a Redfish registry says of its attributes' dependencies. */
final class RegistryDependency {
  private RegistryDependency() {}

  /** Empty for what concerns the screens only. */
  static Optional<BiosDependency> of(org.hwautomation.hardware.redfish.BiosDependency dependency) {
    var value = BiosWords.of(dependency.value());
    return property(dependency.property())
        .filter(_ -> value.isPresent())
        .map(
            property ->
                new BiosDependency(
                    condition(dependency.terms()),
                    dependency.attribute(),
                    property,
                    value.orElseThrow()));
  }

  /**
   * Each condition is put on a stack, and each connective joins the two on top. With one connective
   * a term that is the standard's order from left to right; Supermicro's groups ({@code "OR,AND"})
   * come out right, too. Dell has no connectives: its registry's own flags fit OR, so what is left
   * on the stack is joined by it. A connective that comes before its second condition waits for it.
   */
  static Condition condition(List<Term> terms) {
    var stack = new ArrayDeque<Condition>();
    var early = new ArrayDeque<Connective>();
    for (var term : terms) {
      stack.push(compare(term));
      if (!early.isEmpty() && stack.size() > 1) {
        join(stack, early.pop());
      }
      for (var connective : term.connectives()) {
        if (stack.size() > 1) {
          join(stack, connective);
        } else {
          early.add(connective);
        }
      }
    }
    while (stack.size() > 1) {
      join(stack, Connective.OR);
    }
    return stack.pop();
  }

  private static void join(ArrayDeque<Condition> stack, Connective connective) {
    var second = stack.pop();
    var first = stack.pop();
    var both = new ArrayList<Condition>();
    switch (connective) {
      case AND -> {
        both.addAll(first instanceof Condition.AllOf(var inner) ? inner : List.of(first));
        both.add(second);
        stack.push(new Condition.AllOf(both));
      }
      case OR -> {
        both.add(first);
        both.addAll(second instanceof Condition.AnyOf(var inner) ? inner : List.of(second));
        stack.push(new Condition.AnyOf(both));
      }
    }
  }

  private static Condition compare(Term term) {
    var property = property(term.property());
    if (property.isEmpty()) {
      return new Condition.Always(false);
    }
    var value = BiosWords.of(term.value()).orElse(BiosValue.of(""));
    return new Condition.Compare(
        term.attribute(), property.get(), comparison(term.comparison()), value);
  }

  private static Comparison comparison(
      org.hwautomation.hardware.redfish.BiosDependency.Comparison comparison) {
    return switch (comparison) {
      case EQU -> Comparison.EQUAL;
      case NEQ -> Comparison.OTHER;
      case GTR -> Comparison.GREATER;
      case GEQ -> Comparison.GREATER_OR_EQUAL;
      case LSS -> Comparison.LESS;
      case LEQ -> Comparison.LESS_OR_EQUAL;
    };
  }

  private static Optional<Property> property(
      org.hwautomation.hardware.redfish.BiosDependency.Property property) {
    return switch (property) {
      case CURRENT_VALUE -> Optional.of(Property.VALUE);
      case DEFAULT_VALUE -> Optional.of(Property.DEFAULT);
      case READ_ONLY -> Optional.of(Property.READ_ONLY);
      case GRAY_OUT -> Optional.of(Property.GRAY_OUT);
      case HIDDEN -> Optional.of(Property.HIDDEN);
      case IMMUTABLE -> Optional.of(Property.IMMUTABLE);
      case LOWER_BOUND -> Optional.of(Property.LOWER_BOUND);
      case UPPER_BOUND -> Optional.of(Property.UPPER_BOUND);
      case SCALAR_INCREMENT -> Optional.of(Property.INCREMENT);
      case MIN_LENGTH -> Optional.of(Property.MIN_LENGTH);
      case MAX_LENGTH -> Optional.of(Property.MAX_LENGTH);
      case WRITE_ONLY, VALUE_EXPRESSION, HELP_TEXT, WARNING_TEXT, DISPLAY_NAME, DISPLAY_ORDER ->
          Optional.empty();
    };
  }
}
