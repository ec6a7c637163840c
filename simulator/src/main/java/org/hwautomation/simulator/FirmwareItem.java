package org.hwautomation.simulator;

/**
 * A piece of firmware and its running version.
 *
 * @param id short name, such as {@code BIOS}, {@code BMC}, {@code NIC.1}
 */
public record FirmwareItem(String id, String name, String version, boolean updateable) {}
