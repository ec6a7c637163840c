package org.hwautomation.definitions.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads one YAML 1.2 document. Duplicate keys, merge keys, nesting deeper than 50 and aliases that
 * blow up are refused. Stateless.
 */
public final class YamlFile {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_DEPTH = 50;
  private static final int MAX_NODES = 300_000;

  private final String file;
  private final boolean anchors;
  private final List<Problem> problems;
  private int nodes;

  private YamlFile(String file, boolean anchors, List<Problem> problems) {
    this.file = file;
    this.anchors = anchors;
    this.problems = problems;
  }

  /**
   * Reads a file of at most 4 MiB whose root is a mapping.
   *
   * @throws BadFileException if it cannot be read or is not such a document
   */
  public static YamlNode.Mapping read(Path path) {
    return parse(path.toString(), TextFile.read(path, MAX_BYTES));
  }

  /** Reads a text; {@code file} is what positions name. */
  public static YamlNode.Mapping parse(String file, String text) {
    var problems = new ArrayList<Problem>();
    var root = parse(file, text, true, problems);
    if (!problems.isEmpty()) {
      throw new BadFileException(problems.stream().map(Problem::toString).toList());
    }
    return root.asMapping("the file");
  }

  /**
   * Reads a text and adds to {@code problems} what is wrong with it; keys that stand twice are left
   * out after the first.
   *
   * @param anchors false to refuse anchors and aliases
   * @return the root; an empty value where the text is no YAML
   */
  public static YamlNode parse(String file, String text, boolean anchors, List<Problem> problems) {
    var start = new Position(file, 1, 1);
    var settings = LoadSettings.builder().setLabel(file).setCodePointLimit(MAX_BYTES).build();
    Optional<Node> root;
    try {
      root = new Compose(settings).composeReader(new WholeCharacters(text));
    } catch (MarkedYamlEngineException e) {
      var where = e.getProblemMark().map(mark -> position(file, mark)).orElse(start);
      var what = e.getProblem() == null ? "unreadable" : e.getProblem();
      problems.add(new Problem(where, "not valid YAML: " + what));
      return new YamlNode.Scalar("", true, start);
    } catch (YamlEngineException e) {
      problems.add(new Problem(start, "not valid YAML: " + e.getMessage()));
      return new YamlNode.Scalar("", true, start);
    } catch (StackOverflowError e) {
      problems.add(new Problem(start, "not valid YAML: nested too deeply"));
      return new YamlNode.Scalar("", true, start);
    }
    try {
      return root.map(node -> new YamlFile(file, anchors, problems).convert(node, 0))
          .orElseGet(() -> new YamlNode.Scalar("", true, start));
    } catch (TooLarge e) {
      problems.add(
          new Problem(
              e.position,
              "nested too deeply or too large; aliases that contain themselves are refused"));
      return new YamlNode.Scalar("", true, start);
    }
  }

  private YamlNode convert(Node node, int depth) {
    var position = position(node.getStartMark().orElse(null));
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
      throw new TooLarge(position);
    }
    if (!anchors && node.getAnchor().isPresent()) {
      problems.add(
          new Problem(position, "anchors and aliases are not supported; write the values out"));
    }
    return switch (node) {
      case ScalarNode scalar ->
          new YamlNode.Scalar(
              scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN, position);
      case SequenceNode list ->
          new YamlNode.Sequence(
              list.getValue().stream().map(item -> convert(item, depth + 1)).toList(), position);
      case MappingNode mapping -> mapping(mapping, position, depth);
      default -> throw new IllegalStateException("unknown kind of YAML node");
    };
  }

  private YamlNode.Mapping mapping(MappingNode mapping, Position position, int depth) {
    var entries = new ArrayList<YamlNode.Entry>();
    var seen = new HashMap<String, Position>();
    for (var tuple : mapping.getValue()) {
      var value = convert(tuple.getValueNode(), depth + 1);
      if (!(convert(tuple.getKeyNode(), depth + 1) instanceof YamlNode.Scalar key)) {
        problems.add(
            new Problem(
                position(tuple.getKeyNode().getStartMark().orElse(null)),
                "a key is not a single value; write 'key: value'"));
        continue;
      }
      var before = seen.putIfAbsent(key.text(), key.position());
      if (before != null) {
        problems.add(
            new Problem(
                key.position(),
                "'%s' stands twice, first in line %d; keep one"
                    .formatted(key.text(), before.line())));
      } else if (key.plain() && key.text().equals("<<")) {
        problems.add(
            new Problem(key.position(), "merge keys (<<) are not supported; write the values out"));
      } else {
        entries.add(new YamlNode.Entry(key.text(), key.position(), value));
      }
    }
    return new YamlNode.Mapping(entries, position);
  }

  private Position position(@Nullable Mark mark) {
    return mark == null ? new Position(file, 1, 1) : position(file, mark);
  }

  private static Position position(String file, Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** Leaves the reading of a document that can't be gone on with. */
  private static final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Position position;

    TooLarge(Position position) {
      super(null, null, false, false);
      this.position = position;
    }
  }
}
