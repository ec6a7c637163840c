package org.hwautomation.hardware.redfish;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a BMC tells before the login (DSP0266 13.3.2, ServiceRoot).
 *
 * @param uuid the service's; many BMCs give none
 * @param serviceTag an iDRAC's {@code Oem.Dell.ServiceTag}; others give none
 * @param vendor from {@code Vendor}, {@code Oem} and {@code Product}
 * @param vendorName as the BMC spells it
 * @param redfishVersion of the protocol, such as {@code 1.13.1}
 */
public record ServiceRoot(
    @Nullable String uuid,
    @Nullable String serviceTag,
    Vendor vendor,
    @Nullable String vendorName,
    @Nullable String product,
    @Nullable String name,
    @Nullable String redfishVersion) {

  static ServiceRoot of(JsonNode root) {
    return new ServiceRoot(
        Json.text(root, "UUID"),
        Json.text(root, "Oem", "Dell", "ServiceTag"),
        Vendor.ofRoot(root),
        Json.text(root, "Vendor"),
        Json.text(root, "Product"),
        Json.text(root, "Name"),
        Json.text(root, "RedfishVersion"));
  }
}
