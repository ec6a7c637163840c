package org.hwautomation.definitions;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hwautomation.definitions.file.Position;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.workflow.Durations;
import org.hwautomation.workflow.InvalidValueException;
import org.hwautomation.workflow.Spelling;
import org.hwautomation.workflow.Value;

/** A mapping whose keys are known; every question about one notes what is wrong with it. */
final class Form {
  private final Reading reading;
  private final YamlNode.Mapping mapping;

  /** Notes the keys that are not known. */
  Form(Reading reading, YamlNode.Mapping mapping, String what, List<String> known) {
    this.reading = reading;
    this.mapping = mapping;
    for (var entry : mapping.entries()) {
      if (!known.contains(entry.key())) {
        reading.problem(
            entry.position(),
            "unknown key '%s' in %s%s"
                .formatted(
                    entry.key(),
                    what,
                    Spelling.nearest(entry.key(), known)
                        .map(near -> ", did you mean '" + near + "'?")
                        .orElse("; known: " + String.join(", ", known))));
      }
    }
  }

  Position position() {
    return mapping.position();
  }

  Position position(String key) {
    return mapping.find(key).map(YamlNode::position).orElse(mapping.position());
  }

  boolean has(String key) {
    return mapping.find(key).isPresent();
  }

  /** True if {@code key} is absent or a list without items. */
  boolean isNothing(String key) {
    return mapping
        .find(key)
        .map(node -> node instanceof YamlNode.Sequence list && list.items().isEmpty())
        .orElse(true);
  }

  /** What stands under {@code key}; nothing written there is a mistake. */
  Optional<YamlNode> get(String key) {
    var node = mapping.find(key);
    if (node.isPresent() && node.get() instanceof YamlNode.Scalar scalar && scalar.isNull()) {
      reading.problem(scalar.position(), key + " is empty; give it a value or leave the key out");
      return Optional.empty();
    }
    return node;
  }

  Optional<YamlNode.Scalar> textNode(String key) {
    return get(key).flatMap(node -> text(key, node));
  }

  Optional<String> text(String key) {
    return textNode(key).map(YamlNode.Scalar::text);
  }

  /** {@code node} as a text. */
  Optional<YamlNode.Scalar> text(String what, YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar) {
      var kind = Literals.kind(scalar);
      if (kind == Literals.Kind.TEXT) {
        return Optional.of(scalar);
      }
      reading.problem(
          node.position(), what + " is " + kind.words() + ", not a text; put it in quotes");
    } else {
      reading.problem(node.position(), what + " is " + node.kind() + ", not a text");
    }
    return Optional.empty();
  }

  Optional<YamlNode.Mapping> mapping(String key) {
    return get(key).flatMap(node -> mapping(key, node));
  }

  Optional<YamlNode.Mapping> mapping(String what, YamlNode node) {
    if (node instanceof YamlNode.Mapping inner) {
      return Optional.of(inner);
    }
    reading.problem(
        node.position(),
        what + " is " + node.kind() + ", not a mapping; write it as 'key: value' lines");
    return Optional.empty();
  }

  /** The items of a list; none if it is absent. */
  List<YamlNode> list(String key) {
    return switch (get(key).orElse(null)) {
      case null -> List.of();
      case YamlNode.Sequence list -> list.items();
      case YamlNode other -> {
        reading.problem(
            other.position(),
            key + " is " + other.kind() + ", not a list; write one '- ' line for each item");
        yield List.of();
      }
    };
  }

  List<YamlNode.Scalar> texts(String key) {
    var texts = new ArrayList<YamlNode.Scalar>();
    for (var item : list(key)) {
      text("an item of " + key, item).ifPresent(texts::add);
    }
    return texts;
  }

  Optional<Duration> duration(String key, boolean zeroAllowed) {
    return get(key)
        .flatMap(
            node -> {
              if (node instanceof YamlNode.Scalar scalar
                  && Literals.kind(scalar) == Literals.Kind.TEXT
                  && Vocabulary.DURATION.matcher(scalar.text()).matches()) {
                try {
                  var duration = Durations.parse(scalar.text());
                  if (zeroAllowed || duration.isPositive()) {
                    return Optional.of(duration);
                  }
                  reading.problem(node.position(), key + " is not positive");
                  return Optional.empty();
                } catch (InvalidValueException e) {
                  reading.problem(node.position(), key + ": " + e.getMessage());
                  return Optional.empty();
                }
              }
              reading.problem(
                  node.position(),
                  key
                      + (node instanceof YamlNode.Scalar scalar
                          ? " '" + scalar.text() + "'"
                          : " is " + node.kind() + ", which")
                      + " is not a duration such as 30s, 45m, 2h 30m or 1d");
              return Optional.empty();
            });
  }

  Optional<Integer> wholeNumber(String what, YamlNode node, int least) {
    if (node instanceof YamlNode.Scalar scalar
        && Literals.kind(scalar) == Literals.Kind.INT
        && Literals.value(scalar, new ArrayList<>()) instanceof Value.Int(var number)
        && number >= least
        && number <= Integer.MAX_VALUE) {
      return Optional.of((int) number);
    }
    reading.problem(
        node.position(),
        what + " is not a whole number from " + least + " to " + Integer.MAX_VALUE);
    return Optional.empty();
  }

  Optional<Double> number(String key, double least, double most) {
    return get(key)
        .flatMap(
            node -> {
              var number =
                  node instanceof YamlNode.Scalar scalar
                      ? switch (Literals.value(scalar, new ArrayList<>())) {
                        case Value.Int(var whole) -> new BigDecimal(whole);
                        case Value.Decimal(var decimal) -> decimal;
                        default -> null;
                      }
                      : null;
              if (number != null
                  && Double.isFinite(number.doubleValue())
                  && number.compareTo(BigDecimal.valueOf(least)) >= 0
                  && number.compareTo(BigDecimal.valueOf(most)) <= 0) {
                return Optional.of(number.doubleValue());
              }
              reading.problem(
                  node.position(),
                  key
                      + " is not a number "
                      + (most == Double.MAX_VALUE
                          ? "of at least " + plain(least)
                          : "from " + plain(least) + " to " + plain(most)));
              return Optional.empty();
            });
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }

  Optional<Boolean> flag(String key) {
    return get(key)
        .flatMap(
            node -> {
              if (node instanceof YamlNode.Scalar scalar
                  && Literals.kind(scalar) == Literals.Kind.BOOL) {
                return Optional.of(scalar.text().equalsIgnoreCase("true"));
              }
              reading.problem(node.position(), key + " is neither true nor false");
              return Optional.empty();
            });
  }
}
