package org.hwautomation.provisioning.bios;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hwautomation.provisioning.bios.BiosAttribute.Restriction;
import org.hwautomation.provisioning.bios.BiosDependency.Property;
import org.jspecify.annotations.Nullable;

/**
 * What follows from values: which attributes can be written, their bounds, and which values force
 * others. A pure function of a registry and the values in effect; immutable and thread-safe.
 *
 * <p>A registry's own flags are read in the light of the values in effect, because they mean two
 * things: on Dell and Supermicro the present state, on HPE the one without dependencies. A flag
 * that a dependency explains now goes when that dependency no longer holds; one that none explains
 * stays. Where a dependency looks at something that the BMC does not show, the registry's flag
 * counts.
 */
public final class BiosRules {
  /** Dependencies on flags that depend on flags; no registry we know has any. */
  private static final int DEEPEST = 8;

  private static final Map<Restriction, Property> PROPERTIES =
      new EnumMap<>(
          Map.of(
              Restriction.READ_ONLY, Property.READ_ONLY,
              Restriction.GRAY_OUT, Property.GRAY_OUT,
              Restriction.HIDDEN, Property.HIDDEN,
              Restriction.IMMUTABLE, Property.IMMUTABLE));

  private final BiosRegistry registry;
  private final Map<String, List<BiosDependency>> byTarget = new HashMap<>();
  private final List<BiosDependency> forcing = new ArrayList<>();
  private final Map<String, Set<Restriction>> bases = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();

  /**
   * The rules of one server.
   *
   * @param now values in effect
   */
  public BiosRules(BiosRegistry registry, Map<String, BiosValue> now) {
    this.registry = registry;
    for (var dependency : registry.dependencies()) {
      if (dependency.property() != Property.VALUE) {
        byTarget.computeIfAbsent(dependency.attribute(), _ -> new ArrayList<>()).add(dependency);
      }
    }
    for (var attribute : byTarget.keySet()) {
      registry.attribute(attribute).ifPresent(known -> bases.put(attribute, base(known, now)));
    }
    for (var dependency : registry.dependencies()) {
      var value = now.get(dependency.attribute());
      if (dependency.property() != Property.VALUE || value == null) {
        continue; // nothing is known of what the BMC does not show
      }
      if (holds(dependency.when(), now, 0) == Truth.YES
          && !registry.same(dependency.attribute(), value, dependency.value())) {
        warnings.add(
            "the registry says that %s is %s while %s, and it is %s; that dependency is ignored"
                .formatted(dependency.attribute(), dependency.value(), dependency.when(), value));
      } else {
        forcing.add(
            BiosDependency.forces(
                dependency.when(),
                dependency.attribute(),
                registry.written(dependency.attribute(), dependency.value(), value)));
      }
    }
  }

  /** What a flag would be if no dependency held. */
  private Set<Restriction> base(BiosAttribute attribute, Map<String, BiosValue> now) {
    var base = EnumSet.noneOf(Restriction.class);
    for (var restriction : Restriction.values()) {
      var said = attribute.restrictions().contains(restriction);
      var explained = false;
      for (var dependency : on(attribute.name(), PROPERTIES.get(restriction))) {
        var holds = holds(dependency.when(), now, 0);
        explained |= isSet(dependency) == said && (said ? holds != Truth.NO : holds == Truth.YES);
      }
      if (said != explained) {
        base.add(restriction);
      }
    }
    return base;
  }

  /** Dependencies that the values in effect disprove; a sentence each. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** The attribute as it is with these values: its restrictions and bounds; null if unknown. */
  public @Nullable BiosAttribute effective(String name, Map<String, BiosValue> values) {
    return effective(name, values, 0);
  }

  private @Nullable BiosAttribute effective(String name, Map<String, BiosValue> values, int depth) {
    var attribute = registry.attribute(name).orElse(null);
    if (attribute == null || !byTarget.containsKey(name)) {
      return attribute;
    }
    var restrictions = EnumSet.noneOf(Restriction.class);
    for (var restriction : Restriction.values()) {
      if (isRestricted(attribute, restriction, values, depth)) {
        restrictions.add(restriction);
      }
    }
    return attribute
        .restricted(restrictions)
        .bounded(
            number(attribute, Property.LOWER_BOUND, attribute.lowerBound(), values, depth),
            number(attribute, Property.UPPER_BOUND, attribute.upperBound(), values, depth),
            number(attribute, Property.INCREMENT, attribute.increment(), values, depth))
        .ofLength(
            length(attribute, Property.MIN_LENGTH, attribute.minLength(), values, depth),
            length(attribute, Property.MAX_LENGTH, attribute.maxLength(), values, depth));
  }

  private boolean isRestricted(
      BiosAttribute attribute, Restriction restriction, Map<String, BiosValue> values, int depth) {
    var unknown = false;
    var lifted = false;
    for (var dependency : on(attribute.name(), PROPERTIES.get(restriction))) {
      switch (holds(dependency.when(), values, depth)) {
        case YES -> {
          if (isSet(dependency)) {
            return true;
          }
          lifted = true;
        }
        case UNKNOWN -> unknown = true;
        case NO -> {}
      }
    }
    return !lifted
        && (unknown ? attribute.restrictions() : bases.getOrDefault(attribute.name(), Set.of()))
            .contains(restriction);
  }

  private @Nullable Long number(
      BiosAttribute attribute,
      Property property,
      @Nullable Long said,
      Map<String, BiosValue> values,
      int depth) {
    var number = said;
    for (var dependency : on(attribute.name(), property)) {
      if (holds(dependency.when(), values, depth) == Truth.YES) {
        number = registry.number(attribute.name(), dependency.value());
      }
    }
    return number;
  }

  private @Nullable Integer length(
      BiosAttribute attribute,
      Property property,
      @Nullable Integer said,
      Map<String, BiosValue> values,
      int depth) {
    var number = number(attribute, property, said == null ? null : said.longValue(), values, depth);
    return number == null ? null : (int) Math.clamp(number, 0L, Integer.MAX_VALUE);
  }

  /** The attribute without the bounds that a dependency may change, for a first look at a value. */
  BiosAttribute widest(BiosAttribute attribute) {
    var properties = EnumSet.noneOf(Property.class);
    byTarget.getOrDefault(attribute.name(), List.of()).forEach(d -> properties.add(d.property()));
    return attribute
        .bounded(
            properties.contains(Property.LOWER_BOUND) ? null : attribute.lowerBound(),
            properties.contains(Property.UPPER_BOUND) ? null : attribute.upperBound(),
            properties.contains(Property.INCREMENT) || properties.contains(Property.LOWER_BOUND)
                ? null
                : attribute.increment())
        .ofLength(
            properties.contains(Property.MIN_LENGTH) ? null : attribute.minLength(),
            properties.contains(Property.MAX_LENGTH) ? null : attribute.maxLength());
  }

  /** The dependencies that restrict the attribute with these values. */
  public List<BiosDependency> restricting(String name, Map<String, BiosValue> values) {
    return byTarget.getOrDefault(name, List.of()).stream()
        .filter(dependency -> PROPERTIES.containsValue(dependency.property()))
        .filter(dependency -> isSet(dependency) && holds(dependency.when(), values, 0) == Truth.YES)
        .toList();
  }

  /** The attributes that decide about a restriction of this one and that the BMC does not show. */
  Set<String> hiddenReasons(String name, Map<String, BiosValue> values) {
    var names = new java.util.LinkedHashSet<String>();
    for (var dependency : byTarget.getOrDefault(name, List.of())) {
      if (PROPERTIES.containsValue(dependency.property())
          && holds(dependency.when(), values, 0) == Truth.UNKNOWN) {
        dependency.when().attributes().stream()
            .filter(source -> !values.containsKey(source))
            .forEach(names::add);
      }
    }
    return names;
  }

  /**
   * What values lead to.
   *
   * @param values with everything forced that is
   * @param forced attribute to the dependency that set it, in the order in which it happened
   * @param stable false if dependencies contradict each other, so that nothing is certain
   */
  public record Settled(
      Map<String, BiosValue> values, Map<String, BiosDependency> forced, boolean stable) {}

  /** Lets every value be forced that is, until nothing changes any more. */
  public Settled settle(Map<String, BiosValue> values) {
    var settled = new HashMap<>(values);
    var forced = new LinkedHashMap<String, BiosDependency>();
    for (var round = 0; round <= forcing.size(); round++) {
      var changed = false;
      for (var dependency : forcing) {
        var name = dependency.attribute();
        if (!dependency.value().equals(settled.get(name)) && isForced(dependency, settled)) {
          settled.put(name, dependency.value());
          forced.put(name, dependency);
          changed = true;
        }
      }
      if (!changed) {
        return new Settled(settled, forced, true);
      }
    }
    return new Settled(settled, forced, false);
  }

  private boolean isForced(BiosDependency dependency, Map<String, BiosValue> values) {
    return holds(dependency.when(), values, 0) == Truth.YES;
  }

  /** All dependencies that may have an effect. */
  List<BiosDependency> inForce() {
    var all = new ArrayList<>(forcing);
    byTarget.values().forEach(all::addAll);
    return all;
  }

  /** Whether it holds with these values; UNKNOWN where it looks at what the BMC does not show. */
  Truth holds(Condition condition, Map<String, BiosValue> values) {
    return holds(condition, values, 0);
  }

  private Truth holds(Condition condition, Map<String, BiosValue> values, int depth) {
    return switch (condition) {
      case Condition.Always always -> Truth.of(always.holds());
      case Condition.Not not -> holds(not.condition(), values, depth).not();
      case Condition.AllOf all -> {
        var truth = Truth.YES;
        for (var one : all.conditions()) {
          truth = truth.and(holds(one, values, depth));
        }
        yield truth;
      }
      case Condition.AnyOf any -> {
        var truth = Truth.NO;
        for (var one : any.conditions()) {
          truth = truth.or(holds(one, values, depth));
        }
        yield truth;
      }
      case Condition.Compare compare -> compare(compare, values, depth);
    };
  }

  private Truth compare(Condition.Compare compare, Map<String, BiosValue> values, int depth) {
    var actual = actual(compare, values, depth);
    if (actual == null) {
      return Truth.UNKNOWN;
    }
    var name = compare.attribute();
    return switch (compare.comparison()) {
      case EQUAL -> Truth.of(registry.same(name, actual, compare.value()));
      case OTHER -> Truth.of(!registry.same(name, actual, compare.value()));
      case GREATER, GREATER_OR_EQUAL, LESS, LESS_OR_EQUAL -> {
        var left = registry.number(name, actual);
        var right = registry.number(name, compare.value());
        if (left == null || right == null) {
          yield Truth.NO;
        }
        var order = Long.compare(left, right);
        yield Truth.of(
            switch (compare.comparison()) {
              case GREATER -> order > 0;
              case GREATER_OR_EQUAL -> order >= 0;
              case LESS -> order < 0;
              default -> order <= 0;
            });
      }
    };
  }

  private @Nullable BiosValue actual(
      Condition.Compare compare, Map<String, BiosValue> values, int depth) {
    if (compare.property() == Property.VALUE) {
      return values.get(compare.attribute());
    }
    var attribute = depth < DEEPEST ? effective(compare.attribute(), values, depth + 1) : null;
    if (attribute == null) {
      return null;
    }
    return switch (compare.property()) {
      case VALUE, DEFAULT -> attribute.defaultValue();
      case READ_ONLY -> BiosValue.of(attribute.restrictions().contains(Restriction.READ_ONLY));
      case GRAY_OUT -> BiosValue.of(attribute.restrictions().contains(Restriction.GRAY_OUT));
      case HIDDEN -> BiosValue.of(attribute.restrictions().contains(Restriction.HIDDEN));
      case IMMUTABLE -> BiosValue.of(attribute.restrictions().contains(Restriction.IMMUTABLE));
      case LOWER_BOUND -> whole(attribute.lowerBound());
      case UPPER_BOUND -> whole(attribute.upperBound());
      case INCREMENT -> whole(attribute.increment());
      case MIN_LENGTH -> whole(attribute.minLength());
      case MAX_LENGTH -> whole(attribute.maxLength());
    };
  }

  private static @Nullable BiosValue whole(@Nullable Number number) {
    return number == null ? null : BiosValue.of(number.longValue());
  }

  private List<BiosDependency> on(String attribute, @Nullable Property property) {
    return byTarget.getOrDefault(attribute, List.of()).stream()
        .filter(dependency -> dependency.property() == property)
        .toList();
  }

  private static boolean isSet(BiosDependency dependency) {
    return dependency.value().equals(BiosValue.of(true));
  }
}
