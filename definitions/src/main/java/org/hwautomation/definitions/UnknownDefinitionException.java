package org.hwautomation.definitions;

import java.util.Collection;
import org.hwautomation.workflow.Spelling;

/** There is no definition of that name; the message names the nearest and lists all. */
public final class UnknownDefinitionException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  UnknownDefinitionException(String name, Collection<String> known) {
    super(
        "unknown template '%s'%s; known: %s"
            .formatted(name, Spelling.hint(name, known), String.join(", ", known)));
  }
}
