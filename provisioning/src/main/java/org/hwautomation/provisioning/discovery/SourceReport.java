package org.hwautomation.provisioning.discovery;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one source says of a server. Goes into JSON and back as it is.
 *
 * @param at when it was read, as ISO 8601 in UTC; empty until it is kept
 * @param problems what could not be read and why, one line each
 */
public record SourceReport(
    Source source, String at, Map<Fact, String> facts, List<Part> parts, List<String> problems) {
  public SourceReport {
    var sorted = new EnumMap<Fact, String>(Fact.class);
    sorted.putAll(facts);
    facts = Collections.unmodifiableMap(sorted);
    parts = List.copyOf(parts);
    problems = List.copyOf(problems);
  }

  /** The same, read at this moment. */
  public SourceReport at(String moment) {
    return new SourceReport(source, moment, facts, parts, problems);
  }

  static Builder of(Source source) {
    return new Builder(source);
  }

  /** Collects what a source says. Placeholders of firmware count as silence. */
  static final class Builder {
    private final Source source;
    private final Map<Fact, String> facts = new EnumMap<>(Fact.class);
    private final List<Part> parts = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    private Builder(Source source) {
      this.source = source;
    }

    Builder fact(Fact fact, @Nullable Object value) {
      if (value != null) {
        Placeholder.real(value.toString()).ifPresent(text -> facts.put(fact, text));
      }
      return this;
    }

    Builder number(Fact fact, long value) {
      return value > 0 ? fact(fact, Long.toString(value)) : this;
    }

    Builder part(Part part) {
      parts.add(part);
      return this;
    }

    Builder problems(List<String> lines) {
      problems.addAll(lines);
      return this;
    }

    SourceReport build() {
      return new SourceReport(source, "", facts, parts, problems);
    }
  }
}
