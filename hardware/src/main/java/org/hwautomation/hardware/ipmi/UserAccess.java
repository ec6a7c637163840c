package org.hwautomation.hardware.ipmi;

import java.util.Optional;

/**
 * What an account may do on a channel.
 *
 * @param fixedName true if the BMC won't change the name
 * @param enabled empty if the BMC does not tell
 */
public record UserAccess(
    int id,
    String name,
    boolean fixedName,
    boolean ipmiMessaging,
    PrivilegeLevel privilege,
    Optional<Boolean> enabled) {}
