package org.hwautomation.hardware.maas;

import java.util.List;

/**
 * A network interface of a machine.
 *
 * @param type {@code physical}, {@code bond}, {@code bridge} or {@code vlan}
 * @param macAddress in lower case with colons
 * @param addresses the addresses MAAS linked to it; those it saw on the wire are in {@code
 *     discovered}
 */
public record NetworkInterface(
    long id,
    String name,
    String type,
    String macAddress,
    boolean enabled,
    List<String> addresses,
    List<String> discovered) {}
