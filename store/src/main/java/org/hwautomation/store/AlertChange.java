package org.hwautomation.store;

import java.util.List;

/**
 * What one look at the causes changes, written as a whole. Immutable.
 *
 * @param groups as they stand now; new ones are added
 * @param dropped ids of groups that are over before anybody was told
 * @param deliveries what is to be sent
 */
public record AlertChange(
    List<AlertGroup> groups, List<String> dropped, List<AlertDelivery.Draft> deliveries) {
  public AlertChange {
    groups = List.copyOf(groups);
    dropped = List.copyOf(dropped);
    deliveries = List.copyOf(deliveries);
  }

  /** True if there is nothing to write. */
  public boolean isEmpty() {
    return groups.isEmpty() && dropped.isEmpty() && deliveries.isEmpty();
  }
}
