package org.hwautomation.hardware.ipmi;

/**
 * An account slot of a BMC.
 *
 * @param id 1 to 63; 1 is the anonymous account
 * @param name empty if the slot is free
 * @param ipmiMessaging true if it may use IPMI on the channel
 */
public record BmcUser(
    int id,
    String name,
    boolean callIn,
    boolean linkAuthentication,
    boolean ipmiMessaging,
    PrivilegeLevel privilege) {
  public boolean isFree() {
    return name.isEmpty();
  }
}
