package org.hwautomation.provisioning.firmware;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One component, or several of one kind and version, brought to another version.
 *
 * @param name for people
 * @param items {@link InstalledItem#key keys} of what is updated
 * @param from the version that ran when the plan was made
 * @param downgrade true if it becomes older
 * @param path the images, in the order in which they are installed; the last is the target
 */
public record PlannedUpdate(
    FirmwareType type,
    String name,
    List<String> items,
    String from,
    boolean downgrade,
    List<PlannedImage> path) {
  public PlannedUpdate {
    items = List.copyOf(items);
    path = List.copyOf(path);
    if (path.isEmpty() || items.isEmpty()) {
      throw new IllegalArgumentException("an update has an item and an image at least");
    }
  }

  /** The version in the end. */
  public String to() {
    return path.getLast().version();
  }

  /** The versions in between. */
  public List<String> via() {
    return path.subList(0, path.size() - 1).stream().map(PlannedImage::version).toList();
  }

  /** What a person must have allowed for this. */
  public Set<Approval> approvals() {
    var needed = new HashSet<Approval>();
    Approval.of(type).ifPresent(needed::add);
    if (downgrade) {
      needed.add(Approval.DOWNGRADE);
    }
    return needed;
  }
}
