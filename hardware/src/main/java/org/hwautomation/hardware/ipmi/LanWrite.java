package org.hwautomation.hardware.ipmi;

/**
 * How the writing of network settings ended.
 *
 * @param confirmed true if all of it was read back. False if the address was the way to the BMC,
 *     and is gone: log in at the new address, and compare the identity, to know
 * @param before the settings as they were, for the way back
 */
public record LanWrite(boolean confirmed, LanConfiguration before) {}
