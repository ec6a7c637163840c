package org.hwautomation.workflow;

/** What became of a command by the time that giving it returned. */
public enum CommandAnswer {
  /** It is in the run's journal. */
  DONE,
  /** It stands in the store: who executes the run, or will, carries it out. */
  GIVEN
}
