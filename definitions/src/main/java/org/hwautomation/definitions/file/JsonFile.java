package org.hwautomation.definitions.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON document into the same nodes as {@link YamlFile} does: texts are not plain, all
 * else is. Duplicate keys and nesting deeper than 50 are refused. Stateless.
 */
public final class JsonFile {
  private static final int MAX_DEPTH = 50;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private final String file;
  private final JsonParser parser;
  private final List<Problem> problems;

  private JsonFile(String file, JsonParser parser, List<Problem> problems) {
    this.file = file;
    this.parser = parser;
    this.problems = problems;
  }

  /**
   * Reads a text and adds to {@code problems} what is wrong with it.
   *
   * @return the root; an empty value where the text is no JSON
   */
  public static YamlNode parse(String file, String text, List<Problem> problems) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      var reading = new JsonFile(file, parser, problems);
      if (parser.nextToken() == null) {
        return nothing(file);
      }
      var root = reading.value();
      if (parser.nextToken() != null) {
        problems.add(new Problem(reading.here(), "not valid JSON: there is more after its end"));
      }
      return root;
    } catch (StreamConstraintsException e) {
      problems.add(new Problem(new Position(file, 1, 1), "not valid JSON: nested too deeply"));
      return nothing(file);
    } catch (StreamReadException e) {
      problems.add(new Problem(position(file, e.getLocation()), "not valid JSON: " + what(e)));
      return nothing(file);
    }
  }

  private static YamlNode nothing(String file) {
    return new YamlNode.Scalar("", true, new Position(file, 1, 1));
  }

  private static String what(StreamReadException e) {
    var message = e.getOriginalMessage();
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }

  private YamlNode value() {
    var at = here();
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(at);
      case START_ARRAY -> {
        var items = new ArrayList<YamlNode>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value());
        }
        yield new YamlNode.Sequence(items, at);
      }
      case VALUE_STRING -> new YamlNode.Scalar(parser.getString(), false, at);
      default -> new YamlNode.Scalar(parser.getString(), true, at);
    };
  }

  private YamlNode mapping(Position at) {
    var entries = new ArrayList<YamlNode.Entry>();
    var seen = new HashMap<String, Position>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var key = parser.currentName();
      var where = here();
      parser.nextToken();
      var value = value();
      var before = seen.putIfAbsent(key, where);
      if (before == null) {
        entries.add(new YamlNode.Entry(key, where, value));
      } else {
        problems.add(
            new Problem(
                where,
                "'%s' stands twice, first in line %d; keep one".formatted(key, before.line())));
      }
    }
    return new YamlNode.Mapping(entries, at);
  }

  private Position here() {
    return position(file, parser.currentTokenLocation());
  }

  private static Position position(String file, TokenStreamLocation at) {
    return new Position(file, Math.max(1, at.getLineNr()), Math.max(1, at.getColumnNr()));
  }
}
