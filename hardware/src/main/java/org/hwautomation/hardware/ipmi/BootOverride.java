package org.hwautomation.hardware.ipmi;

/**
 * The boot flags of the BMC.
 *
 * @param valid false if the BMC won't apply them
 * @param persistent for every boot, not only the next
 */
public record BootOverride(boolean valid, BootDevice device, boolean efi, boolean persistent) {}
