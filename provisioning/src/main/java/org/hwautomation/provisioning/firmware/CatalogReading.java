package org.hwautomation.provisioning.firmware;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.YamlNode;
import org.hwautomation.workflow.Spelling;
import org.jspecify.annotations.Nullable;

/** What both forms of a catalog are read with; collects what is wrong. Not thread-safe. */
final class CatalogReading {
  private static final long MOST_SECONDS = Duration.ofDays(1).toSeconds();

  final List<String> warnings = new ArrayList<>();
  final List<String> problems = new ArrayList<>();

  void collecting(Runnable reading) {
    try {
      reading.run();
    } catch (BadFileException e) {
      problems.addAll(e.problems());
    }
  }

  void finish() {
    if (!problems.isEmpty()) {
      throw new BadFileException(problems);
    }
  }

  void unknownKeys(YamlNode.Mapping mapping, String what, Set<String> known) {
    for (var entry : mapping.entries()) {
      if (!known.contains(entry.key())) {
        warnings.add(
            "%s: %s: unknown key '%s'%s; ignored"
                .formatted(entry.position(), what, entry.key(), Spelling.hint(entry.key(), known)));
      }
    }
  }

  static @Nullable String text(YamlNode.Mapping parent, String key) {
    return parent
        .find(key)
        .map(node -> node.asScalar(key))
        .filter(scalar -> !scalar.isNull())
        .map(scalar -> scalar.text().strip())
        .filter(text -> !text.isEmpty())
        .orElse(null);
  }

  static String required(YamlNode.Mapping parent, String key, String what) {
    var text = text(parent, key);
    if (text == null) {
      throw new BadFileException(parent.position(), what + " has no '" + key + "'; write one");
    }
    return text;
  }

  static List<String> texts(YamlNode.Mapping parent, String key) {
    return parent.find(key).map(node -> node.asScalars(key)).orElse(List.of()).stream()
        .filter(scalar -> !scalar.isNull())
        .map(scalar -> scalar.text().strip())
        .filter(text -> !text.isEmpty())
        .toList();
  }

  static YamlNode.Mapping mapping(YamlNode.Mapping parent, String key) {
    return parent
        .find(key)
        .map(node -> node.asMapping(key))
        .orElseGet(() -> new YamlNode.Mapping(List.of(), parent.position()));
  }

  static boolean flag(YamlNode.Mapping parent, String key, boolean standard) {
    var text = text(parent, key);
    if (text == null) {
      return standard;
    }
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes" -> true;
      case "false", "no" -> false;
      default -> throw at(parent, key, "'%s' is neither true nor false".formatted(text));
    };
  }

  /** Whole seconds, up to a day; null if the key is not there. */
  static @Nullable Duration seconds(YamlNode.Mapping parent, String key) {
    var text = text(parent, key);
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{1,6}") || Long.parseLong(text) > MOST_SECONDS) {
      throw at(parent, key, "'%s' is not a number of seconds up to a day".formatted(text));
    }
    return Duration.ofSeconds(Long.parseLong(text));
  }

  static BadFileException at(YamlNode.Mapping parent, String key, String problem) {
    return new BadFileException(
        parent.find(key).map(YamlNode::position).orElse(parent.position()), key + ": " + problem);
  }

  static BadFileException unknown(
      YamlNode.Mapping parent, String key, String word, List<String> known) {
    return at(
        parent,
        key,
        "unknown '%s'%s; known: %s"
            .formatted(word, Spelling.hint(word, known), String.join(", ", known)));
  }
}
