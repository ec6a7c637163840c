package org.hwautomation.provisioning.bios;

import java.util.List;

/**
 * One write and one reset.
 *
 * @param changes to write, or staged already, in the template's order; not empty
 * @param consequences what the BIOS is known to change along with them
 */
public record BiosPass(List<BiosChange> changes, List<BiosConsequence> consequences) {
  public BiosPass {
    changes = List.copyOf(changes);
    consequences = List.copyOf(consequences);
  }
}
