package org.hwautomation.hardware.redfish;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A user of a BMC.
 *
 * @param username empty for a free slot (Dell)
 * @param role such as {@code Administrator}, {@code Operator}, {@code ReadOnly} or {@code None}
 * @param enabled true where the BMC does not say (HPE)
 */
public record Account(
    String id,
    String uri,
    String username,
    @Nullable String role,
    boolean enabled,
    boolean locked,
    boolean passwordChangeRequired) {

  /** True for an unused slot of a BMC that has a fixed number of them. */
  public boolean freeSlot() {
    return username.isEmpty();
  }

  static Account of(String uri, JsonNode account) {
    return new Account(
        Json.textOr(account, ComputerSystem.lastSegment(uri), "Id"),
        uri,
        Json.textOr(account, "", "UserName"),
        Json.text(account, "RoleId"),
        Json.flag(account, true, "Enabled"),
        Json.flag(account, false, "Locked"),
        Json.flag(account, false, "PasswordChangeRequired"));
  }
}
