package org.hwautomation.workflow;

import java.util.Set;

/**
 * What is to be otherwise when a held run is resumed.
 *
 * @param values instead of those that the run was given; only such as no completed step has read
 * @param skips paths of steps that are left out
 * @param reason why, for people
 */
public record ResumeChanges(Value.Fields values, Set<String> skips, String reason) {
  /** Nothing. */
  public static final ResumeChanges NONE = new ResumeChanges(Value.Fields.EMPTY, Set.of(), "");

  public ResumeChanges {
    skips = Set.copyOf(skips);
  }
}
