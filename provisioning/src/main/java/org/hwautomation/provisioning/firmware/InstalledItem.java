package org.hwautomation.provisioning.firmware;

import java.util.Optional;
import java.util.regex.Pattern;
import org.hwautomation.hardware.redfish.FirmwareItem;
import org.hwautomation.hardware.redfish.FirmwareSlot;
import org.jspecify.annotations.Nullable;

/**
 * One firmware of a server, in words that stay the same when its version changes.
 *
 * @param key the id without what changes from version to version (Dell puts both the version and
 *     the slot into it); the running image and its copies share it on Dell
 * @param id as the BMC calls it now
 * @param name as the BMC calls it; the id where it has none
 * @param type empty for what is never planned
 * @param version as the BMC spells it; null where it says none, or that nothing is there
 * @param slot what runs, or which copy it is
 * @param softwareId what the maker calls its kind, if the BMC says
 */
public record InstalledItem(
    String key,
    String id,
    String name,
    Optional<FirmwareType> type,
    @Nullable String version,
    FirmwareSlot slot,
    boolean updateable,
    @Nullable String softwareId) {
  private static final Pattern DELL =
      Pattern.compile("(?:Installed|Current|Previous|Available)-.+?__(.+)");
  private static final Pattern NOTHING =
      Pattern.compile("(?i)|not present|not available|n/?a|none|unknown|-+");

  /** From a BMC's inventory. */
  public static InstalledItem of(FirmwareItem item) {
    var dell = DELL.matcher(item.id());
    var name = item.name();
    var version = item.version();
    return new InstalledItem(
        dell.matches() ? dell.group(1) : item.id(),
        item.id(),
        name == null || name.isBlank() ? item.id() : name.strip(),
        FirmwareType.of(item.component()),
        version == null || NOTHING.matcher(version.strip()).matches() ? null : version.strip(),
        item.slot(),
        item.updateable(),
        item.softwareId());
  }

  /** True if this is what the component runs now, and its version is known. */
  public boolean running() {
    return slot == FirmwareSlot.RUNNING && version != null;
  }
}
