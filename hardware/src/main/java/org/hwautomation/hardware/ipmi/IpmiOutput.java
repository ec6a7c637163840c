package org.hwautomation.hardware.ipmi;

/**
 * What {@code ipmitool} answered.
 *
 * @param exitStatus 127 where a shell did not find the program
 */
public record IpmiOutput(int exitStatus, String stdout, String stderr) {}
