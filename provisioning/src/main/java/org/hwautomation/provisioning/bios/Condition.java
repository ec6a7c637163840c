package org.hwautomation.provisioning.bios;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a dependency asks of attributes. {@link BiosRules} says whether it holds. */
public sealed interface Condition {
  /** Compares what an attribute has with a value. */
  record Compare(
      String attribute, BiosDependency.Property property, Comparison comparison, BiosValue value)
      implements Condition {
    /** The value is this one. */
    public static Compare equal(String attribute, BiosValue value) {
      return new Compare(attribute, BiosDependency.Property.VALUE, Comparison.EQUAL, value);
    }

    /** The value is another one. */
    public static Compare other(String attribute, BiosValue value) {
      return new Compare(attribute, BiosDependency.Property.VALUE, Comparison.OTHER, value);
    }

    @Override
    public String toString() {
      var what =
          property == BiosDependency.Property.VALUE
              ? attribute
              : property.text() + " of " + attribute;
      return what + " " + comparison.text + " " + value;
    }
  }

  /** All hold. */
  record AllOf(List<Condition> conditions) implements Condition {
    public AllOf {
      conditions = List.copyOf(conditions);
    }

    @Override
    public String toString() {
      return joined(conditions, " and ");
    }
  }

  /** One at least holds. */
  record AnyOf(List<Condition> conditions) implements Condition {
    public AnyOf {
      conditions = List.copyOf(conditions);
    }

    @Override
    public String toString() {
      return joined(conditions, " or ");
    }
  }

  /** The other does not hold. */
  record Not(Condition condition) implements Condition {
    @Override
    public String toString() {
      return "not (" + condition + ")";
    }
  }

  /** Holds always or never. */
  record Always(boolean holds) implements Condition {
    @Override
    public String toString() {
      return holds ? "always" : "never";
    }
  }

  /** How a value is compared. The last four are for numbers, and false for anything else. */
  enum Comparison {
    EQUAL("is"),
    OTHER("is not"),
    GREATER("is more than"),
    GREATER_OR_EQUAL("is at least"),
    LESS("is less than"),
    LESS_OR_EQUAL("is at most");

    private final String text;

    Comparison(String text) {
      this.text = text;
    }
  }

  /** The attributes that it looks at, in order. */
  default Set<String> attributes() {
    var names = new LinkedHashSet<String>();
    switch (this) {
      case Compare compare -> names.add(compare.attribute());
      case AllOf all -> all.conditions().forEach(one -> names.addAll(one.attributes()));
      case AnyOf any -> any.conditions().forEach(one -> names.addAll(one.attributes()));
      case Not not -> names.addAll(not.condition().attributes());
      case Always _ -> {}
    }
    return names;
  }

  /** What holds when this does not, with as few brackets as can be. */
  default Condition negated() {
    return switch (this) {
      case Compare compare ->
          switch (compare.comparison()) {
            case EQUAL ->
                new Compare(
                    compare.attribute(), compare.property(), Comparison.OTHER, compare.value());
            case OTHER ->
                new Compare(
                    compare.attribute(), compare.property(), Comparison.EQUAL, compare.value());
            case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> new Not(this);
          };
      case AllOf all -> new AnyOf(all.conditions().stream().map(Condition::negated).toList());
      case AnyOf any -> new AllOf(any.conditions().stream().map(Condition::negated).toList());
      case Not not -> not.condition();
      case Always always -> new Always(!always.holds());
    };
  }

  private static String joined(List<Condition> conditions, String word) {
    return conditions.stream()
        .map(one -> one instanceof AllOf || one instanceof AnyOf ? "(" + one + ")" : one.toString())
        .collect(Collectors.joining(word));
  }
}
