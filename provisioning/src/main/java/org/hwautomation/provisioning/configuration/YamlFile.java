package org.hwautomation.provisioning.configuration;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
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
 * Reads one YAML 1.2 document whose root is a mapping. Duplicate keys, merge keys, nesting deeper
 * than 50, aliases that blow up and files above 4 MiB are refused. Stateless.
 */
public final class YamlFile {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_DEPTH = 50;
  private static final int MAX_NODES = 300_000;

  private final String file;
  private int nodes;

  private YamlFile(String file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigurationException if it cannot be read or is not such a document
   */
  public static YamlNode.Mapping read(Path path) {
    try {
      if (Files.isDirectory(path)) {
        throw new ConfigurationException(path + ": is a folder; name a YAML file");
      }
      if (Files.size(path) > MAX_BYTES) {
        throw new ConfigurationException(path + ": is larger than 4 MiB; that is no YAML of ours");
      }
      var text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(path)));
      return parse(path.toString(), text.toString());
    } catch (NoSuchFileException e) {
      throw withCause(path + ": does not exist; check the path", e);
    } catch (CharacterCodingException e) {
      throw withCause(path + ": is not UTF-8 text; save it as UTF-8", e);
    } catch (IOException e) {
      throw withCause(path + ": cannot be read (" + e.getMessage() + ")", e);
    }
  }

  /** Reads a text; {@code file} is what positions name. */
  public static YamlNode.Mapping parse(String file, String text) {
    var settings = LoadSettings.builder().setLabel(file).setCodePointLimit(MAX_BYTES).build();
    Optional<Node> root;
    try {
      root = new Compose(settings).composeString(text);
    } catch (MarkedYamlEngineException e) {
      var where = e.getProblemMark().map(mark -> position(file, mark) + ": ");
      var problem = e.getProblem() == null ? "unreadable" : e.getProblem();
      throw withCause(where.orElse(file + ": ") + "not valid YAML: " + problem, e);
    } catch (YamlEngineException e) {
      throw withCause(file + ": not valid YAML: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw withCause(file + ": not valid YAML: nested too deeply", e);
    }
    var start = new Position(file, 1, 1);
    return root.map(node -> new YamlFile(file).convert(node, 0))
        .orElseGet(() -> new YamlNode.Scalar("", true, start))
        .asMapping("the file");
  }

  private YamlNode convert(Node node, int depth) {
    var position = position(node.getStartMark().orElse(null));
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
      throw new ConfigurationException(
          position, "nested too deeply or too large; aliases that contain themselves are refused");
    }
    return switch (node) {
      case ScalarNode scalar ->
          new YamlNode.Scalar(
              scalar.getValue(), scalar.getScalarStyle() == ScalarStyle.PLAIN, position);
      case SequenceNode list ->
          new YamlNode.Sequence(
              list.getValue().stream().map(item -> convert(item, depth + 1)).toList(), position);
      case MappingNode mapping -> mapping(mapping, position, depth);
      default -> throw new ConfigurationException(position, "unknown kind of YAML node");
    };
  }

  private YamlNode.Mapping mapping(MappingNode mapping, Position position, int depth) {
    var entries = new ArrayList<YamlNode.Entry>();
    var seen = new HashMap<String, Position>();
    for (var tuple : mapping.getValue()) {
      var key = convert(tuple.getKeyNode(), depth + 1).asScalar("a key");
      var before = seen.putIfAbsent(key.text(), key.position());
      if (before != null) {
        throw new ConfigurationException(
            key.position(),
            "'%s' stands twice, first in line %d; keep one".formatted(key.text(), before.line()));
      }
      if (key.plain() && key.text().equals("<<")) {
        throw new ConfigurationException(
            key.position(), "merge keys (<<) are not supported; write the values out");
      }
      entries.add(
          new YamlNode.Entry(key.text(), key.position(), convert(tuple.getValueNode(), depth + 1)));
    }
    return new YamlNode.Mapping(entries, position);
  }

  private Position position(@Nullable Mark mark) {
    return mark == null ? new Position(file, 1, 1) : position(file, mark);
  }

  private static Position position(String file, Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static ConfigurationException withCause(String problem, Throwable cause) {
    var exception = new ConfigurationException(List.of(problem));
    exception.initCause(cause);
    return exception;
  }
}
