package org.hwautomation.definitions;

import org.hwautomation.workflow.WorkflowDefinition;

/** Writes definitions as files. Stateless. */
public final class DefinitionWriter {
  private DefinitionWriter() {}

  /**
   * The text of a file that reads as {@code definition}: that which it was read from, with what was
   * changed since put into it; in the other format, or where it was read from none, a new one.
   *
   * @throws org.hwautomation.workflow.InvalidValueException if a step of it calls a function
   */
  public static String write(WorkflowDefinition definition, DefinitionFormat format) {
    throw new UnsupportedOperationException("being written");
  }
}
