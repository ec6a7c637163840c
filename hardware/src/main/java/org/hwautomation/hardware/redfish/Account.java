package org.hwautomation.hardware.redfish;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A user of a BMC.
 *
 * @param username empty for a free slot (Dell)
 * @param role such as {@code Administrator}, {@code Operator}, {@code ReadOnly} or {@code None}
 * @param enabled true where the BMC does not say (HPE)
 * @param types which services let it in, such as {@code Redfish} and {@code IPMI} (DSP2046
 *     ManagerAccount AccountTypes, and a vendor's OEMAccountTypes); empty where the BMC does not
 *     say
 */
public record Account(
    String id,
    String uri,
    String username,
    @Nullable String role,
    boolean enabled,
    boolean locked,
    boolean passwordChangeRequired,
    Set<String> types) {
  public Account {
    types = Set.copyOf(types);
  }

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
        Json.flag(account, false, "PasswordChangeRequired"),
        types(account));
  }

  private static Set<String> types(JsonNode account) {
    var types = new TreeSet<>(Json.texts(account, "AccountTypes"));
    types.addAll(Json.texts(account, "OEMAccountTypes"));
    return types;
  }
}
