package org.hwautomation.provisioning.bios;

import java.util.List;
import java.util.Map;

/**
 * One write and one reset.
 *
 * @param changes to write, or staged already, in the template's order; not empty
 * @param consequences what the BIOS is known to change along with them
 * @param rightAfter the wanted attributes that have their wanted value after it, with it
 */
public record BiosPass(
    List<BiosChange> changes,
    List<BiosConsequence> consequences,
    Map<String, BiosValue> rightAfter) {
  public BiosPass {
    changes = List.copyOf(changes);
    consequences = List.copyOf(consequences);
    rightAfter = Map.copyOf(rightAfter);
  }
}
