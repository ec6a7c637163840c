package org.hwautomation.workflow;

/**
 * A definition as the journals of its runs keep it.
 *
 * @param given as it was handed over
 * @param stored its encoded form
 * @param read what comes of that when it is read again, without the functions of its steps
 */
record PreparedDefinition(WorkflowDefinition given, Value.Fields stored, WorkflowDefinition read) {

  /**
   * Encodes a definition.
   *
   * @throws InvalidValueException if it is too large
   */
  static PreparedDefinition of(WorkflowDefinition given) {
    var stored = given.toValue();
    Limits.check("the definition", stored, Limits.DEFINITION);
    return new PreparedDefinition(given, stored, WorkflowDefinition.read(stored));
  }
}
