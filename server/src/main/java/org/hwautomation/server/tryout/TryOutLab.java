package org.hwautomation.server.tryout;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hwautomation.workflow.WorkflowException;

/** Makes the places where templates are tried out. Thread-safe. */
public interface TryOutLab {
  /**
   * A kind of server that can be had.
   *
   * @param name such as {@code dell}
   * @param words what people call it, such as {@code Dell Inc. PowerEdge R750}
   * @param inputs values that fit it, for inputs of a template that nobody gave, by their names
   */
  record Model(String name, String words, Map<String, String> inputs) {
    public Model {
      inputs = Map.copyOf(inputs);
    }
  }

  /**
   * Something that can be made to go wrong.
   *
   * @param name such as {@code task-vanishes}
   * @param words what goes wrong, in one line
   */
  record Trouble(String name, String words) {}

  /** The servers to choose from; at least one. */
  List<Model> models();

  /** The faults to choose from. */
  List<Trouble> troubles();

  /** Simulated seconds in a real one. */
  double speed();

  /**
   * Makes a place with one server, which nobody has worked on. Takes a few seconds.
   *
   * @param trouble what goes wrong there; empty for nothing
   * @throws IllegalArgumentException if there is no such model or fault
   * @throws WorkflowException if none can be made here, with what is missing
   */
  TryOutPlace open(Model model, Optional<Trouble> trouble);
}
