package org.hwautomation.server.tryout;

import java.util.Map;
import java.util.Optional;
import org.hwautomation.definitions.DefinitionFormat;

/**
 * What is to be tried out, as a front door was asked for it: nothing of it has been checked.
 * Immutable.
 *
 * @param text the template's, as it is being edited
 * @param model on which server; the first there is if empty
 * @param fault what goes wrong with it; nothing if empty
 * @param inputs texts by the input's name; those that the template declares and nobody gave are
 *     filled in with what fits the server
 * @param approves the answer to steps that ask: yes or no
 */
public record TryOutOrder(
    String text,
    DefinitionFormat format,
    Optional<String> model,
    Optional<String> fault,
    Map<String, String> inputs,
    boolean approves) {
  public TryOutOrder {
    inputs = Map.copyOf(inputs);
  }
}
