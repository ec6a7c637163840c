package org.hwautomation.definitions;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hwautomation.definitions.file.WholeCharacters;
import org.hwautomation.workflow.Value;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Puts changes into a YAML text: what did not change keeps every character, comments, order and
 * blanks included. Comments above an entry or an item belong to it, and go where it goes.
 */
final class SourceEdit {
  private final String text;
  private final String lineBreak;
  private final boolean wide;
  private final List<Change> changes = new ArrayList<>();

  /**
   * A stretch of the text, and what stands there instead.
   *
   * @param indent the column of a new entry, which comes behind what belongs to the one before it:
   *     behind all that is indented deeper
   */
  private record Change(int from, int to, String with, int indent) {
    Change(int from, int to, String with) {
      this(from, to, with, Integer.MAX_VALUE);
    }
  }

  /** What is put in at a place comes before what is taken away behind it. */
  private static final Comparator<Change> IN_ORDER =
      Comparator.comparingInt(Change::from)
          .thenComparingInt(Change::to)
          .thenComparing(Change::indent, Comparator.reverseOrder());

  private SourceEdit(String text) {
    this.text = text;
    this.lineBreak = text.contains("\r\n") ? "\r\n" : "\n";
    this.wide = text.length() != text.codePointCount(0, text.length());
  }

  /**
   * {@code text} with the difference between two documents put into it.
   *
   * @param before what {@code text} reads as, in the writer's form
   * @param after what it shall read as
   */
  static String apply(String text, Value.Fields before, Value.Fields after) {
    var root = new Compose(LoadSettings.builder().build()).composeReader(new WholeCharacters(text));
    if (root.isEmpty() || !(root.get() instanceof MappingNode mapping) || isFlow(mapping)) {
      return YamlText.document(after);
    }
    var edit = new SourceEdit(text);
    edit.mapping(mapping, before, after);
    return edit.applied(0, text.length(), edit.changes);
  }

  private String applied(int from, int to, List<Change> within) {
    var out = new StringBuilder();
    var at = from;
    for (var change : within.stream().sorted(IN_ORDER).toList()) {
      out.append(text, at, change.from).append(change.with);
      at = change.to;
    }
    return out.append(text, at, to).toString();
  }

  private void mapping(MappingNode node, Value.Fields before, Value.Fields after) {
    if (node.getValue().stream().noneMatch(tuple -> after.values().containsKey(key(tuple)))) {
      throw new IllegalStateException("nothing of a mapping is left");
    }
    var indent = column(start(node.getValue().getFirst().getKeyNode()));
    remove(node, before, after);
    @Nullable NodeTuple last = null;
    for (var entry : after.values().entrySet()) {
      var old = before.values().get(entry.getKey());
      var tuple = find(node, entry.getKey());
      if (tuple.isEmpty()) {
        if (!entry.getValue().equals(old)) {
          insertAfter(
              end(last != null ? last : firstOf(node, after)),
              YamlText.entry(entry.getKey(), entry.getValue(), indent),
              indent);
        }
        continue;
      }
      last = tuple.get();
      if (!entry.getValue().equals(old)) {
        value(last, old, entry.getValue(), indent);
      }
    }
  }

  private void remove(MappingNode node, Value.Fields before, Value.Fields after) {
    var tuples = node.getValue();
    for (var i = 0; i < tuples.size(); i++) {
      var key = key(tuples.get(i));
      if (!before.values().containsKey(key) || after.values().containsKey(key)) {
        continue;
      }
      var begin = start(tuples.get(i).getKeyNode());
      var sharesLine = i == 0 && !text.substring(lineStart(begin), begin).isBlank();
      if (sharesLine && i + 1 < tuples.size()) {
        // behind the dash of a list comes the next key
        changes.add(new Change(begin, start(tuples.get(i + 1).getKeyNode()), ""));
      } else {
        var from = i == 0 ? lineStart(begin) : lineEnd(end(tuples.get(i - 1)));
        changes.add(new Change(from, lineEnd(end(tuples.get(i))), ""));
      }
    }
  }

  /** The first entry that stays. */
  private static NodeTuple firstOf(MappingNode node, Value.Fields after) {
    return node.getValue().stream()
        .filter(tuple -> after.values().containsKey(key(tuple)))
        .findFirst()
        .orElseThrow();
  }

  private void insertAfter(int end, List<String> lines, int indent) {
    var at = lineEnd(end);
    var begin = at > 0 && text.charAt(at - 1) == '\n' ? "" : lineBreak;
    changes.add(new Change(at, at, begin + joined(lines), indent));
  }

  private String joined(List<String> lines) {
    return String.join(lineBreak, lines) + lineBreak;
  }

  private void value(NodeTuple tuple, @Nullable Value before, Value after, int indent) {
    var node = tuple.getValueNode();
    if (node instanceof MappingNode mapping
        && !isFlow(mapping)
        && before instanceof Value.Fields old
        && after instanceof Value.Fields now
        && now.values().keySet().stream().anyMatch(key -> find(mapping, key).isPresent())) {
      mapping(mapping, old, now);
    } else if (node instanceof SequenceNode list
        && !isFlow(list)
        && before instanceof Value.Items(var old)
        && after instanceof Value.Items(var now)
        && old.size() == list.getValue().size()
        && !now.isEmpty()) {
      list(tuple, list, old, now);
    } else {
      replace(tuple, after, indent);
    }
  }

  /** Another value for a key. */
  private void replace(NodeTuple tuple, Value after, int indent) {
    var node = tuple.getValueNode();
    var colon = text.indexOf(':', end(tuple.getKeyNode()));
    var spansLines = isBlock(node);
    if (YamlText.isOneLine(after)) {
      if (spansLines) {
        changes.add(new Change(colon + 1, colon + 1, " " + YamlText.oneLine(after)));
        deleteBelow(colon, node);
      } else {
        changes.add(new Change(start(node), end(node), YamlText.oneLine(after)));
      }
      return;
    }
    if (spansLines) {
      deleteBelow(colon, node);
      insertBelow(colon, YamlText.block(after, indent + 2));
    } else {
      changes.add(new Change(colon + 1, end(node), ""));
      insertAfter(end(node), YamlText.block(after, indent + 2), Integer.MAX_VALUE);
    }
  }

  private void deleteBelow(int colon, Node node) {
    if (node instanceof ScalarNode) {
      changes.add(new Change(colon + 1, end(node), ""));
    } else {
      changes.add(new Change(lineEnd(colon), lineEnd(end(node)), ""));
    }
  }

  private void insertBelow(int colon, List<String> lines) {
    var at = lineEnd(colon);
    changes.add(new Change(at, at, joined(lines)));
  }

  private void list(NodeTuple tuple, SequenceNode node, List<Value> before, List<Value> after) {
    var items = node.getValue();
    var first = lineStart(start(items.getFirst()));
    var dash = column(text.indexOf('-', first));
    var from = lineEnd(end(tuple.getKeyNode()));
    if (from > first) {
      from = first;
    }
    var used = new boolean[before.size()];
    var out = new StringBuilder();
    for (var value : after) {
      var at = match(value, before, after, used);
      if (at.isEmpty()) {
        out.append(joined(YamlText.item(value, dash)));
        continue;
      }
      used[at.get()] = true;
      var begin = at.get() == 0 ? from : lineEnd(end(items.get(at.get() - 1)));
      out.append(item(items.get(at.get()), before.get(at.get()), value, begin, dash));
    }
    changes.add(new Change(from, lineEnd(end(items.getLast())), out.toString()));
  }

  /** The lines of an item that was there, with what changed in it. */
  private String item(Node node, Value before, Value after, int begin, int dash) {
    var to = lineEnd(end(node));
    if (before.equals(after)) {
      return withBreak(text.substring(begin, to));
    }
    if (node instanceof MappingNode mapping
        && !isFlow(mapping)
        && before instanceof Value.Fields old
        && after instanceof Value.Fields now
        && now.values().keySet().stream().anyMatch(key -> find(mapping, key).isPresent())) {
      var inner = new SourceEdit(text);
      inner.mapping(mapping, old, now);
      return withBreak(applied(begin, to, inner.changes));
    }
    return withBreak(text.substring(begin, lineStart(start(node))))
        + joined(YamlText.item(after, dash));
  }

  private String withBreak(String lines) {
    return lines.isEmpty() || lines.endsWith("\n") ? lines : lines + lineBreak;
  }

  /** Which of the items before a value was: the same one, else that of its name. */
  static Optional<Integer> match(
      Value value, List<Value> before, List<Value> after, boolean[] used) {
    for (var i = 0; i < before.size(); i++) {
      if (!used[i] && before.get(i).equals(value)) {
        return Optional.of(i);
      }
    }
    for (var i = 0; i < before.size(); i++) {
      if (!used[i]
          && !after.contains(before.get(i))
          && before.get(i) instanceof Value.Fields old
          && value instanceof Value.Fields now
          && old.get("name").equals(now.get("name"))) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  private static Optional<NodeTuple> find(MappingNode node, String key) {
    return node.getValue().stream().filter(tuple -> key(tuple).equals(key)).findFirst();
  }

  private static String key(NodeTuple tuple) {
    return tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static boolean isFlow(CollectionNode<?> node) {
    return node.getFlowStyle() == FlowStyle.FLOW;
  }

  /** True for what stands on lines of its own below its key, or begins with a sign for that. */
  private static boolean isBlock(Node node) {
    return switch (node) {
      case CollectionNode<?> collection -> !isFlow(collection);
      case ScalarNode scalar ->
          scalar.getScalarStyle() == ScalarStyle.LITERAL
              || scalar.getScalarStyle() == ScalarStyle.FOLDED;
      default -> false;
    };
  }

  private int start(Node node) {
    return offset(node.getStartMark().orElseThrow().getIndex());
  }

  private int end(NodeTuple tuple) {
    var value = end(tuple.getValueNode());
    return value > 0 ? value : end(tuple.getKeyNode());
  }

  /** Behind the last character of what a node holds. */
  private int end(Node node) {
    if (node instanceof MappingNode mapping && !isFlow(mapping)) {
      return end(mapping.getValue().getLast());
    }
    if (node instanceof SequenceNode list && !isFlow(list)) {
      return end(list.getValue().getLast());
    }
    var end = offset(node.getEndMark().orElseThrow().getIndex());
    while (isBlock(node) && end > 0 && Character.isWhitespace(text.charAt(end - 1))) {
      end--;
    }
    return end;
  }

  private int offset(int codePoints) {
    return wide ? text.offsetByCodePoints(0, codePoints) : codePoints;
  }

  private int lineStart(int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  /** Behind the line's break. */
  private int lineEnd(int at) {
    var end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end + 1;
  }

  private int column(int at) {
    return at - lineStart(at);
  }
}
