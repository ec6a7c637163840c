package org.hwautomation.definitions;

import java.nio.file.Path;
import java.util.Collection;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.workflow.Action;
import org.hwautomation.workflow.ValueTypes;
import org.hwautomation.workflow.WorkflowDefinition;

/** Reads definitions from YAML and JSON. Immutable and thread-safe. */
public final class DefinitionReader {
  private DefinitionReader() {}

  /** A reader that checks {@code uses:} and {@code with:} against these actions. */
  public static DefinitionReader of(Collection<? extends Action> actions) {
    throw new UnsupportedOperationException("being written");
  }

  /** A reader that takes any action and any input of it. */
  public static DefinitionReader withoutActions() {
    throw new UnsupportedOperationException("being written");
  }

  /** The same with the types of a domain besides the basic ones. */
  public DefinitionReader withTypes(ValueTypes types) {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * The definition in a file.
   *
   * @throws BadFileException if the file can't be read
   * @throws DefinitionException listing all that is wrong in it
   */
  public WorkflowDefinition read(Path file) {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * The definition in a text.
   *
   * @param file what positions name
   * @throws DefinitionException listing all that is wrong in it
   */
  public WorkflowDefinition read(String file, DefinitionFormat format, String text) {
    throw new UnsupportedOperationException("being written");
  }
}
