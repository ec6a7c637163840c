package org.hwautomation.definitions;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hwautomation.workflow.Parameter;
import org.jspecify.annotations.Nullable;

/** The steps whose results an expression may use: those that have ended when it is asked. */
final class StepScope {
  private final @Nullable StepScope outer;
  private final Map<String, List<Parameter>> steps = new HashMap<>();
  private final Set<String> groups = new HashSet<>();
  private final Map<String, Set<String>> children = new HashMap<>();

  StepScope(@Nullable StepScope outer) {
    this.outer = outer;
  }

  /**
   * Adds a step that has ended.
   *
   * @param outputs what it is known to give; empty if nothing is known of that
   */
  void add(String path, List<Parameter> outputs) {
    steps.put(path, outputs);
    for (var at = path; !at.isEmpty(); at = parent(at)) {
      children.computeIfAbsent(parent(at), key -> new HashSet<>()).add(at);
      if (!at.equals(path)) {
        groups.add(at);
      }
    }
  }

  private static String parent(String path) {
    return path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : "";
  }

  void addAll(StepScope inner) {
    inner.steps.forEach(this::add);
  }

  /** What the step at {@code path} gives; empty if there is no such step. */
  Optional<List<Parameter>> step(String path) {
    for (var scope = this; scope != null; scope = scope.outer) {
      var outputs = scope.steps.get(path);
      if (outputs != null) {
        return Optional.of(outputs);
      }
    }
    return Optional.empty();
  }

  boolean isGroup(String path) {
    for (var scope = this; scope != null; scope = scope.outer) {
      if (scope.groups.contains(path)) {
        return true;
      }
    }
    return false;
  }

  /** The names right below {@code path}. */
  Set<String> below(String path) {
    var names = new TreeSet<String>();
    for (var scope = this; scope != null; scope = scope.outer) {
      for (var child : scope.children.getOrDefault(path, Set.of())) {
        names.add(child.substring(path.isEmpty() ? 0 : path.length() + 1));
      }
    }
    return names;
  }
}
