package org.hwautomation.hardware.redfish;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One image of the firmware inventory ({@code SoftwareInventory.v1_10_0}).
 *
 * @param version as the BMC spells it; makers add dates and names to it
 * @param slot whether it runs; compare versions of running ones only
 * @param component a guess
 * @param relatedItems URIs of what it belongs to
 */
public record FirmwareItem(
    String id,
    String uri,
    @Nullable String name,
    @Nullable String version,
    boolean updateable,
    FirmwareSlot slot,
    FirmwareComponent component,
    @Nullable String softwareId,
    @Nullable String manufacturer,
    @Nullable String releaseDate,
    @Nullable String lowestSupportedVersion,
    List<String> relatedItems) {
  public FirmwareItem {
    relatedItems = List.copyOf(relatedItems);
  }

  /** True if this is what the component runs now. */
  public boolean running() {
    return slot == FirmwareSlot.RUNNING;
  }

  static FirmwareItem of(String uri, JsonNode item) {
    var id = Json.textOr(item, ComputerSystem.lastSegment(uri), "Id");
    var name = Json.textOr(item, "", "Name");
    var description = Json.textOr(item, "", "Description");
    var related = Json.links(item, "RelatedItem");
    return new FirmwareItem(
        id,
        uri,
        Json.text(item, "Name"),
        Json.text(item, "Version"),
        Json.flag(item, false, "Updateable"),
        FirmwareSlot.of(id, name, description),
        FirmwareComponent.guess(id, name, description, related),
        Json.text(item, "SoftwareId"),
        Json.text(item, "Manufacturer"),
        Json.text(item, "ReleaseDate"),
        Json.text(item, "LowestSupportedVersion"),
        related);
  }
}
