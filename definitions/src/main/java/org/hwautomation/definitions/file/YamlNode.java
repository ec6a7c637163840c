package org.hwautomation.definitions.file;

import java.util.List;
import java.util.Optional;

/** A piece of a YAML document that knows where it stands. Immutable. */
public sealed interface YamlNode {
  Position position();

  /** What it is, for an error message: {@code a list}. */
  String kind();

  /**
   * One value.
   *
   * @param text as written, without quotes
   * @param plain true if it stood without quotes, so that {@code 8} may mean a number
   */
  record Scalar(String text, boolean plain, Position position) implements YamlNode {
    /** True if nothing was written, or {@code null} or {@code ~}. */
    public boolean isNull() {
      return plain && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }

    @Override
    public String kind() {
      return isNull() ? "empty" : "a single value";
    }
  }

  /** A list. */
  record Sequence(List<YamlNode> items, Position position) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /** Keys with values, in the order of the file; no key stands twice. */
  record Mapping(List<Entry> entries, Position position) implements YamlNode {
    public Mapping {
      entries = List.copyOf(entries);
    }

    @Override
    public String kind() {
      return "a mapping";
    }

    public Optional<YamlNode> find(String key) {
      return entries.stream().filter(e -> e.key().equals(key)).map(Entry::value).findFirst();
    }

    public List<String> keys() {
      return entries.stream().map(Entry::key).toList();
    }
  }

  /** A key with its value. */
  record Entry(String key, Position position, YamlNode value) {}

  /** This as a mapping; nothing written counts as an empty one. */
  default Mapping asMapping(String what) {
    return switch (this) {
      case Mapping mapping -> mapping;
      case Scalar scalar when scalar.isNull() -> new Mapping(List.of(), position());
      default ->
          throw new BadFileException(
              position(), what + " is " + kind() + "; write it as 'key: value' lines below it");
    };
  }

  /** This as one value. */
  default Scalar asScalar(String what) {
    if (this instanceof Scalar scalar) {
      return scalar;
    }
    throw new BadFileException(
        position(), what + " is " + kind() + "; write a single value behind the colon");
  }

  /** This as single values: a list of them, one alone, or none where nothing is written. */
  default List<Scalar> asScalars(String what) {
    return switch (this) {
      case Sequence list -> list.items().stream().map(item -> item.asScalar(what)).toList();
      case Scalar scalar when scalar.isNull() -> List.of();
      case Scalar scalar -> List.of(scalar);
      case Mapping _ ->
          throw new BadFileException(
              position(), what + " is " + kind() + "; write a list, one '- value' a line");
    };
  }
}
