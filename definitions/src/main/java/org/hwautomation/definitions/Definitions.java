package org.hwautomation.definitions;

import java.util.List;
import org.hwautomation.workflow.WorkflowDefinition;

/** Where {@code run:} finds other definitions. */
interface Definitions {
  /** What there is of a name. */
  sealed interface Answer {}

  record Found(WorkflowDefinition definition) implements Answer {}

  /**
   * None that could be run.
   *
   * @param problem why, and what there is instead
   */
  record Absent(String problem) implements Answer {}

  /**
   * Looks for a definition.
   *
   * @param chain the names of those that are being read and wait for it, the outermost first
   */
  Answer find(String name, List<String> chain);

  /** Knows none. */
  Definitions NONE =
      (name, chain) ->
          new Absent("unknown definition '" + name + "'; a file read alone can run no other");
}
