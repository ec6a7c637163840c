package org.hwautomation.provisioning.configuration;

import java.util.Optional;
import org.hwautomation.hardware.Secret;
import org.hwautomation.provisioning.discovery.ExpectedHardware;

/**
 * What the file says about one server, under {@code servers.NAME}.
 *
 * @param name MAAS hostname or system id
 * @param bmcAddress IPv4 address or host name of its BMC
 * @param bmcUsername instead of {@code bmc.username}
 * @param bmcPassword instead of {@code bmc.password}
 * @param pins certificates of its BMC
 * @param window the maintenance window in which it may be changed, instead of the default; {@code
 *     none} for at any time
 * @param hardware what it must be built of, in place of what its device type says
 */
public record ServerOverride(
    String name,
    Optional<String> bmcAddress,
    Optional<String> bmcUsername,
    Optional<Secret> bmcPassword,
    TlsPins pins,
    Optional<String> window,
    ExpectedHardware hardware) {}
