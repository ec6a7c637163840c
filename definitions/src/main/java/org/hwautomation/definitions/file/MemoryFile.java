package org.hwautomation.definitions.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes what {@link YamlFile} makes of a file out of a map or a JSON text in memory. Nothing of it
 * has a line, so a {@link Position} is the path of keys: {@code settings:maas.timeout}. Stateless.
 */
public final class MemoryFile {
  private static final int MAX_DEPTH = 50;
  private static final int MAX_NODES = 300_000;

  private final List<String> problems = new ArrayList<>();
  private int nodes;

  private MemoryFile() {}

  /**
   * Reads a map of texts, numbers, booleans, null, lists and maps, with texts for keys. A value of
   * any other class is a problem, and never shown: it may be a secret.
   *
   * @param name what problems call it
   * @throws BadFileException listing all that is no such value
   */
  public static YamlNode.Mapping of(String name, Map<?, ?> map) {
    var reading = new MemoryFile();
    var root = reading.mapping(name, "", map, 0);
    if (!reading.problems.isEmpty()) {
      throw new BadFileException(reading.problems);
    }
    return root;
  }

  /**
   * Reads a JSON object. What is no JSON has a line in the text, all else a path of keys.
   *
   * @param name what problems call it
   * @throws BadFileException if it is none, or has a key twice
   */
  public static YamlNode.Mapping json(String name, String text) {
    var problems = new ArrayList<Problem>();
    var root = JsonFile.parse(name, text, problems);
    if (!problems.isEmpty()) {
      throw new BadFileException(problems.stream().map(Problem::toString).toList());
    }
    return (YamlNode.Mapping) named(name, "", root.asMapping("the text"));
  }

  private static YamlNode named(String name, String path, YamlNode node) {
    var position = position(name, path);
    return switch (node) {
      case YamlNode.Scalar scalar -> new YamlNode.Scalar(scalar.text(), scalar.plain(), position);
      case YamlNode.Sequence list -> {
        var items = new ArrayList<YamlNode>();
        for (var item : list.items()) {
          items.add(named(name, path + "[" + items.size() + "]", item));
        }
        yield new YamlNode.Sequence(items, position);
      }
      case YamlNode.Mapping mapping ->
          new YamlNode.Mapping(
              mapping.entries().stream()
                  .map(
                      entry -> {
                        var inner = path(path, entry.key());
                        return new YamlNode.Entry(
                            entry.key(), position(name, inner), named(name, inner, entry.value()));
                      })
                  .toList(),
              position);
    };
  }

  private YamlNode node(String name, String path, @Nullable Object value, int depth) {
    var position = position(name, path);
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
      throw new BadFileException(
          position, "nested too deeply or too large; what contains itself is refused");
    }
    return switch (value) {
      case null -> new YamlNode.Scalar("", true, position);
      case CharSequence text -> new YamlNode.Scalar(text.toString(), false, position);
      case Number number -> new YamlNode.Scalar(number.toString(), true, position);
      case Boolean flag -> new YamlNode.Scalar(flag.toString(), true, position);
      case Map<?, ?> map -> mapping(name, path, map, depth);
      case Iterable<?> list -> {
        var items = new ArrayList<YamlNode>();
        for (var item : list) {
          items.add(node(name, path + "[" + items.size() + "]", item, depth + 1));
        }
        yield new YamlNode.Sequence(items, position);
      }
      default -> {
        problems.add(
            position
                + ": is a "
                + value.getClass().getSimpleName()
                + "; give a text, a number, true or false, a list or a map");
        yield new YamlNode.Scalar("", true, position);
      }
    };
  }

  private YamlNode.Mapping mapping(String name, String path, Map<?, ?> map, int depth) {
    var entries = new LinkedHashMap<String, YamlNode.Entry>();
    Set<String> twice = new HashSet<>();
    for (var entry : map.entrySet()) {
      if (!(entry.getKey() instanceof CharSequence given)) {
        problems.add(position(name, path) + ": has a key that is no text; write all keys as texts");
        continue;
      }
      var key = given.toString();
      var inner = path(path, key);
      var value = node(name, inner, entry.getValue(), depth + 1);
      if (entries.putIfAbsent(key, new YamlNode.Entry(key, position(name, inner), value)) != null
          && twice.add(key)) {
        problems.add(position(name, inner) + ": stands twice; keep one");
      }
    }
    return new YamlNode.Mapping(List.copyOf(entries.values()), position(name, path));
  }

  private static String path(String above, String key) {
    return above.isEmpty() ? key : above + "." + key;
  }

  private static Position position(String name, String path) {
    return Position.named(path.isEmpty() ? name : name + ":" + path);
  }
}
