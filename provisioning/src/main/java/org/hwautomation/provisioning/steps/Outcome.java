package org.hwautomation.provisioning.steps;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.workflow.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * What an action came to: one line for people, and the outputs that it declares. Becomes the step's
 * result, so that {@code steps.NAME.OUTPUT} finds them. Immutable.
 */
public final class Outcome {
  /** The output that every action of this package has. */
  public static final Parameter SUMMARY =
      Parameter.of("summary", "string", "What it came to, in one line for people");

  private final Map<String, Object> outputs;

  private Outcome(Map<String, Object> outputs) {
    this.outputs = Collections.unmodifiableMap(outputs);
  }

  static Outcome of(String summary) {
    var outputs = new LinkedHashMap<String, Object>();
    outputs.put(SUMMARY.name(), summary);
    return new Outcome(outputs);
  }

  /** The same with one more output; what is not known is left out. */
  Outcome with(String output, @Nullable Object value) {
    var known = value instanceof Optional<?> optional ? optional.orElse(null) : value;
    if (known == null) {
      return this;
    }
    var more = new LinkedHashMap<>(outputs);
    more.put(output, known);
    return new Outcome(more);
  }

  Map<String, Object> outputs() {
    return outputs;
  }
}
