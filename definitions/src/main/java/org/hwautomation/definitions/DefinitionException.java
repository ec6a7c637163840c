package org.hwautomation.definitions;

import java.util.List;
import org.hwautomation.definitions.file.BadFileException;
import org.hwautomation.definitions.file.Problem;

/** A definition can't be used as it is written. Lists every problem, in the order of the file. */
public final class DefinitionException extends BadFileException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> found;

  DefinitionException(List<Problem> found) {
    super(found.stream().map(Problem::toString).toList());
    this.found = List.copyOf(found);
  }

  /** The same as {@link #problems()}, with their places; never empty. */
  public List<Problem> found() {
    return found;
  }
}
