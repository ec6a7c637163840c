package org.hwautomation.hardware.redfish;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A network port of the host, from its EthernetInterface and its NetworkAdapter (DSP0268).
 *
 * @param id as the BMC names it
 * @param macAddress lower case, as the port was made with
 * @param model of the adapter it is on; null where the BMC does not say
 * @param link {@code LinkUp}, {@code LinkDown}, …
 */
public record HostPort(
    String id,
    String macAddress,
    @Nullable String model,
    OptionalInt mbps,
    @Nullable String link) {}
